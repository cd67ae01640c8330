"""What pages say of waits: the area's lists with their figures, a service's own, and who is quicker."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import languages
from portal.directory import ages, others, telling
from portal.directory.bits import members
from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.packing import has_open_door, shown_wait
from portal.languages import gettext as _
from portal.waiting_times import blocks, outside_words, queries, spans, words
from portal.waiting_times.blocks import Block
from portal.waiting_times.lists import Lists, WaitingList
from portal.waiting_times.models import Milestone, OutsideWait, WaitFigure

FIRST = 2
"""How many needs of a service say what it is for."""
LOOKED_AT = 40
MOST_OTHERS = 3
Outside = Mapping[str, Mapping[Milestone, OutsideWait]]


@dataclass(frozen=True)
class Quicker:
    """A service with a shorter wait."""

    service: Document
    wait: str
    said: str
    """Where that comes from."""
    days: int


@dataclass(frozen=True)
class Listed:
    """One list on the page of waits."""

    id: str
    name: str
    blocks: tuple[Block, ...]
    services: tuple[Document, ...]
    others: tuple[Quicker, ...]
    need: str
    """What it is mostly for, to look for others."""
    people: int
    """How many it is about, as far as that is told."""


@dataclass(frozen=True)
class Board:
    """Everything that is published."""

    as_of: date
    old: bool
    lists: tuple[Listed, ...]


@dataclass(frozen=True)
class Own:
    """The waits that one service's page shows."""

    lists: tuple[tuple[str, str, tuple[Block, ...]], ...] = ()
    """Id, name and waits of each list it belongs to."""
    as_of: date | None = None
    old: bool = False
    outside: tuple[str, ...] = ()
    """What it says of itself, dated."""


def board(session: Session, lists: Lists, index: Index, today: date) -> Board | None:
    """Return all lists with their newest approved figures, what most ask for first; or nothing without one."""
    edition = queries.newest(session, today)
    if edition is None:
        return None
    by_list = {each.id: [row for row in edition.figures if row.list_id == each.id] for each in lists.each}
    candidates = list(_candidates(lists, by_list, index, queries.outside(session, today), today))
    listed = [_listed(each, by_list[each.id], lists.bands, index, candidates) for each in lists.each]
    listed.sort(key=lambda each: (-each.people, each.name))
    return Board(edition.as_of, words.is_old(edition.as_of, today), tuple(listed))


def own(session: Session, lists: Lists, slug: str, today: date) -> Own:
    """Return what is published of the lists of one service, or else what it says of itself."""
    belongs = lists.of_service(slug)
    figures = queries.of_lists(session, [each.id for each in belongs], today)
    said = queries.outside(session, today, slug).get(slug, {})
    outside = tuple(
        outside_words.said(said[what], telling.long_date(said[what].said_on)) for what in Milestone if what in said
    )
    told = [(each, blocks.of([row for row in figures if row.list_id == each.id], lists.bands[:1])) for each in belongs]
    shown = tuple((each.id, _name(each), found) for each, found in told if figures)
    if not shown:
        return Own(outside=outside)
    edition = figures[0].edition
    return Own(shown, edition.as_of, words.is_old(edition.as_of, today), outside)


def _name(each: WaitingList) -> str:
    return each.name(languages.current())


def _listed(
    each: WaitingList, rows: Sequence[WaitFigure], bands: Sequence[str], index: Index, candidates: Iterable[Quicker]
) -> Listed:
    """Return one list as the page shows it."""
    services = tuple(found for slug in each.services if (found := index.service(slug)))
    days = _first_talk(rows, bands)
    quicker = _quicker(services, days, candidates) if days else ()
    needs = services[0].terms.get("need", ()) if services else ()
    people = max((row.people or 0 for row in rows), default=0)
    return Listed(each.id, _name(each), blocks.of(rows, bands), services, quicker, needs[0] if needs else "", people)


def _first_talk(rows: Iterable[WaitFigure], bands: Sequence[str]) -> int | None:
    """Return within how many days most people get their first talk when nothing presses."""
    usual = (row for row in rows if row.band == bands[0] and row.milestone is Milestone.FIRST_CONTACT)
    return blocks.most_days(next(usual, None))


def _candidates(
    lists: Lists, by_list: Mapping[str, Sequence[WaitFigure]], index: Index, outside: Outside, today: date
) -> Iterator[Quicker]:
    """Yield every service whose wait is known: by our lists, by what it told us here, or by its own entry."""
    listed = {slug for each in lists.each for slug in each.services}
    for each in lists.each:
        days = _first_talk(by_list[each.id], lists.bands)
        for slug in each.services if days else ():
            if (found := index.service(slug)) and days:
                yield Quicker(found, spans.short(spans.Kind.ABOUT, days), _("We measured this."), days)
    for slug, said in outside.items():
        if slug not in listed and Milestone.FIRST_CONTACT in said and (found := index.service(slug)):
            yield _told_us(found, said[Milestone.FIRST_CONTACT])
    for number in _with_a_wait(index):
        found = index.documents[number]
        known = shown_wait(found, today)
        if known and found.slug not in listed and found.slug not in outside:
            most = spans.short(spans.Kind.ABOUT, known.p85_days)
            yield Quicker(found, most, _on(known.as_of), known.p85_days)


def _with_a_wait(index: Index) -> list[int]:
    """Return the services with the shortest waits in their own entries."""
    fit = index.listed & index.marked["waiting"] & index.marked["open_door"]
    fit &= ~index.marked["paused"] & ~index.marked["crisis"]
    return sorted(members(fit), key=index.ranks["waits"].__getitem__)[: LOOKED_AT * MOST_OTHERS]


def _told_us(found: Document, said: OutsideWait) -> Quicker:
    return Quicker(found, outside_words.short(said), _on(said.said_on), said.high_weeks * spans.WEEK)


def _on(day: date) -> str:
    return _("They told us this on %(day)s.", day=telling.long_date(day))


def _quicker(services: Sequence[Document], days: int, candidates: Iterable[Quicker]) -> tuple[Quicker, ...]:
    """Return the few quickest services that help the same people with the same."""
    ours = {each.slug for each in services}
    fit = [
        each
        for each in candidates
        if each.days < days and each.service.slug not in ours and any(_like(own, each.service) for own in services)
    ]
    return tuple(sorted(fit, key=lambda each: (each.days, each.service.name))[:MOST_OTHERS])


def _like(own: Document, other: Document) -> bool:
    """Tell whether another service is open to the same people, and mainly for what this one is mainly for."""
    if other.paused or other.crisis or not has_open_door(other) or not others.same_people(own, other):
        return False
    if not set(own.terms.get("need", ())[:FIRST]) & set(other.terms.get("need", ())[:FIRST]):
        return False
    if not set(own.terms.get("thrive", ())) & set(other.terms.get("thrive", ())):
        return False
    taken = [age for age in ages.AGES if ages.takes(own, age)]
    return 2 * sum(ages.takes(other, age) for age in taken) >= len(taken)
