"""Training: webinars and workshops, who comes to them, calendars, certificates, and who needs to learn what."""
