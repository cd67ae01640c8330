"""Deciding: outcomes, the letters they write, second opinions, taking over, and trying to reach somebody."""
