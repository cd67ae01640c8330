"""Entries as nested documents: as they are now, as they would be kept, and how they are put in the place of rows."""

import copy
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.directory import from_open_referral, queries, to_open_referral
from portal.directory.from_open_referral import CARRIED
from portal.directory.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from portal.upkeep.models import ServiceVersion

Document = dict[str, Any]
PARTS: Mapping[str, tuple[Any, Any]] = {
    "schedules": (Schedule, Schedule.service_id),
    "contacts": (Contact, Contact.service_id),
    "cost_options": (CostOption, CostOption.service_id),
    "service_areas": (ServiceArea, ServiceArea.service_id),
    "service_at_locations": (ServiceAtLocation, ServiceAtLocation.service_id),
}
"""Which table each list of an entry is kept in, and by which column it belongs to the entry."""
Known = Mapping[tuple[str, str], uuid.UUID]


def locked(session: Session, service_id: uuid.UUID) -> Service | None:
    """Return a service as the database has it now, with all that belongs to it, locked until this transaction ends."""
    own = select(Service.id).where(Service.id == service_id).with_for_update()
    if session.scalars(own).one_or_none() is None:
        return None
    return session.scalars(_fresh(service_id)).one()


def now(session: Session, service_id: uuid.UUID) -> Document | None:
    """Return what an entry says now; None where there is none."""
    row = session.scalars(_fresh(service_id)).one_or_none()
    return to_open_referral.service(row) if row else None


def _fresh(service_id: uuid.UUID) -> Select[Service]:
    return queries.whole().where(Service.id == service_id).execution_options(populate_existing=True)


def as_kept(said: Mapping[str, Any], known: Known) -> Document:
    """Return a document as it would come out again if it were put in: nothing that we have no place for.

    Raises KeyError, TypeError or ValueError where it cannot be put in at all.
    """
    document = to_open_referral.service(from_open_referral.service(_without_what_follows(said), {}, fictional=False))
    more = said.get("x_cypmh", {})
    for taxonomy, key in CARRIED.items():
        words = more.get(key) or ()
        words = [words] if isinstance(words, str) else words
        kept = [word for word in dict.fromkeys(words) if (taxonomy, word) in known]
        document["x_cypmh"][key] = kept[0] if key in to_open_referral.SINGLE and len(kept) == 1 else kept
    return document


def with_own_ids(session: Session, document: Document) -> Document:
    """Return a document in which no part carries the id of another entry's part: it gets one of its own.

    Ids are guessed, copied and used twice by feeds; taken as they are, they would pull rows out of other entries.
    """
    own = uuid.UUID(document["id"])
    said = copy.deepcopy(document)
    for key, (rows, parent) in PARTS.items():
        _own(session, said.get(key) or (), rows, parent, own)
    for contact in said.get("contacts") or ():
        _own(session, contact.get("phones") or (), Phone, Phone.contact_id, uuid.UUID(contact["id"]))
    for place in said.get("service_at_locations") or ():
        at = uuid.UUID(place["location"]["id"])
        _own(session, place["location"].get("addresses") or (), Address, Address.location_id, at)
        _own(session, place["location"].get("accessibility") or (), Accessibility, Accessibility.location_id, at)
    return said


def _own(session: Session, parts: Sequence[Document], rows: Any, parent: Any, own: uuid.UUID) -> None:
    """Give parts that belong to somebody else, or that came twice, other ids; the same ones every time."""
    ids = [uuid.UUID(each["id"]) for each in parts]
    taken = set(session.scalars(select(rows.id).where(rows.id.in_(ids), parent != own))) if ids else set()
    met: set[uuid.UUID] = set()
    for each, one in zip(parts, ids, strict=True):
        new = uuid.uuid5(own, str(one)) if one in taken else one
        while new in met:
            new = uuid.uuid5(own, str(new))
        met.add(new)
        each["id"] = str(new)
        each |= {key: str(own) for key in ("contact_id", "location_id") if key in each and rows in (Phone, Address)}


def put(session: Session, document: Document, *, fictional: bool, moment: datetime) -> Service:
    """Make the rows say what a document in its kept form says. Returns the service as it is then."""
    said = {**document, "languages": [], "last_modified": moment.isoformat()}
    said = _with_ids_we_know(session, said)
    row = session.merge(from_open_referral.service(said, queries.term_ids(session), fictional=fictional))
    session.flush()
    return session.scalars(_fresh(row.id)).one()


def _without_what_follows(said: Mapping[str, Any]) -> Document:
    """Leave out the languages that are said a second time, so that taking the last one away takes it away."""
    own = "languages" in (said.get("x_cypmh") or {})
    return {key: value for key, value in said.items() if key != "languages" or not own}


def _with_ids_we_know(session: Session, said: Document) -> Document:
    """Give each place the id under which this service is there already: the same place twice is not allowed."""
    wanted = select(ServiceAtLocation).where(ServiceAtLocation.service_id == uuid.UUID(said["id"]))
    known = {str(each.location_id): str(each.id) for each in session.scalars(wanted)}
    places: dict[str, Any] = {}
    for each in said.get("service_at_locations") or ():
        place = each["location"]["id"]
        places.setdefault(place, {**each, "id": known.get(place, each["id"])})
    return said | {"service_at_locations": list(places.values())}


def sharing(session: Session, row: Service, *, organization: bool = True) -> list[Service]:
    """Return the other services at the same places, and those the same organisation runs: they say it too."""
    at = select(ServiceAtLocation.service_id).where(
        ServiceAtLocation.location_id.in_([each.location_id for each in row.places])
    )
    run_by = [row.organization_id] if organization else []
    beside = Service.id.in_(at) | Service.organization_id.in_(run_by)
    wanted = queries.whole().where(Service.id != row.id, beside)
    return list(session.scalars(wanted.order_by(Service.name, Service.id).execution_options(populate_existing=True)))


def last_version(session: Session, service_id: uuid.UUID) -> ServiceVersion | None:
    """Return the newest version of an entry, if any was ever kept."""
    wanted = select(ServiceVersion).where(ServiceVersion.service_id == service_id)
    return session.scalars(wanted.order_by(ServiceVersion.number.desc()).limit(1)).one_or_none()


def next_number(session: Session, service_id: uuid.UUID) -> int:
    """Return the number of the version to come, from 1."""
    wanted = select(func.max(ServiceVersion.number)).where(ServiceVersion.service_id == service_id)
    return (session.scalar(wanted) or 0) + 1


def is_organization(session: Session, organization_id: uuid.UUID) -> bool:
    """Tell whether we know an organisation."""
    return session.get(Organization, organization_id) is not None
