"""What to suggest: at most five services, with what is true about each. Plain values in, plain values out. Pure.

What can be used comes first (age, area, a way in that this person has), then the need, then how they want to get
help, then the distance. Age is never given up, nor is a promise that parents need not know.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal.directory.places import kilometres
from portal.signposting.asked import HURTING, NOT_SAFE, Asked, Level, level
from portal.signposting.questions import AT_WORK, MEETS
from portal.signposting.shelf import Service, Shelf

MOST, FEW, MOST_CRISIS = 5, 3, 2
AWAY_KM = 8.0
"""How far off something counts when distance does not matter to it."""
STEP_KM = 2.0
MAINLY = 2
"""A service names what it is mainly for first."""
PARENTS = "parent_carer"
FAMILY = frozenset({PARENTS, "new_parent"})
SPECIALIST = frozenset({"getting_more_help", "getting_risk_support"})
NARROW = frozenset({"bereavement", "crisis", "eating", "neuro", "psychosis", "substance"})
"""A service that is mainly for one of these is seldom right for anything else it also names."""
NATIONAL = "national"
EVERY_AGE = 25
SCHOOL, SCHOOLS = "school", "schools"
"""Services for the pupils of one school, and of several."""
WAYS_IN: Mapping[str, tuple[str, ...]] = {
    "me": ("self",),
    "friend": ("self",),
    "child": ("parent",),
    "school": ("school", "professional"),
    "gp": ("gp", "professional"),
    "worker": ("professional",),
}
EITHER = ("self", "parent")
GROWN_UP = 16
"""From this age a parent may also be told of services that the young person asks for."""
SUITS: Mapping[str, frozenset[str]] = {
    "looking": frozenset({"thriving", "getting_advice"}),
    "some": frozenset({"getting_advice", "getting_help"}),
    "hard": frozenset({"getting_help", "getting_more_help"}),
    "not_safe": frozenset({"getting_risk_support", "getting_more_help", "getting_help"}),
}
"""Which kinds of help go with how it is right now. They order; they never shut anything out."""
MADE_FOR: Mapping[str, frozenset[str]] = {
    "neuro": frozenset({"neurodivergent", "learning_disability"}),
    "identity": frozenset({"lgbtq"}),
    "trauma": frozenset({"abuse_survivor"}),
    "parenting": FAMILY,
}
"""Groups that a need may mean, so that services made for them are no strangers."""
COST = {"how": 1, "access": 2, "need": 4, "made_for": 8, "route": 16}
"""What can be given up, and how dearly; each is dearer than all before it together."""
DEAR = COST["need"]


@dataclass(frozen=True)
class Pick:
    """One suggestion, and everything that may truly be said about why."""

    number: int
    needs: tuple[str, ...] = ()
    how: str = ""
    route: str = ""
    crisis: bool = False
    spoken_of: bool = False
    cohorts: tuple[str, ...] = ()
    speaks: str = ""
    access: tuple[str, ...] = ()
    km: float | None = None
    left_out: tuple[str, ...] = ()
    """What this one does not meet of what was asked."""


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
    able = [n for n in _members(_takes(shelf, asked.ages)) if _open_to(shelf.documents[n], asked, how_soon)]
    picks = [_pick(n, shelf.documents[n], asked) for n in able]
    ordered = sorted(picks, key=lambda pick: _place(pick, shelf.documents[pick.number], asked, how_soon))
    return Suggestion(how_soon, tuple(_choose(ordered, shelf)), _understood(asked), asked)


def _choose(ordered: Sequence[Pick], shelf: Shelf) -> list[Pick]:
    """Choose up to five: those that meet everything; a few that nearly do; and only then whatever is left.

    Whoever opens the list meets an open door first: what is closed for now may only end a list.
    """
    chosen: list[Pick] = []
    for most, dearest, closed in (
        (MOST, 0, False),
        (FEW, DEAR - 1, False),
        (1, sum(COST.values()), False),
        (MOST, 0, True),
    ):
        for pick in ordered:
            fits = _cost(pick) <= dearest and shelf.documents[pick.number].paused == closed
            begun = not closed or (chosen and not chosen[0].left_out)
            if fits and begun and len(chosen) < most and _adds(pick, chosen, shelf):
                chosen.append(pick)
    return chosen


def _adds(pick: Pick, chosen: Sequence[Pick], shelf: Shelf) -> bool:
    """Tell whether a service adds to those chosen: two crisis lines are enough, and one team of each patchwork."""
    service, others = shelf.documents[pick.number], [shelf.documents[each.number] for each in chosen]
    if pick in chosen or (service.crisis and sum(other.crisis for other in others) >= MOST_CRISIS):
        return False
    return not _patch(service) or all(_patch(other) != _patch(service) for other in others)


def _patch(service: Service) -> str:
    """Name the patchwork a service is one piece of: teams for some wards, or for some schools."""
    return service.catchment if service.wards or service.catchment == SCHOOLS else ""


def _takes(shelf: Shelf, ages: Sequence[int]) -> int:
    """Return the services on offer that take every age the person may have."""
    able = shelf.listed
    for age in ages:
        able &= shelf.ages[age] if age < len(shelf.ages) else 0
    return able


def _open_to(service: Service, asked: Asked, how_soon: Level) -> bool:
    """Tell whether this person can be sent there at all. None of this is ever given up."""
    if service.catchment == SCHOOL or (service.helpline and service.helpline in asked.not_these):
        return False
    if service.crisis and how_soon is not Level.NOW and HURTING not in asked.needs:
        return False
    if asked.ward and service.wards and asked.ward not in service.wards:
        return False
    if asked.private and not _alone(service, asked):
        return False
    return not _only_for_parents(service) or asked.who not in {"me", "friend"} or "parenting" in asked.needs


def _only_for_parents(service: Service) -> bool:
    return set(service.terms.get("cohort", ())) == {PARENTS}


def _alone(service: Service, asked: Asked) -> bool:
    """Tell whether the young person can ask without anybody else."""
    old_enough = not service.self_from or not asked.ages or min(asked.ages) >= service.self_from
    return "self" in service.routes and old_enough


def _pick(number: int, service: Service, asked: Asked) -> Pick:
    """Gather what is true of a service and what it does not meet."""
    ways, access = service.terms.get("mode", ()), service.terms.get("access", ())
    needs = tuple(need for need in asked.needs if _helps_with(service, need))
    how = next((way for way in asked.how if set(MEETS[way]) & set(ways)), "")
    route = _route(service, asked)
    met = tuple(each for each in asked.access if each in access)
    spoken = number in asked.spoken_of
    known = tuple(cohort for cohort in service.terms.get("cohort", ()) if cohort in asked.cohorts)
    lacks = {
        "how": bool(asked.how) and not how,
        "access": len(met) < len(asked.access),
        "need": bool(asked.needs or asked.spoken_of) and not (needs or spoken or known or service.crisis),
        "made_for": _elsewhere(service, asked),
        "route": not route,
    }
    speaks = asked.language if asked.language != "en" and asked.language in service.terms.get("language", ()) else ""
    km = _km(service, asked)
    left_out = tuple(name for name in COST if lacks[name])
    return Pick(number, needs, how, route, service.crisis, spoken, known, speaks, met, km, left_out)


def _helps_with(service: Service, need: str) -> bool:
    """Tell whether a service helps with a need. Being there in danger is nothing that others do on the side."""
    carried = service.terms.get("need", ())
    return need in (carried if service.crisis or need != NOT_SAFE else carried[:MAINLY])


def _route(service: Service, asked: Asked) -> str:
    """Return the way in that this person can use, or nothing."""
    ways = WAYS_IN.get(asked.who, EITHER)
    if asked.who == "child" and asked.ages and min(asked.ages) >= GROWN_UP:
        ways = (*ways, "self")
    for way in ways:
        if _alone(service, asked) if way == "self" else way in service.routes:
            return way
    return ""


def _km(service: Service, asked: Asked) -> float | None:
    """Return how far the nearest of its known places is."""
    if asked.point is None or not service.points:
        return None
    return min(kilometres(asked.point, point) for point in service.points)


def _cost(pick: Pick) -> int:
    return sum(COST[name] for name in pick.left_out)


def _place(pick: Pick, service: Service, asked: Asked, how_soon: Level) -> tuple[object, ...]:
    """Return where a service stands in the order; the name and the id settle what is equal."""
    away = AWAY_KM if service.reaches_anywhere or pick.km is None else pick.km
    return (
        _cost(pick),
        not service.crisis if how_soon is Level.NOW else service.crisis,
        service.crisis and service.catchment == NATIONAL,
        _stranger(service, asked),
        bool(_patch(service)) and not asked.ward and asked.who not in AT_WORK,
        -round(_fit(pick, service, asked), 3),
        pick.how != asked.how[0] if asked.how else False,
        round(away / STEP_KM),
        service.name.casefold(),
        service.id,
    )


def _elsewhere(service: Service, asked: Asked) -> bool:
    """Tell whether a service is for other people or other needs than anybody has spoken of."""
    carried, kinds = service.terms.get("need", ()), set(service.terms.get("thrive", ()))
    mainly = bool(set(carried[:1]) & set(asked.needs))
    known = bool(set(service.terms.get("cohort", ())) & asked.cohorts)
    specialist = bool(kinds) and kinds <= SPECIALIST and not set(carried[:MAINLY]) & set(asked.needs)
    narrow = specialist or bool(set(carried[:1]) & NARROW)
    return not (service.crisis or mainly or known) and (narrow or _stranger(service, asked))


def _stranger(service: Service, asked: Asked) -> bool:
    """Tell whether a service was made for people whom nobody has spoken of."""
    made_for = set(service.terms.get("cohort", ()))
    meant = asked.cohorts.union(*(MADE_FOR.get(need, frozenset()) for need in asked.needs))
    if asked.who == "child":
        meant |= FAMILY if asked.ages and max(asked.ages) < 5 else {PARENTS}
    if "bsl" in asked.access:
        meant |= {"deaf"}
    return bool(made_for) and not (made_for - FAMILY or made_for) & meant


def _fit(pick: Pick, service: Service, asked: Asked) -> float:
    """Return how well a service meets the need: what it is mainly for counts most, then the kind of help."""
    carried = service.terms.get("need", ())
    met = sum(1 / (1 + carried.index(need) / 4) for need in pick.needs) / max(1, len(asked.needs))
    kinds, wanted = set(service.terms.get("thrive", ())), SUITS.get(asked.now, frozenset())
    softer = asked.now in {"looking", "some"} and bool(kinds & SPECIALIST)
    more = (
        0.3 * bool(kinds & wanted),
        -0.1 * softer,
        0.4 * bool(pick.cohorts),
        0.1 - 0.1 * _width(service) / EVERY_AGE if asked.ages else 0.0,
        0.4 * bool(pick.speaks),
        0.3 * pick.spoken_of,
        0.0 if asked.needs else len(carried) / 100,
    )
    return met + sum(more)


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
