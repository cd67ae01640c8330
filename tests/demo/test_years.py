"""Two years of people who came through: in order, never in the future, and as many open as were asked for."""

import statistics
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies

from portal import area, config
from portal.area import Clocks
from portal.demo import years
from portal.demo.years import Past
from portal.triage.outcome import Band

NOW = datetime(2026, 11, 26, 18, tzinfo=UTC)
FOLDER = config.PROJECT / "content" / "area"
SHAPE = years.read(tomllib.loads((FOLDER / "demo" / "history.toml").read_text("utf-8")))
CLOCKS: Clocks = area.load(FOLDER).clocks


def out_of_order(past: Past, now: datetime) -> bool:
    """Tell whether something happened before what it needs, or after this moment."""
    steps = [past.received, past.claimed, past.decided, past.missed, past.first, past.second, past.helped, past.closed]
    happened = [step for step in steps if step is not None]
    return happened != sorted(happened) or happened[-1] > now


@pytest.fixture(scope="module")
def everybody() -> list[Past]:
    return years.compose(SHAPE, 560, 7, CLOCKS, NOW)


@settings(max_examples=4, deadline=None)
@given(hours=strategies.integers(0, 2 * 365 * 24), seed=strategies.integers(0, 99))
def test_at_any_hour_everything_has_happened_in_order(hours: int, seed: int) -> None:
    now = NOW - timedelta(days=300) + timedelta(hours=hours)
    smaller = replace(SHAPE, weekly=10)
    made = years.compose(smaller, 40, seed, CLOCKS, now)
    assert not [past for past in made if out_of_order(past, now)]
    assert sum(past.closed is None for past in made) == 40


def test_an_appointment_of_tomorrow_is_noticed(everybody: list[Past]) -> None:
    assert out_of_order(replace(everybody[0], closed=NOW + timedelta(days=1)), NOW)


def test_as_many_are_open_as_were_asked_for_and_the_year_is_full(everybody: list[Past]) -> None:
    assert sum(past.closed is None for past in everybody) == 560
    assert 9_500 < len(everybody) < 11_000


def test_nobody_who_could_not_wait_has_waited(everybody: list[Past]) -> None:
    urgent = [past for past in everybody if past.band in (Band.NOW, Band.U2H)]
    assert urgent
    assert all(past.first and past.first - past.received < timedelta(hours=8) for past in urgent)


def test_most_wait_some_weeks_and_some_very_long(everybody: list[Past]) -> None:
    waits = [(past.first - past.received).days for past in everybody if past.first and past.band is Band.ROUTINE]
    assert 20 < statistics.median(waits) < 40
    assert statistics.mean(waits) > 1.3 * statistics.median(waits)


def test_one_kind_of_help_grows_and_one_shrinks(everybody: list[Past]) -> None:
    middle = NOW - timedelta(days=372)
    shares = {
        name: [sum(p.pathway == name and (p.received > middle) is late for p in everybody) for late in (False, True)]
        for name in ("neurodevelopmental", "mhst")
    }
    assert shares["neurodevelopmental"][1] > 1.1 * shares["neurodevelopmental"][0]
    assert shares["mhst"][1] < 0.9 * shares["mhst"][0]


def test_a_seed_and_a_moment_decide_all(everybody: list[Past]) -> None:
    assert years.compose(SHAPE, 560, 7, CLOCKS, NOW) == everybody
    assert years.compose(SHAPE, 560, 8, CLOCKS, NOW) != everybody
