"""Whether a translation still says what its English page says, and how current it is."""

from collections.abc import Iterator

from portal.guides import tokens
from portal.guides.page import SOURCE, Page, Problem, source_hash
from portal.guides.references import Surroundings


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
    if is_current(page, source) and _named(page) != _named(source):
        message = "The numbers, cards or links are not the same as on the English page."
        yield page.problem("translation", message, line=page.body_line)


def is_current(page: Page, source: Page) -> bool:
    """Tell whether a translation was made from the English words as they stand today."""
    return page.meta.get("source_hash") == source_hash(source)


def _named(page: Page) -> list[str]:
    """List the tokens and links of a page, in no order: languages put words in different places."""
    said = [f"{token.verb}:{token.name}:{token.way}" for token in tokens.tokens(page.body)]
    return sorted(said + [target for target, _at in tokens.links(page.body)])
