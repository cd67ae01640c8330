"""Every answer of the feed as plain values, the same for the web and for files."""

import json
import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session, joinedload, selectinload

from portal.directory import packing
from portal.directory import queries as directory
from portal.directory.models import Location, Organization, Service, ServiceAtLocation
from portal.directory.places import Places
from portal.directory.taxonomy import Taxonomy, TaxonomyTerm
from portal.helplines.contact import Contact
from portal.open_referral import publishing, queries, writing
from portal.open_referral.parameters import Unreadable, Wanted
from portal.open_referral.publishing import Limits

Said = dict[str, Any]
VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
ROOT = "/api/open-referral"
OPENAPI = f"{ROOT}/openapi.json"
MOST_NESTED = 200
"""Services that one organization may nest in full; one with more is read page by page."""


@dataclass(frozen=True)
class Sources:
    """What an answer is made from besides the rows."""

    places: Places
    helplines: Mapping[str, Contact]
    limits: Limits


def limits(on: date, assurers: frozenset[str] = frozenset()) -> Limits:
    """Return what is not published on a day: the same rules as on our own pages."""
    return Limits(on, packing.WAIT_EXPIRES, packing.FEWEST, publishing.hush(assurers))


def about(address: str) -> Said:
    """Say what this is; `address` is where the portal stands, without a slash at its end."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": f"{address}{OPENAPI}"}


def written(said: Mapping[str, Any]) -> bytes:
    """Return an answer as it is sent and kept: UTF-8, the same bytes for the same values."""
    return json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


def page(session: Session, sources: Sources, name: str, wanted: Wanted) -> Said:
    """Return one page of a list. Raises Unreadable for a postcode nobody here knows."""
    found, contents = LISTS[name](session, sources, wanted)
    pages = math.ceil(found.total / wanted.per_page)
    return {
        "total_items": found.total,
        "total_pages": pages,
        "page_number": wanted.page,
        "size": len(contents),
        "first_page": wanted.page == 1,
        "last_page": wanted.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def ids(said: Mapping[str, Any]) -> list[uuid.UUID]:
    """Return the ids on a page."""
    return [uuid.UUID(each["id"]) for each in said["contents"]]


def one(session: Session, sources: Sources, name: str, own: uuid.UUID, wanted: Wanted) -> Said | None:
    """Return one entry with everything nested, or None. Raises Unreadable where that would be too much."""
    found = several(session, sources, name, [own], wanted)
    return found[0] if found else None


def several(session: Session, sources: Sources, name: str, ids: Sequence[uuid.UUID], wanted: Wanted) -> list[Said]:
    """Return entries with everything nested. Ids that are not published are left out."""
    return WHOLE[name](session, sources, ids, wanted)


# Lists


def _list_services(session: Session, sources: Sources, wanted: Wanted) -> tuple[queries.Found, list[Said]]:
    found = queries.services(session, wanted)
    if wanted.full:
        return found, _services(session, sources, found.ids, wanted)
    rows = queries.rows(session, Service, found.ids, joinedload(Service.organization))
    return found, [publishing.public(writing.short_service(row), sources.limits) for row in rows]


def _list_places(session: Session, sources: Sources, wanted: Wanted) -> tuple[queries.Found, list[Said]]:
    found = queries.service_at_locations(session, wanted, sources.places)
    if wanted.full:
        return found, _service_at_locations(session, sources, found.ids, wanted)
    rows = queries.rows(session, ServiceAtLocation, found.ids, joinedload(ServiceAtLocation.location))
    services = _by_id(queries.rows(session, Service, _services_at(rows), joinedload(Service.organization)))
    said = (writing.short_place(row, services[row.service_id]) for row in rows)
    return found, [publishing.public(each, sources.limits, "service_at_location") for each in said]


def _list_organizations(session: Session, sources: Sources, wanted: Wanted) -> tuple[queries.Found, list[Said]]:
    found = queries.organizations(session, wanted)
    if wanted.full:
        return found, _organizations(session, sources, found.ids, wanted)
    said = map(writing.short_organization, queries.rows(session, Organization, found.ids))
    return found, [publishing.public(each, sources.limits, "organization") for each in said]


def _list_taxonomies(session: Session, sources: Sources, wanted: Wanted) -> tuple[queries.Found, list[Said]]:
    found = queries.taxonomies(session, wanted)
    said = map(writing.taxonomy, queries.rows(session, Taxonomy, found.ids))
    return found, [publishing.public(each, sources.limits, "taxonomy") for each in said]


def _list_terms(session: Session, sources: Sources, wanted: Wanted) -> tuple[queries.Found, list[Said]]:
    found = queries.taxonomy_terms(session, wanted)
    return found, _taxonomy_terms(session, sources, found.ids, wanted)


# Everything about one, or about several


def _services(session: Session, sources: Sources, ids: Sequence[uuid.UUID], wanted: Wanted) -> list[Said]:
    return [publishing.public(each, sources.limits) for each in _whole_services(session, sources, ids)]


def _whole_services(session: Session, sources: Sources, ids: Sequence[uuid.UUID]) -> list[Said]:
    by_route = queries.with_terms_of_routes(session)
    rows = queries.rows(session, Service, ids, *directory.with_everything())
    return [writing.whole_service(row, by_route, sources.helplines) for row in rows if row.status in directory.IN_USE]


def _service_at_locations(session: Session, sources: Sources, ids: Sequence[uuid.UUID], wanted: Wanted) -> list[Said]:
    nested = joinedload(ServiceAtLocation.location).options(
        selectinload(Location.addresses), selectinload(Location.accessibility)
    )
    rows = queries.rows(session, ServiceAtLocation, ids, nested)
    services = {each["id"]: each for each in _whole_services(session, sources, _services_at(rows))}
    said = (writing.whole_place(row, services[str(row.service_id)]) for row in rows if str(row.service_id) in services)
    return [publishing.public(each, sources.limits, "service_at_location") for each in said]


def _organizations(session: Session, sources: Sources, ids: Sequence[uuid.UUID], wanted: Wanted) -> list[Said]:
    rows = queries.rows(session, Organization, ids, selectinload(Organization.identifiers))
    services = queries.services_of(session, ids)
    said = (
        writing.whole_organization(row, _run_by(session, sources, services[row.id], wanted))
        for row in rows
        if row.id in services
    )
    return [publishing.public(each, sources.limits, "organization") for each in said]


def _run_by(session: Session, sources: Sources, services: list[queries.Named], wanted: Wanted) -> list[Said]:
    """Write an organization's services: by name, or in full when that was asked for."""
    if not wanted.full_service:
        return [{"id": str(own), "name": name, "status": status.value} for own, name, status in services]
    if len(services) > MOST_NESTED:
        raise Unreadable("Read this organization's services from /services?organization_id=…: there are too many.")
    return _whole_services(session, sources, [own for own, _name, _status in services])


