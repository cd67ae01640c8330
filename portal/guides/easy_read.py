"""What makes a page Easy Read: one idea a line, a drawing beside each, and a full page that says more."""

from collections.abc import Iterator

from portal.guides import reading, tokens
from portal.guides.page import SOURCE, Page, Problem
from portal.guides.references import Surroundings

BEFORE = "easy-"
MOST_WORDS, MOST_SENTENCES = 20, 3


def lines(page: Page, _around: Surroundings) -> Iterator[Problem]:
    """Find lines without a drawing, and lines that say too much; drawings stand nowhere else."""
    for at, line in enumerate(page.body.split("\n"), page.body_line):
        pictured = tokens.PICTURED.fullmatch(line)
        if not page.easy_read:
            if pictured:
                yield page.problem("easy-read", "Drawings beside lines belong to Easy Read.", line=at)
            continue
        if pictured:
            found = reading.measure([tokens.without(pictured[2])])
            if found.words > MOST_WORDS or found.sentences > MOST_SENTENCES:
                message = f"{found.words} words in {found.sentences} sentences: one idea a line, please."
                yield page.problem("easy-read", message, line=at)
        elif line.strip() and not line.startswith("#") and not tokens.CARDS.fullmatch(line):
            yield page.problem("easy-read", "Every line begins with its drawing: {picture:…}.", line=at)


def source(page: Page, around: Surroundings) -> Iterator[Problem]:
    """Find an Easy Read page whose full page is not there, or that is quieter about danger than that one."""
    if not page.easy_read or page.lang != SOURCE:
        return
    full = around.sources.get(page.easy_read)
    if full is None or full.easy_read or page.slug != BEFORE + page.easy_read:
        message = f"There is no full page {page.easy_read!r} that {page.slug!r} makes easier."
        yield page.problem("easy-read", message, key="easy_read_of")
    elif full.sensitive and not page.sensitive:
        yield page.problem("easy-read", "The full page is about danger, and so is this one.", key="sensitive")
