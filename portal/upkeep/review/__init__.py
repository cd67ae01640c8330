"""Deciding about what others propose, and looking back at what was decided."""
