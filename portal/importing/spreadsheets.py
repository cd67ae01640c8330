"""Spreadsheets: rows under headings become services as Open Referral nests them. Pure."""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.importing import text
from portal.importing.shapes import Raw, Said

FIELDS: dict[str, str] = {
    "id": "id, service id, unique id, reference, ref, identifier, record id, uprn of service, external id",
    "name": "name, service name, title, service, service title, activity, activity name, name of service",
    "description": (
        "description, service description, details, about, summary of service, what we do, full description"
    ),
    "summary": "summary, short description, in brief, strapline",
    "url": "url, website, web, web address, link, web site, website url, homepage, service url, web page",
    "email": "email, e mail, email address, contact email, service email",
    "phone": (
        "phone, telephone, tel, phone number, telephone number, contact number, contact phone, landline, "
        "mobile, helpline"
    ),
    "text_number": "text, sms, text number, sms number, whatsapp",
    "organisation": (
        "organisation, organization, organisation name, organization name, provider, provider name, run by, "
        "agency, company"
    ),
    "organisation_id": "organisation id, organization id, provider id",
    "organisation_url": "organisation website, organization website, provider website, organisation url",
    "place": "venue, venue name, location, location name, place, building, site",
    "address": "address, full address, street, street address, address 1, address line 1, address1, venue address",
    "address_2": "address 2, address line 2, address2",
    "address_3": "address 3, address line 3, address3",
    "city": "city, town, town city, post town, city town",
    "county": "county, region, state province",
    "postcode": "postcode, post code, postal code, zip, venue postcode",
    "latitude": "latitude, lat",
    "longitude": "longitude, long, lng, lon",
    "minimum_age": "min age, minimum age, age from, from age, age min, youngest age, age lower, lower age, youngest",
    "maximum_age": "max age, maximum age, age to, to age, age max, oldest age, age upper, upper age, oldest",
    "ages": "age, ages, age range, age group, age band, ages covered",
    "eligibility": (
        "eligibility, who is it for, who for, who can use it, criteria, eligibility criteria, target group"
    ),
    "how_to_get_in": (
        "how to refer, referral, referral route, how to access, how to get in, access, referral process, how "
        "to get help"
    ),
    "cost": "cost, costs, price, fee, fees, charge, charges",
    "hours": "opening hours, opening times, hours, times, when, availability, days and times",
    "languages": "language, languages, languages spoken",
    "labels": (
        "needs, need, category, categories, tags, tag, topics, topic, keywords, service type, type, subjects, "
        "issues, taxonomy, thrive, cohort, mode, delivery"
    ),
    "status": "status, state, service status",
    "alert": "alert, notice, important information",
    "last_checked": (
        "last checked, assured date, last assured, last verified, verified on, last reviewed, checked on, "
        "date checked, review date"
    ),
    "last_modified": "last updated, updated, modified, last modified, date updated, updated at",
    "checked_by": "checked by, assurer email, assured by, verified by",
    "area": "area, area served, area covered, service area, coverage, catchment",
}
"""What a column can be, and the headings that say so; compared as labels are."""
HEADINGS = {text.label(name): key for key, names in FIELDS.items() for name in names.split(",")}
SEPARATORS = ",;\t|"
LONGEST_CELL = 1_000_000
IN_LISTS = re.compile(r"[;|\n]|,(?!\s*\d)")


class MappingError(ValueError):
    """Say in one line what is wrong with a mapping."""


