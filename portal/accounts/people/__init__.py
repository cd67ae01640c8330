"""Who works here: taking people on, changing what they may do, and closing accounts."""
