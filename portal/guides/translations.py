"""Whether a translation still says what its English page says."""

from collections.abc import Iterator

from portal.guides.page import SOURCE, Page, Problem
from portal.guides.references import Surroundings
from portal.translated import claims


def translation(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find a translation that has lost its source, a number or a warning on the way."""
    if page.lang == SOURCE:
        if page.meta["translation_of"] is not None:
            message = "An English page is not a translation."
            yield page.problem("translation", message, key="translation_of")
        return
    source = around.sources.get(str(page.meta["translation_of"]))
    if source is None or source.slug != page.slug:
        message = f"There is no English page {page.meta['translation_of']!r} with this slug."
        yield page.problem("translation", message, key="translation_of")
        return
    for key in ("id", "audience", "needs", "thrive", "sensitive", "contacts", "age_min", "age_max"):
        if page.meta[key] != source.meta.get(key):
            yield page.problem("translation", f"{key} differs from the English page.", key=key)
    for line, message in claims.lost(page, source):
        yield page.problem("translation", message, line=line)
