"""Keeping entries true: changes that a second person approves, their history, and reminders to check."""
