"""From Open Referral UK 3.0 to rows: one nested service, with what the standard has no home for under `x_cypmh`."""

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.directory.hours import Rule
from portal.directory.models import (
    Accessibility,
    Address,
    Catchment,
    Contact,
    CostOption,
    Location,
    Organization,
    OrganizationIdentifier,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceLanguage,
    Status,
)
from portal.directory.taxonomy import ServiceTerm

Said = Mapping[str, Any]
TermIds = Mapping[tuple[str, str], uuid.UUID]
"""The id of each known word, by taxonomy and key."""

CARRIED = {
    "thrive": "thrive",
    "need": "needs",
    "cohort": "cohorts",
    "setting": "setting",
    "mode": "mode",
    "access": "access",
    "cost": "cost",
    "provider_type": "provider_type",
}
"""Where `x_cypmh` keeps the words of each taxonomy."""
DATED = frozenset({"assured_date", "verified_on", "as_of", "closed_until", "last_modified", "checked_on", "expires_on"})
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def service(said: Said, terms: TermIds, *, fictional: bool) -> Service:
    """Make the rows of one service. Raises KeyError or ValueError where the standard's own rules are not met."""
    more, own = said.get("x_cypmh", {}), uuid.UUID(said["id"])
    return Service(
        id=own,
        organization_id=uuid.UUID(said["organization"]["id"]),
        slug=more.get("slug") or slug(said["name"], own),
        name=said["name"],
        status=Status(said["status"]),
        fictional=fictional,
        last_modified=_moment(said.get("last_modified")) or EARLIEST,
        assured_date=_day(said.get("assured_date")),
        organization=organization(said["organization"]),
        terms=[
            ServiceTerm(id=uuid.uuid5(own, str(term)), service_id=own, term_id=term, position=position)
            for position, term in enumerate(_terms(more, terms))
        ],
        places=[_place(each, own, position) for position, each in enumerate(said.get("service_at_locations", ()))],
        schedules=[_schedule(each, own, position) for position, each in enumerate(said.get("schedules", ()))],
        contacts=[_contact(each, own) for each in said.get("contacts", ())],
        areas=[_area(each, own) for each in said.get("service_areas", ())],
        costs=[_cost(each, own, position) for position, each in enumerate(said.get("cost_options", ()))],
        languages=list(_languages(said, more, own)),
        **_standard(said),
        **_local(more),
        **_wait(more.get("waits")),
    )


def _standard(said: Said) -> dict[str, Any]:
    """Gather the plain columns the standard has a home for."""
    return {
        "description": said.get("description") or "",
        "alert": said.get("alert"),
        "url": said.get("url"),
        "email": said.get("email"),
        "minimum_age": _whole(said.get("minimum_age")),
        "maximum_age": _whole(said.get("maximum_age")),
        "accreditations": said.get("accreditations"),
        "assurer_email": said.get("assurer_email"),
    }


def _local(more: Said) -> dict[str, Any]:
    """Gather the plain columns only we have."""
    catchment = more.get("catchment", {})
    return {
        "summary": more.get("summary", ""),
        "closed_until": _day(more.get("closed_until")),
        "alternatives": list(more.get("alternatives", ())),
        "eligibility": more.get("eligibility", ""),
        "how_to_get_in": more.get("how_to_get_in", ""),
        "what_happens_next": more.get("what_happens_next", ""),
        "routes": list(more.get("routes", ())),
        "self_refer_from_age": _whole(more.get("self_refer_from_age")),
        "minimum_age_months": _whole(more.get("minimum_age_months")),
        "maximum_age_months": _whole(more.get("maximum_age_months")),
        "via_front_door": bool(more.get("via_front_door", False)),
        "crisis": bool(more.get("crisis", False)),
        "helpline": more.get("helpline"),
        "catchment": Catchment(catchment.get("kind", Catchment.RESIDENTS.value)),
        "catchment_wards": list(catchment.get("wards", ())),
        "assurance": more.get("assurance"),
        "mhst": more.get("mhst"),
        "owner": more.get("owner", ""),
    }


def _wait(waits: Said | None) -> dict[str, Any]:
    """Gather a wait for a first contact."""
    first = (waits or {}).get("first_contact", {})
    return {
        "wait_as_of": _day((waits or {}).get("as_of")),
        "wait_median_days": _whole(first.get("median_days")),
        "wait_p85_days": _whole(first.get("p85_days")),
        "wait_count": _whole(first.get("n")),
        "wait_method": (waits or {}).get("method"),
    }


def organization(said: Said) -> Organization:
    """Make the rows of an organisation."""
    own = uuid.UUID(said["id"])
    return Organization(
        id=own,
        name=said["name"],
        description=said["description"],
        email=said.get("email"),
        website=said.get("website"),
        identifiers=[
            OrganizationIdentifier(
                id=uuid.UUID(each["id"]),
                organization_id=own,
                identifier_scheme=each.get("identifier_scheme"),
                identifier_type=each["identifier_type"],
                identifier=each["identifier"],
            )
            for each in said.get("organization_identifiers", ())
        ],
    )


