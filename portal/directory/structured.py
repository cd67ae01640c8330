"""One service as schema.org reads it, for search engines and other machines. Pure.

Waits are never offers, what is hidden is not in a document to begin with, and a rule that the vocabulary cannot say
in full (only in term, by appointment, every second week) is left out: half an opening time would be a wrong one.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from portal.directory.documents import Document, Line, Site
from portal.directory.hours import Opening

Said = dict[str, Any]
CONTEXT = "https://schema.org"
KINDS = {"council": "GovernmentService", "nhs": "MedicalBusiness"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What could end a script element, or a line, inside of a page."""


def service(known: Document, address: str, lines: Sequence[Line] = ()) -> Said:
    """Describe one service. `address` is its own page; `lines` are numbers that stand in the registry."""
    return _full(
        {
            "@context": CONTEXT,
            "@type": kind(known),
            "@id": address,
            "url": address,
            "name": known.name,
            "description": known.description or known.summary,
            "serviceType": "Mental health support for children and young people",
            "provider": _provider(known),
            "areaServed": known.area,
            "audience": _audience(known),
            "availableChannel": list(_channels(known, lines)),
            "hoursAvailable": [] if known.paused else [_hours(each) for each in known.openings if _can_be_said(each)],
            "isAccessibleForFree": _free(known),
        }
    )


def kind(known: Document) -> str:
    """Return the type that the vocabulary has for who runs it."""
    return next((KINDS[each] for each in known.terms.get("provider_type", ()) if each in KINDS), "Service")


def embed(said: Said) -> str:
    """Write a description so that nothing in it can end the script element it stands in."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in UNSAFE.items():
        text = text.replace(character, escaped)
    return text


def _full(said: Said) -> Said:
    """Leave out what nobody has told us; False is an answer."""
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def _provider(known: Document) -> Said:
    identifiers = [{"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in known.identifiers]
    return _full({"@type": "Organization", "name": known.organization, "identifier": identifiers})


def _audience(known: Document) -> Said:
    """Say for which ages, in years; months are parts of a year."""
    return _full(
        {
            "@type": "PeopleAudience",
            "suggestedMinAge": _years(known.minimum_age, known.minimum_age_months),
            "suggestedMaxAge": _years(known.maximum_age, known.maximum_age_months),
        }
    )


def _years(years: int | None, months: int | None) -> float | int | None:
    return years if months is None else round(months / 12, 2)


def _free(known: Document) -> bool | None:
    """Tell whether it is free; nothing where nobody has said."""
    costs = known.terms.get("cost", ())
    return costs == ("free",) if costs else None


def _channels(known: Document, lines: Sequence[Line]) -> Iterator[Said]:
    """Yield the ways to reach it, and the places that may be known."""
    languages = list(known.terms.get("language", ()))
    for line in (*known.lines, *lines):
        name = "serviceSmsNumber" if line.kind == "text" else "servicePhone"
        point = {"@type": "ContactPoint", "telephone": line.number}
        yield _full({"@type": "ServiceChannel", name: point, "availableLanguage": languages})
    if known.url.startswith("https://"):
        yield {"@type": "ServiceChannel", "serviceUrl": known.url}
    for site in known.sites:
        if not site.hidden and site.lines:
            yield {"@type": "ServiceChannel", "serviceLocation": _place(site)}


def _place(site: Site) -> Said:
    street, town, postcode = (*site.lines, "", "")[:3]
    address = {"@type": "PostalAddress", "streetAddress": street, "addressLocality": town, "postalCode": postcode}
    return _full({"@type": "Place", "name": site.name, "address": _full(address | {"addressCountry": "GB"})})


def _can_be_said(opening: Opening) -> bool:
    return opening.days.weekly and not (opening.term_only or opening.by_appointment)


def _hours(opening: Opening) -> Said:
    """Write a weekly rule; one that closes before it opens ends on the next day, which the vocabulary knows."""
    all_day = opening.opens == opening.closes
    return _full(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{CONTEXT}/{DAYS[day]}" for day in sorted(opening.days.weekdays)],
            "opens": "00:00" if all_day else f"{opening.opens:%H:%M}",
            "closes": "23:59" if all_day else f"{opening.closes:%H:%M}",
            "validFrom": _day(opening.valid_from),
            "validThrough": _day(opening.valid_to),
        }
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
