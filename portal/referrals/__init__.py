"""A request for help, from the first question to the last status."""
