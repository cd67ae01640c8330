"""One good page to spoil, the shelf it stands on, and the library that the repository ships."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal import assembly
from portal.config import PROJECT, Settings
from portal.guides import checks, library, views
from portal.guides.library import Library
from portal.guides.page import Page, Problem, parse
from portal.guides.references import Surroundings
from portal.helplines import registry
from portal.helplines import views as helplines
from portal.helplines.registry import Registry

CONTENT = PROJECT / "content"
TODAY = date(2026, 11, 22)
GOOD = """\
---
id: 90
title: What if I can't sleep?
slug: cannot-sleep
audience: [young_person]
age_min: 8
age_max: 25
needs: [sleep]
thrive: [getting_advice]
lang: en
translation_of: null
source_version: 1
state: draft
author: Content editor
clinical_reviewer: null
yp_reviewed_by: null
reviewed_on: null
review_due: 2027-05-31
reading_grade: 5
easy_read_of: null
contacts: [childline]
sensitive: false
summary: Small things that help at night.
---

Lots of us lie awake. It is not your fault.

## Is it too much tonight? {right-now}

Call {number:emergency} if you are in danger. Or call {number:childline}.

## What can I try? {try-this}

1. Put your phone in another room.
2. Read a book. Then [ask us](refer:) if it goes on.

## Who can help here? {who}

{contacts}
"""

Spoilt = Callable[..., Page | Problem]
Rules = Callable[..., set[str]]


@pytest.fixture(scope="session")
def numbers() -> Registry:
    """Read the registry of Wexlow."""
    return registry.load(CONTENT / "area")


@pytest.fixture(scope="session")
def shipped(numbers: Registry) -> Library:
    """Read every guide that the repository ships."""
    return library.load(CONTENT, numbers)


@pytest.fixture
def page() -> Spoilt:
    """Give the good page with some of its words replaced: page(("old", "new"), …)."""

    def spoilt(*changes: tuple[str, str], file: str = "en/cannot-sleep.md") -> Page | Problem:
        text = GOOD
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return parse(file, text)

    return spoilt


@pytest.fixture
def around(numbers: Registry, page: Spoilt) -> Surroundings:
    """Put the good page among its equals."""
    good = page()
    assert isinstance(good, Page)
    terms = {"need": frozenset({"sleep", "crisis"}), "thrive": frozenset({"getting_advice"})}
    return Surroundings(TODAY, numbers.contacts, {good.slug: good}, terms)


@pytest.fixture
def rules(page: Spoilt, around: Surroundings) -> Rules:
    """Return the rules that the good page breaks once it is spoilt."""

    def broken(*changes: tuple[str, str], file: str = "en/cannot-sleep.md") -> set[str]:
        spoilt = page(*changes, file=file)
        found = [spoilt] if isinstance(spoilt, Problem) else list(checks.check(spoilt, around))
        return {problem.rule for problem in found}

    return broken


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Name a database that does not exist: guides need none."""
    return f"sqlite:///{tmp_path / 'none.db'}"


@pytest.fixture
def site(settings: Settings) -> Iterator[Flask]:
    """Build the shell with the guides and the numbers in it."""
    built = assembly.shell(settings)
    for room in (helplines, views):
        room.install(built)
        built.register_blueprint(room.bp)
    yield built
    built.extensions["portal"]["engine"].dispose()
