"""Two years of people who came through: who wrote when, how long each waited, how it went on. Pure.

Waits are drawn lognormal, by pathway, as demo-area data says; nobody's wait is known to anybody else's. What lies in
the future has not happened: whoever has not been seen yet is still waiting.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from portal.area import Clocks
from portal.clock import london
from portal.demo import moments
from portal.referrals.voices import Voice
from portal.triage.outcome import Band

WEEK, DAY = timedelta(days=7), timedelta(days=1)
YEARS = 2
SEEN_SOON = {
    Band.NOW: (moments.HOUR * 0.4, 0.4),
    Band.U2H: (moments.HOUR * 1.0, 0.25),
    Band.U48: (moments.HOUR * 19, 0.3),
    Band.SOON: (DAY * 3.2, 0.3),
}
"""Median and spread of the wait for a first contact where the band and not the pathway decides it."""
SEEN_AGAIN = {
    Band.NOW: (DAY * 3, 0.3),
    Band.U2H: (DAY * 3, 0.3),
    Band.U48: (DAY * 6, 0.3),
    Band.SOON: (DAY * 17, 0.35),
}
"""The same for the second contact, counted from the first."""
LOST_PER_DAY = 0.0011
"""How many of those who wait for a first contact find help elsewhere or no longer want it, each day."""
OFFERED_AHEAD = timedelta(days=21)
HELP_MEDIAN, HELP_SPREAD = DAY * 70, 0.6


@dataclass(frozen=True)
class Pathway:
    """How many come for one kind of help, and how long they wait for it."""

    id: str
    share: float
    median_days: float
    sigma: float
    yearly_change: float
    second_median_days: float
    second_sigma: float


@dataclass(frozen=True)
class Shape:
    """What two years look like."""

    weekly: int
    months: tuple[float, ...]
    bands: Mapping[Band, float]
    voices: Mapping[Voice, float]
    pathways: tuple[Pathway, ...]
    outcomes: Mapping[str, float]
    """What comes of reading: `accepted`, `signposted`, `advice` or `withdrawn`."""
    not_brought: float
    ends_at_first: float


@dataclass(frozen=True)
class Past:
    """How it went with one of them. What has not happened yet is None."""

    number: int
    received: datetime
    voice: Voice
    band: Band
    pathway: str
    claimed: datetime
    decided: datetime
    outcome: str
    first: datetime | None = None
    missed: datetime | None = None
    second: datetime | None = None
    helped: datetime | None = None
    closed: datetime | None = None
    ahead: datetime | None = None
    """When they are to be seen next, where a time has been offered."""
    draw: int = 0
    """Decides which story it was, and which of the staff."""

    @property
    def waits(self) -> bool:
        """Tell whether somebody still waits for a first or a second contact."""
        return self.closed is None and (self.first is None or (self.second is None and self.helped is None))


def read(said: Mapping[str, Any]) -> Shape:
    """Read the shape of two years from what `history.toml` says."""
    return Shape(
        weekly=said["weekly"],
        months=tuple(said["months"]),
        bands={Band(band): share for band, share in said["bands"].items()},
        voices={Voice(voice): share for voice, share in said["voices"].items()},
        pathways=tuple(Pathway(**one) for one in said["pathways"]),
        outcomes=dict(said["outcomes"]),
        not_brought=said["not_brought"],
        ends_at_first=said["ends_at_first"],
    )


def compose(shape: Shape, waiting: int, seed: int, clocks: Clocks, now: datetime) -> list[Past]:
    """Put two years together, with so many who are not closed at this moment, and nothing in the future."""
    rng = Random(f"years-{seed}")  # noqa: S311 (a cast, not a secret)
    end = moments.unread_since(clocks, now) - WEEK
    everybody = [
        _gone_through(shape, number, arrived, rng, clocks, now)
        for number, arrived in enumerate(_arrivals(shape, rng, end - WEEK * 52 * YEARS, end))
    ]
    return _with_so_many_open(everybody, waiting, rng, now)


def _arrivals(shape: Shape, rng: Random, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield when they came in: more in term than in August, in the evening than at dawn."""
    hours = [moments.busyness(start + moments.HOUR * step) for step in range(24 * 7)]
    usual = sum(shape.months) / len(shape.months)
    week = start
    while week < end:
        expected = shape.weekly * shape.months[london(week).month - 1] / usual
        drawn = sorted(rng.choices(range(len(hours)), hours, k=max(0, round(rng.gauss(expected, math.sqrt(expected))))))
        yield from (at for hour in drawn if (at := week + moments.HOUR * (hour + rng.random())) < end)
        week += WEEK


