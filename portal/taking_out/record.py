"""What a file about one case holds, part by part: the same for the page to print and for a program. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

FORMAT = "front-door-record-1"
HEADINGS: Mapping[str, str] = {
    "accounts": "What was told to us",
    "rules": "What the rules said",
    "history": "What has happened",
    "decisions": "What was decided, and why",
    "contact": "Who may be told, and what they may decide",
    "tries": "Tries to reach somebody",
    "letters": "Letters",
    "tasks": "Tasks",
    "messages": "Messages",
    "care": "Care",
    "meetings": "Times to meet",
    "transfers": "Handing over",
    "waits": "Delays they chose, and waits that became too long",
    "feedback": "What they said of the help, and let us keep here",
    "looked": "Who looked, and what was taken out",
}
"""Every part in the order of the file."""
NOTES: Mapping[str, str] = {
    "rules": "The rules order the queue. They decide nothing: a person does.",
    "messages": "Each says only that there is something to read. Sent means given to the mail or the network: we are "
    "not told whether anybody read it.",
    "looked": "By role, not by name.",
}
OF_CARE = frozenset({"care", "meetings", "transfers", "waits"})
"""Parts that belong to the case and to no one voice."""
CARE = "care"
"""How care is called where something is left out."""


@dataclass(frozen=True)
class Entry:
    """One thing that is held."""

    what: str
    at: date
    """When; of what is told by the day only, the day."""
    by: str = ""
    said: tuple[tuple[str, str], ...] = ()
    """Each question, or name of a value, with the words that stand there."""
    language: str = "en"
    """In which language the words were written."""


@dataclass(frozen=True)
class Part:
    """Everything of one kind."""

    key: str
    entries: tuple[Entry, ...]

    @property
    def heading(self) -> str:
        """What it is called."""
        return HEADINGS[self.key]

    @property
    def note(self) -> str:
        """What must be known to read it rightly."""
        return NOTES.get(self.key, "")


@dataclass(frozen=True)
class Taken:
    """The whole file."""

    service: str
    made_at: datetime
    references: tuple[str, ...]
    fictional: bool
    parts: tuple[Part, ...]


def entry(
    what: str, at: date, by: str = "", said: Iterable[tuple[str, str | None]] = (), language: str = "en"
) -> Entry:
    """Make one entry; what is empty is not written."""
    return Entry(what, at, by, tuple((name, value) for name, value in said if value), language)


def part(key: str, entries: Iterable[Entry]) -> Part:
    """Put the entries of one kind in order: the oldest first."""
    return Part(key, tuple(sorted(entries, key=lambda each: each.at.isoformat())))


def document(taken: Taken) -> dict[str, Any]:
    """Write the file as data, for a program."""
    return {
        "format": FORMAT,
        "service": taken.service,
        "made_at": taken.made_at.isoformat(),
        "references": list(taken.references),
        "fictional": taken.fictional,
        "parts": [
            {
                "key": each.key,
                "heading": each.heading,
                "note": each.note,
                "entries": [_entry(one) for one in each.entries],
            }
            for each in taken.parts
        ],
    }


def _entry(one: Entry) -> dict[str, Any]:
    """Write one entry as data."""
    return {
        "what": one.what,
        "at": one.at.isoformat(),
        "by": one.by,
        "language": one.language,
        "said": [{"question": question, "answer": answer} for question, answer in one.said],
    }
