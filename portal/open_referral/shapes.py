"""What the feed publishes, property by property. What does not stand here never leaves. Pure.

The properties, their types and which of them must be there are those of HSDS 3.0 and of its UK profile; the two agree
on every one of these. `x_cypmh` holds what neither has a home for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.open_referral.kinds import (
    COUNTRY,
    DATE,
    DATE_TIME,
    E_MAIL,
    FLAG,
    ID,
    NAME_OF_A_TERM,
    NAMES,
    NUMBER,
    TEXT,
    TEXT_OR_TEXTS,
    TEXTS,
    WALL_TIME,
    WEB_ADDRESS,
    WHOLE,
    Kind,
    one_of,
)


@dataclass(frozen=True)
class Property:
    """One property of an object: a kind of value, or another object, or a list of such."""

    kind: Kind | None = None
    shape: str = ""
    many: bool = False
    must: bool = False
    otherwise: Any = None
    """Stands in where the property must be there and what we hold cannot be published."""
    about: str = ""
    """What it means, where the standard does not say so."""


def _may(kind: Kind, about: str = "") -> Property:
    return Property(kind, about=about)


def _must(kind: Kind, otherwise: Any = None, about: str = "") -> Property:
    return Property(kind, must=True, otherwise=otherwise, about=about)


def _one(shape: str, *, must: bool = False, about: str = "") -> Property:
    return Property(shape=shape, must=must, about=about)


def _list(shape: str, about: str = "") -> Property:
    return Property(shape=shape, many=True, about=about)


PLACES = one_of("physical", "postal", "virtual")
Shape = Mapping[str, Property]

SHAPES: Mapping[str, Shape] = {
    "service": {
        "id": _must(ID),
        "organization_id": _may(ID),
        "name": _must(TEXT, ""),
        "description": _may(TEXT),
        "url": _may(WEB_ADDRESS),
        "email": _may(E_MAIL),
        "status": _must(one_of("active", "temporarily closed"), about="A service that is gone is not published."),
        "minimum_age": _may(NUMBER, "Whole years, inclusive."),
        "maximum_age": _may(NUMBER, "Whole years, inclusive: 25 lasts until the day before the 26th birthday."),
        "assured_date": _may(DATE),
        "alert": _may(TEXT),
        "accreditations": _may(TEXT),
        "last_modified": _may(DATE_TIME),
        "organization": _one("organization"),
        "schedules": _list("schedule"),
        "service_areas": _list("service_area"),
        "service_at_locations": _list("service_at_location"),
        "contacts": _list("contact"),
        "cost_options": _list("cost_option"),
        "languages": _list("language"),
        "attributes": _list("attribute"),
        "x_cypmh": _one("service_more"),
    },
    "organization": {
        "id": _must(ID),
        "name": _must(TEXT, ""),
        "description": _must(TEXT, ""),
        "email": _may(E_MAIL),
        "website": _may(WEB_ADDRESS),
        "organization_identifiers": _list("organization_identifier"),
        "services": _list("service"),
    },
    "organization_identifier": {
        "id": _must(ID),
        "organization_id": _may(ID),
        "identifier_scheme": _may(TEXT),
        "identifier_type": _must(TEXT, ""),
        "identifier": _must(TEXT),
    },
    "service_at_location": {
        "id": _must(ID),
        "service_id": _may(ID),
        "location_id": _may(ID),
        "location": _one("location"),
        "service": _one("service"),
    },
    "location": {
        "id": _must(ID),
        "location_type": _must(PLACES, "physical"),
        "name": _may(TEXT),
        "description": _may(TEXT),
        "latitude": _may(NUMBER),
        "longitude": _may(NUMBER),
        "addresses": _list("address"),
        "accessibility": _list("accessibility"),
        "x_cypmh": _one("location_more"),
    },
    "address": {
        "id": _must(ID),
        "location_id": _may(ID),
        "address_1": _must(TEXT, ""),
        "city": _must(TEXT, ""),
        "state_province": _must(TEXT, ""),
        "postal_code": _must(TEXT, ""),
        "country": _must(COUNTRY, "GB"),
        "address_type": _must(PLACES, "physical"),
    },
    "accessibility": {"id": _must(ID), "location_id": _may(ID), "description": _may(TEXT)},
    "schedule": {
        "id": _must(ID),
        "service_id": _may(ID),
        "freq": _may(one_of("WEEKLY", "MONTHLY")),
        "interval": _may(NUMBER),
        "byday": _may(TEXT),
        "bymonthday": _may(TEXT),
        "valid_from": _may(DATE),
        "valid_to": _may(DATE),
        "opens_at": _may(WALL_TIME, "On the wall in England."),
        "closes_at": _may(WALL_TIME, "On the wall in England. At or before the opening time: on the next day."),
        "notes": _may(TEXT),
        "x_cypmh": _one("schedule_more"),
    },
    "service_area": {"id": _must(ID), "service_id": _may(ID), "name": _may(TEXT), "service_area": _may(TEXT)},
    "contact": {
        "id": _must(ID),
        "service_id": _may(ID),
        "name": _may(TEXT),
        "title": _may(TEXT),
        "phones": _list("phone"),
    },
    "phone": {
        "id": _must(ID),
        "contact_id": _may(ID),
        "number": _must(TEXT),
        "type": _may(one_of("text", "voice", "fax", "cell", "video", "pager", "textphone")),
    },
    "cost_option": {
        "id": _must(ID),
        "service_id": _may(ID),
        "option": _may(TEXT),
        "amount": _may(NUMBER),
        "amount_description": _may(TEXT),
    },
    "language": {"id": _must(ID), "service_id": _may(ID), "name": _may(TEXT), "code": _may(TEXT), "note": _may(TEXT)},
    "attribute": {
        "id": _must(ID),
        "link_id": _may(ID),
        "taxonomy_term_id": _may(ID),
        "link_type": _may(TEXT, "The taxonomy's key: need, thrive, cohort …"),
        "link_entity": _may(TEXT),
        "value": _may(TEXT, "The term's key within its taxonomy."),
        "taxonomy_term": _one("taxonomy_term"),
    },
    "taxonomy": {
        "id": _must(ID),
        "name": _must(TEXT, ""),
        "description": _must(TEXT, ""),
        "uri": _may(NAME_OF_A_TERM),
        "taxonomy_terms": _list("taxonomy_term"),
        "x_cypmh": _one("taxonomy_more"),
    },
    "taxonomy_term": {
        "id": _must(ID),
        "code": _may(TEXT, "The stable key within the taxonomy."),
        "name": _must(TEXT, ""),
        "description": _must(TEXT, ""),
        "taxonomy": _may(TEXT),
        "taxonomy_id": _may(ID),
        "term_uri": _may(NAME_OF_A_TERM),
        "term": _may(TEXT),
        "language": _may(TEXT),
        "x_cypmh": _one("term_more"),
    },
    # What has no home in the standard.
    "service_more": {
        "slug": _may(TEXT, "The service's name in the address of its page: /services/<slug>."),
        "summary": _may(TEXT, "One line."),
        "fictional": _may(FLAG, "True where the service is made up, for demonstration."),
        "eligibility": _may(TEXT, "Who it is for."),
        "how_to_get_in": _may(TEXT, "How to get in."),
        "what_happens_next": _may(TEXT, "What happens after asking."),
        "self_refer": _may(FLAG, "Whether young people may ask for themselves."),
        "self_refer_from_age": _may(WHOLE, "From which age, in whole years."),
        "routes": _may(TEXTS, "Who may ask: self, parent, gp, school, professional."),
        "via_front_door": _may(FLAG, "Whether this portal's own form is the way in."),
        "crisis": _may(FLAG, "Whether it is for emergencies."),
        "minimum_age_months": _may(WHOLE, "For babies; stands above minimum_age."),
        "maximum_age_months": _may(WHOLE, "For babies; stands above maximum_age."),
        "thrive": _may(TEXTS, "Terms of the taxonomy thrive."),
        "needs": _may(TEXTS, "Terms of the taxonomy need, the main ones first."),
        "cohorts": _may(TEXTS, "Terms of the taxonomy cohort."),
        "setting": _may(TEXTS, "Terms of the taxonomy setting."),
        "mode": _may(TEXTS, "Terms of the taxonomy mode."),
        "access": _may(TEXTS, "Terms of the taxonomy access."),
        "cost": _may(TEXT_OR_TEXTS, "A term of the taxonomy cost, or several."),
        "provider_type": _may(TEXT_OR_TEXTS, "A term of the taxonomy provider_type, or several."),
        "languages": _may(TEXTS, "Languages the help itself is given in (ISO 639)."),
        "first_contact_languages": _may(TEXTS, "Languages in which one can ask for it (ISO 639)."),
        "catchment": _one("catchment"),
        "waits": _one("waits", about="Left out when older than 120 days or told about fewer than 10 people."),
        "verified_on": _may(DATE, "When somebody last checked this entry."),
        "closed_until": _may(DATE, "For a service that is temporarily closed."),
        "alternatives": _may(TEXTS, "Slugs of services to try meanwhile."),
        "helpline": _may(TEXT, "The contact of our helpline registry whose numbers are given."),
        "assurance": _one("assurance", about="For apps: what was checked."),
        "mhst": _may(FLAG, "For schools: whether the NHS school team visits."),
    },
    "catchment": {
        "kind": _must(one_of("residents", "wards", "gp", "school", "schools", "national")),
        "wards": _may(TEXTS, "Names of wards."),
    },
    "waits": {
        "as_of": _must(DATE),
        "first_contact": _one("wait", must=True),
        "method": _may(TEXT, "How the wait is known, such as reported_by_provider."),
    },
    "wait": {
        "median_days": _must(WHOLE, about="Half of the people waited no longer."),
        "p85_days": _must(WHOLE, about="85 in 100 waited no longer."),
        "n": _must(WHOLE, about="How many people it is about; never fewer than 10."),
    },
    "assurance": {
        "checked_by": _may(TEXT, "A role, never a person."),
        "checked_on": _may(DATE),
        "expires_on": _may(DATE),
        "note": _may(TEXT),
    },
    "location_more": {
        "address_hidden": _may(FLAG, "True where nothing else about the place is published, to keep people safe."),
    },
    "schedule_more": {
        "bank_holidays": _may(one_of("open", "closed", "unknown")),
        "term_time_only": _may(FLAG),
    },
    "taxonomy_more": {"key": _may(TEXT, "The stable key: need, thrive, cohort …")},
    "term_more": {
        "names": _may(NAMES, "The name in each language; drafts, apart from English."),
        "official_name": _may(TEXT, "What professionals call it, where that differs."),
    },
}
