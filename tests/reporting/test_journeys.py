"""Everybody who waits is counted, once, from the first time anybody told us."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from portal import config, db
from portal.care import actions
from portal.care.limits import Pause
from portal.referrals import actions as referrals
from portal.referrals import cases
from portal.referrals.lifecycle import Move
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.reporting import queries
from portal.reporting.journey import Excluded, Journey, Journeys, way
from portal.waiting_times import lists
from tests.care.conftest import MONDAY, Care

DAY = timedelta(days=1)
LISTS = lists.load(config.PROJECT / "content" / "area")


def counted(care: Care) -> Journeys:
    with db.reading(care.engine) as session:
        return queries.journeys(session, LISTS, care.here.clocks)


def only(care: Care) -> Journey:
    (one,) = counted(care).each
    return one


def read(care: Care, one: uuid.UUID, move: Move) -> None:
    """Let a clinician read a referral and decide."""
    by, at = care.staff["priya"], MONDAY + DAY
    with db.writing(care.engine) as session:
        referral = session.get_one(Referral, one)
        referrals.move(session, referral, Move.CLAIM, author=by, moment=at)
        referrals.move(session, referral, move, author=by, moment=at, rationale="Read.", next_step="Call them.")


def statements(engine: Engine, care: Care) -> int:
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    event.listen(engine, "before_cursor_execute", note)
    counted(care)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_amina_is_counted_from_the_day_she_wrote(care: Care) -> None:
    amina = care.accepted(later=MONDAY + DAY)
    for after in (10, 40):
        met = actions.Contact(MONDAY + after * DAY, "assessment")
        care.do(actions.contact, amina, at=MONDAY + after * DAY, met=met)
    found = only(care)
    assert (found.received, found.screened_at) == (MONDAY, MONDAY + DAY)
    first, second = found.until(found.first_contact_at), found.until(found.second_contact_at)
    assert first.ended
    assert second.ended
    assert first.seen
    assert second.seen
    assert ((first.ended - first.received).days, (second.ended - second.received).days) == (10, 40)
    assert found.list_id == "worries"
    assert found.owner is None
    assert found.spell_id


def test_whoever_is_still_to_be_read_waits_too_on_the_list_the_triage_names(care: Care) -> None:
    care.arrive(ed_restrict="often", ed_loss="yes")
    plain = care.arrive()
    found = {one.referral_id: one for one in counted(care).each}
    assert len(found) == 2
    assert all(one.screened_at is None and one.spell_id is None for one in found.values())
    assert found[plain].list_id == "worries"
    assert found[plain].until(None).ended is None


def test_a_second_voice_of_one_child_is_one_wait_from_the_first_of_them(care: Care) -> None:
    father = care.arrive(MONDAY - 5 * DAY, Voice.PARENT_CARER)
    amina = care.arrive()
    by = care.staff["priya"]
    with db.writing(care.engine) as session:
        cases.join(session, amina, father, "The same girl.", by=by, here=care.here.clocks, moment=MONDAY)
    assert only(care).received == MONDAY - 5 * DAY
    care.take_on(amina, MONDAY + DAY)
    found = counted(care)
    assert [one.received for one in found.each] == [MONDAY - 5 * DAY]
    assert found.excluded == {Excluded.DUPLICATE: 1}


def test_who_asked_to_stop_before_anybody_read_it_is_left_out_and_told(care: Care) -> None:
    one = care.arrive()
    with db.writing(care.engine) as session:
        referrals.move(session, session.get_one(Referral, one), Move.ASK_TO_WITHDRAW, author=None, moment=MONDAY)
    assert len(counted(care).each) == 1, "asking is a wish; nobody has decided"
    read(care, one, Move.SIGNPOST)
    assert counted(care) == Journeys((), Counter({Excluded.WITHDRAWN: 1}))


def test_who_was_helped_by_reading_was_on_no_list(care: Care) -> None:
    read(care, care.arrive(), Move.ADVISE)
    found = only(care)
    assert (found.list_id, found.screened_at, found.closed_at) == (None, MONDAY + DAY, MONDAY + DAY)


def test_who_leaves_while_waiting_is_counted_as_gone_and_never_as_seen(care: Care) -> None:
    amina = care.accepted()
    care.do(actions.close, amina, at=MONDAY + 9 * DAY, reason="Found help.", next_step="Come back any time.")
    found = only(care)
    stay = found.until(found.first_contact_at)
    assert stay.ended
    assert not stay.seen


def test_ten_times_as_many_people_take_as_many_questions(care: Care) -> None:
    care.accepted(), care.arrive()
    few = statements(care.engine, care)
    for _ in range(9):
        care.accepted(), care.arrive()
    assert statements(care.engine, care) == few <= 8


def test_words_long_after_a_closing_begin_something_new() -> None:
    closed = [(MONDAY, Move.SIGNPOST)]
    soon, late = MONDAY + DAY, MONDAY + 30 * DAY
    assert way(MONDAY, [*closed, (soon, Move.ADD_WORDS)], 5 * DAY).began == MONDAY
    again = way(MONDAY, [*closed, (late, Move.ADD_WORDS), (late + DAY, Move.ACCEPT)], 5 * DAY)
    assert (again.began, again.screened_at) == (late, late + DAY)


def test_a_chosen_delay_is_taken_off_once_and_only_as_far_as_the_wait_goes(care: Care) -> None:
    care.accepted()
    one = only(care)
    object.__setattr__(one, "pauses", (Pause(MONDAY, MONDAY + 5 * DAY), Pause(MONDAY + 3 * DAY, MONDAY + 9 * DAY)))
    assert one.paused_before(MONDAY + 7 * DAY) == 7 * DAY
    assert one.paused_before(MONDAY + 30 * DAY) == 9 * DAY


@pytest.mark.parametrize("move", [Move.ASK_FOR_MORE, Move.ADD_WORDS])
def test_asking_for_more_does_not_complete_reading(move: Move) -> None:
    assert way(MONDAY, [(MONDAY, move)], DAY).screened_at is None
