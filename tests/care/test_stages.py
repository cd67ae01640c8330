"""The table of stages, and the clock: any path at all keeps one owner, one clock, and nobody drops off."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from portal import area, config
from portal.care import limits, stages
from portal.care.limits import Limit, Pause
from portal.care.stages import EVENTS, Event, Stage, StepRefused
from portal.clock import LONDON

HERE = area.load(config.PROJECT / "content" / "area").clocks
DAY = timedelta(days=1)


class AnyPath(RuleBasedStateMachine):
    """Whatever happens in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = stages.after(None, Event.OPEN)
        self.stood: Stage | None = None
        self.by_person = True
        self.closed_by_person = False

    @rule(event=st.sampled_from([event for event in Event if event is not Event.OPEN]), person=st.booleans())
    def happens(self, event: Event, person: bool) -> None:
        before = self.stage
        try:
            stages.check(event, by_person=person, said=EVENTS[event].needs)
            self.stage = stages.after(before, event, stood=self.stood)
        except StepRefused:
            assert self.stage is before
            return
        if self.stage is Stage.CLOSED:
            self.stood, self.closed_by_person = before, person

    @invariant()
    def nobody_is_off_the_list_but_by_a_person(self) -> None:
        assert self.stage is not Stage.CLOSED or self.closed_by_person

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        assert any(self.stage in each.start for each in EVENTS.values())


TestAnyPath = AnyPath.TestCase


def test_only_close_ends_and_only_a_real_talk_is_a_contact() -> None:
    assert {event for event, each in EVENTS.items() if Stage.CLOSED in each.ends.values()} == {Event.CLOSE}
    assert {event for event, each in EVENTS.items() if each.contact} == {Event.KEPT}
    assert all(not each.ends for each in EVENTS.values() if not each.by_person)
    assert set(EVENTS) == set(Event)


def test_nobody_is_in_help_who_was_never_met() -> None:
    with pytest.raises(StepRefused):
        stages.after(Stage.AWAITING_FIRST, Event.HELP_STARTED)


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        # Eighteen weeks across the autumn and the spring change: the same time on the wall.
        (datetime(2026, 9, 1, 10, 0, tzinfo=LONDON), datetime(2027, 1, 5, 10, 0, tzinfo=LONDON)),
        (datetime(2027, 1, 4, 10, 0, tzinfo=LONDON), datetime(2027, 5, 10, 10, 0, tzinfo=LONDON)),
    ],
)
def test_eighteen_weeks_are_eighteen_weeks_when_the_clocks_change(start: datetime, limit: datetime) -> None:
    assert limits.passes_at(HERE, "ROUTINE", Limit.FIRST_CONTACT, start.astimezone(UTC)) == limit


def test_urgent_hours_run_through_the_night_the_clocks_change() -> None:
    start = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    assert limits.passes_at(HERE, "U48", Limit.FIRST_CONTACT, start) == start + timedelta(hours=48)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        (datetime(2026, 12, 23, 10, 0, tzinfo=UTC), (2027, 1, 4)),  # Christmas, Boxing Day on Monday, New Year's Day
        (datetime(2027, 3, 25, 10, 0, tzinfo=UTC), (2027, 4, 5)),  # Good Friday and Easter Monday; the clocks go on
    ],
)
def test_soon_counts_working_days_over_bank_holidays(start: datetime, day: tuple[int, int, int]) -> None:
    limit = limits.passes_at(HERE, "SOON", Limit.FIRST_CONTACT, start)
    assert limit == datetime(*day, 17, 0, tzinfo=LONDON)


days = st.integers(0, 400).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * DAY)
pauses = st.builds(lambda since, n: Pause(since, since + n * DAY), days, st.integers(0, 60))


@given(start=days, length=st.integers(0, 300), chosen=st.lists(pauses, max_size=5))
def test_a_pause_never_counts_twice_and_never_hides_the_whole_wait(
    start: datetime, length: int, chosen: list[Pause]
) -> None:
    end = start + length * DAY
    by_hand = sum(any(pause.since <= at < pause.until for pause in chosen) for at in map(start.__add__, _days(length)))
    waited = limits.wait(start, end, chosen)
    assert waited.unadjusted == length * DAY
    assert waited.adjusted == (length - by_hand) * DAY


def _days(length: int) -> list[timedelta]:
    return [n * DAY for n in range(length)]


@given(start=days, chosen=st.lists(pauses, max_size=5))
def test_a_limit_with_pauses_is_never_sooner_and_leaves_the_same_wait(start: datetime, chosen: list[Pause]) -> None:
    plain = limits.passes_at(HERE, "ROUTINE", Limit.FIRST_CONTACT, start)
    later = limits.passes_at(HERE, "ROUTINE", Limit.FIRST_CONTACT, start, chosen)
    assert plain is not None
    assert later is not None
    assert later >= plain
    assert limits.wait(start, later, chosen).adjusted == plain - start
