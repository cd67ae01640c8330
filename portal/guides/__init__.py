"""Guides: pages of plain words, one markdown file a page and language, kept and checked like code."""
