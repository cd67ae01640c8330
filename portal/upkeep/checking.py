"""What must be right in an entry before anybody is asked to approve it: each problem with a way out. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from portal.directory import hours, recurrence
from portal.upkeep import differences
from portal.upkeep.fields import BY_PATH, CATCHMENTS, FIELDS, STATUSES, Field, Kind, X

OLDEST, YOUNGEST_MONTHS = 25, 23
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
SHORT_NUMBER = re.compile(r"\d{3,6}")
LISTED = frozenset({Kind.WORDS, Kind.CHOICES, Kind.LANGUAGES, Kind.SLUGS})
LONGEST = {
    "byday": 40, "bymonthday": 100, "freq": 10, "opens_at": 8, "closes_at": 8,
    "address_1": 200, "city": 100, "state_province": 100, "postal_code": 12, "country": 2, "address_type": 20,
    "location_type": 20, "number": 40, "type": 20, "title": 200, "option": 200, "amount_description": 300,
    "identifier": 100, "identifier_type": 100, "identifier_scheme": 100, "website": 500, "email": 254, "method": 60,
    "name": 200, "slug": 120, "helpline": 60, "assurer_email": 254, "url": 500,
}  # fmt: skip
"""Letters that our columns hold, by the standard's own names."""


@dataclass(frozen=True)
class Problem:
    """One thing that is not right yet."""

    path: str
    says: str


@dataclass(frozen=True)
class Known:
    """What an entry may point at."""

    words: Collection[tuple[str, str]]
    """By taxonomy and key."""
    slugs: Collection[str]


def problems(document: Mapping[str, Any], known: Known, *, lenient: bool = False) -> list[Problem]:
    """Return everything that is not right in a document, in the order of its fields.

    Lenient: only what no reader could make sense of or no column could hold. Feeds from elsewhere write addresses
    without https and numbers with words, and a person still looks at them.
    """
    found = [*_texts(document), *_ages(document), *_state(document, lenient=lenient)]
    if not lenient:
        found += [*_reach(document), *_words(document, known), *_rows(document)]
    found += [Problem(path, says) for path, says in _too_long(document, "")]
    order = {field.path: at for at, field in enumerate(FIELDS)}
    return sorted(dict.fromkeys(found), key=lambda one: order.get(one.path.split("/[")[0], len(order)))


def about(found: Collection[Problem], paths: Collection[str]) -> list[Problem]:
    """Return the problems of these paths only: what was wrong before does not hold up another change."""
    touched = {path.split("/[")[0] for path in paths} | set(paths)
    return [one for one in found if one.path in touched or "" in touched]


def _texts(said: Mapping[str, Any]) -> Iterator[Problem]:
    for field in FIELDS:
        value = differences.value_at(said, field.path)
        if field.needed and not value:
            yield Problem(field.path, f"{field.label}: this cannot be empty.")
        if field.kind in (Kind.LINE, Kind.TEXT) and len(value or "") > field.most:
            over = len(value) - field.most
            yield Problem(field.path, f"{field.label}: make this {over} letter{'s' if over > 1 else ''} shorter.")


def _ages(said: Mapping[str, Any]) -> Iterator[Problem]:
    """Compare ages: years from 0 to 25, months below 24, the first not above the second."""
    for low, high, most in (
        ("minimum_age", "maximum_age", OLDEST),
        (f"{X}minimum_age_months", f"{X}maximum_age_months", YOUNGEST_MONTHS),
    ):
        first, last = (differences.value_at(said, path) for path in (low, high))
        for path, value in ((low, first), (high, last)):
            if value is not None and not 0 <= value <= most:
                yield Problem(path, f"{BY_PATH[path].label}: write a number from 0 to {most}.")
        if first is not None and last is not None and first > last:
            yield Problem(high, f"This is below the first age, {first}. Swap the two, or correct one.")
    own = differences.value_at(said, f"{X}self_refer_from_age")
    if own is not None and not 0 <= own <= OLDEST:
        yield Problem(f"{X}self_refer_from_age", f"Write a number from 0 to {OLDEST}.")


def _reach(said: Mapping[str, Any]) -> Iterator[Problem]:
    if said.get("email") and (wrong := email(said["email"])):
        yield Problem("email", wrong)
    if said.get("url") and (wrong := address(said["url"])):
        yield Problem("url", wrong)


def _rows(said: Mapping[str, Any]) -> Iterator[Problem]:
    for kind, check in ROWS.items():
        for each in said.get(kind) or ():
            yield from (Problem(f"{kind}/[{each.get('id', '')}]", says) for says in check(each))


