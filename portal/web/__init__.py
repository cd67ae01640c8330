"""The shell that every feature shares. It knows no feature."""
