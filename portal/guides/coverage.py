"""How far every page is in every language, and what is late: for the staff who look after the words. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.guides import wording
from portal.guides.others import KINDS, Others, is_grave
from portal.guides.page import SOURCE, Page
from portal.translated import blocks, claims
from portal.translated.blocks import Text
from portal.translated.texts import Written

SOON = timedelta(days=60)
STATES = dict(zip(claims.STATES, ("machine draft", "human translated", "clinically checked", "reviewed"), strict=True))


@dataclass(frozen=True)
class Cell:
    """How far one page is in one language."""

    state: str
    blocks: int
    stale: int

    @property
    def words(self) -> str:
        """Say it in words, what is out of date first."""
        state = STATES.get(self.state, self.state)
        return f"{self.stale} of {self.blocks} stale · {state}" if self.stale else state


@dataclass(frozen=True)
class Row:
    """One English page, and its cell in each other language that has it."""

    page: Page
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class OtherRow:
    """One English text that is no guide, and its cell in each other language that has it."""

    text: Written
    grave: bool
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Language:
    """How far one language is with the pages."""

    code: str
    pages: int
    percent: int
    """Of the English blocks that say in this language what they say today."""
    checked: int
    stale: int


@dataclass(frozen=True)
class Late:
    """A page whose review is due."""

    page: Page
    over: bool


def rows(pages: Mapping[str, Mapping[str, Page]]) -> list[Row]:
    """Make a row for each English page, in the order of their numbers."""
    ordered = sorted(pages[SOURCE].values(), key=lambda page: (page.meta["id"], page.slug))
    return [Row(page, dict(_cells(page, pages))) for page in ordered]


def _cells(source: Page, pages: Mapping[str, Mapping[str, Page]]) -> Iterator[tuple[str, Cell]]:
    """Yield the languages that have a page, with how far it is."""
    for code, held in pages.items():
        if code != SOURCE and (page := held.get(source.slug)):
            yield code, _cell(page.state, page, source)


def _cell(state: str, text: Text, source: Text) -> Cell:
    """Say how far one text is in one language."""
    return Cell(state, len(source.blocks), blocks.stale(blocks.pairs(text, source)))


def other_rows(others: Others) -> dict[str, list[OtherRow]]:
    """Make a row for each English text of every kind, by what staff call the kind."""
    found: dict[str, list[OtherRow]] = {title: [] for title in KINDS.values()}
    for source in others.sources():
        spoken = others.texts[source.kind][source.name]
        cells = {code: _cell(text.state, text, source) for code, text in spoken.items() if text is not source}
        found[KINDS[source.kind]].append(OtherRow(source, is_grave(source), cells))
    return found


def languages(rows: list[Row], codes: list[str]) -> list[Language]:
    """Add up the rows for each language."""
    return [_language(code, rows) for code in codes if code != SOURCE]


def _language(code: str, rows: list[Row]) -> Language:
    """Add up the rows for one language."""
    every = sum(len(row.page.blocks) for row in rows)
    cells = [row.cells[code] for row in rows if code in row.cells]
    stale = sum(cell.stale for cell in cells)
    current = sum(cell.blocks for cell in cells) - stale
    # Rounded down: a language is complete only when it is.
    percent = 100 * current // every if every else 0
    return Language(code, len(cells), percent, sum(cell.state in claims.CHECKED for cell in cells), stale)


def late(pages: Mapping[str, Mapping[str, Page]], today: date) -> list[Late]:
    """Find the pages whose review is over or due soon, the latest first."""
    every = [page for held in pages.values() for page in held.values() if page.review_due <= today + SOON]
    return [Late(page, page.review_due < today) for page in sorted(every, key=lambda page: page.review_due)]


def too_hard(sources: Mapping[str, Page]) -> list[tuple[Page, str]]:
    """Find the English pages that are harder to read than they may be, with the reasons."""
    return [(page, problem.message) for page in sources.values() for problem in wording.reading_age(page)]
