"""The boxes in which people type the lists of an entry: opening times, places, phones and costs, as data. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.directory import recurrence

Line = dict[str, str]
Object = dict[str, Any]
SPARE = 2
"""Empty lines at the end."""
MOST = 60


@dataclass(frozen=True)
class Cell:
    """One box of a line."""

    name: str
    label: str
    width: int = 10
    choices: tuple[tuple[str, str], ...] = ()
    tick: bool = False


@dataclass(frozen=True)
class Table:
    """The boxes of one kind of line."""

    path: str
    one: str
    """What one line is called."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Around:
    """What a new line needs to know of where it stands."""

    service_id: str
    area: str = ""
    find: Callable[[str], tuple[float, float] | None] = lambda _postcode: None
    """Where a postcode is, as latitude and longitude."""


DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TABLES = {
    "schedules": Table(
        "schedules",
        "Opening time",
        (
            *(Cell(day, name, tick=True) for day, name in zip(recurrence.DAYS, DAY_NAMES, strict=True)),
            Cell("opens_at", "From", 5),
            Cell("closes_at", "To", 5),
            Cell(
                "bank_holidays",
                "Bank holidays",
                choices=(("unknown", "Not known"), ("closed", "Closed"), ("open", "Open")),
            ),
            Cell("term_time_only", "Term only", tick=True),
            Cell("by_appointment", "By appointment", tick=True),
            Cell("notes", "Note", 20),
        ),
    ),
    "service_at_locations": Table(
        "service_at_locations",
        "Place",
        (
            Cell("name", "Name of the place", 20),
            Cell("address_1", "Street", 20),
            Cell("city", "Town", 10),
            Cell("postal_code", "Postcode", 10),
            Cell("accessibility", "Getting in and around", 30),
            Cell("address_hidden", "Keep the address secret", tick=True),
        ),
    ),
    "contacts": Table(
        "contacts",
        "Phone",
        (
            Cell("title", "Who answers", 20),
            Cell("number", "Number", 20),
            Cell("type", "For", choices=(("voice", "Calls"), ("text", "Texts"))),
        ),
    ),
    "cost_options": Table(
        "cost_options",
        "Cost",
        (Cell("option", "What for", 20), Cell("amount", "£", 5), Cell("amount_description", "In words", 30)),
    ),
}
