"""What may be asked of the feed: each parameter with its description for others and the way it is read. Pure."""

import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

LONGEST = 200
PER_PAGE, MOST_PER_PAGE = 50, 200
OLDEST, FURTHEST = 150, 1_000_000
DAYS = {
    "MO": "MONDAY",
    "TU": "TUESDAY",
    "WE": "WEDNESDAY",
    "TH": "THURSDAY",
    "FR": "FRIDAY",
    "SA": "SATURDAY",
    "SU": "SUNDAY",
}
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::00)?"
ID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class Unreadable(ValueError):
    """Say in one sentence what to send instead."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for. None: not asked."""

    page: int = 1
    per_page: int = PER_PAGE
    search: str | None = None
    taxonomy_term_id: uuid.UUID | None = None
    taxonomy_id: uuid.UUID | None = None
    organization_id: uuid.UUID | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: str | None = None
    """HH:MM"""
    end_time: str | None = None
    """HH:MM"""
    day: str | None = None
    """MO to SU."""
    modified_after: datetime | None = None
    postcode: str | None = None
    proximity: float | None = None
    """Metres."""
    full: bool = False
    full_service: bool = False
    format: str = "json"


@dataclass(frozen=True)
class Parameter:
    """One parameter."""

    about: str
    schema: Mapping[str, Any]
    give: str
    """What to give, as the end of a sentence."""
    read: Callable[[str], Any]
    """Raises ValueError for what it cannot read."""


def _whole(text: str, most: int) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]{0,17}", text) or int(text) > most:
        raise ValueError(text)
    return int(text)


def _number(text: str, most: float) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", text) or float(text) > most:
        raise ValueError(text)
    return float(text)


def _matching(text: str, pattern: str) -> str:
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return text


def _flag(text: str) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[text.lower()]


def _day(text: str) -> str:
    word = text.upper()
    return next(code for code, name in DAYS.items() if word in (code, name))


def _moment(text: str) -> datetime:
    """Read a date or a moment; one without a zone is in UTC. In an address, a plus sign arrives as a space."""
    repaired = re.sub(r" (\d{2}:?\d{2})$", r"+\1", text)
    day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", repaired)
    if day:
        return datetime.combine(date.fromisoformat(repaired), time(0), UTC)
    moment = datetime.fromisoformat(repaired)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _id_of(what: str) -> Parameter:
    schema = {"type": "string", "format": "uuid"}
    return Parameter(f"Only what belongs to this {what}.", schema, f"the id of a {what}", _read_id)


def is_id(text: str) -> bool:
    """Tell whether a text is an id as the feed writes them."""
    return re.fullmatch(ID, text) is not None


def _read_id(text: str) -> uuid.UUID:
    return uuid.UUID(_matching(text, ID))


def _time(about: str) -> Parameter:
    schema = {"type": "string", "pattern": f"^{TIME}$"}
    return Parameter(about, schema, "a time such as 09:30", lambda text: _matching(text, TIME)[:5])


def _age(about: str) -> Parameter:
    schema = {"type": "number", "minimum": 0, "maximum": OLDEST}
    return Parameter(about, schema, f"an age in years from 0 to {OLDEST}", lambda text: _number(text, OLDEST))


def _switch(about: str) -> Parameter:
    return Parameter(about, {"type": "boolean"}, "true or false", _flag)


PARAMETERS: Mapping[str, Parameter] = {
    "search": Parameter(
        "Only entries whose name, description or summary contain every one of these words. Capitals do not matter.",
        {"type": "string", "maxLength": LONGEST},
        f"words, at most {LONGEST} characters",
        str,
    ),
    "page": Parameter(
        "Which page; one beyond the last is empty.",
        {"type": "integer", "minimum": 1, "maximum": 10**18 - 1, "default": 1},
        "a whole number from 1",
        lambda text: _whole(text, 10**18 - 1),
    ),
    "per_page": Parameter(
        "How many entries a page holds.",
        {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
        f"a whole number from 1 to {MOST_PER_PAGE}",
        lambda text: _whole(text, MOST_PER_PAGE),
    ),
    "taxonomy_term_id": _id_of("taxonomy term"),
    "taxonomy_id": _id_of("taxonomy"),
    "organization_id": _id_of("organization"),
    "minimum_age": _age("Only services whose minimum age is at least this. Not: services for somebody of this age."),
    "maximum_age": _age("Only services whose maximum age is at most this."),
    "start_time": _time("Only services with a schedule that opens at this time or later."),
    "end_time": _time("Only services with a schedule that closes at this time or earlier, as the schedule says it."),
    "day": Parameter(
        "Only services with a schedule for this day. With start_time or end_time, one schedule must fit all of them.",
        {"type": "string", "enum": list(DAYS)},
        "a day as MO, TU, WE, TH, FR, SA or SU",
        _day,
    ),
    "modified_after": Parameter(
        "Only what was modified at this moment or later.",
        {"type": "string", "format": "date-time"},
        "a moment such as 2026-11-25T09:00:00Z, or a date",
        _moment,
    ),
    "postcode": Parameter(
        "Only services for people who live here, at places that are no secret. A whole postcode of the area or the "
        "first part of one.",
        {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9 -]{1,9}$"},
        "a postcode of the area, such as QX1 1AA",
        lambda text: _matching(text, "[A-Za-z0-9][A-Za-z0-9 -]{1,9}"),
    ),
    "proximity": Parameter(
        "With a postcode: only places so many metres from its middle, or nearer. Hidden places are never near.",
        {"type": "number", "minimum": 0, "maximum": FURTHEST},
        f"a number of metres from 0 to {FURTHEST}",
        lambda text: _number(text, FURTHEST),
    ),
    "full": _switch("Give each entry of the list with everything nested in it."),
    "full_service": _switch("Give the organization's services with everything nested in them."),
    "format": Parameter(
        "Only json is spoken.",
        {"type": "string", "enum": ["json"]},
        "json, the only format here",
        lambda text: _matching(text, "json"),
    ),
}
ELSEWHERE = ("minimal", "parent_id")
"""Parameters of the base standard that have no meaning here."""


def read(said: Mapping[str, Sequence[str]], known: Sequence[str]) -> Wanted:
    """Read what a list is asked. Raises Unreadable with one sentence.

    A parameter that the standard knows and this list does not is refused, since leaving it out would answer another
    question. Names nobody knows are left out, and so are empty values.
    """
    given = {name: values for name, values in said.items() if any(values)}
    for name in (*PARAMETERS, *ELSEWHERE):
        if name in given and name not in known:
            raise Unreadable(f"Leave out {name}: this address can be asked by {', '.join(known)}.")
    wanted = Wanted(**{name: _value(name, given[name]) for name in known if name in given})
    if wanted.proximity is not None and wanted.postcode is None:
        raise Unreadable("Give a postcode beside proximity, so that there is something to be near to.")
    return wanted


def _value(name: str, values: Sequence[str]) -> Any:
    """Read one parameter."""
    known = PARAMETERS[name]
    if len(values) > 1:
        raise Unreadable(f"Give {name} only once.")
    (text,) = values
    if len(text) > LONGEST or any(unicodedata.category(each) in {"Cc", "Cs"} for each in text):
        raise Unreadable(f"Give {name} as {known.give}, without control characters.")
    try:
        return known.read(text)
    except (ValueError, KeyError, StopIteration, OverflowError):
        raise Unreadable(f"Give {name} as {known.give}.") from None
