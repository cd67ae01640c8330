"""What a service meets of what somebody asked, and what it does not. Plain values in, plain values out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.directory.places import kilometres
from portal.signposting.asked import HURTING, NOT_SAFE, Asked, Level
from portal.signposting.questions import MEETS
from portal.signposting.shelf import Service

MAINLY = 2
"""A service names what it is mainly for first."""
PARENTS = "parent_carer"
FAMILY = frozenset({PARENTS, "new_parent"})
SPECIALIST = frozenset({"getting_more_help", "getting_risk_support"})
NARROW = frozenset({"bereavement", "crisis", "eating", "neuro", "psychosis", "substance"})
"""A service that is mainly for one of these is seldom right for anything else it also names."""
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
MADE_FOR: Mapping[str, frozenset[str]] = {
    "neuro": frozenset({"neurodivergent", "learning_disability"}),
    "identity": frozenset({"lgbtq"}),
    "trauma": frozenset({"abuse_survivor"}),
    "parenting": FAMILY,
}
"""Groups that a need may mean, so that services made for them are no strangers."""
COST = {"how": 1, "access": 2, "need": 4, "made_for": 8, "route": 16}
"""What can be given up, and how dearly; each is dearer than all before it together."""


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


def pick_of(number: int, service: Service, asked: Asked) -> Pick:
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


def open_to(service: Service, asked: Asked, how_soon: Level) -> bool:
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


def _elsewhere(service: Service, asked: Asked) -> bool:
    """Tell whether a service is for other people or other needs than anybody has spoken of."""
    carried, kinds = service.terms.get("need", ()), set(service.terms.get("thrive", ()))
    mainly = bool(set(carried[:1]) & set(asked.needs))
    known = bool(set(service.terms.get("cohort", ())) & asked.cohorts)
    specialist = bool(kinds) and kinds <= SPECIALIST and not set(carried[:MAINLY]) & set(asked.needs)
    narrow = specialist or bool(set(carried[:1]) & NARROW)
    return not (service.crisis or mainly or known) and (narrow or stranger(service, asked))


def stranger(service: Service, asked: Asked) -> bool:
    """Tell whether a service was made for people whom nobody has spoken of."""
    made_for = set(service.terms.get("cohort", ()))
    meant = asked.cohorts.union(*(MADE_FOR.get(need, frozenset()) for need in asked.needs))
    if asked.who == "child":
        meant |= FAMILY if asked.ages and max(asked.ages) < 5 else {PARENTS}
    if "bsl" in asked.access:
        meant |= {"deaf"}
    return bool(made_for) and not (made_for - FAMILY or made_for) & meant


def cost(pick: Pick) -> int:
    """Return how dearly a suggestion gives up what was asked; nothing when it meets everything."""
    return sum(COST[name] for name in pick.left_out)


def patch(service: Service) -> str:
    """Name the patchwork a service is one piece of: teams for some wards, or for some schools."""
    return service.catchment if service.wards or service.catchment == SCHOOLS else ""
