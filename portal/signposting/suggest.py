"""What to suggest: at most five services, with what is true about each. Plain values in, plain values out. Pure.

What can be used comes first (age, area, a way in that this person has), then the need, then how they want to get
help, then the distance. Age is never given up, nor is a promise that parents need not know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from portal.signposting.asked import HURTING, NOT_SAFE, Asked, Level, level
from portal.signposting.fitting import COST, SPECIALIST, Pick, cost, open_to, patch, pick_of, stranger
from portal.signposting.questions import AT_WORK, MEETS
from portal.signposting.shelf import Service, Shelf

MOST, FEW, MOST_CRISIS = 5, 3, 2
AWAY_KM = 8.0
"""How far off something counts when distance does not matter to it."""
STEP_KM = 2.0
GRAVE = frozenset({"crisis", "eating", "psychosis", "self_harm", "trauma"})
"""What must not be lost among other things that somebody also said."""
NATIONAL = "national"
EVERY_AGE = 25
SUITS: Mapping[str, frozenset[str]] = {
    "looking": frozenset({"thriving", "getting_advice"}),
    "some": frozenset({"getting_advice", "getting_help"}),
    "hard": frozenset({"getting_help", "getting_more_help"}),
    "not_safe": frozenset({"getting_risk_support", "getting_more_help", "getting_help"}),
}
"""Which kinds of help go with how it is right now. They order; they never shut anything out."""
URGENT = (NOT_SAFE, HURTING)
"""What crisis services name; they stand in every pool, and are left out again where nothing calls for them."""
DEAR = COST["need"]


@dataclass(frozen=True)
class Suggestion:
    """The answer: how much help for right now comes first, and up to five services in order."""

    level: Level
    picks: tuple[Pick, ...]
    understood: bool = True
    """False when their own words meant nothing to the directory, so that the page says so."""
    wanted: Asked = field(default_factory=Asked)

    @property
    def fitting(self) -> tuple[Pick, ...]:
        """Return the ones that meet all that was asked."""
        return tuple(pick for pick in self.picks if not pick.left_out)

    @property
    def nearly(self) -> tuple[Pick, ...]:
        """Return the ones for which something was given up."""
        return tuple(pick for pick in self.picks if pick.left_out)


def suggest(shelf: Shelf, asked: Asked) -> Suggestion:
    """Suggest services, the best first. The same answers always give the same suggestions."""
    how_soon = level(asked)
    read: dict[int, Pick] = {}
    chosen: list[Pick] = []
    # From narrow to wide: whoever stands further out can only come after those who stand further in.
    for pool in _pools(shelf, asked):
        for number in _members(pool):
            if number not in read and open_to(shelf.documents[number], asked, how_soon):
                read[number] = pick_of(number, shelf.documents[number], asked)
        chosen = _choose(sorted(read.values(), key=lambda pick: _place(pick, shelf, asked, how_soon)), shelf)
        if sum(not pick.left_out and not shelf.documents[pick.number].paused for pick in chosen) >= FEW:
            break
    return Suggestion(how_soon, tuple(chosen), _understood(asked), asked)


def _pools(shelf: Shelf, asked: Asked) -> Iterator[int]:
    """Yield ever wider sets of services: those that may meet everything, those for the need, all of this age."""
    able = _takes(shelf, asked.ages)
    needs, cohorts, ways, access = (shelf.bits.get(name, {}) for name in ("need", "cohort", "mode", "access"))
    spoken = sum(1 << number for number in asked.spoken_of)
    about = _any(needs, (*asked.needs, *URGENT)) | _any(cohorts, asked.cohorts) | spoken
    named = able & about if asked.needs or asked.spoken_of else able
    fits = named & _any(ways, (way for how in asked.how for way in MEETS[how])) if asked.how else named
    for each in asked.access:
        fits &= access.get(each, 0)
    yield fits
    yield named
    yield able


def _any(sets: Mapping[str, int], names: Iterable[str]) -> int:
    """Return the services that carry any of several words."""
    return reduce(or_, (sets.get(name, 0) for name in names), 0)


def _choose(ordered: Sequence[Pick], shelf: Shelf) -> list[Pick]:
    """Choose up to five: those that meet everything; a few that nearly do; and only then whatever is left.

    Whoever opens the list meets an open door first: what is closed for now may only end a list.
    """
    chosen: list[Pick] = []
    for most, dearest, closed in (
        (MOST, 0, False),
        (FEW, DEAR - 1, False),
        (1, sum(COST.values()), False),
        (FEW, 0, True),
    ):
        for pick in ordered:
            fits = cost(pick) <= dearest and shelf.documents[pick.number].paused == closed
            begun = not closed or (chosen and not chosen[0].left_out)
            if fits and begun and len(chosen) < most and _adds(pick, chosen, shelf):
                chosen.append(pick)
    return chosen


def _adds(pick: Pick, chosen: Sequence[Pick], shelf: Shelf) -> bool:
    """Tell whether a service adds to those chosen: two crisis lines are enough, and one team of each patchwork."""
    service, others = shelf.documents[pick.number], [shelf.documents[each.number] for each in chosen]
    if pick in chosen or (service.crisis and sum(other.crisis for other in others) >= MOST_CRISIS):
        return False
    return not patch(service) or all(patch(other) != patch(service) for other in others)


def _takes(shelf: Shelf, ages: Sequence[int]) -> int:
    """Return the services on offer that take every age the person may have."""
    able = shelf.listed
    for age in ages:
        able &= shelf.ages[age] if age < len(shelf.ages) else 0
    return able


def _place(pick: Pick, shelf: Shelf, asked: Asked, how_soon: Level) -> tuple[object, ...]:
    """Return where a service stands in the order; the name and the id settle what is equal."""
    service = shelf.documents[pick.number]
    away = AWAY_KM if service.reaches_anywhere or pick.km is None else pick.km
    return (
        cost(pick),
        not service.crisis if how_soon is Level.NOW else service.crisis,
        service.crisis and service.catchment == NATIONAL,
        stranger(service, asked),
        bool(patch(service)) and not asked.ward and asked.who not in AT_WORK,
        -round(_fit(pick, service, asked), 3),
        pick.how != asked.how[0] if asked.how else False,
        round(away / STEP_KM),
        service.name.casefold(),
        service.id,
    )


def _fit(pick: Pick, service: Service, asked: Asked) -> float:
    """Return how well a service meets the need: what it is mainly for counts most, then the kind of help."""
    carried = service.terms.get("need", ())
    met = sum(_weight(need) / (1 + carried.index(need) / 4) for need in pick.needs)
    met /= max(1, sum(map(_weight, asked.needs)))
    kinds, wanted = set(service.terms.get("thrive", ())), SUITS.get(asked.now, frozenset())
    softer = asked.now in {"looking", "some"} and bool(kinds & SPECIALIST)
    more = (
        0.3 * bool(kinds & wanted),
        -0.1 * softer,
        0.4 / (1 + service.terms["cohort"].index(pick.cohorts[0]) / 4) if pick.cohorts else 0.0,
        0.1 - 0.1 * _width(service) / EVERY_AGE if asked.ages else 0.0,
        0.4 * bool(pick.speaks),
        0.3 * pick.spoken_of,
        0.0 if asked.needs else len(carried) / 100,
    )
    return met + sum(more)


def _weight(need: str) -> int:
    """Return how much a need counts beside others."""
    return 2 if need in GRAVE else 1


def _width(service: Service) -> int:
    """Return how many ages a service takes; what is made for few ages is made for those."""
    low, high = service.minimum_age, service.maximum_age
    return min(EVERY_AGE, (EVERY_AGE if high is None else high) - (low or 0))


def _understood(asked: Asked) -> bool:
    """Tell whether what they wrote meant anything to the directory."""
    return not asked.words or bool(asked.needs or asked.spoken_of or asked.cohorts or asked.danger)


def _members(bits: int) -> Iterator[int]:
    """Yield the numbers of a set in order."""
    flags = bin(bits)[:1:-1]
    at = flags.find("1")
    while at >= 0:
        yield at
        at = flags.find("1", at + 1)
