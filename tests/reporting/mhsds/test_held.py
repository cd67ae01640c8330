"""Voices gathered into requests: nobody twice, nobody lost, and a new request only when all before it has ended."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.referrals.voices import Voice
from portal.reporting.mhsds.held import Heard, requests

MONDAY = datetime(2026, 9, 7, 10, tzinfo=UTC)
DAY = timedelta(days=1)
AMINA, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def heard(day: int, closed: int | None = None, case: uuid.UUID = AMINA, voice: Voice = Voice.YOUNG_PERSON) -> Heard:
    ended = None if closed is None else MONDAY + closed * DAY
    return Heard(uuid.uuid4(), case, MONDAY + day * DAY, voice, "en", "ROUTINE", ended, "end_care" if ended else "")


def test_her_father_two_days_later_joins_the_request_that_is_open() -> None:
    amina, father = heard(0), heard(2, voice=Voice.PARENT_CARER)
    [one] = requests([father, amina])
    assert (one.lead, one.closed_at) == (amina, None)


def test_who_comes_when_all_has_ended_is_a_new_request() -> None:
    first, second = requests([heard(0, 10), heard(30)])
    assert first.closed_at == MONDAY + 10 * DAY
    assert second.lead.received_at == MONDAY + 30 * DAY


def test_a_request_is_open_on_its_first_and_on_its_last_day_and_not_outside() -> None:
    [one] = requests([heard(0, 10)])
    assert one.open_in(MONDAY, MONDAY + DAY)
    assert one.open_in(MONDAY + 10 * DAY, MONDAY + 20 * DAY)
    assert not one.open_in(MONDAY + 10 * DAY + timedelta(seconds=1), MONDAY + 20 * DAY)
    assert not one.open_in(MONDAY - DAY, MONDAY)


VOICES = st.lists(
    st.builds(
        lambda day, long, case: heard(day, None if long is None else day + long, case),
        st.integers(0, 60),
        st.none() | st.integers(0, 40),
        st.sampled_from([AMINA, OTHER]),
    ),
    max_size=8,
)


@given(VOICES)
def test_everybody_is_in_one_request_of_their_own_case(voices: list[Heard]) -> None:
    found = list(requests(voices))
    assert sorted(one.id for each in found for one in each.voices) == sorted(one.id for one in voices)
    assert all(len({one.case_id for one in each.voices}) == 1 for each in found)


@given(VOICES)
def test_a_request_begins_only_when_the_one_before_has_ended(voices: list[Heard]) -> None:
    for case in (AMINA, OTHER):
        mine = [each for each in requests(voices) if each.lead.case_id == case]
        for before, after in zip(mine, mine[1:], strict=False):
            assert before.closed_at is not None
            assert before.closed_at < after.lead.received_at
