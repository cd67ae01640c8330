"""Who comes in with which story, and how far the team has come with it. Pure: a seed and a moment decide all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from portal.area import Clocks
from portal.demo import moments
from portal.demo.people import Name, People, Said, Story
from portal.triage.outcome import Band

A_WEEK = 100
"""How many write in a week."""
SHORTEST_HISTORY = timedelta(days=6)
IN_HAND = {Band.SOON: 2, Band.ROUTINE: 2}
"""Which of those who wait is being read at this moment, by band: the third of each."""
LATE = {Band.SOON: 4, Band.ROUTINE: 6}
PHONES, ADDRESSES = frozenset({"phone", "both"}), frozenset({"email", "both"})

Times = tuple[datetime, datetime | None, datetime | None]
"""When it arrived, was taken in hand, was decided."""


@dataclass(frozen=True)
class Case:
    """One story as it came in, and what was done with it."""

    number: int
    story: Story
    answers: Mapping[str, Said]
    arrived: datetime
    claimed: datetime | None
    decided: datetime | None
    draw: int
    """Decides which of the staff it was."""


def compose(people: People, cases: int, seed: int, clocks: Clocks, now: datetime) -> list[Case]:
    """Put together so many cases, with nothing in the future."""
    rng = Random(seed)  # noqa: S311 (a cast, not a secret)
    names = rng.sample(people.names, len(people.names))
    bands = list(bands_in_turn(people.shares, cases))
    since = moments.unread_since(clocks, now)
    waits = _waits(people.waiting, bands, since, now)
    pools = {band: _Pool(people.stories, band, rng) for band in people.shares}
    turns: dict[Band, int] = dict.fromkeys(people.shares, 0)
    history = max(SHORTEST_HISTORY, timedelta(weeks=cases / A_WEEK))
    made = []
    for number, (band, wait) in enumerate(zip(bands, waits, strict=True)):
        story = pools[band].take(ended=not wait)
        if wait:
            arrived, claimed, decided = _waiting(rng, band, turns[band], since, now)
            turns[band] += 1
        else:
            arrived, claimed, decided = _handled(rng, band, since - history, since - moments.HOUR, clocks)
        answers = {**story.answers, **reached(story, number, _called(story, names))}
        made.append(Case(number, story, answers, arrived, claimed, decided, rng.randrange(2**16)))
    return made


def bands_in_turn(shares: Mapping[Band, int], cases: int) -> Iterator[Band]:
    """Yield a band for each case so that the mix is right at every length."""
    given = dict.fromkeys(shares, 0)
    whole = sum(shares.values())
    for _ in range(cases):
        # Each band's first turn comes half a turn in, the others a turn apart: the soonest turn is next.
        band = min(shares, key=lambda one: ((given[one] + 0.5) * whole / shares[one], one.rank))
        given[band] += 1
        yield band


def _waits(most: Mapping[Band, int], bands: list[Band], since: datetime, now: datetime) -> list[bool]:
    """Say which cases still wait: every other one of its band, and no more than the hours since explain."""
    room = min(1.0, 0.4 + (now - since) / moments.HOUR / 12)
    turn = {band: count() for band in most}
    turns = [next(turn[band]) for band in bands]
    return [at % 2 == 0 and at // 2 < max(1, round(most[band] * room)) for band, at in zip(bands, turns, strict=True)]


class _Pool:
    """The stories of one band in a drawn order; each is told once before any is told again."""

    def __init__(self, stories: tuple[Story, ...], band: Band, rng: Random) -> None:
        known = [story for story in stories if story.band is band]
        self.order = rng.sample(known, len(known))
        self.left: list[Story] = []

    def take(self, *, ended: bool) -> Story:
        """Take the next story, one with an ending if that is needed; the others are rather left waiting."""
        fitting = [story for story in self.left if story.ending or not ended]
        if not fitting:
            self.left = [*self.left, *self.order]
            fitting = [story for story in self.left if story.ending or not ended]
        chosen = fitting[0] if ended else min(fitting, key=lambda story: story.ending is not None)
        self.left.remove(chosen)
        return chosen


def _waiting(rng: Random, band: Band, turn: int, since: datetime, now: datetime) -> Times:
    """Draw when somebody came in who still waits. `turn` counts those of the same band who do."""
    if turn == LATE.get(band):
        return moments.late(rng, since), None, None
    arrived = moments.waiting(rng, band, since, now)
    in_hand = now - rng.uniform(2, 12) * moments.MINUTE if turn == IN_HAND.get(band) else None
    return arrived, in_hand, None


def _handled(rng: Random, band: Band, start: datetime, end: datetime, clocks: Clocks) -> Times:
    """Draw when somebody came in, was taken in hand and was decided about."""
    arrived = moments.arrival(rng, start, end)
    claimed = moments.claimed(rng, band, arrived, clocks)
    return arrived, claimed, moments.decided(rng, claimed)


def _called(story: Story, names: list[Name]) -> Name:
    """Take a name that fits a story, one that was not used lately."""
    if story.name:
        return Name(story.name, story.address, story.who)
    fitting = next(name for name in names if story.who in ("", name.who))
    names.remove(fitting)
    names.append(fitting)
    return fitting


def reached(story: Story, number: int, called: Name) -> dict[str, Said]:
    """Say what they are called and how they are reached; numbers and addresses belong to nobody."""
    ways = {
        "name": "" if story.anonymous else called.name,
        "phone": f"07700 900{number % 1000:03d}" if story.reach in PHONES else "",
        "email": f"{called.address}{number}@example.org" if story.reach in ADDRESSES else "",
        "contact": "none" if story.reach == "none" else "",
    }
    return {field: value for field, value in ways.items() if value}