@dataclass(frozen=True)
class Mapped:
    """Which column is what, and what stands in every row."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """By heading, as `text.label` writes it."""
    fixed: Mapping[str, str] = field(default_factory=dict)


def mapping(said: str) -> Mapped:
    """Read a mapping (TOML): [columns] heading = field, [fixed] field = text. Raises MappingError."""
    try:
        found = tomllib.loads(said)
    except tomllib.TOMLDecodeError as wrong:
        raise MappingError(f"The mapping is no TOML: {wrong}.") from wrong
    columns, fixed = found.get("columns", {}), found.get("fixed", {})
    if not isinstance(columns, dict) or not isinstance(fixed, dict):
        raise MappingError("A mapping has a table [columns] and may have a table [fixed].")
    for name in (*columns.values(), *fixed):
        if name not in FIELDS:
            raise MappingError(f"A mapping can name these fields, and not {name!r}: {', '.join(FIELDS)}.")
    return Mapped(
        {text.label(key): name for key, name in columns.items()}, {key: str(each) for key, each in fixed.items()}
    )


def decoded(content: bytes) -> str:
    """Return the text of a file, whichever office program wrote it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def records(content: str, name: str, said: Mapped | None = None) -> tuple[list[Raw], list[str]]:
    """Return every row as a record, and the headings nobody knows. Never raises.

    `name` stands for the organisation where no column and no mapping says who runs a service.
    """
    rows = list(_rows(content))
    if not rows:
        return [], []
    known = said or Mapped()
    headings = [text.label(each) for each in rows[0]]
    columns = [
        known.columns.get(each) or (HEADINGS.get(each) if not said or not said.columns else None) for each in headings
    ]
    unknown = [each for each, column in zip(rows[0], columns, strict=True) if not column and each.strip()]
    if "name" not in columns:
        reason = "The table has no heading that we know as the name of a service. Say which it is with a mapping."
        return [Raw({}, problem=reason) for _ in rows[1:]], unknown
    owner = {} if "organisation" in columns else {"organisation": name}
    return [Raw(service(_cells(columns, each, {**owner, **known.fixed}))) for each in rows[1:]], unknown


def service(cells: Mapping[str, list[str]]) -> Said:
    """Nest the cells of one row as Open Referral 3.0 would."""

    def one(key: str) -> str:
        return " ".join(cells.get(key, ()))

    labels = [each.strip() for cell in cells.get("labels", ()) for each in IN_LISTS.split(cell)]
    low, high = one("minimum_age"), one("maximum_age")
    return {
        "id": one("id"),
        "name": one("name"),
        "description": "\n\n".join(cells.get("description", ())),
        "url": one("url"),
        "email": one("email"),
        "status": one("status"),
        "alert": one("alert"),
        "minimum_age": low or one("ages"),
        "maximum_age": high,
        "assured_date": one("last_checked"),
        "last_modified": one("last_modified"),
        "assurer_email": one("checked_by"),
        "organization": {"id": one("organisation_id"), "name": one("organisation"), "website": one("organisation_url")},
        "contacts": [{"phones": _phones(cells)}],
        "service_at_locations": [{"location": _place(cells)}],
        "schedules": [{"notes": one("hours")}],
        "fees": one("cost"),
        "languages": [{"name": one("languages")}],
        "service_areas": [{"service_area": one("area")}],
        "attributes": [{"taxonomy_term": {"name": each}} for each in labels if each],
        "x_cypmh": {
            "summary": one("summary"),
            "eligibility": "\n\n".join(cells.get("eligibility", ())),
            "how_to_get_in": "\n\n".join(cells.get("how_to_get_in", ())),
        },
    }


def _phones(cells: Mapping[str, list[str]]) -> list[Said]:
    voice = [{"number": each, "type": "voice"} for each in cells.get("phone", ())]
    return voice + [{"number": each, "type": "text"} for each in cells.get("text_number", ())]


def _place(cells: Mapping[str, list[str]]) -> Said:
    """Put the place of a row together; an address in one cell may carry its postcode."""
    lines = [each for key in ("address", "address_2", "address_3") for each in cells.get(key, ())]
    address: dict[str, Any] = {f"address_{number}": each for number, each in enumerate(lines[:4], 1)}
    address |= {"city": " ".join(cells.get("city", ())), "state_province": " ".join(cells.get("county", ()))}
    address["postal_code"] = " ".join(cells.get("postcode", ()))
    point = {name: " ".join(cells.get(name, ())) for name in ("latitude", "longitude")}
    return {"name": " ".join(cells.get("place", ())), **point, "addresses": [address]}


def _cells(columns: list[str | None], row: list[str], fixed: Mapping[str, str]) -> dict[str, list[str]]:
    """Gather the cells of a row by what they are; a field may have several columns."""
    found: dict[str, list[str]] = {}
    for column, cell in zip(columns, row, strict=False):
        if column and cell.strip():
            found.setdefault(column, []).append(cell.strip())
    return {key: [each] for key, each in fixed.items()} | found


def _rows(content: str) -> Iterable[list[str]]:
    """Yield the rows that say something, the headings first."""
    csv.field_size_limit(LONGEST_CELL)
    lines = content.replace("\0", "").lstrip("\ufeff\n\r")
    first = lines.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(lines, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error:
        return
