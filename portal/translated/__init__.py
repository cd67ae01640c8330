"""Words in another language: whether they still say what the English says, and who has checked them. Knows no room."""
