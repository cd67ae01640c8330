"""The ladder of checks: each step once, nobody told twice, and nothing about anybody in a message."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from portal import config, db
from portal.directory.models import Service
from portal.notifications import messages, wording
from portal.notifications.leave import May, Way
from portal.notifications.models import OutboxMessage
from portal.upkeep import actions, differences, ladder, reminding
from portal.upkeep.models import Reminder
from tests.upkeep.conftest import BOTH, COUNSELLING, LOFT, MONDAY, SECRET, Room, of

STEPS = ladder.load(config.PROJECT / "content")
CHECKED = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (0, None),
        (304, None),
        (305, "soon"),
        (364, "soon"),
        (365, "due"),
        (395, "late"),
        (455, "too-late"),
        (9999, "too-late"),
    ],
)
def test_which_step_an_entry_stands_on(days: int, step: str | None) -> None:
    found = ladder.reached(STEPS, CHECKED, CHECKED + timedelta(days=days))
    assert (found.id if found else None) == step


@given(st.lists(st.integers(0, 900), max_size=40))
def test_walking_through_the_days_takes_each_step_once_and_never_one_below(days: list[int]) -> None:
    taken: list[str] = []
    order = [step.id for step in STEPS.steps]
    for day in sorted(days):
        step = ladder.to_take(STEPS, CHECKED, CHECKED + timedelta(days=day), taken)
        taken += [step.id] if step else []
    assert len(set(taken)) == len(taken)
    assert [order.index(one) for one in taken] == sorted(order.index(one) for one in taken)


def test_a_ladder_that_tells_nobody_is_refused(tmp_path: Path) -> None:
    (tmp_path / "area").mkdir()
    text = (config.PROJECT / "content" / "area" / "upkeep.toml").read_text("utf-8")
    (tmp_path / "area" / "upkeep.toml").write_text(text.replace('to = "team"', 'to = "nobody"'), "utf-8")
    with pytest.raises(ValueError, match="tells desk or team"):
        ladder.load(tmp_path)


def age(room: Room, **days: int) -> None:
    """Let everything be checked today, but some entries longer ago."""
    ago = {slug: MONDAY.date() - timedelta(days=days[name]) for name, slug in
           (("counselling", COUNSELLING), ("loft", LOFT), ("secret", SECRET)) if name in days}  # fmt: skip
    with db.writing(room.engine) as session:
        session.execute(update(Service).values(assured_date=MONDAY.date()))
        for slug, day in ago.items():
            session.execute(update(Service).where(Service.id == of(slug)).values(assured_date=day))


def round_(room: Room, moment: datetime = MONDAY) -> int:
    with db.writing(room.engine) as session:
        return reminding.remind(session, STEPS, moment)


def told(room: Room) -> list[tuple[str, str, str]]:
    with db.reading(room.engine) as session:
        rows = session.scalars(select(OutboxMessage))
        return sorted((row.kind.value, row.audience.value, row.reference) for row in rows)


@BOTH
def test_a_round_tells_each_once_however_often_it_is_walked(room: Room) -> None:
    age(room, counselling=365, loft=396, secret=470)
    assert round_(room) == 3
    assert told(room) == [("check-due", "directory-desk", "2 entries"), ("check-late", "directory-team", "1 entry")]
    assert round_(room) == 0
    assert round_(room, MONDAY + timedelta(hours=5)) == 0
    assert len(told(room)) == 2
    assert round_(room, MONDAY + timedelta(days=31)) == 1, "the first is late by then, the second not yet too late"


def test_a_check_begins_the_ladder_anew(room: Room) -> None:
    age(room, counselling=400)
    round_(room)
    seen = differences.digest(room.now(COUNSELLING))
    with db.writing(room.engine) as session:
        actions.check(session, of(COUNSELLING), seen, by=room.staff["edith"], moment=MONDAY)
    assert round_(room) == 0
    assert round_(room, MONDAY + timedelta(days=310)) > 0


def test_what_is_closed_or_in_the_registry_is_not_reminded_of(room: Room) -> None:
    age(room, counselling=400, loft=400)
    with db.writing(room.engine) as session:
        session.execute(update(Service).where(Service.id == of(COUNSELLING)).values(status="defunct"))
        session.execute(update(Service).where(Service.id == of(LOFT)).values(helpline="childline"))
    assert round_(room) == 0


def test_a_round_that_forgets_what_it_told_would_be_noticed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    age(room, counselling=400)
    round_(room)
    monkeypatch.setattr(
        reminding.ladder, "to_take", lambda steps, checked, today, _taken: ladder.reached(steps, checked, today)
    )
    with pytest.raises(Exception, match="(?i)unique"):
        round_(room)


def test_a_message_leads_to_the_desk_and_names_nobody(room: Room) -> None:
    age(room, counselling=400)
    round_(room)
    kind: Any = messages.Kind.CHECK_DUE
    filled = messages.filled("https://x.example.org", kind, None, "1 entry", "en")
    said = wording.load(config.PROJECT / "content").words(kind, "en", Way.EMAIL, May.OPENLY, filled)
    assert "/staff/directory?show=stale" in said.body
    with db.reading(room.engine) as session:
        reminder = session.scalars(select(Reminder)).one()
    assert (reminder.service_id, reminder.step) == (of(COUNSELLING), "late")
