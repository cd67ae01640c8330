"""A message leaves the house only for a reader it was written for, and on a way that is allowed."""

import ast
from collections.abc import Mapping
from itertools import product

import pytest
from sqlalchemy import Engine, func, select

from portal import db
from portal.config import PROJECT
from portal.notifications import leave, outbox
from portal.notifications.leave import BY_MACHINE, STAFF, Leave, May, Refused, Way, may_send
from portal.notifications.messages import OUTSIDE_KINDS, Audience, Kind
from portal.notifications.models import OutboxMessage

OUTSIDE = [audience for audience in Audience if audience not in STAFF]


def for_everybody() -> Mapping[Kind, frozenset[Audience]]:
    """Return a table in which every kind is written for everybody: the next builder's worst day."""
    return dict.fromkeys(Kind, frozenset(Audience))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_for_staff_or_for_people_outside_and_never_for_both(kind: Kind) -> None:
    outside = kind in OUTSIDE_KINDS
    assert leave.READERS[kind] <= (frozenset(OUTSIDE) if outside else STAFF)
    for audience, way, may in product(OUTSIDE, Way, May):
        allowed = outside and may is not May.NOT and way in BY_MACHINE
        assert may_send(kind, audience, Leave(audience, way, may)) is allowed


def test_without_leave_nothing_goes_out_however_the_table_of_readers_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leave, "READERS", for_everybody())
    for kind, audience in product(Kind, OUTSIDE):
        assert not may_send(kind, audience, None)
        for way in Way:
            assert not may_send(kind, audience, Leave(audience, way, May.NOT))
            quietly = way in BY_MACHINE and kind in OUTSIDE_KINDS
            assert may_send(kind, audience, Leave(audience, way, May.QUIETLY)) is quietly
            assert may_send(kind, audience, Leave(audience, way, May.OPENLY)) is (way in BY_MACHINE)


def test_leave_for_one_reader_is_not_leave_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leave, "READERS", for_everybody())
    for one, other in product(OUTSIDE, OUTSIDE):
        assert may_send(Kind.ALERT, one, Leave(other, Way.EMAIL, May.OPENLY)) is (one is other)


def test_only_words_that_do_not_say_who_we_are_go_where_we_must_be_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leave, "READERS", for_everybody())
    monkeypatch.setattr(leave, "QUIET_KINDS", frozenset({Kind.ALERT}))
    quiet = Leave(Audience.YOUNG_PERSON, Way.TEXT, May.QUIETLY)
    assert may_send(Kind.ALERT, Audience.YOUNG_PERSON, quiet)
    assert not may_send(Kind.NEW_REFERRAL, Audience.YOUNG_PERSON, quiet)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_the_outbox_refuses_and_writes_nothing(
    engine: Engine, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leave, "READERS", for_everybody())
    with db.writing(engine) as session, pytest.raises(Refused):
        outbox.enqueue(session, Kind.NEW_REFERRAL, audience, referral_id=None, reference="FD")
    with db.writing(engine) as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_an_outbox_without_its_gate_would_be_noticed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "may_send", lambda *_said: True)
    with db.writing(engine) as session:
        outbox.enqueue(session, Kind.NEW_REFERRAL, Audience.PARENT, referral_id=None, reference="FD")
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_only_safe_contact_gives_leave_and_only_the_outbox_writes_messages() -> None:
    makers: dict[str, set[str]] = {"Leave": set(), "OutboxMessage": set()}
    for path in PROJECT.joinpath("portal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
                makers[node.func.id].add(path.name)
    assert makers == {"Leave": {"safe_contact.py"}, "OutboxMessage": {"outbox.py"}}
