"""The annual report card: a year in figures that everybody may read, once they are suppressed and a person approved."""
