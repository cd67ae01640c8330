"""What a database gives away for nothing: SQLite's FTS5 with bm25 over the same services, to compare with."""

import re
import sqlite3
from collections.abc import Iterator

from portal.directory.documents import Document
from portal.directory.index import Index

COLUMNS = ("name", "summary", "description", "organization", "eligibility", "labels")
WORD = re.compile(r"\w+")


def table(index: Index) -> sqlite3.Connection:
    """Put every listed service into a full-text table, with the names of its words in every language."""
    database = sqlite3.connect(":memory:")
    # Marks are letters here, or Urdu would fall into pieces; accents go, so that Polish typed plainly is found.
    kinds = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    columns = ", ".join(("slug UNINDEXED", "low UNINDEXED", "high UNINDEXED", *COLUMNS))
    database.execute(f'CREATE VIRTUAL TABLE services USING fts5({columns}, tokenize="{kinds}")')
    marks = ", ".join("?" * (3 + len(COLUMNS)))
    database.executemany(f"INSERT INTO services VALUES ({marks})", [_row(index, each) for each in index.documents])
    return database


def search(database: sqlite3.Connection, query: str, age: int | None, joined: str) -> list[str]:
    """Return the slugs of what holds all words ("AND") or any ("OR"), best first; an age is a filter here, too."""
    terms = [f'"{word}"' for word in WORD.findall(query)]
    if not terms:
        return []
    rows = database.execute(
        "SELECT slug FROM services"
        " WHERE services MATCH ? AND (? IS NULL OR ? BETWEEN low AND high) ORDER BY rank, slug",
        (f" {joined} ".join(terms), age, age),
    )
    return [slug for (slug,) in rows]


def any_word(database: sqlite3.Connection, query: str, age: int | None) -> list[str]:
    """Ask for any of the words."""
    return search(database, query, age, "OR")


def all_words(database: sqlite3.Connection, query: str, age: int | None) -> list[str]:
    """Ask for all of the words; for any of them when nothing has them all."""
    return search(database, query, age, "AND") or search(database, query, age, "OR")


def _row(index: Index, service: Document) -> tuple[object, ...]:
    low = 0 if service.minimum_age is None else service.minimum_age
    high = 25 if service.maximum_age is None else service.maximum_age
    texts = (service.name, service.summary, service.description, service.organization, service.eligibility)
    return (service.slug, low, high, *texts, " ".join(_labels(index, service)))


def _labels(index: Index, service: Document) -> Iterator[str]:
    for taxonomy, keys in service.terms.items():
        for key in keys:
            if key in index.terms.get(taxonomy, {}):
                yield from index.terms[taxonomy][key].names.values()
