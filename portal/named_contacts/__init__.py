"""Named contacts: the area's schools and practices, and the people at each whom somebody may turn to."""
