"""Whatever table hangs on a case, every sealed word in it is in the file, or in the list of what never leaves."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Enum, Table, Uuid
from sqlalchemy.orm import Session

from portal import db, schema
from portal.accounts.permissions import Role
from portal.db import Base, UtcDateTime
from portal.referrals.models import Referral
from portal.taking_out.queries import PARTS
from portal.taking_out.record import entry
from tests.staff import take_on
from tests.taking_out.conftest import MONDAY, Two

NEVER = {
    "referrals.code": "the second secret of their page",
    "return_tickets.code": "it opens the way back",
}
"""Sealed, and never in a file."""
THERE = {"cases", "referrals"}
"""What is there before anything hangs on it."""
OURS = {"next_action": "none"}
"""Columns that hold one of the house's own words."""
LISTS: dict[str, Any] = {
    "amendments.answers": lambda word: {"later": {"story": word}},
    "triage_results.outcome": lambda word: {"rules": [{"id": "U1", "reason": word, "because": {}}]},
    "hit_marks.hit": lambda word: {"words": word},
    "tasks.outcome": lambda word: {"outcome": word},
    "letters.text": lambda word: {"parts": [{"heading": "Hello", "paragraphs": [{"text": word, "own": True}]}]},
    "screening_decisions.told": lambda word: {"who": ["gp"], "note": word},
    "records_taken.said": lambda word: {"why": word},
}
"""How a word stands in what is not plain text."""


def hanging() -> dict[str, type[Base]]:
    """Return every table whose rows hang on a case, however many tables lie between."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    tables, found = schema.metadata().sorted_tables, {"cases"}
    for table in tables:
        if {key.column.table.name for key in table.foreign_keys} & found:
            found.add(table.name)
    return {table.name: models[table.name] for table in tables if table.name in found}


def sealed_words(table: Table) -> list[str]:
    """Name what is sealed in a table."""
    return [column.name.removesuffix("_sealed") for column in table.columns if column.name.endswith("_sealed")]


def of_any_kind(column: Any, rows: dict[str, uuid.UUID]) -> Any:
    """Return a value that a column can hold."""
    if column.name in OURS:
        return OURS[column.name]
    key = next(iter(column.foreign_keys), None)
    if key is not None:
        return rows.get(key.column.table.name)
    if isinstance(column.type, Uuid):
        return uuid.uuid4()
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class or ()))
    if isinstance(column.type, UtcDateTime):
        return MONDAY
    return {str: "x", int: 1, bool: True, bytes: uuid.uuid4().bytes * 2}[column.type.python_type]


def fill(session: Session, two: Two, staff: uuid.UUID) -> dict[str, str]:
    """Write a row of every table that hangs on the case, a word of its own in all that is sealed; return the words."""
    amina = session.get_one(Referral, two.amina)
    rows = {"referrals": amina.id, "cases": amina.case_id, "staff_users": staff}
    planted = {"referrals.code": "canary referrals.code"}
    amina.code = planted["referrals.code"]
    for name, model in hanging().items():
        if name in THERE:
            continue
        table = schema.metadata().tables[name]
        row = model(id=uuid.uuid4())
        for column in table.columns:
            if column.name != "id" and not column.name.endswith("_sealed"):
                setattr(row, column.name, of_any_kind(column, rows))
        for word in sealed_words(table):
            where = f"{name}.{word}"
            planted[where] = f"canary {where}"
            setattr(row, word, LISTS.get(where, str)(planted[where]))
        session.add(row)
        session.flush()
        rows[name] = row.id
    return planted


def wrong(two: Two) -> Iterator[str]:
    """Name what is sealed about a case and not in its file, and what is in it although it never may be."""
    staff = take_on(two.engine, Role.TEAM_LEAD)
    with db.writing(two.engine) as session:
        planted = fill(session, two, staff)
    text = two.take(kind="data").text
    for where, word in planted.items():
        if (word in text) is (where in NEVER):
            yield where


def test_everything_that_is_sealed_about_a_case_is_in_its_file(two: Two) -> None:
    assert len(hanging()) > 15
    assert list(wrong(two)) == []


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"accounts", "messages"}))
def test_a_part_that_is_forgotten_would_be_named(two: Two, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, part, lambda _held: ())
    assert list(wrong(two))


def test_a_code_that_slips_in_would_be_named(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, "care", lambda held: [entry(one.code or "", MONDAY) for one in held.voices])
    assert "referrals.code" in list(wrong(two))
