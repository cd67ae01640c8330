"""Rows as the feed says them: short for lists, everything for one.

Nothing of it is public before it has gone through `publishing`.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from babel import Locale

from portal.directory import to_open_referral
from portal.directory.models import Location, Organization, Service, ServiceAtLocation
from portal.directory.taxonomy import Taxonomy, TaxonomyTerm
from portal.helplines.contact import SOURCE, Contact

Said = dict[str, Any]
RouteTerms = Mapping[str, TaxonomyTerm]
"""Terms that a service carries by who may ask for it, by route."""

PHONES = {"phone": "voice", "text": "text", "sms-999": "text", "relay": "textphone", "video": "video"}
"""Channels of the helpline registry that are numbers, as the standard calls them."""
ENGLISH = Locale("en")
SIGNED = {"bsl": "British Sign Language", "bfi": "British Sign Language"}
ONE_TO_ONE = ("name", "description", "url", "email", "minimum_age", "maximum_age", "assurer_email", "alert")
MORE = ("slug", "summary", "self_refer_from_age", "via_front_door", "crisis")
MONTHS = ("minimum_age_months", "maximum_age_months")


def short_service(row: Service) -> Said:
    """Write a service with what it has one of."""
    return {
        **{name: getattr(row, name) or None for name in ONE_TO_ONE},
        "minimum_age": row.minimum_age,
        "maximum_age": row.maximum_age,
        "id": str(row.id),
        "organization_id": str(row.organization_id),
        "status": row.status.value,
        "accreditations": row.accreditations or None,
        "assured_date": row.assured_date and row.assured_date.isoformat(),
        "last_modified": row.last_modified.isoformat(),
        "organization": short_organization(row.organization),
        "x_cypmh": {
            **{name: getattr(row, name) for name in (*MORE, *MONTHS) if getattr(row, name) != ""},
            "fictional": row.fictional or None,
            "self_refer": "self" in row.routes,
            "routes": list(row.routes),
            "closed_until": row.closed_until and row.closed_until.isoformat(),
            "waits": _waits(row),
        },
    }


def _waits(row: Service) -> Said | None:
    first = {"median_days": row.wait_median_days, "p85_days": row.wait_p85_days, "n": row.wait_count}
    if row.wait_as_of is None:
        return None
    return {"as_of": row.wait_as_of.isoformat(), "first_contact": first, "method": row.wait_method}


def short_organization(row: Organization) -> Said:
    """Write an organization with what it has one of."""
    return {
        "id": str(row.id),
        "name": row.name,
        "description": row.description,
        "email": row.email or None,
        "website": row.website or None,
    }


def whole_service(row: Service, by_route: RouteTerms, helplines: Mapping[str, Contact]) -> Said:
    """Write a service with everything, its terms as attributes in the standard's own way."""
    said = to_open_referral.service(row)
    said["languages"] = [{**each, "name": _language(each["code"])} for each in said["languages"]]
    said["attributes"] = _attributes(row, by_route)
    said["x_cypmh"] = {**said["x_cypmh"], "fictional": row.fictional or None}
    contact = helplines.get(row.helpline or "")
    return _with_helpline(said, contact) if contact else said


def _attributes(row: Service, by_route: RouteTerms) -> list[Said]:
    """Write a service's terms: its own in its own order, then those it carries by who may ask for it."""
    own = [(link.id, link.term) for link in row.terms]
    known = {term.id for _id, term in own}
    more = [(uuid.uuid5(row.id, str(term.id)), term) for route, term in by_route.items() if route in row.routes]
    return [_attribute(row, own_id, term) for own_id, term in own + [pair for pair in more if pair[1].id not in known]]


def _attribute(row: Service, own_id: uuid.UUID, term: TaxonomyTerm) -> Said:
    return {
        "id": str(own_id),
        "link_id": str(row.id),
        "link_entity": "service",
        "link_type": term.taxonomy.key,
        "taxonomy_term_id": str(term.id),
        "value": term.key,
        "taxonomy_term": taxonomy_term(term),
    }


def _with_helpline(said: Said, contact: Contact) -> Said:
    """Give the registry's numbers and addresses: no number of a helpline is kept in the directory."""
    own = uuid.uuid5(uuid.UUID(said["id"]), contact.id)
    phones = [
        {
            "id": str(uuid.uuid5(own, f"{each.kind} {each.value}")),
            "contact_id": str(own),
            "number": each.display,
            "type": PHONES[each.kind],
        }
        for each in contact.channels
        if each.kind in PHONES and not each.href.startswith("http")
    ]
    desk = {"id": str(own), "service_id": said["id"], "name": contact.words[SOURCE].name, "phones": phones}
    web = next((each.href for each in contact.channels if each.href.startswith("http")), None)
    mail = next((each.value for each in contact.channels if each.kind == "email"), None)
    found = {name: value for name, value in (("url", web), ("email", mail)) if value and not said.get(name)}
    return {**said, **found, "contacts": [*said["contacts"], desk]}


def _language(code: str) -> str | None:
    """Return a language's English name; None for a code nobody knows."""
    return SIGNED.get(code) or ENGLISH.languages.get(code)


def whole_organization(row: Organization, services: list[Said]) -> Said:
    """Write an organization with its numbers and its services."""
    return {**to_open_referral.organization(row), "services": services}


def short_place(row: ServiceAtLocation, service: Service) -> Said:
    """Write a service at a place with what it has one of."""
    return _place(row, short_location(row.location), short_service(service))


def whole_place(row: ServiceAtLocation, service: Said) -> Said:
    """Write a service at a place with everything; the service does not name its places again."""
    more = {name: value for name, value in service.items() if name != "service_at_locations"}
    return _place(row, to_open_referral.location(row.location), more)


def _place(row: ServiceAtLocation, location: Said, service: Said) -> Said:
    own = {"id": str(row.id), "service_id": str(row.service_id), "location_id": str(row.location_id)}
    return {**own, "location": location, "service": service}


def short_location(row: Location) -> Said:
    """Write a place without its addresses."""
    return {
        "id": str(row.id),
        "location_type": row.location_type,
        "name": row.name or None,
        "description": row.description or None,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "x_cypmh": {"address_hidden": True} if row.address_hidden else None,
    }


def taxonomy(row: Taxonomy, terms: list[Said] | None = None) -> Said:
    """Write a taxonomy, with its terms where they are given."""
    said = {"id": str(row.id), "name": row.name, "description": row.description, "uri": row.uri}
    return {**said, "taxonomy_terms": terms, "x_cypmh": {"key": row.key}}


def taxonomy_term(row: TaxonomyTerm) -> Said:
    """Write a term."""
    return {
        "id": str(row.id),
        "code": row.key,
        "name": row.names.get(SOURCE, row.key),
        "term": row.names.get(SOURCE, row.key),
        "language": SOURCE,
        "description": row.description,
        "taxonomy": row.taxonomy.uri,
        "taxonomy_id": str(row.taxonomy_id),
        "term_uri": row.uri,
        "x_cypmh": {"names": row.names, "official_name": row.official_name},
    }
