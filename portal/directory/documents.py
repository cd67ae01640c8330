"""One service as plain values: everything a reader may see, and nothing else. What is hidden stops here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from portal.directory import recurrence, volume
from portal.directory.hours import Opening, read_time
from portal.directory.models import Catchment, Location, Schedule, Service, Status

BY_PROVIDER = "provider"


@dataclass(frozen=True)
class Site:
    """A place a reader may know. A hidden one has no name, no lines and no point."""

    name: str
    lines: tuple[str, ...]
    point: tuple[float, float] | None
    accessibility: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Wait:
    """How long people waited for a first chat, in days, as of a date."""

    as_of: date
    median_days: int
    p85_days: int
    count: int
    method: str


@dataclass(frozen=True)
class Line:
    """One of a service's own numbers."""

    kind: str
    number: str


@dataclass(frozen=True)
class Document:
    """A service, ready to be found and shown."""

    id: str
    slug: str
    name: str
    summary: str
    description: str
    organization: str
    identifiers: tuple[tuple[str, str], ...]
    paused: bool
    alert: str
    closed_until: date | None
    alternatives: tuple[str, ...]
    url: str
    email: str
    lines: tuple[Line, ...]
    contact: str
    helpline: str
    minimum_age: int | None
    maximum_age: int | None
    eligibility: str
    how_to_get_in: str
    what_happens_next: str
    routes: tuple[str, ...]
    self_from: int | None
    via_front_door: bool
    crisis: bool
    terms: Mapping[str, tuple[str, ...]]
    """By taxonomy: need, thrive, cohort, setting, mode, provider_type, cost, access, language."""
    first_languages: tuple[str, ...]
    sites: tuple[Site, ...]
    openings: tuple[Opening, ...]
    hours_notes: tuple[str, ...]
    costs: tuple[tuple[str, float | None, str], ...]
    catchment: str
    wards: tuple[str, ...]
    area: str
    accreditations: str
    assurance: Mapping[str, Any] | None
    mhst: bool | None
    assured: date | None
    wait: Wait | None
    minimum_age_months: int | None = None
    maximum_age_months: int | None = None
    """For babies, in whole months; they stand above the years. New facts go to the end and begin with a default."""
    assured_by: str = ""
    """Who checked it: the organisation that runs it (BY_PROVIDER), a fingerprint of somebody else, or nobody known."""

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Return where it is, as far as anybody may know."""
        return tuple(site.point for site in self.sites if site.point)

    @property
    def reaches_anywhere(self) -> bool:
        """Tell whether distance does not matter: it comes to people, is used from afar, or may not be located."""
        away = {"remote", "home"} & set(self.terms.get("setting", ()))
        return bool(away) or not self.points or self.catchment == Catchment.NATIONAL


FIELDS = tuple(each.name for each in fields(Document))


def encoded(service: Document) -> bytes:
    """Write a service down as it is kept in the index: its facts in order, without their names."""
    return volume.frozen(tuple(getattr(service, name) for name in FIELDS))


def decoded(data: Any) -> Document:
    """Read a service back."""
    return Document(*volume.thawed(data))


def document(service: Service | Any) -> Document:
    """Turn one service's rows into plain values: a model, or rows in its shape."""
    return Document(
        organization=service.organization.name,
        identifiers=tuple((each.identifier_type, each.identifier) for each in service.organization.identifiers),
        terms=_terms(service),
        sites=tuple(_site(place.location) for place in service.places),
        lines=tuple(Line(phone.kind, phone.number) for desk in service.contacts for phone in desk.phones),
        contact=_contact(service),
        openings=tuple(found for each in service.schedules if (found := _opening(each))),
        hours_notes=tuple(dict.fromkeys(each.notes for each in service.schedules if each.notes)),
        costs=tuple((each.option, each.amount, each.amount_description) for each in service.costs),
        first_languages=tuple(spoken.code for spoken in service.languages if spoken.first_contact),
        area="; ".join(each.service_area or each.name for each in service.areas),
        wait=_wait(service),
        assured_by=_assured_by(service),
        **_columns(service),
    )


