"""The day before, once, and never for what somebody has left or what does not take place."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine

from portal import area, db, working
from portal.config import Settings
from portal.learning import actions, rounds, signing_up
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.notifications import delivery
from portal.notifications.models import Delivery, OutboxMessage
from portal.upkeep import ladder
from tests.learning.conftest import JOIN, Kept, Make, columns

Book = Callable[..., TrainingBooking]
Told = Callable[[], list[str]]
LONG_BEFORE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
EVENT = datetime(2027, 3, 29, 15, 0, tzinfo=UTC)
"""The day after the clocks went forward: 16:00 on the wall."""
DAY_BEFORE = datetime(2027, 3, 28, 9, 0, tzinfo=UTC)


@pytest.fixture
def one(make: Make, book: Book) -> tuple[TrainingEvent, TrainingBooking]:
    """Let a GP have a place, signed up for long before."""
    with time_machine.travel(LONG_BEFORE):
        event = make(EVENT)
        return event, book(event, "Hollis Pemberly", LONG_BEFORE)


def at(engine: Engine, moment: datetime) -> int:
    with time_machine.travel(moment):
        return rounds.remind(engine, moment)


@pytest.mark.parametrize(
    ("moment", "many"),
    [
        (DAY_BEFORE - timedelta(days=1), 0),
        (datetime(2027, 3, 28, 6, 59, tzinfo=UTC), 0),  # 07:59 on the wall
        (datetime(2027, 3, 28, 7, 0, tzinfo=UTC), 1),  # 08:00: the clocks have gone forward
        (DAY_BEFORE, 1),
        (datetime(2027, 3, 28, 22, 30, tzinfo=UTC), 1),
        (datetime(2027, 3, 28, 23, 30, tzinfo=UTC), 0),  # half past midnight: it is today, and night
        (datetime(2027, 3, 29, 9, 0, tzinfo=UTC), 0),
    ],
)
def test_the_day_before_is_that_of_the_wall(
    engine: Engine, one: tuple[TrainingEvent, TrainingBooking], moment: datetime, many: int
) -> None:
    assert at(engine, moment) == many


def test_once_is_once_with_two_workers_too(
    engine: Engine, one: tuple[TrainingEvent, TrainingBooking], told: Told
) -> None:
    with time_machine.travel(DAY_BEFORE), ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(lambda _: rounds.remind(engine, DAY_BEFORE), range(2))) == 1
    assert at(engine, DAY_BEFORE + timedelta(hours=3)) == 0
    assert told().count("training-tomorrow") == 1


def test_a_round_that_forgets_whom_it_told_would_be_noticed(
    engine: Engine, one: tuple[TrainingEvent, TrainingBooking]
) -> None:
    at(engine, DAY_BEFORE)
    with db.writing(engine) as session:
        session.get_one(TrainingBooking, one[1].id).reminded_at = None
    assert at(engine, DAY_BEFORE) == 1


def test_nobody_is_reminded_of_what_they_left_of_what_is_cancelled_or_without_a_place(
    engine: Engine, make: Make, book: Book, told: Told
) -> None:
    with time_machine.travel(LONG_BEFORE):
        left, cancelled, full = (make(EVENT, title=each, places=1) for each in ("Left", "Cancelled", "Full"))
        places = [book(each, "Hollis Pemberly", LONG_BEFORE) for each in (left, cancelled, full)]
        book(full, "Anneka Strand", LONG_BEFORE)
        with db.writing(engine) as session:
            signing_up.leave(session, session.get_one(TrainingBooking, places[0].id), LONG_BEFORE)
            actions.cancel(session, cancelled.id, "Ill.", by=left.id, moment=LONG_BEFORE)
    assert at(engine, DAY_BEFORE) == 1
    assert told().count("training-cancelled") == 1


def test_whoever_signed_up_today_has_just_been_told(engine: Engine, make: Make, book: Book) -> None:
    with time_machine.travel(DAY_BEFORE):
        book(make(EVENT), "Hollis Pemberly", DAY_BEFORE)
    assert at(engine, DAY_BEFORE + timedelta(hours=2)) == 0


def test_a_move_is_told_and_reminded_of_anew(
    engine: Engine, one: tuple[TrainingEvent, TrainingBooking], told: Told
) -> None:
    assert at(engine, DAY_BEFORE) == 1
    later = EVENT + timedelta(days=7)
    with time_machine.travel(DAY_BEFORE), db.writing(engine) as session:
        actions.change(session, one[0].id, columns(later), by=one[0].id, moment=DAY_BEFORE)
    assert told().count("training-moved") == 1
    assert at(engine, DAY_BEFORE + timedelta(days=7)) == 1


def test_a_change_that_moves_nothing_tells_nobody(
    engine: Engine, one: tuple[TrainingEvent, TrainingBooking], told: Told
) -> None:
    with time_machine.travel(DAY_BEFORE), db.writing(engine) as session:
        said = columns(EVENT, summary="Better words.")
        actions.change(session, one[0].id, said, by=one[0].id, moment=DAY_BEFORE)
    assert told() == ["training-booked"]


def test_letters_lead_to_their_own_page_and_say_when_and_nothing_else(
    engine: Engine, settings: Settings, here: area.Area, make: Make, book: Book, kept: Kept, tmp_path: Path
) -> None:
    settings = replace(settings, instance=tmp_path)
    with time_machine.travel(LONG_BEFORE):
        event = make(EVENT)
        place = book(event, "Hollis Pemberly", LONG_BEFORE, language="pl")
    at(engine, DAY_BEFORE)
    room = working.post_room(settings, here, ladder.load(settings.content))
    with time_machine.travel(DAY_BEFORE):
        assert delivery.deliver_due(engine, room) == 2
    letters = [path.read_bytes().decode() for path in Path(settings.instance / "post").glob("*.eml")]
    mine = [each for each in letters if "hollis@example.org" in each]
    assert len(mine) == 2
    for letter in mine:
        assert "elf-harm" not in letter
        assert JOIN not in letter
        assert "Hollis Pemberly" not in letter
    assert {each.status for each in kept(OutboxMessage)} == {Delivery.SENT}
    assert place.code not in str([vars(each) for each in kept(OutboxMessage)])


def test_what_does_not_take_place_any_more_is_not_sent(
    engine: Engine, settings: Settings, here: area.Area, one: tuple[TrainingEvent, TrainingBooking], kept: Kept
) -> None:
    at(engine, DAY_BEFORE)
    with time_machine.travel(DAY_BEFORE), db.writing(engine) as session:
        actions.cancel(session, one[0].id, "Ill.", by=one[0].id, moment=DAY_BEFORE)
    room = working.post_room(settings, here, ladder.load(settings.content))
    with time_machine.travel(DAY_BEFORE):
        delivery.deliver_due(engine, room)
    found = {each.kind.value: (each.status, each.trouble) for each in kept(OutboxMessage)}
    assert found["training-tomorrow"] == (Delivery.WITHDRAWN, "training-cancelled")
    assert found["training-cancelled"][0] is Delivery.SENT
