"""Feeds from elsewhere: read, cleaned, compared with what we hold, and handed to a person as a difference."""