def _terms(more: Said, known: TermIds) -> Iterator[uuid.UUID]:
    """Yield the ids of the words a service carries; unknown words are left out."""
    for taxonomy, key in CARRIED.items():
        said = more.get(key, ())
        for value in dict.fromkeys([said] if isinstance(said, str) else said):
            if (taxonomy, value) in known:
                yield known[taxonomy, value]


def _place(said: Said, service_id: uuid.UUID, position: int) -> ServiceAtLocation:
    at = said["location"]
    location_id = uuid.UUID(at["id"])
    location = Location(
        id=location_id,
        location_type=at["location_type"],
        name=at.get("name", ""),
        description=at.get("description"),
        latitude=at.get("latitude"),
        longitude=at.get("longitude"),
        address_hidden=bool(at.get("x_cypmh", {}).get("address_hidden", False)),
        addresses=[_address(each, location_id) for each in at.get("addresses", ())],
        accessibility=[
            Accessibility(id=uuid.UUID(each["id"]), location_id=location_id, description=each.get("description", ""))
            for each in at.get("accessibility", ())
        ],
    )
    return ServiceAtLocation(
        id=uuid.UUID(said["id"]), service_id=service_id, location_id=location_id, position=position, location=location
    )


def _address(said: Said, location_id: uuid.UUID) -> Address:
    names = ("address_1", "city", "state_province", "postal_code", "country", "address_type")
    return Address(id=uuid.UUID(said["id"]), location_id=location_id, **{name: said[name] for name in names})


def _schedule(said: Said, service_id: uuid.UUID, position: int) -> Schedule:
    more = said.get("x_cypmh", {})
    return Schedule(
        id=uuid.UUID(said["id"]),
        service_id=service_id,
        position=position,
        freq=said.get("freq", ""),
        interval=_whole(said.get("interval")) or 1,
        byday=said.get("byday", ""),
        bymonthday=said.get("bymonthday", ""),
        valid_from=_day(said.get("valid_from")),
        valid_to=_day(said.get("valid_to")),
        opens_at=said.get("opens_at", ""),
        closes_at=said.get("closes_at", ""),
        bank_holidays=Rule(more.get("bank_holidays", Rule.UNKNOWN.value)),
        term_time_only=bool(more.get("term_time_only", False)),
        by_appointment=bool(more.get("by_appointment", False)),
        notes=said.get("notes"),
    )


def _contact(said: Said, service_id: uuid.UUID) -> Contact:
    own = uuid.UUID(said["id"])
    phones = [
        Phone(
            id=uuid.UUID(each["id"]),
            contact_id=own,
            position=position,
            number=each["number"],
            kind=each.get("type") or "voice",
        )
        for position, each in enumerate(said.get("phones", ()))
    ]
    return Contact(id=own, service_id=service_id, name=said.get("name"), title=said.get("title"), phones=phones)


def _area(said: Said, service_id: uuid.UUID) -> ServiceArea:
    words = {"name": said.get("name", ""), "service_area": said.get("service_area", "")}
    return ServiceArea(id=uuid.UUID(said["id"]), service_id=service_id, **words)


def _cost(said: Said, service_id: uuid.UUID, position: int) -> CostOption:
    return CostOption(
        id=uuid.UUID(said["id"]),
        service_id=service_id,
        position=position,
        option=said.get("option", ""),
        amount=said.get("amount"),
        amount_description=said.get("amount_description", ""),
    )


def _languages(said: Said, more: Said, service_id: uuid.UUID) -> Iterator[ServiceLanguage]:
    """Yield the languages of the first contact and of the help itself."""
    help_in = list(more.get("languages") or [each["code"] for each in said.get("languages", ()) if each.get("code")])
    first = list(more.get("first_contact_languages", ()))
    for code in dict.fromkeys([*help_in, *first]):
        yield ServiceLanguage(
            id=uuid.uuid5(service_id, code),
            service_id=service_id,
            code=code,
            first_contact=code in first,
            help=code in help_in,
        )


def slug(name: str, own: uuid.UUID) -> str:
    """Return an address for a service that came without one: its name, and enough of its id to be the only one."""
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return f"{words[:80].rstrip('-')}-{own.hex[:8]}".lstrip("-")


def moved(said: Any, days: timedelta) -> Any:
    """Return the same data with every date of checking, measuring and reopening that much later."""
    if isinstance(said, list):
        return [moved(each, days) for each in said]
    if isinstance(said, dict):
        return {
            key: _later(value, days) if key in DATED and value else moved(value, days) for key, value in said.items()
        }
    return said


def _later(text: str, days: timedelta) -> str:
    moment = _moment(text) if "T" in text else None
    return (moment + days).isoformat() if moment else (date.fromisoformat(text) + days).isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _moment(text: str | None) -> datetime | None:
    moment = datetime.fromisoformat(text) if text else None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
