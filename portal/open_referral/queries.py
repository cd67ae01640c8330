"""Finding what a list of the feed is asked for. Every list is ordered by id, which never changes.

Only services in use are found, and with them only the organizations and places that have such a service. A hidden
place is never compared with a postcode or a distance, so no number of questions can tell where it is.
"""

import json
import math
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.directory import queries as directory
from portal.directory.models import Location, Organization, Schedule, Service, ServiceAtLocation, Status
from portal.directory.places import Place, Places, kilometres
from portal.directory.taxonomy import ServiceTerm, Taxonomy, TaxonomyTerm
from portal.open_referral.parameters import Unreadable, Wanted

Condition = ColumnElement[bool]
Named = tuple[uuid.UUID, str, Status]
WAYS_IN = {"self_referral": "self", "parent_referral": "parent"}
"""Terms of the taxonomy access that a service carries by its routes, and the routes."""
FURTHEST_START = 2**31
"""No list is longer, and no database is asked for more than it can count."""
KM_A_DEGREE = 110.0
"""A little less than it is anywhere, so that a box drawn with it is never too small."""


@dataclass(frozen=True)
class Found:
    """One page of a list, as ids, and how many entries the whole list has."""

    total: int
    ids: tuple[uuid.UUID, ...]


def services(session: Session, wanted: Wanted) -> Found:
    """Find services."""
    return _page(session, select(Service.id).where(*_service(wanted)), Service.id, wanted)


def service_at_locations(session: Session, wanted: Wanted, places: Places) -> Found:
    """Find services at their places. Raises Unreadable for a postcode nobody here knows."""
    found = select(ServiceAtLocation.id).join(Service, ServiceAtLocation.service_id == Service.id)
    found = found.where(*_service(wanted))
    if wanted.postcode is None:
        return _page(session, found, ServiceAtLocation.id, wanted)
    here = places.find(wanted.postcode)
    if here is None:
        raise Unreadable("Give a postcode of this area, or its first part: we do not know this one.")
    found = found.join(Location, ServiceAtLocation.location_id == Location.id)
    found = found.where(Location.address_hidden.is_(False), _for_people_of(places.ward(here)))
    if wanted.proximity is None:
        return _page(session, found, ServiceAtLocation.id, wanted)
    return _near(session, found, here, wanted.proximity / 1000, wanted)


def organizations(session: Session, wanted: Wanted) -> Found:
    """Find organizations that run at least one published service."""
    runs = exists().where(Service.organization_id == Organization.id, published(), *_terms(wanted))
    words = _words(wanted, Organization.name, Organization.description)
    return _page(session, select(Organization.id).where(runs, *words), Organization.id, wanted)


def taxonomies(session: Session, wanted: Wanted) -> Found:
    """Find taxonomies."""
    words = _words(wanted, Taxonomy.name, Taxonomy.description)
    return _page(session, select(Taxonomy.id).where(*words), Taxonomy.id, wanted)


def taxonomy_terms(session: Session, wanted: Wanted) -> Found:
    """Find terms, of every taxonomy or of one."""
    conditions = list(_words(wanted, cast(TaxonomyTerm.names["en"].as_string(), Text), TaxonomyTerm.description))
    if wanted.taxonomy_id is not None:
        conditions.append(TaxonomyTerm.taxonomy_id == wanted.taxonomy_id)
    return _page(session, select(TaxonomyTerm.id).where(*conditions), TaxonomyTerm.id, wanted)


def published() -> Condition:
    """Return the condition under which a service is published: it is in use, also when it is closed for now."""
    return Service.status.in_(directory.IN_USE)


def _page(session: Session, found: Select[Any], by: InstrumentedAttribute[uuid.UUID], wanted: Wanted) -> Found:
    """Take one page of a list and count the list, both in one look at it; a page beyond it needs a second."""
    start = (wanted.page - 1) * wanted.per_page
    if start <= FURTHEST_START:
        counted = found.add_columns(func.count().over()).order_by(by).offset(start).limit(wanted.per_page)
        rows = session.execute(counted).all()
        if rows:
            return Found(rows[0][1], tuple(own for own, _total in rows))
    return Found(session.scalar(select(func.count()).select_from(found.subquery())) or 0, ())


def _near(session: Session, found: Select[Any], here: Place, km: float, wanted: Wanted) -> Found:
    """Take what lies within a distance: a box in the database, then the true distance of what is in it."""
    south, north, west, east = box(here.point, km)
    around = found.add_columns(Location.latitude, Location.longitude).where(
        Location.latitude.between(south, north), Location.longitude.between(west, east)
    )
    rows = session.execute(around.order_by(ServiceAtLocation.id))
    near = tuple(own for own, *there in rows if kilometres(here.point, (there[0], there[1])) <= km)
    start = (wanted.page - 1) * wanted.per_page
    return Found(len(near), near[start : start + wanted.per_page])


def box(point: tuple[float, float], km: float) -> tuple[float, float, float, float]:
    """Return the south, north, west and east of a box, in degrees, that holds all within a distance of a point."""
    (north, east), tall = point, km / KM_A_DEGREE
    furthest = min(abs(north) + tall, 89.0)
    wide = tall / math.cos(math.radians(furthest))
    return north - tall, north + tall, east - wide, east + wide


