"""A page somebody writes for a hard time, in their own words: on their device, on paper, and with us if they ask."""
