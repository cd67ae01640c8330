"""Who comes in when: the mix is right at any size, and nothing is in the future at any hour of any week."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import area, config
from portal.demo import cast, moments, people
from portal.triage.outcome import Band

HERE = area.load(config.PROJECT / "content" / "area")
EVERYBODY = people.read(config.PROJECT / "content" / "area" / "demo")
SUNDAY_NIGHT = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
AFTER_FIVE = datetime(2026, 11, 24, 17, 1, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 28, 10, 0, tzinfo=UTC)

any_moment = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def compose(cases: int = 40, seed: int = 7, now: datetime = SUNDAY_NIGHT) -> list[cast.Case]:
    return cast.compose(EVERYBODY, cases, seed, HERE.clocks, now)


def wrong(made: list[cast.Case], now: datetime) -> list[str]:
    """Return what could not have happened by now, in this order, by a team that mostly keeps up."""
    found = []
    for case in made:
        times = [time for time in (case.arrived, case.claimed, case.decided, now) if time]
        if times != sorted(times):
            found.append(f"{case.number}: out of order")
        if case.decided and not case.story.ending:
            found.append(f"{case.number}: decided without a decision")
    late = [case for case in made if not case.decided and HERE.clocks.screen_by(case.arrived) <= now]
    return found + (["too many are late"] if len(late) > 2 else [])


@settings(max_examples=60, deadline=None)
@given(now=any_moment, seed=st.integers(0, 10_000), cases=st.sampled_from([0, 1, 12, 40, 150]))
def test_at_any_hour_everything_has_happened_in_order_and_few_are_late(now: datetime, seed: int, cases: int) -> None:
    assert wrong(compose(cases, seed, now), now) == []


def test_a_case_from_tomorrow_is_noticed() -> None:
    made = compose()
    assert wrong(made, made[0].arrived - timedelta(hours=1))


@settings(max_examples=40, deadline=None)
@given(now=any_moment)
def test_nobody_who_cannot_wait_has_waited_long(now: datetime) -> None:
    for case in compose(now=now):
        if case.story.band in moments.FRESH and not case.decided:
            assert now - case.arrived <= moments.FRESH[case.story.band]


@pytest.mark.parametrize("now", [SUNDAY_NIGHT, AFTER_FIVE, CHRISTMAS])
def test_the_desk_has_something_to_do_at_any_time(now: datetime) -> None:
    waiting = [case for case in compose(now=now) if not case.decided]
    assert 10 <= len(waiting) <= 25
    assert {case.story.band for case in waiting} == set(EVERYBODY.shares)
    assert sum(case.claimed is not None for case in waiting) == 2


def test_the_mix_holds_at_every_size() -> None:
    for cases in (40, 100, 500):
        got = Counter(case.story.band for case in compose(cases))
        for band, share in EVERYBODY.shares.items():
            assert abs(got[band] - share * cases / 100) <= 1, (cases, band)
    assert Counter(cast.bands_in_turn(EVERYBODY.shares, 40))[Band.NOW] == 1


def test_a_seed_and_a_moment_decide_all_and_another_seed_makes_another_cast() -> None:
    assert compose() == compose()
    assert compose(seed=8) != compose()


def test_a_larger_cast_does_not_tell_a_story_twice_before_it_has_told_all_that_fit() -> None:
    told = Counter(case.story.id for case in compose(40))
    assert max(told.values()) == 1


def test_a_name_fits_the_words_about_its_person() -> None:
    names = {name.name: name.who for name in EVERYBODY.names}
    for case in compose(300):
        called = case.answers.get("name")
        if case.story.who and not case.story.name:
            assert names[str(called)] == case.story.who
        if case.story.anonymous:
            assert called is None


def test_numbers_and_addresses_belong_to_nobody() -> None:
    made = compose(300)
    phones = [str(case.answers["phone"]) for case in made if "phone" in case.answers]
    assert all(phone.startswith("07700 900") and len(phone) == 12 for phone in phones)
    assert len(set(phones)) == len(phones)
    assert all(str(case.answers["email"]).endswith("@example.org") for case in made if "email" in case.answers)
    assert all(str(case.answers["email"]).isascii() for case in made if "email" in case.answers)


def test_evenings_and_sundays_are_busy() -> None:
    tuesday_morning, tuesday_evening = datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 21, tzinfo=UTC)
    assert moments.busyness(tuesday_evening) > 2 * moments.busyness(tuesday_morning)
    assert moments.busyness(SUNDAY_NIGHT) > moments.busyness(tuesday_evening)
    arrived = Counter(moments.london(case.arrived).hour for case in compose(500))
    assert sum(arrived[hour] for hour in range(18, 23)) > 2 * sum(arrived[hour] for hour in range(8, 13))
