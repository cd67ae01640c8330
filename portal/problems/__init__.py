"""Something is wrong here: what readers say about an entry of the directory, and what they are answered."""
