"""How long people wait for one kind of help: the figures of one list on one day. Pure: the day is given.

One list is one band on one pathway. Lists are never pooled: people at risk are seen first, and mixing their short waits
in makes the others' look shorter than they are.

The rule is `typical = max(KM median, clearance)` and `upper = max(KM p85, 1.2 x clearance)`, because each misses what
the other sees: the curve looks back at people who joined a shorter list, the clearance knows no tail. What is published
lets the curve alone count where fewer than 10 wait and there is no queue to clear: one waiting and one seen in 8 weeks
would be told as 56 days on a list that takes 4. A figure nobody can know yet is None ("not reached"), which counts as
longer than any number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.waiting_times import survival
from portal.waiting_times.survival import End, Span

WINDOW = 182
"""Days of calendar time the curve looks at, with the day itself: what happened before is another time's wait."""
RECENT = 56
"""Days over which people who were seen are counted for the clearance."""
MEDIAN, P85 = 0.5, 0.85
QUEUE = 10
"""How many must wait for the clearance to count in what is published; that nobody was seen in 8 weeks always counts."""
MARGIN = 1.2
"""How much longer than the clearance `upper` is at least."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's time on the list. `seen`: it ended with a contact; otherwise they left. No end: they wait."""

    received: date
    ended: date | None = None
    seen: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot have happened."""
        if self.ended is not None and self.ended < self.received:
            raise ValueError("ended lies before received.")
        if self.ended is None and self.seen:
            raise ValueError("seen, but ended is empty.")


@dataclass(frozen=True)
class Estimate:
    """What can be said about one list on one day. Times are in days; None is "not reached"."""

    n: int = 0
    """Everybody received by that day: seen, waiting, and left."""
    seen: int = 0
    left: int = 0
    waiting: int = 0
    median_days: int | None = None
    median_interval: tuple[int | None, int | None] = (None, None)
    p85_days: int | None = None
    p85_interval: tuple[int | None, int | None] = (None, None)
    fewest_at_risk: int | None = None
    """The smallest number of people any step up to the median rests on. With few, look before you publish."""
    clearance_days: float | None = None
    typical_days: float | None = None
    upper_days: float | None = None
    mean_seen_days: float | None = None
    """The mean of everybody seen so far, for the accounts. Too short while the list is young: never an expectation."""
    max_days: int | None = None
    """The longest time anybody has waited so far, whether seen, left or still waiting."""


def estimate(stays: Iterable[Stay], as_of: date, queue: int = 0) -> Estimate:
    """Return the figures of one list as they could be known at the end of a day.

    With fewer than `queue` waiting, the clearance is told but shapes neither `typical` nor `upper`.
    """
    today = as_of.toordinal()
    spans = watched(stays, today)
    if not spans:
        return Estimate()
    ends = {end: [span for span in spans if span.end is end] for end in End}
    steps = survival.curve(spans)
    median, p85 = survival.percentile(steps, MEDIAN), survival.percentile(steps, P85)
    clears = clearance(len(ends[End.WAITING]), seen_recently(ends[End.SEEN]))
    short = clears is not None and len(ends[End.WAITING]) < queue
    waits = [span.exit for span in ends[End.SEEN]]
    return Estimate(
        n=len(spans),
        seen=len(waits),
        left=len(ends[End.LEFT]),
        waiting=len(ends[End.WAITING]),
        median_days=median,
        median_interval=survival.percentile_interval(steps, MEDIAN),
        p85_days=p85,
        p85_interval=survival.percentile_interval(steps, P85),
        fewest_at_risk=survival.fewest_at_risk(steps, median),
        clearance_days=clears,
        typical_days=median if short else longer(median, clears),
        upper_days=p85 if short else longer(p85, None if clears is None else MARGIN * clears),
        mean_seen_days=sum(waits) / len(waits) if waits else None,
        max_days=max(span.exit for span in spans),
    )


def estimate_each(lists: Mapping[Key, Iterable[Stay]], as_of: date) -> dict[Key, Estimate]:
    """Return the figures of several lists, each by itself: a band on a pathway learns nothing from another."""
    return {key: estimate(stays, as_of) for key, stays in lists.items()}


def seen_within(stays: Iterable[Stay], as_of: date, days: int) -> float | None:
    """Return the share (0 to 1) that is seen within so many days, leaving counted as an end of its own."""
    return survival.incidence(watched(stays, as_of.toordinal()), days)


def watched(stays: Iterable[Stay], today: int) -> list[Span]:
    """Return everybody received by a day (an ordinal), as it could be known that day.

    An end that lies later is not known yet: who is seen tomorrow waits today. The watch over each begins when the
    window does: after day `window start - received` of a wait that began before it, on day 0 of one that began inside.
    """
    opens = today - WINDOW
    spans = []
    for stay in stays:
        began = stay.received.toordinal()
        if began > today:
            continue
        ended = stay.ended.toordinal() if stay.ended is not None else None
        if ended is None or ended > today:
            spans.append(Span(opens - began, today - began, End.WAITING))
        else:
            spans.append(Span(opens - began, ended - began, End.SEEN if stay.seen else End.LEFT))
    return spans


def seen_recently(seen: Iterable[Span]) -> int:
    """Count who was seen in the last 8 weeks: the window opens WINDOW days ago, on day `entry` of a wait."""
    return sum(span.exit - span.entry > WINDOW - RECENT for span in seen)


def clearance(waiting: int, seen_recently: int) -> float | None:
    """Return in how many days the list would be empty at the pace of the last 8 weeks; None if nobody was seen in them.

    A list younger than 8 weeks has had less time to see people, so its figure is too long, never too short.
    """
    if not waiting:
        return 0.0
    return waiting * RECENT / seen_recently if seen_recently else None


def longer(one: float | None, other: float | None) -> float | None:
    """Return the longer of two waits. One that is not reached is longer than any."""
    return None if one is None or other is None else max(one, other)