def _taxonomies(session: Session, sources: Sources, ids: Sequence[uuid.UUID], wanted: Wanted) -> list[Said]:
    rows = queries.rows(session, Taxonomy, ids, selectinload(Taxonomy.terms))
    said = (writing.taxonomy(row, [writing.taxonomy_term(term) for term in row.terms]) for row in rows)
    return [publishing.public(each, sources.limits, "taxonomy") for each in said]


def _taxonomy_terms(session: Session, sources: Sources, ids: Sequence[uuid.UUID], wanted: Wanted) -> list[Said]:
    said = map(writing.taxonomy_term, queries.rows(session, TaxonomyTerm, ids, joinedload(TaxonomyTerm.taxonomy)))
    return [publishing.public(each, sources.limits, "taxonomy_term") for each in said]


def _services_at(rows: Sequence[ServiceAtLocation]) -> list[uuid.UUID]:
    return list(dict.fromkeys(row.service_id for row in rows))


def _by_id(rows: Sequence[Service]) -> dict[uuid.UUID, Service]:
    return {row.id: row for row in rows}


List = Callable[[Session, Sources, Wanted], tuple[queries.Found, list[Said]]]
Whole = Callable[[Session, Sources, Sequence[uuid.UUID], Wanted], list[Said]]
LISTS: Mapping[str, List] = {
    "services": _list_services,
    "service_at_locations": _list_places,
    "organizations": _list_organizations,
    "taxonomies": _list_taxonomies,
    "taxonomy_terms": _list_terms,
}
WHOLE: Mapping[str, Whole] = {
    "services": _services,
    "service_at_locations": _service_at_locations,
    "organizations": _organizations,
    "taxonomies": _taxonomies,
    "taxonomy_terms": _taxonomy_terms,
}