def _service(wanted: Wanted) -> Iterator[Condition]:
    """Yield what a service has to meet."""
    yield published()
    yield from _words(wanted, *map(_hushed, (Service.name, Service.description, Service.summary)))
    yield from _terms(wanted)
    yield from _opening(wanted)
    if wanted.organization_id is not None:
        yield Service.organization_id == wanted.organization_id
    if wanted.minimum_age is not None:
        yield Service.minimum_age >= wanted.minimum_age
    if wanted.maximum_age is not None:
        yield Service.maximum_age <= wanted.maximum_age
    if wanted.modified_after is not None:
        yield Service.last_modified >= wanted.modified_after


def _words(wanted: Wanted, *columns: Any) -> Iterator[Condition]:
    """Yield for each word that one of the columns contains it, whatever its capitals."""
    for word in (wanted.search or "").split():
        yield or_(
            *(func.lower(column).contains(each, autoescape=True) for column in columns for each in _spellings(word))
        )


def _spellings(word: str) -> list[str]:
    """Return how a word may stand in a text that the database has put in small letters.

    SQLite knows the capitals of English only, so of other words the usual ways to write them are all looked for.
    """
    ways = {word.lower()} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    return sorted({"".join(each.lower() if each.isascii() else each for each in way) for way in ways})


def _hushed(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Return a text without its assurer's address: who searches for parts of it must not learn that it is there."""
    assurer = func.lower(func.coalesce(Service.assurer_email, ""))
    return func.replace(func.lower(column), assurer, " ")


def _terms(wanted: Wanted) -> Iterator[Condition]:
    """Yield that a service carries a term, or a term of a taxonomy."""
    if wanted.taxonomy_term_id is not None:
        yield _carries(TaxonomyTerm.id == wanted.taxonomy_term_id)
    if wanted.taxonomy_id is not None:
        yield _carries(TaxonomyTerm.taxonomy_id == wanted.taxonomy_id)


def _carries(which: Condition) -> Condition:
    """Return that a service carries such a term: by itself, or by who may ask for it."""
    own = exists().where(ServiceTerm.service_id == Service.id, ServiceTerm.term_id == TaxonomyTerm.id, which)
    access = and_(TaxonomyTerm.taxonomy_id == Taxonomy.id, Taxonomy.key == "access", which)
    routes = cast(Service.routes, Text)
    by_route = (
        and_(routes.contains(f'"{route}"'), exists().where(access, TaxonomyTerm.key == key).correlate(Service))
        for key, route in WAYS_IN.items()
    )
    return or_(own.correlate(Service), *by_route)


def _opening(wanted: Wanted) -> Iterator[Condition]:
    """Yield that one schedule of a service meets everything that is asked about times."""
    conditions: list[Condition] = []
    if wanted.day is not None:
        conditions.append(func.upper(Schedule.byday).contains(wanted.day))
    if wanted.start_time is not None:
        conditions += (*_readable(Schedule.opens_at), _minute(Schedule.opens_at) >= wanted.start_time)
    if wanted.end_time is not None:
        conditions += (*_readable(Schedule.closes_at), _minute(Schedule.closes_at) <= wanted.end_time)
    if conditions:
        yield exists().where(Schedule.service_id == Service.id, *conditions).correlate(Service)


def _minute(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return func.substr(column, 1, 5)


def _readable(column: InstrumentedAttribute[str]) -> tuple[Condition, Condition]:
    """Return that a time is one: nothing that is not published as a time may be found by it."""
    return column.like("__:__%"), func.substr(column, 1, 2) <= "24"


def _for_people_of(ward: str) -> Condition:
    """Return that a service is for people of a ward: it names no wards, or this one."""
    wards = cast(Service.catchment_wards, Text)
    return or_(wards.not_like('%"%'), wards.contains(json.dumps(ward), autoescape=True))


def with_terms_of_routes(session: Session) -> dict[str, TaxonomyTerm]:
    """Return the terms that services carry by their routes, by route."""
    wanted = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.key == "access", TaxonomyTerm.key.in_(WAYS_IN))
    return {WAYS_IN[term.key]: term for term in session.scalars(wanted.order_by(TaxonomyTerm.position))}


def rows(session: Session, kind: Any, ids: Sequence[uuid.UUID], *options: Any) -> list[Any]:
    """Return rows in the order of their ids, with what the options bring along."""
    found = {row.id: row for row in session.scalars(select(kind).where(kind.id.in_(ids)).options(*options))}
    return [found[own] for own in ids if own in found]


def services_of(session: Session, organizations: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Named]]:
    """Return the id, name and status of the published services of organizations, by organization."""
    wanted = select(Service.organization_id, Service.id, Service.name, Service.status).order_by(Service.id)
    found: dict[uuid.UUID, list[Named]] = {}
    wanted = wanted.where(published(), Service.organization_id.in_(organizations))
    for organization, own, name, status in session.execute(wanted):
        found.setdefault(organization, []).append((own, name, status))
    return found


def assurers(session: Session) -> frozenset[str]:
    """Return the e-mail addresses of everybody who has checked an entry, published or not."""
    return frozenset(filter(None, session.scalars(select(Service.assurer_email).distinct())))


def state(session: Session, on: date, expires: timedelta) -> tuple[Any, ...]:
    """Return what tells two states of the same version apart: last change, and how many waits are past and to come.

    As the days go by, waits only ever move from to come to shown to past, so the two counts say which are shown.
    """
    past = func.count().filter(Service.wait_as_of < on - expires)
    to_come = func.count().filter(Service.wait_as_of > on)
    return tuple(session.execute(select(func.max(Service.last_modified), past, to_come)).one())
