"""The clinicians' desk: who waits, what they wrote, and what a person decides about it."""
