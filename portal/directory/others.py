"""What to try instead of a service that is closed: what it names itself, otherwise what fits the same people. Pure."""

from collections.abc import Iterator
from itertools import islice

from portal.directory.ages import AGES, has_said, takes
from portal.directory.bits import members
from portal.directory.documents import Document
from portal.directory.index import Index

MOST = 3
LOOKED_AT = 2000
"""Of a directory of any size this many that fit are weighed; they stand in the order of their names."""


def instead(service: Document, index: Index) -> tuple[Document, ...]:
    """Return open services to try: the named ones, or for a closed service the few that fit best."""
    named = [found for slug in service.alternatives if (found := index.service(slug)) and not found.paused]
    if named or not service.paused:
        return tuple(named)
    fitting = (index.documents[number] for number in _best_first(service, index))
    return tuple(islice((each for each in fitting if each.slug != service.slug and same_people(service, each)), MOST))


def _best_first(service: Document, index: Index) -> Iterator[int]:
    """Yield what is open, helps with the same and takes the same ages: what shares most needs first, then by name."""
    needs = service.terms.get("need", ())
    sets = [index.bits["need"].get(need, 0) for need in needs]
    # What a service is mainly for counts twice.
    weighed = [*sets, *sets[:1]]
    fit = index.listed & ~index.marked["paused"] & ~index.marked["crisis"]
    for age in AGES if has_said(service) else ():
        fit &= index.ages[age] if takes(service, age) else -1
    helping = 0
    for each in sets:
        helping |= each
    numbers = list(islice(members(fit & helping), LOOKED_AT))
    yield from sorted(numbers, key=lambda number: -sum(each >> number & 1 for each in weighed))


def same_people(service: Document, other: Document) -> bool:
    """Tell whether the other is open to this one's people: not one school's, nor made for somebody else."""
    made_for = set(other.terms.get("cohort", ()))
    return other.catchment not in {"school", "schools"} and made_for <= set(service.terms.get("cohort", ()))
