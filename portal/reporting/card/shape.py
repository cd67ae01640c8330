"""What stands on a report card, table by table. Pure."""

import enum
from dataclasses import dataclass

ALL = "all"
NOT_SAID = "not_said"
UNKNOWN_AGE = "age_not_said"
AGES = (("under_5", 4), ("5_to_10", 10), ("11_to_15", 15), ("16_to_17", 17), ("18_to_25", 25))
"""Each band of age with the last year in it."""
OUTCOMES = ("accepted", "signposted", "advised", "declined", "not_reached", "being_read")
CAUSES = (
    *("capacity", "could_not_contact", "information_missing", "partner_delay", "family_choice", "cancelled_by_us"),
    *("data_error", "interpreter", "placement_move", "wrong_pathway", "cause_not_said"),
)


class Unit(enum.StrEnum):
    """What a figure counts."""

    COUNT = "count"
    PERCENT = "percent"
    WEEKS = "weeks"
    UP_TO_WEEKS = "up_to_weeks"


class Untold(enum.StrEnum):
    """Why a figure is not told."""

    FEW = "few"
    WOULD_TELL = "would_tell"
    NOT_REACHED = "not_reached"
    """So many still wait that nobody can know it yet."""


@dataclass(frozen=True)
class Figure:
    """One figure: a value, or why there is none."""

    section: str
    cell: str
    unit: Unit
    value: int | None
    untold: Untold | None = None


@dataclass(frozen=True)
class Section:
    """One table and its lines. No lines: the area's own places."""

    id: str
    cells: tuple[str, ...]


URGENCIES = {"NOW": "urgent", "U2H": "urgent", "U48": "urgent", "SOON": "soon", "ROUTINE": "routine"}
"""How soon a band is seen. Urgent people are never pooled with others: it would make every wait look short."""
WAITED = tuple(f"{milestone}_{how}" for how in ("soon", "routine") for milestone in ("first_contact", "second_contact"))
"""The waits that are told in weeks, each in a table of its own."""
SECTIONS = (
    Section("asked", ("young_person", "parent_carer", "professional", "friend")),
    Section("age", (*(name for name, _top in AGES), UNKNOWN_AGE)),
    Section("area", ()),
    Section("outcome", OUTCOMES),
    Section("read", ("same_day", "later", "not_yet")),
    Section("waiting", ("urgent", "soon", "routine")),
    Section("within_18_weeks", ("within", "later")),
    Section("meetings", ("kept", "not_brought", "cancelled_by_us", "cancelled_by_family")),
    Section("breaches", CAUSES),
    Section("check_ins", ("better", "same", "worse", "help")),
)
