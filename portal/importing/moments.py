"""Dates, times and weekdays as feeds write them. Pure: what day it is, is given."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.directory.hours import LONDON
from portal.directory.recurrence import DAYS
from portal.importing import text

EARLIEST, LATEST = date(1970, 1, 2), date(2100, 1, 1)
DAY_FIRST = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:$|[\sT,])")
NAMED = re.compile(r"^(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK = re.compile(
    r"^(?:\d{4}-\d{2}-\d{2}[t ])?(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:\.\d+)?\s*(am|pm|a\.m\.|p\.m\.)?"
)
DAY_NAMES = {
    name: code
    for code, names in zip(
        DAYS,
        (
            "mo mon monday",
            "tu tue tues tuesday",
            "we wed weds wednesday",
            "th thu thur thurs thursday",
            "fr fri friday",
            "sa sat saturday",
            "su sun sunday",
        ),
        strict=True,
    )
    for name in names.split()
}
NUMBERED_DAY = re.compile(r"[+-]?[1-5](?:mo|tu|we|th|fr|sa|su)")
"""A day of a month: 2TU is its second Tuesday."""
GROUPS = {"weekdays": DAYS[:5], "weekday": DAYS[:5], "weekends": DAYS[5:], "weekend": DAYS[5:], "daily": DAYS}


def moment(value: Any) -> datetime | None:
    """Read a moment; one without a zone is meant as on the wall in London. None when it is none."""
    said = text.line(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted(value)
    found: datetime | None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        day = _written(said)
        found = datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001 - the zone comes next
    if found is None or not EARLIEST <= found.date() < LATEST:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


def day(value: Any) -> date | None:
    """Read a date, with or without a time; None when it is none or out of all reason."""
    found = moment(value)
    return found.astimezone(LONDON).date() if found else None


def past_day(value: Any, today: date, what: str, notes: list[str]) -> date | None:
    """Read a date that cannot lie ahead, such as when somebody checked; says why one was left out."""
    said = text.line(value)
    found = day(value)
    if found is None:
        if said and said.casefold() not in {"null", "none", "n/a"}:
            notes.append(f"{what} reads “{said[:40]}”, which is no date: left out.")
        return None
    if found > today + timedelta(days=1):
        notes.append(f"{what} lies ahead ({found.isoformat()}): left out.")
        return None
    return found


def clock(value: Any) -> str | None:
    """Read a time of day as HH:MM; 24:00 is midnight. None when it is none."""
    found = CLOCK.match(text.line(value).casefold())
    if not found or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].startswith("p") else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def weekdays(value: Any) -> str:
    """Read days as RRULE has them (MO,TU), from codes, names, spans such as "Mon to Fri", or numbers from Monday 1."""
    if isinstance(value, list):
        value = ",".join(text.line(each) for each in value[:14])
    said = re.sub(r"(?<=[a-z])\s*(?:-|–|\bto\b)\s*", "-", text.line(value).casefold())
    parts = re.split(r"[,;/&\s]+", said)
    numbered = [part.upper() for part in parts if NUMBERED_DAY.fullmatch(part)]
    found = {code for part in parts if part.upper() not in numbered for code in _days(part)}
    return ",".join([*dict.fromkeys(numbered), *(code for code in DAYS if code in found)])


def _days(part: str) -> tuple[str, ...]:
    """Read one day, a group of them, or a span."""
    if part in GROUPS:
        return GROUPS[part]
    first, _, last = part.partition("-")
    begin, end = _one(first), _one(last)
    if begin and end:
        a, b = DAYS.index(begin), DAYS.index(end)
        return DAYS[a : b + 1] if a <= b else DAYS[a:] + DAYS[: b + 1]
    return (begin,) if begin else ()


def _one(word: str) -> str | None:
    if word.isascii() and word.isdecimal() and len(word) == 1 and 1 <= int(word) <= 7:
        return DAYS[int(word) - 1]
    return DAY_NAMES.get(word.strip(".").lstrip("+-0123456789"))


def _counted(value: float) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    seconds = value / 1000 if value > 1e11 else value
    return datetime.fromtimestamp(seconds, UTC) if 1e8 < seconds < 4e9 else None


def _written(said: str) -> date | None:
    """Read 31/12/2025 or 31 December 2025: in England the day comes first."""
    found, named = DAY_FIRST.match(said), NAMED.match(said)
    try:
        if found:
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return date(year, int(found[2]), int(found[1]))
        if named and named[2].casefold() in MONTHS:
            return date(int(named[3]), MONTHS.index(named[2].casefold()) + 1, int(named[1]))
    except ValueError:
        return None
    return None
