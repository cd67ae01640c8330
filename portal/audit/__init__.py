"""Who did what, and who looked: an append-only trail in which every line vouches for the one before."""
