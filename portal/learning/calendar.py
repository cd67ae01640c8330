"""Events as a calendar reads them (RFC 5545): folded at 75 octets, escaped, in UTC, so that no zone can be misread.

Pure. The library that reads such files takes a fifth of a second to import and is needed for writing nothing: it
stands in the tests, where it reads what is written here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

OCTETS = 75
PRODUCT = "-//Front Door//Training//EN"
# What a value of text may not hold: controls, except the line break that is written as \n.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BREAKS = re.compile(r"\r\n|\r|\u2028|\u2029|\x0b|\x0c|\x85")


@dataclass(frozen=True)
class Entry:
    """One event as everybody may know it: nobody's name, and no way to join."""

    uid: str
    title: str
    about: str
    place: str
    address: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    cancelled: bool
    categories: tuple[str, ...] = ()


def calendar(name: str, entries: Iterable[Entry]) -> str:
    """Write a whole calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for entry in entries:
        lines += _event(entry)
    return "".join(folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry) -> Iterator[str]:
    """Yield the lines of one event."""
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{moment(entry.changed_at)}"
    yield f"LAST-MODIFIED:{moment(entry.changed_at)}"
    yield f"DTSTART:{moment(entry.starts_at)}"
    yield f"DTEND:{moment(entry.ends_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{escaped(entry.title)}"
    yield f"DESCRIPTION:{escaped(entry.about)}"
    yield f"LOCATION:{escaped(entry.place)}"
    # An address is no text: nothing in it is escaped, and it holds nothing that would have to be.
    yield f"URL:{CONTROLS.sub('', entry.address)}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(map(escaped, entry.categories))}"
    yield "END:VEVENT"


def moment(at: datetime) -> str:
    """Write a moment in UTC: every calendar shows it on its own wall, summer or winter."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Write words so that nothing in them ends the value or the line."""
    plain = CONTROLS.sub("", BREAKS.sub("\n", text))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """Break a line so that none is longer than 75 octets, and no letter is torn."""
    parts, now, room = [], "", OCTETS
    for letter in line:
        size = len(letter.encode(errors="replace"))
        if size > room:
            parts.append(now)
            # The space that begins the next line counts.
            now, room = "", OCTETS - 1
        now, room = now + letter, room - size
    return "\r\n ".join([*parts, now])
