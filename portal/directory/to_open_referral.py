"""From rows to Open Referral UK 3.0: the other way round than `from_open_referral`, and nothing is lost between them.

What comes out is everything we hold, hidden addresses and private owners included. It is what editors compare, what
history keeps and what a restore reads back; whoever publishes it takes out first what nobody else may know.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.directory.from_open_referral import CARRIED
from portal.directory.models import (
    Contact,
    CostOption,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)

Said = dict[str, Any]
SINGLE = frozenset({"cost", "provider_type"})
"""Taxonomies of which `x_cypmh` carries one word, unless there are several."""


def service(row: Service) -> Said:
    """Write one service with all that belongs to it, as a nested document."""
    own = str(row.id)
    return _full(
        {
            "id": own,
            "organization_id": str(row.organization_id),
            "name": row.name,
            "description": row.description,
            "url": row.url,
            "email": row.email,
            "status": row.status.value,
            "minimum_age": row.minimum_age,
            "maximum_age": row.maximum_age,
            "assured_date": _day(row.assured_date),
            "assurer_email": row.assurer_email,
            "alert": row.alert,
            "accreditations": row.accreditations,
            "last_modified": row.last_modified.isoformat(),
            "organization": organization(row.organization),
            "schedules": [_schedule(each, own) for each in row.schedules],
            "service_areas": [_area(each, own) for each in row.areas],
            "service_at_locations": [_place(each) for each in row.places],
            "contacts": [_contact(each, own) for each in row.contacts],
            "cost_options": [_cost(each, own) for each in row.costs],
            "languages": [{"id": str(each.id), "service_id": own, "code": each.code} for each in row.languages],
            "x_cypmh": _more(row),
        }
    )


def organization(row: Organization) -> Said:
    """Write an organisation."""
    identifiers = [
        _full(
            {
                "id": str(each.id),
                "organization_id": str(row.id),
                "identifier_scheme": each.identifier_scheme,
                "identifier_type": each.identifier_type,
                "identifier": each.identifier,
            }
        )
        for each in row.identifiers
    ]
    return _full(
        {
            "id": str(row.id),
            "name": row.name,
            "description": row.description,
            "email": row.email,
            "website": row.website,
            "organization_identifiers": identifiers,
        }
    )


def location(row: Location) -> Said:
    """Write a place, with its address although that may be hidden."""
    own = str(row.id)
    addresses = [
        {
            "id": str(each.id),
            "location_id": own,
            "address_1": each.address_1,
            "city": each.city,
            "state_province": each.state_province,
            "postal_code": each.postal_code,
            "country": each.country,
            "address_type": each.address_type,
        }
        for each in row.addresses
    ]
    return _full(
        {
            "id": own,
            "location_type": row.location_type,
            "name": row.name,
            "description": row.description,
            "latitude": row.latitude,
            "longitude": row.longitude,
            "addresses": addresses,
            "accessibility": [
                {"id": str(each.id), "location_id": own, "description": each.description} for each in row.accessibility
            ],
            "x_cypmh": {"address_hidden": True} if row.address_hidden else None,
        }
    )


def _more(row: Service) -> Said:
    """Write what the standard has no home for."""
    catchment: Said = {"kind": row.catchment.value}
    if row.catchment_wards:
        catchment["wards"] = list(row.catchment_wards)
    same = ("eligibility", "how_to_get_in", "what_happens_next", "self_refer_from_age", "via_front_door", "crisis")
    months = ("minimum_age_months", "maximum_age_months")
    others = ("slug", "summary", "helpline", "assurance", "mhst", "owner")
    return _full(
        {
            **{name: getattr(row, name) for name in (*others, *same, *months)},
            **_terms(row),
            "self_refer": "self" in row.routes,
            "routes": list(row.routes),
            "closed_until": _day(row.closed_until),
            "alternatives": list(row.alternatives),
            "languages": [each.code for each in row.languages if each.help],
            "first_contact_languages": [each.code for each in row.languages if each.first_contact],
            "catchment": catchment,
            "waits": _waits(row),
        }
    )


def _terms(row: Service) -> Mapping[str, Any]:
    """Write the words a service carries, in its own order."""
    said: dict[str, Any] = {
        name: [link.term.key for link in row.terms if link.term.taxonomy.key == taxonomy]
        for taxonomy, name in CARRIED.items()
    }
    return {name: keys[0] if name in SINGLE and len(keys) == 1 else keys for name, keys in said.items()}


def _waits(row: Service) -> Said | None:
    """Write a wait for a first contact; None where there is none."""
    first = {"median_days": row.wait_median_days, "p85_days": row.wait_p85_days, "n": row.wait_count}
    if row.wait_as_of is None:
        return None
    return _full({"as_of": _day(row.wait_as_of), "first_contact": _full(first), "method": row.wait_method})


def _place(row: ServiceAtLocation) -> Said:
    return {
        "id": str(row.id),
        "service_id": str(row.service_id),
        "location_id": str(row.location_id),
        "location": location(row.location),
    }


def _schedule(row: Schedule, service_id: str) -> Said:
    more = {
        "bank_holidays": row.bank_holidays.value,
        "term_time_only": row.term_time_only or None,
        "by_appointment": row.by_appointment or None,
    }
    return _full(
        {
            "id": str(row.id),
            "service_id": service_id,
            "freq": row.freq,
            "interval": row.interval,
            "byday": row.byday,
            "bymonthday": row.bymonthday,
            "valid_from": _day(row.valid_from),
            "valid_to": _day(row.valid_to),
            "opens_at": row.opens_at,
            "closes_at": row.closes_at,
            "notes": row.notes,
            "x_cypmh": _full(more),
        }
    )


def _area(row: ServiceArea, service_id: str) -> Said:
    return _full({"id": str(row.id), "service_id": service_id, "name": row.name, "service_area": row.service_area})


def _cost(row: CostOption, service_id: str) -> Said:
    same = {name: getattr(row, name) for name in ("option", "amount", "amount_description")}
    return _full({"id": str(row.id), "service_id": service_id, **same})


def _contact(row: Contact, service_id: str) -> Said:
    phones = [
        {"id": str(each.id), "contact_id": str(row.id), "number": each.number, "type": each.kind} for each in row.phones
    ]
    return _full({"id": str(row.id), "service_id": service_id, "name": row.name, "title": row.title, "phones": phones})


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _full(said: Said) -> Said:
    """Leave out what was never said; an empty list and a no are said."""
    return {name: value for name, value in said.items() if value is not None and value != ""}
