"""Somebody who guesses is slowed; a school behind one address is not, and nobody is shut out for long."""

from datetime import UTC, datetime, timedelta

from portal.web import slowing
from portal.web.slowing import FOR_ALL, FOR_ONE, KEPT, Tries

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def guess(tries: Tries, what: str, times: int, moment: datetime = NOON) -> int:
    """Try wrongly so often, and return how many tries were let through."""
    through = 0
    for _ in range(times):
        if tries.may_try(what, moment):
            through += 1
            tries.was_wrong(what, moment)
    return through


def test_guessing_at_one_secret_is_slowed_and_another_secret_is_not() -> None:
    tries = Tries()
    assert guess(tries, "CB7K", 1000) == FOR_ONE.at_once
    assert not tries.may_try("CB7K", NOON)
    assert tries.may_try("9QPD", NOON)


def test_after_a_minute_it_goes_on_at_its_pace() -> None:
    tries = Tries()
    guess(tries, "7K3M", 1000)
    assert guess(tries, "7K3M", 1000, NOON + timedelta(minutes=1)) == FOR_ONE.a_minute
    assert guess(tries, "7K3M", 1000, NOON + timedelta(days=1)) == FOR_ONE.at_once


def test_guessing_everywhere_at_once_is_slowed_too() -> None:
    tries = Tries()
    assert sum(guess(tries, f"start-{number}", 1) for number in range(2000)) == FOR_ALL.at_once


def test_a_thousand_pupils_behind_one_address_who_type_well_are_never_slowed() -> None:
    tries = Tries()
    assert all(tries.may_try(f"pupil-{number}", NOON) for number in range(1000))


def test_what_is_remembered_is_bounded_and_no_typed_word_is_the_count_of_all() -> None:
    tries = Tries()
    guess(tries, slowing.ALL, 1000)
    assert tries.may_try("somebody else", NOON)
    for number in range(KEPT + 50):
        tries.was_wrong(f"start-{number}", NOON)
    assert len(tries.left) == KEPT


def test_the_clock_going_back_gives_nothing_away() -> None:
    tries = Tries()
    guess(tries, "7K3M", 1000)
    assert not tries.may_try("7K3M", NOON - timedelta(hours=1))
