"""What the front matter of a guide must hold: every key, its kind, and who read the page by when."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from portal.guides.page import AUDIENCES, SOURCE, STATES, Page, Problem
from portal.translated import claims

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EXTRA = frozenset(
    {
        "source_blocks",
        "same_meaning",
        "translator",
        "back_translated",
        "consent",
        "labels_because",
        "cohorts",
        "made_with",
    }
)
"""Keys that only some pages have."""
LONGEST_REVIEW = timedelta(days=3 * 366)
"""Who reads a page again in twenty years does not read it again."""


def _words(value: Any) -> bool:
    """Tell whether this is a line of words."""
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value


def _words_or_nothing(value: Any) -> bool:
    """Tell whether this is a line of words, or deliberately empty."""
    return value is None or _words(value)


def _number(value: Any) -> bool:
    """Tell whether this is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def _age(value: Any) -> bool:
    """Tell whether this is an age that the portal serves."""
    return _number(value) and 0 <= value <= 25


def _names(value: Any) -> bool:
    """Tell whether this is a list of names."""
    return isinstance(value, list) and all(map(_words, value))


def _audiences(value: Any) -> bool:
    """Tell whether this is a list of one or more of our audiences."""
    return _names(value) and bool(value) and set(value) <= set(AUDIENCES)


def _day(value: Any) -> bool:
    """Tell whether this is a date."""
    return type(value) is date


def _day_or_nothing(value: Any) -> bool:
    """Tell whether this is a date, or deliberately empty."""
    return value is None or _day(value)


def _grade(value: Any) -> bool:
    """Tell whether this is a reading grade, or deliberately empty."""
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _slug(value: Any) -> bool:
    """Tell whether this can be the last part of an address."""
    return isinstance(value, str) and bool(SLUG.fullmatch(value))


KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "id": (_number, "a whole number"),
    "title": (_words, "a line of words"),
    "slug": (_slug, "small letters, digits and hyphens"),
    "audience": (_audiences, f"a list of {', '.join(AUDIENCES)}"),
    "age_min": (_age, "an age from 0 to 25"),
    "age_max": (_age, "an age from 0 to 25"),
    "needs": (_names, "a list of needs"),
    "thrive": (_names, "a list of THRIVE groupings"),
    "lang": (_words, "the code of a language"),
    "translation_of": (_words_or_nothing, "the slug of the English page, or null"),
    "source_version": (_number, "a whole number"),
    "state": (_words, "how far the page has been checked"),
    "author": (_words, "a role, not a name"),
    "clinical_reviewer": (_words_or_nothing, "a role, or null"),
    "yp_reviewed_by": (_words_or_nothing, "a group, or null"),
    "reviewed_on": (_day_or_nothing, "a date such as 2026-11-22, or null"),
    "review_due": (_day, "a date such as 2027-05-31"),
    "reading_grade": (_grade, "the highest grade this page may have, or null for a translation"),
    "easy_read_of": (_words_or_nothing, "the slug of the page it makes easier, or null"),
    "contacts": (_names, "a list of contact ids"),
    "sensitive": (lambda value: isinstance(value, bool), "true or false"),
    "summary": (_words, "one sentence"),
}


def shape(page: Page) -> Iterator[Problem]:
    """Find keys that are missing, unknown or of the wrong kind."""
    for key, (is_right, kind) in KEYS.items():
        if key not in page.meta or not is_right(page.meta[key]):
            rule = "review-due" if key == "review_due" else "front-matter"
            missing = "is missing" if page.meta.get(key) is None else f"is {page.meta[key]!r}"
            yield page.problem(rule, f"{key} {missing}; it should be {kind}.", key=key)
    for key in ("cohorts", "made_with"):
        if not _names(page.meta.get(key, [])):
            yield page.problem("front-matter", f"{key} is no list of names.", key=key)
    for key in page.meta.keys() - KEYS.keys() - EXTRA:
        yield page.problem("front-matter", f"{key} is not a key that pages have.", key=str(key))


def place(page: Page) -> Iterator[Problem]:
    """Find a file whose name or folder says something else than its front matter."""
    folder, _slash, name = page.file.rpartition("/")
    if name != f"{page.slug}.md":
        message = f"slug is {page.slug!r}, but the file is called {name}."
        yield page.problem("front-matter", message, key="slug")
    if folder.rpartition("/")[2] != page.lang:
        yield page.problem("front-matter", f"lang is {page.lang!r}, but the folder is {folder}.", key="lang")
    if page.meta["age_min"] > page.meta["age_max"]:
        yield page.problem("front-matter", "age_min is above age_max.", key="age_min")
    states = STATES if page.lang == SOURCE else claims.STATES
    if page.state not in states:
        message = f"state is {page.state!r}; it is one of {', '.join(states)}."
        yield page.problem("front-matter", message, key="state")


def _due(page: Page, today: date) -> Iterator[Problem]:
    """Find a page whose day to be read again is past, or so far away that it is none."""
    if page.review_due < today:
        message = f"The review was due on {page.review_due.isoformat()}."
        yield page.problem("review-expired", message, key="review_due")
    if page.review_due > today + LONGEST_REVIEW:
        yield page.problem("review-due", "review_due is more than three years away.", key="review_due")


def review(page: Page, today: date) -> Iterator[Problem]:
    """Find a page nobody has read again in time, or one reviewed without saying by whom and when."""
    meta = page.meta
    yield from _due(page, today)
    if meta["reviewed_on"] and meta["reviewed_on"] > today:
        yield page.problem("review-incomplete", "reviewed_on lies in the future.", key="reviewed_on")
    if page.state != "reviewed":
        return
    needed = ["clinical_reviewer", "reviewed_on"]
    if "young_person" in page.audience:
        needed.append("yp_reviewed_by")
    for key in needed:
        if not meta[key]:
            yield page.problem("review-incomplete", f"state is reviewed, but {key} is empty.", key=key)
    writers = {meta["author"], meta.get("translator")}
    if meta["clinical_reviewer"] in writers:
        message = "Who wrote or translated a page cannot be the one who reviews it."
        yield page.problem("review-incomplete", message, key="clinical_reviewer")
