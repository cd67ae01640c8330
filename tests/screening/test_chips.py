"""Two chips of the queue: who needs something to reach us, and who came in at night. A missing mark hides nobody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from portal import db
from portal.referrals import cases, marking, needs
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.screening import queue

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 23, 40, tzinfo=UTC)
Desk = Any
EVERY_NEED = dict.fromkeys(needs.TICKED, "yes") | dict.fromkeys(needs.WRITTEN, "Somali")


def see(desk: Desk, show: str = "") -> list[Any]:
    with db.reading(desk.engine) as session:
        found = queue.page(session, queue.Filters(show=show), desk.staff["priya"], desk.here.clocks, MONDAY)
        return [row.id for row in found.rows]


def forget(desk: Desk, *referrals: Referral, **marks: Any) -> None:
    """Take the marks away, as of a row that came in before there were any."""
    with db.writing(desk.engine) as session:
        wanted = update(Referral).where(Referral.id.in_([each.id for each in referrals]))
        session.execute(wanted.values(marks or {"access_needs": None, "out_of_hours": None}))


@pytest.mark.parametrize("said", [{name: value} for name, value in EVERY_NEED.items()] + [{"ld": "yes"}])
def test_whoever_needs_anything_is_found_and_nobody_else(desk: Desk, said: dict[str, str]) -> None:
    desk.arrive()
    zara = desk.arrive(**said)
    assert see(desk, "access") == [zara.id]
    assert len(see(desk)) == 2


def test_what_stands_in_the_database_tells_no_more_than_yes(desk: Desk) -> None:
    desk.arrive(needs_bsl="yes")
    desk.arrive(interpreter="yes", interpreter_language="Somali")
    with db.reading(desk.engine) as session:
        assert session.scalars(select(Referral.access_needs)).all() == [True, True]


def test_a_need_that_is_said_later_is_found_and_stays_when_the_box_is_left_empty(desk: Desk) -> None:
    amina = desk.arrive(key="amina")
    assert see(desk, "access") == []
    desk.arrive(MONDAY + timedelta(minutes=1), key="amina", needs_quiet="yes")
    desk.arrive(MONDAY + timedelta(minutes=2), key="amina", needs_quiet="no")
    assert see(desk, "access") == [amina.id]


def test_a_mark_forgotten_when_words_come_later_would_be_noticed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.arrive(key="amina")
    monkeypatch.setattr(marking, "mark", lambda *_said: None)
    desk.arrive(MONDAY + timedelta(minutes=1), key="amina", needs_quiet="yes")
    assert see(desk, "access") == []


def test_what_her_father_says_she_needs_finds_her_when_only_she_still_waits(desk: Desk) -> None:
    amina, father = desk.arrive(), desk.arrive(voice=Voice.PARENT_CARER, needs_step_free="yes")
    with db.writing(desk.engine) as session:
        made = {"by": desk.staff["tom"], "here": desk.here.clocks, "moment": MONDAY}
        cases.join(session, amina.id, father.id, "Same child", **made)
        session.get_one(Referral, father.id).status = "closed"
    assert see(desk, "access") == [amina.id]


def test_who_came_in_at_night_is_found_and_the_row_says_so(desk: Desk, seat: Callable[[str], Any]) -> None:
    desk.arrive(MONDAY)
    gp = desk.arrive(NIGHT, voice=Voice.PROFESSIONAL)
    assert see(desk, "night") == [gp.id]
    page = seat("priya").open("/staff/queue?show=night").text
    assert 'aria-current="true">Came in out of hours' in page
    assert f'data-id="{gp.id}"' in page
    assert page.count("ago, out of hours") == 1
    assert "show=access" in page


def hides_nobody(desk: Desk, unseen: list[Referral]) -> bool:
    found = {show: set(see(desk, show)) for show in ("access", "night")}
    return all({each.id for each in unseen} <= each for each in found.values())


def test_a_row_of_before_counts_as_in_until_somebody_has_looked(desk: Desk) -> None:
    unseen = [desk.arrive(), desk.arrive(NIGHT, needs_bsl="yes")]
    forget(desk, *unseen)
    assert hides_nobody(desk, unseen)
    before = [desk.look(each).version for each in unseen]
    assert marking.catch_up(desk.engine, desk.here.clocks.calendar) == 2
    assert see(desk, "access") == see(desk, "night") == [unseen[1].id]
    assert [desk.look(each).version for each in unseen] == before, "nobody's open page grows old by it"
    assert marking.catch_up(desk.engine, desk.here.clocks.calendar) == 0


def test_a_missing_mark_read_as_a_no_would_be_noticed(desk: Desk) -> None:
    unseen = [desk.arrive()]
    forget(desk, *unseen, access_needs=False)
    assert not hides_nobody(desk, unseen)


def test_what_cannot_be_read_stays_in_and_holds_up_nobody(desk: Desk) -> None:
    broken, other = desk.arrive(), desk.arrive(MONDAY + timedelta(minutes=1))
    forget(desk, broken, other)
    forget(desk, broken, answers_sealed=b"not to be opened")
    assert marking.catch_up(desk.engine, desk.here.clocks.calendar) == 1
    with db.reading(desk.engine) as session:
        held = dict(session.execute(select(Referral.id, Referral.access_needs)).all())
    assert held == {broken.id: None, other.id: False}


@given(st.lists(st.dictionaries(st.sampled_from([*EVERY_NEED, "story"]), st.sampled_from(["", "no", "yes", "  "]))))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_words_never_take_a_need_away(said: list[dict[str, str]]) -> None:
    told = [needs.are_said([{"life": each} for each in said[:number]], ()) for number in range(len(said) + 1)]
    assert told == sorted(told)
    assert told[-1] or not any(each.get(name) == "yes" for each in said for name in EVERY_NEED)
