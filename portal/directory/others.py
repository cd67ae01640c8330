"""What to try instead of a service that is closed: what it names itself, otherwise what fits the same people. Pure."""

from collections.abc import Iterator

from portal.directory.documents import Document
from portal.directory.index import AGES, Index, members, takes

MOST = 3


def instead(service: Document, index: Index) -> tuple[Document, ...]:
    """Return open services to try: the named ones, or for a closed service the few that fit best."""
    named = [found for slug in service.alternatives if (found := index.service(slug)) and not found.paused]
    if named or not service.paused:
        return tuple(named)
    return tuple(
        sorted(_fitting(service, index), key=lambda each: (-_shared(service, each), each.name, each.id))[:MOST]
    )


def _fitting(service: Document, index: Index) -> Iterator[Document]:
    """Yield listed services that are open, help with the same thing and take the same ages."""
    for number in members(index.listed):
        each = index.documents[number]
        open_to_others = each.slug != service.slug and not each.paused and not each.crisis
        if open_to_others and _shared(service, each) and _same_ages(service, each) and _same_people(service, each):
            yield each


def _shared(service: Document, other: Document) -> int:
    """Count the needs two services share; the first one, which a service is mainly for, counts for more."""
    needs = service.terms.get("need", ())
    theirs = set(other.terms.get("need", ()))
    return sum(needs.count(need) for need in theirs) + (bool(needs) and needs[0] in theirs)


def _same_ages(service: Document, other: Document) -> bool:
    """Tell whether the other takes everybody this one takes, as far as anybody has said."""
    return all(takes(other, age) for age in AGES if takes(service, age)) or (
        service.minimum_age is None and service.maximum_age is None
    )


def _same_people(service: Document, other: Document) -> bool:
    """Tell whether the other is open to this one's people: not one school's, nor made for somebody else."""
    made_for = set(other.terms.get("cohort", ()))
    return other.catchment not in {"school", "schools"} and made_for <= set(service.terms.get("cohort", ()))
