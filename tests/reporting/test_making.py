"""An edition is made once for a day, read by nobody until somebody approves it, and never changes after."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import config, db
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.care import actions as caring
from portal.referrals import actions as referrals
from portal.referrals.lifecycle import Move
from portal.referrals.models import Referral
from portal.reporting import actions, editions, making
from portal.reporting.actions import Conflict
from portal.reporting.making import Made
from portal.waiting_times import lists
from portal.waiting_times.models import WaitEdition, WaitFigure
from tests.care.conftest import MONDAY, Care

DAY = timedelta(days=1)
LISTS = lists.load(config.PROJECT / "content" / "area")
TODAY = (MONDAY + 60 * DAY).date()
YESTERDAY = TODAY - DAY


def make(care: Care, as_of: date = YESTERDAY, later: int = 0) -> Made:
    moment = MONDAY + (60 + later) * DAY
    here = care.here.clocks
    return making.make(care.engine, LISTS, here, as_of, today=moment.date(), actor="command", moment=moment)


def seen_at(care: Care, as_of: date = YESTERDAY) -> datetime:
    with db.reading(care.engine) as session:
        found = editions.of(session, as_of)
        assert found
        return found.made_at


def approve(care: Care, as_of: date = YESTERDAY, who: str = "lena") -> None:
    seen, by = seen_at(care, as_of), care.staff[who]
    with db.writing(care.engine) as session:
        actions.approve(session, as_of, seen, LISTS, by=by, moment=MONDAY + 60 * DAY)


def out(care: Care) -> date | None:
    with db.reading(care.engine) as session:
        found = editions.out(session)
        return found.as_of if found else None


def twelve_seen(care: Care) -> None:
    for at in range(12):
        one = care.accepted()
        met = caring.Contact(MONDAY + (10 + at) * DAY, "assessment")
        care.do(caring.contact, one, at=met.at, met=met)


def tags(care: Care) -> list[str]:
    with db.reading(care.engine) as session:
        wanted = select(AuditEvent.tag).where(AuditEvent.tag.startswith("waits:")).order_by(AuditEvent.seq)
        return list(session.scalars(wanted))


def test_making_is_not_publishing(care: Care) -> None:
    twelve_seen(care)
    made = make(care)
    row = next(each for each in made.figures if (each["list"], each["milestone"]) == ("worries", "first_contact"))
    assert (row["people"], row["waiting"], row["typical_days"]) == (10, None, 21)
    assert out(care) is None
    approve(care)
    assert out(care) == YESTERDAY
    assert tags(care) == [Tag.WAITS_MADE, Tag.WAITS_APPROVED]


def test_an_approved_edition_is_the_same_for_good(care: Care) -> None:
    twelve_seen(care)
    first = make(care)
    again = make(care)
    assert again.figures == first.figures
    approve(care)
    twelve_seen(care)
    late = make(care, later=1)
    assert (late.new, late.approved, late.figures) == (False, True, first.figures)
    with db.reading(care.engine) as session:
        assert session.scalar(select(func.count()).select_from(WaitEdition)) == 1
        assert session.scalar(select(func.count()).select_from(WaitFigure)) == len(first.hidden) == 32


def test_one_that_waits_is_put_right_by_what_is_known_now(care: Care) -> None:
    first = make(care)
    twelve_seen(care)
    assert make(care, later=1).figures != first.figures


def test_who_approves_something_else_than_they_saw_is_told(care: Care) -> None:
    make(care)
    old = seen_at(care)
    make(care, later=1)
    with pytest.raises(Conflict), db.writing(care.engine) as session:
        actions.approve(session, YESTERDAY, old, LISTS, by=uuid.uuid4(), moment=MONDAY)


def test_taken_back_the_one_before_counts_again(care: Care) -> None:
    for as_of in (YESTERDAY - 30 * DAY, YESTERDAY):
        make(care, as_of)
        approve(care, as_of)
    assert out(care) == YESTERDAY
    seen = seen_at(care)
    with db.writing(care.engine) as session:
        actions.withdraw(
            session, YESTERDAY, seen, "looks_wrong", LISTS, by=care.staff["lena"], moment=MONDAY + 61 * DAY
        )
    assert out(care) == YESTERDAY - 30 * DAY
    assert tags(care)[-1] == Tag.WAITS_WITHDRAWN


def test_a_day_that_is_not_over_has_no_figures(care: Care) -> None:
    with pytest.raises(making.NotOver):
        make(care, TODAY)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 3, 5), date(2026, 3, 4)),
        (date(2026, 3, 4), date(2026, 2, 4)),
        (date(2026, 1, 2), date(2025, 12, 4)),
        (date(2026, 3, 31), date(2026, 3, 4)),
    ],
)
def test_the_month_begins_on_the_areas_day(today: date, due: date) -> None:
    assert making.due(LISTS, today) == due


def test_the_worker_makes_one_a_month(care: Care) -> None:
    moment, here = MONDAY + 60 * DAY, care.here.clocks
    made = making.make_due(care.engine, LISTS, here, today=TODAY, moment=moment)
    assert made
    assert made.as_of == making.due(LISTS, TODAY)
    assert making.make_due(care.engine, LISTS, here, today=TODAY, moment=moment) is None
    assert out(care) is None, "nobody has approved it"


def take_back(care: Care) -> None:
    seen = seen_at(care)
    with db.writing(care.engine) as session:
        by, moment = care.staff["lena"], MONDAY + 61 * DAY
        actions.withdraw(session, YESTERDAY, seen, "records_changed", LISTS, by=by, moment=moment)


def test_what_everybody_could_read_is_not_counted_again_after_it_was_taken_back(care: Care) -> None:
    twelve_seen(care)
    first = make(care)
    approve(care)
    take_back(care)
    twelve_seen(care)
    late = make(care, later=1)
    assert (late.new, late.approved, late.figures) == (False, False, first.figures)
    approve(care)
    assert out(care) == YESTERDAY, "as it was, it can be let out again"


def test_two_editions_are_three_weeks_apart_also_from_one_that_was_taken_back(care: Care) -> None:
    make(care)
    approve(care)
    take_back(care)
    for days in (1, 20):
        make(care, YESTERDAY - days * DAY)
        with pytest.raises(actions.TooClose):
            approve(care, YESTERDAY - days * DAY)
    make(care, YESTERDAY - 21 * DAY)
    approve(care, YESTERDAY - 21 * DAY)
    assert out(care) == YESTERDAY - 21 * DAY


def test_fewer_than_five_who_are_in_no_wait_are_not_counted_for_the_reader(care: Care) -> None:
    one, priya = care.arrive(), care.staff["priya"]
    way = [(Move.ASK_TO_WITHDRAW, None), (Move.CLAIM, priya), (Move.SIGNPOST, priya)]
    with db.writing(care.engine) as session:
        held = session.get_one(Referral, one)
        for days, (move, by) in enumerate(way):
            moment = MONDAY + days * DAY
            referrals.move(session, held, move, author=by, rationale="Read.", next_step="Call.", moment=moment)
    assert make(care).left_out == {"withdrawn": None}
