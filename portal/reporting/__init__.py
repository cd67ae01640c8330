"""Reporting: what the records add up to, for the public once it is suppressed, for staff and for other systems."""
