"""Helping people find help: the first page, and the ways on from it."""
