"""The directory for other computers: the Open Referral UK feed, served and written to files."""
