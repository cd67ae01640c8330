"""What a search needs besides the index: the area's words, places and year, read once when the process starts."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from portal import clock, kept
from portal.directory import places, vocabulary
from portal.directory.hours import Year
from portal.directory.index import Index
from portal.directory.places import Places
from portal.directory.search import Found, Now, search
from portal.directory.tokens import LONGEST
from portal.directory.tokens import words as words_of
from portal.directory.understanding import corrected
from portal.directory.vocabulary import CALM, HARMLESS, Vocabulary, signs, without_harmless
from portal.directory.wanted import Wanted
from portal.triage import text_scan, words
from portal.triage.words import WordList

URGENT = frozenset({"imminent", "strong"})
"""Lists of words after which crisis services come first."""
HEARD_LATELY = 4096
NOT_SAFE = frozenset({("need", "crisis"), ("need", "self_harm")})


@dataclass(frozen=True)
class Reference:
    """The area's own tables."""

    vocabulary: Vocabulary
    places: Places
    year: Year
    danger_words: Mapping[str, WordList]
    lists_in: Callable[[str], frozenset[str]]
    """Tells which lists of danger some words belong to; what was typed lately is remembered."""


@dataclass(frozen=True)
class Answer:
    """What was found, and whether help for right now belongs above it."""

    found: Found
    danger: bool


@cache
def load(content: Path) -> Reference:
    """Read the area's tables from the content folder, once in a process."""
    area = content / "area"
    danger_words = words.load_all(area / "triage" / "words")
    tables, listed = (area / "words").glob("*.toml"), (area / "triage" / "words").glob("*.yaml")
    return Reference(
        vocabulary=kept.made(
            "vocabulary",
            [*tables, *listed, *Path(__file__).parent.glob("*.py"), *Path(words.__file__).parent.glob("*.py")],
            lambda: vocabulary.knowing(vocabulary.load(area / "words"), _words_of(danger_words.values())),
        ),
        places=places.load(area / "places" / "places.csv"),
        year=read_year(area / "places" / "terms.toml"),
        danger_words=danger_words,
        lists_in=lru_cache(HEARD_LATELY)(lambda text: text_scan.heard(text, danger_words)),
    )


def _words_of(lists: Iterable[WordList]) -> Iterator[str]:
    """Yield every word of the lists of danger: whoever writes one is never told that they meant another."""
    for each in lists:
        yield from each.vocabulary


def read_year(path: Path) -> Year:
    """Read the school terms, and put the bank holidays beside them."""
    stretches = tomllib.loads(path.read_text("utf-8"))["known"]
    holidays = clock.bank_holidays()
    reach = (date(min(holidays).year, 1, 1), date(max(holidays).year, 12, 31)) if holidays else None
    return Year(
        holidays=holidays,
        holidays_known=reach,
        terms=tuple((first, last) for each in stretches for first, last in each["terms"]),
        terms_known=tuple((each["from"], each["to"]) for each in stretches),
    )


def ask(reference: Reference, index: Index, wanted: Wanted, language: str, moment: datetime) -> Answer:
    """Search, and listen for words that mean somebody may not be safe."""
    said = signs_of(reference, index, wanted.q, language)
    danger = heard(reference, wanted.q, said)
    now = Now(moment, clock.london(moment).date(), reference.year)
    found = search(index, reference.vocabulary, reference.places, wanted, now, danger=danger, language=language)
    chosen = {("need", value) for value in wanted.values("need")}
    # "Cutting class" means nothing of the kind: a figure of speech is not taken at its word.
    asked = chosen if said & {CALM, HARMLESS} else chosen | found.meanings
    return Answer(found, bool(danger or asked & NOT_SAFE))


def signs_of(reference: Reference, index: Index, query: str, language: str) -> frozenset[str]:
    """Return what a query is a sign of, as it was typed and with its slips put right."""
    typed = words_of(query[:LONGEST])
    readings = (typed, corrected(typed, index, reference.vocabulary, language))
    return frozenset().union(*(signs(each, reference.vocabulary) for each in readings))


def heard(reference: Reference, query: str, said: frozenset[str]) -> str:
    """Return what danger a query tells of: "life", "hurt" or none. The area's two tables listen; one is enough."""
    lists = reference.lists_in(query) if query else frozenset()
    if lists and HARMLESS in said:
        # What is left of it without what is surely harmless must still tell of danger.
        lists &= reference.lists_in(" ".join(without_harmless(words_of(query), reference.vocabulary)))
    if lists & URGENT or "life" in said:
        return "life"
    return "hurt" if "abuse" in lists or "hurt" in said else ""