def _state(said: Mapping[str, Any], *, lenient: bool) -> Iterator[Problem]:
    if said.get("status") not in dict(STATUSES):
        yield Problem("status", "Choose one of the states.")
    if said.get("status") == "temporarily closed" and not said.get("alert") and not lenient:
        yield Problem("alert", "Say why it is paused, and what people can do meanwhile.")
    for path in (f"{X}closed_until", "assured_date"):
        if (value := differences.value_at(said, path)) and not _is_day(value):
            yield Problem(path, "Write a date as year-month-day, like 2027-01-31.")
    catchment = differences.value_at(said, f"{X}catchment") or {}
    if catchment.get("kind", "residents") not in dict(CATCHMENTS):
        yield Problem(f"{X}catchment", "Choose one of the kinds.")


def _words(said: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Look for words, routes, languages and services that do not exist."""
    for field in (each for each in FIELDS if each.kind in LISTED):
        value = differences.value_at(said, field.path) or ()
        for one in [value] if isinstance(value, str) else value:
            if wrong := _unknown(field, one, known):
                yield Problem(field.path, f"{field.label}: {wrong}")


def _unknown(field: Field, value: str, known: Known) -> str:
    """Say that a value is none that there is, or nothing."""
    if field.kind is Kind.LANGUAGES:
        good = LANGUAGE.fullmatch(value) and len(value) <= 10
        return "" if good else f"“{value}” is no code of a language, like en or ur."
    if field.kind is Kind.SLUGS:
        return "" if value in known.slugs else f"no service here has the address “{value}”."
    there = (field.taxonomy, value) in known.words if field.taxonomy else value in dict(field.choices)
    return "" if there else f"we do not know “{value}”. Choose from the list."


def email(text: str) -> str:
    """Say what is wrong with an e-mail address, or nothing."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return "This is not an e-mail address. It looks like hello@example.org."
    return ""


def address(text: str) -> str:
    """Say what is wrong with a web address, or nothing."""
    try:
        parts = urlsplit(text)
        good = parts.scheme == "https" and bool(parts.hostname) and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        good = False
    if good and not re.search(r"\s", text):
        return ""
    return "This is not a safe web address. It starts with https:// and has no spaces."


def phone(text: str) -> str:
    """Say what is wrong with a phone number, or nothing. Short ones, such as 111, are numbers too."""
    if SHORT_NUMBER.fullmatch(text.replace(" ", "")):
        return ""
    try:
        read = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return "This is not a phone number. Write it with spaces, like 01632 960001."
    if not phonenumbers.is_possible_number(read):
        return "This phone number is too long or too short. Please check it."
    return ""


def postcode(text: str) -> str:
    """Say what is wrong with a postcode, or nothing."""
    return "" if POSTCODE.fullmatch(text.upper()) else "This is not a whole postcode. It looks like QX1 3TY."


def _schedule(row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("freq") == "WEEKLY" and not recurrence.read("WEEKLY", 1, row.get("byday", ""), "").readable:
        yield "Opening hours: choose at least one day."
    for key, which in (("opens_at", "opens"), ("closes_at", "closes")):
        if hours.read_time(row.get(key) or "") is None:
            yield f"Opening hours: write when it {which} with a colon, like 09:30."
    first, last = row.get("valid_from"), row.get("valid_to")
    if (first and not _is_day(first)) or (last and not _is_day(last)):
        yield "Opening hours: write a date as year-month-day, like 2027-01-31."
    elif first and last and first > last:
        yield "Opening hours: the last day is before the first day."


def _place(row: Mapping[str, Any]) -> Iterator[str]:
    location = row["location"]
    for each in location.get("addresses") or ():
        if wrong := postcode(each["postal_code"]):
            yield f"Places: {wrong}"
        if not each["address_1"] or not each["city"]:
            yield "Places: write the street and the town."
    if not -90 <= (location.get("latitude") or 0) <= 90 or not -180 <= (location.get("longitude") or 0) <= 180:
        yield "Places: this point is not on Earth. Check the latitude and the longitude."


def _contact(row: Mapping[str, Any]) -> Iterator[str]:
    for each in row.get("phones") or ():
        if wrong := phone(each["number"]):
            yield f"Phones: {wrong}"


def _cost(row: Mapping[str, Any]) -> Iterator[str]:
    if not row.get("option"):
        yield "Costs: say what somebody pays for."
    if (row.get("amount") or 0) < 0:
        yield "Costs: write an amount in pounds, like 5 or 12.50."


ROWS = {"schedules": _schedule, "service_at_locations": _place, "contacts": _contact, "cost_options": _cost}


def _too_long(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield what would not fit into its column; fields of the form have said so already."""
    if isinstance(value, list):
        for each in value:
            own = each.get("id") if isinstance(each, Mapping) else None
            yield from _too_long(each, f"{path}/[{own}]" if own and "[" not in path else path)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            below = path if "[" in path else f"{path}/{key}".lstrip("/")
            if isinstance(each, str) and len(each) > LONGEST.get(key, len(each)) and below not in BY_PATH:
                yield below, f"This is too long by {len(each) - LONGEST[key]} letters: {each[:40]}…"
            yield from _too_long(each, below)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
