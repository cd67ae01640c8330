"""Wexlow's directory, indexed once, and its own words and places to read answers with."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal import db
from portal.directory import index
from portal.directory.index import Index
from portal.directory.reference import Reference
from portal.signposting import forms
from portal.signposting.asked import Asked
from portal.signposting.listening import Room, listen
from tests.directory.conftest import MONDAY, NOON, seeded_file, tables

__all__ = ["seeded_file", "tables"]
SHOWN = frozenset({"wexlow_team", "emergency"})


@pytest.fixture(scope="session")
def shelf(seeded_file: Path) -> Index:
    """Index Wexlow's directory as it is on a Monday."""
    engine = db.engine_for(f"sqlite:///{seeded_file}")
    with db.reading(engine) as session:
        found = index.read(session, MONDAY)
    engine.dispose()
    return found


@pytest.fixture(scope="session")
def ask(shelf: Index, tables: Reference) -> Any:
    """Read answers the way the pages do."""

    def read(language: str = "en", **answers: Any) -> Asked:
        pairs = [
            (name, each) for name, said in answers.items() for each in (said if isinstance(said, list) else [said])
        ]
        needs = [(key, term.name("en")) for key, term in shelf.terms["need"].items()]
        with Flask("answers").app_context():
            said = forms.said(MultiDict(pairs), needs, tables.places)
        return listen(said, Room(shelf, tables, language, NOON, SHOWN))

    return read
