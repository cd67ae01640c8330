"""The order of what was found: what can be used comes first, then what fits best, then what is near."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.directory.documents import Document, Wait
from portal.directory.index import CHECK_AFTER, Index
from portal.directory.places import Places, kilometres
from portal.directory.wanted import Wanted

AWAY_KM = 8.0
"""How far off something counts in the order when distance does not matter to it."""
WAIT_EXPIRES = timedelta(days=120)
NEVER_SAID = 10**6
FEWEST = 10
"""A wait told about fewer people is not shown."""


@dataclass(frozen=True)
class Hit:
    """One service found."""

    number: int
    score: float
    distance_km: float | None
    serves: bool
    """False where the service is for people who live elsewhere."""


def weigh(index: Index, number: int, scores: Sequence[Mapping[int, float]], leans: Sequence[tuple[int, float]], places: Places, wanted: Wanted) -> Hit:
    """Weigh one service."""
    service = index.documents[number]
    near = wanted.near
    serves = not (near and service.wards) or places.ward(near) in service.wards
    suits = sum(weight for bits, weight in leans if bits >> number & 1)
    return Hit(number, suits + sum(each.get(number, 0.0) for each in scores), distance(service, wanted), serves)


def order(index: Index, wanted: Wanted, today: date, *, danger: bool) -> Callable[[Hit], tuple[object, ...]]:
    """Return how hits are ordered: what can be used comes first, and every order ends with the name and id."""

    def key(hit: Hit) -> tuple[object, ...]:
        service = index.documents[hit.number]
        usable = () if wanted.sort == "name" else (service.paused, not hit.serves)
        return (
            danger and not service.crisis,
            *usable,
            *_by(wanted, hit, service, today),
            service.name.casefold(),
            service.id,
        )

    return key


def _by(wanted: Wanted, hit: Hit, service: Document, today: date) -> tuple[object, ...]:
    """Return where a service stands in the order asked for."""
    away = AWAY_KM if service.reaches_anywhere or hit.distance_km is None else hit.distance_km
    if wanted.sort == "near" and wanted.near:
        return away, -hit.score
    if wanted.sort == "wait":
        wait = current_wait(service, today)
        return (wait.p85_days if wait else NEVER_SAID, -hit.score)
    if wanted.sort == "checked":
        return (-(service.assured or date.min).toordinal(),)
    if wanted.sort == "name":
        return ()
    # Nothing asked for by words: what helps with most things first, and crisis help last of its kind.
    broad = () if hit.score else ("self" not in service.routes, service.crisis, -len(service.terms.get("need", ())))
    return (-hit.score / (1 + away / 15), away, *broad) if wanted.near else (-hit.score, *broad)


def distance(service: Document, wanted: Wanted) -> float | None:
    """Return how far the nearest of a service's known places is, in kilometres."""
    if wanted.near is None or not service.points:
        return None
    return min(kilometres(wanted.near.point, point) for point in service.points)


def current_wait(service: Document, today: date) -> Wait | None:
    """Return a wait that may still be shown: recent, and told about enough people."""
    wait = service.wait
    fresh = wait is not None and timedelta(0) <= today - wait.as_of <= WAIT_EXPIRES
    return wait if wait and fresh and wait.count >= FEWEST else None


def needs_check(service: Document, today: date) -> bool:
    """Tell whether nobody has checked a service for so long that a reader should ask first."""
    return service.assured is not None and today - service.assured > CHECK_AFTER
