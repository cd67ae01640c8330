"""Where a guide is found: below /guides, or at an address of its own that every page's footer knows."""

FIXED = {
    slug: f"/{slug}" for slug in ("stay-safe", "privacy", "privacy-for-children", "cookies", "accessibility", "terms")
}
"""Pages about the site itself. They stand in the footer and not in the list of guides."""


def address(slug: str) -> str:
    """Return a guide's address, below the root of the reader's language."""
    return FIXED.get(slug, f"/guides/{slug}")
