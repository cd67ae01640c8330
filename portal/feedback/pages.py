"""The pages that people speak about, in the reader's language or in English."""

from collections.abc import Mapping, Sequence

from portal import languages
from portal.guides.page import Page
from portal.guides.views import shelf


def page_of(slug: str) -> Page | None:
    """Return one page; none where no page has this name."""
    shown = shelf().open(slug, languages.current())
    return shown.page if shown else None


def named(slugs: Sequence[str | None]) -> Mapping[str, Page]:
    """Return the pages that notes are about, by slug; of a page that has gone, nothing."""
    found = {slug: page_of(slug) for slug in set(slugs) if slug}
    return {slug: page for slug, page in found.items() if page}
