"""Many entries at once, in a spreadsheet."""