def _columns(service: Service | Any) -> dict[str, Any]:
    """Gather what stands in the service's own row."""
    same = ("slug", "name", "summary", "description", "closed_until", "minimum_age", "maximum_age", "assurance", "mhst")
    months = ("minimum_age_months", "maximum_age_months")
    words = ("alert", "url", "email", "helpline", "eligibility", "how_to_get_in", "what_happens_next", "accreditations")
    return {
        "id": str(service.id),
        "paused": service.status is Status.PAUSED,
        "alternatives": tuple(service.alternatives),
        "routes": tuple(service.routes),
        "self_from": service.self_refer_from_age,
        "via_front_door": service.via_front_door,
        "crisis": service.crisis,
        "catchment": service.catchment.value,
        "wards": tuple(service.catchment_wards),
        "assured": service.assured_date,
        **{name: getattr(service, name) for name in (*same, *months)},
        **{name: getattr(service, name) or "" for name in words},
    }


def _terms(service: Service | Any) -> dict[str, tuple[str, ...]]:
    """Gather a service's words by taxonomy, the main ones first; ways in and languages are words to search by, too."""
    found: dict[str, list[str]] = {}
    for link in service.terms:
        found.setdefault(link.term.taxonomy.key, []).append(link.term.key)
    ways_in = [f"{who}_referral" for who in ("self", "parent") if who in service.routes]
    found["access"] = [*ways_in, *found.get("access", ())]
    found["language"] = [spoken.code for spoken in service.languages if spoken.help]
    return {taxonomy: tuple(terms) for taxonomy, terms in found.items()}


def _assured_by(service: Service | Any) -> str:
    """Tell which organisation's address stands under the last check. The address itself goes no further."""
    address = _plain(service.assurer_email)
    own = {_plain(service.email), _plain(service.organization.email)}
    return BY_PROVIDER if address and address in own else fingerprint(address)


def fingerprint(address: str | None) -> str:
    """Return what an address can be known again by without being told; nothing for no address."""
    plain = _plain(address)
    return hashlib.sha256(plain.encode()).hexdigest()[:16] if plain else ""


def _plain(address: str | None) -> str:
    return (address or "").strip().casefold()


def _contact(service: Service | Any) -> str:
    """Say who answers: a name with a role, or a role."""
    named = next((each for each in service.contacts if each.name or each.title), None)
    return ", ".join(filter(None, (named.name, named.title))) if named else ""


def _site(location: Location | Any) -> Site:
    """Show a location as far as anybody may know it."""
    access = tuple(each.description for each in location.accessibility)
    if location.address_hidden:
        return Site("", (), None, (), hidden=True)
    lines = [(each.address_1, each.city, each.postal_code) for each in location.addresses]
    known = location.latitude is not None and location.longitude is not None
    point = (location.latitude or 0.0, location.longitude or 0.0) if known else None
    return Site(location.name, tuple(filter(None, lines[0])) if lines else (), point, access)


def _opening(schedule: Schedule | Any) -> Opening | None:
    """Turn a schedule into a rule that can be worked out; None when its times do not read."""
    opens, closes = read_time(schedule.opens_at), read_time(schedule.closes_at)
    if opens is None or closes is None:
        return None
    return Opening(
        days=recurrence.read(schedule.freq, schedule.interval, schedule.byday, schedule.bymonthday),
        opens=opens,
        closes=closes,
        bank_holidays=schedule.bank_holidays,
        term_only=schedule.term_time_only,
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
        by_appointment=schedule.by_appointment,
    )


def _wait(service: Service | Any) -> Wait | None:
    """Gather a published wait; a half-told one is no wait."""
    median, p85, count = service.wait_median_days, service.wait_p85_days, service.wait_count
    if service.wait_as_of is None or median is None or p85 is None or count is None:
        return None
    return Wait(service.wait_as_of, median, p85, count, service.wait_method or "")