def _gone_through(shape: Shape, number: int, arrived: datetime, rng: Random, clocks: Clocks, now: datetime) -> Past:
    """Draw how it went with one of them, up to this moment."""
    band = _one_of(shape.bands, rng)
    pathway = _pathway(shape, (now - arrived) / (DAY * 365), rng)
    claimed = moments.claimed(rng, band, arrived, clocks)
    decided = moments.decided(rng, claimed)
    urgent = band in moments.AT_ONCE or band is Band.U48
    outcome = "accepted" if urgent else _one_of(shape.outcomes, rng)
    past = Past(
        number,
        arrived,
        _one_of(shape.voices, rng),
        band,
        pathway.id,
        claimed,
        decided,
        outcome,
        draw=rng.randrange(2**16),
    )
    if outcome != "accepted":
        return replace(past, closed=decided)
    return _until(_cared_for(past, shape, pathway, rng, clocks, now), now)


def _cared_for(past: Past, shape: Shape, pathway: Pathway, rng: Random, clocks: Clocks, now: datetime) -> Past:
    """Draw the milestones of somebody who waits for help, also those that lie in the future."""
    first = _first(past, pathway, rng, clocks, now)
    lost = past.decided + DAY * rng.expovariate(LOST_PER_DAY)
    if lost < first:
        return replace(past, closed=_in_hours(lost, clocks))
    missed = None
    if rng.random() < shape.not_brought and first - past.decided > WEEK:
        missed, first = first, _in_hours(first + DAY * rng.uniform(6, 16), clocks)
    if rng.random() < shape.ends_at_first:
        return replace(past, first=first, missed=missed, closed=first + moments.HOUR)
    again = SEEN_AGAIN.get(past.band, (DAY * pathway.second_median_days, pathway.second_sigma))
    second = _in_hours(first + _drawn(*again, rng), clocks)
    helped = second + moments.HOUR
    closed = _in_hours(helped + _drawn(HELP_MEDIAN, HELP_SPREAD, rng), clocks)
    return replace(past, first=first, missed=missed, second=second, helped=helped, closed=closed)


def _first(past: Past, pathway: Pathway, rng: Random, clocks: Clocks, now: datetime) -> datetime:
    """Draw when somebody was first seen."""
    if past.band in SEEN_SOON:
        seen = past.received + _drawn(*SEEN_SOON[past.band], rng)
        return (
            max(seen, past.decided + 5 * moments.MINUTE) if past.band is not Band.SOON else _later(seen, past, clocks)
        )
    years_ago = (now - past.received) / (DAY * 365)
    trend = (1 + pathway.yearly_change) ** -years_ago
    return _later(past.received + _drawn(DAY * pathway.median_days * trend, pathway.sigma, rng), past, clocks)


def _later(seen: datetime, past: Past, clocks: Clocks) -> datetime:
    """Move an appointment into working hours, after somebody has read the form."""
    return _in_hours(max(seen, past.decided + DAY), clocks)


def _in_hours(moment: datetime, clocks: Clocks) -> datetime:
    """Move a moment into the team's working hours."""
    return clocks.calendar.next_open(moment)


def _until(past: Past, now: datetime) -> Past:
    """Forget what has not happened yet."""

    def happened(at: datetime | None) -> datetime | None:
        return at if at is not None and at <= now else None

    coming = (at for at in (past.missed, past.first, past.second) if at is not None and at > now)
    ahead = None if past.closed and past.closed <= now else min(coming, default=None)
    return replace(
        past,
        ahead=ahead if ahead and ahead <= now + OFFERED_AHEAD else None,
        first=happened(past.first),
        missed=happened(past.missed),
        second=happened(past.second),
        helped=happened(past.helped),
        closed=happened(past.closed),
    )


def _with_so_many_open(everybody: list[Past], wanted: int, rng: Random, now: datetime) -> list[Past]:
    """Let just so many be open, touching those who wait last: they are what waiting times are made from."""
    seen = [past for past in everybody if past.closed is None and not past.waits]
    waiting = [past for past in everybody if past.waits]
    too_many = max(0, len(seen) + len(waiting) - wanted)
    ended = {past.number for past in rng.sample(seen, min(too_many, len(seen)))}
    never = {past.number for past in rng.sample(waiting, max(0, len(waiting) - wanted))}
    return [
        replace(past, closed=_since(past, now, rng)) if past.number in ended else past
        for past in everybody
        if past.number not in never
    ]


def _since(past: Past, now: datetime, rng: Random) -> datetime:
    """Draw a moment between the last thing that happened and now."""
    last = past.helped or past.second or past.first or past.decided
    return last + (now - last) * rng.random()


def _pathway(shape: Shape, years_ago: float, rng: Random) -> Pathway:
    """Draw a pathway; one that grows was smaller then."""
    weights = [one.share * (1 + one.yearly_change) ** -years_ago for one in shape.pathways]
    return rng.choices(shape.pathways, weights)[0]


def _one_of(shares: Mapping[Any, float], rng: Random) -> Any:
    """Draw by share."""
    return rng.choices(list(shares), list(shares.values()))[0]


def _drawn(median: timedelta, sigma: float, rng: Random) -> timedelta:
    """Draw a length of time, lognormal about a median."""
    return median * rng.lognormvariate(0, sigma)
