"""Helplines: one dated registry of the people who pick up the phone, and the page that shows them."""
