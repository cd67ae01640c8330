"""The way in through one's own organisation."""
