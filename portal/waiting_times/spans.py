"""How long, in words: days when it is short, then weeks, months and years, always rounded up. Pure.

Every sentence stands here whole, once for each unit, because languages bend the words around a number differently.
"""

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass

from portal.languages import gettext as _
from portal.languages import ngettext

WEEK = 7
DAYS_UNTIL = 14
"""Told in days below this."""
WEEKS_UNTIL = 26 * WEEK
"""Told in weeks below this: half a year."""
MONTHS_UNTIL = 36
"""Told in months below this."""


class Unit(enum.Enum):
    """What a time is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


YEAR = 365.25
DAYS = {Unit.DAY: 1, Unit.WEEK: WEEK, Unit.MONTH: YEAR / 12, Unit.YEAR: YEAR}


FINER = {Unit.WEEK: Unit.DAY, Unit.MONTH: Unit.WEEK, Unit.YEAR: Unit.MONTH}


class Kind(enum.Enum):
    """What is said with a time."""

    HALF = "half"
    MOST = "most"
    SO_FAR = "so_far"
    ABOUT = "about"
    MORE = "more"


@dataclass(frozen=True)
class Spread:
    """A time in days: from, to; the same twice where it is known well."""

    low: int
    high: int


SINGLE: dict[Kind, dict[Unit, Callable[[int], str]]] = {
    Kind.HALF: {
        Unit.DAY: lambda n: ngettext(
            "Half of the people were seen within about %(num)s day.",
            "Half of the people were seen within about %(num)s days.",
            n,
        ),
        Unit.WEEK: lambda n: ngettext(
            "Half of the people were seen within about %(num)s week.",
            "Half of the people were seen within about %(num)s weeks.",
            n,
        ),
        Unit.MONTH: lambda n: ngettext(
            "Half of the people were seen within about %(num)s month.",
            "Half of the people were seen within about %(num)s months.",
            n,
        ),
        Unit.YEAR: lambda n: ngettext(
            "Half of the people were seen within about %(num)s year.",
            "Half of the people were seen within about %(num)s years.",
            n,
        ),
    },
    Kind.MOST: {
        Unit.DAY: lambda n: ngettext(
            "Most people were seen within about %(num)s day.", "Most people were seen within about %(num)s days.", n
        ),
        Unit.WEEK: lambda n: ngettext(
            "Most people were seen within about %(num)s week.", "Most people were seen within about %(num)s weeks.", n
        ),
        Unit.MONTH: lambda n: ngettext(
            "Most people were seen within about %(num)s month.", "Most people were seen within about %(num)s months.", n
        ),
        Unit.YEAR: lambda n: ngettext(
            "Most people were seen within about %(num)s year.", "Most people were seen within about %(num)s years.", n
        ),
    },
    Kind.SO_FAR: {
        Unit.DAY: lambda n: ngettext(
            "We can't say yet how long most people wait. So far it is more than about %(num)s day.",
            "We can't say yet how long most people wait. So far it is more than about %(num)s days.",
            n,
        ),
        Unit.WEEK: lambda n: ngettext(
            "We can't say yet how long most people wait. So far it is more than about %(num)s week.",
            "We can't say yet how long most people wait. So far it is more than about %(num)s weeks.",
            n,
        ),
        Unit.MONTH: lambda n: ngettext(
            "We can't say yet how long most people wait. So far it is more than about %(num)s month.",
            "We can't say yet how long most people wait. So far it is more than about %(num)s months.",
            n,
        ),
        Unit.YEAR: lambda n: ngettext(
            "We can't say yet how long most people wait. So far it is more than about %(num)s year.",
            "We can't say yet how long most people wait. So far it is more than about %(num)s years.",
            n,
        ),
    },
    Kind.ABOUT: {
        Unit.DAY: lambda n: ngettext("about %(num)s day", "about %(num)s days", n),
        Unit.WEEK: lambda n: ngettext("about %(num)s week", "about %(num)s weeks", n),
        Unit.MONTH: lambda n: ngettext("about %(num)s month", "about %(num)s months", n),
        Unit.YEAR: lambda n: ngettext("about %(num)s year", "about %(num)s years", n),
    },
    Kind.MORE: {
        Unit.DAY: lambda n: ngettext("more than %(num)s day", "more than %(num)s days", n),
        Unit.WEEK: lambda n: ngettext("more than %(num)s week", "more than %(num)s weeks", n),
        Unit.MONTH: lambda n: ngettext("more than %(num)s month", "more than %(num)s months", n),
        Unit.YEAR: lambda n: ngettext("more than %(num)s year", "more than %(num)s years", n),
    },
}
RANGES: dict[Kind, dict[Unit, Callable[[int, int], str]]] = {
    Kind.HALF: {
        Unit.DAY: lambda a, b: ngettext(
            "Half of the people were seen within %(low)s to %(num)s day.",
            "Half of the people were seen within %(low)s to %(num)s days.",
            b,
            low=a,
        ),
        Unit.WEEK: lambda a, b: ngettext(
            "Half of the people were seen within %(low)s to %(num)s week.",
            "Half of the people were seen within %(low)s to %(num)s weeks.",
            b,
            low=a,
        ),
        Unit.MONTH: lambda a, b: ngettext(
            "Half of the people were seen within %(low)s to %(num)s month.",
            "Half of the people were seen within %(low)s to %(num)s months.",
            b,
            low=a,
        ),
        Unit.YEAR: lambda a, b: ngettext(
            "Half of the people were seen within %(low)s to %(num)s year.",
            "Half of the people were seen within %(low)s to %(num)s years.",
            b,
            low=a,
        ),
    },
    Kind.MOST: {
        Unit.DAY: lambda a, b: ngettext(
            "Most people were seen within %(low)s to %(num)s day.",
            "Most people were seen within %(low)s to %(num)s days.",
            b,
            low=a,
        ),
        Unit.WEEK: lambda a, b: ngettext(
            "Most people were seen within %(low)s to %(num)s week.",
            "Most people were seen within %(low)s to %(num)s weeks.",
            b,
            low=a,
        ),
        Unit.MONTH: lambda a, b: ngettext(
            "Most people were seen within %(low)s to %(num)s month.",
            "Most people were seen within %(low)s to %(num)s months.",
            b,
            low=a,
        ),
        Unit.YEAR: lambda a, b: ngettext(
            "Most people were seen within %(low)s to %(num)s year.",
            "Most people were seen within %(low)s to %(num)s years.",
            b,
            low=a,
        ),
    },
    Kind.ABOUT: {
        Unit.DAY: lambda a, b: ngettext("%(low)s to %(num)s day", "%(low)s to %(num)s days", b, low=a),
        Unit.WEEK: lambda a, b: ngettext("%(low)s to %(num)s week", "%(low)s to %(num)s weeks", b, low=a),
        Unit.MONTH: lambda a, b: ngettext("%(low)s to %(num)s month", "%(low)s to %(num)s months", b, low=a),
        Unit.YEAR: lambda a, b: ngettext("%(low)s to %(num)s year", "%(low)s to %(num)s years", b, low=a),
    },
}
ROUND: dict[Kind, dict[int, Callable[[], str]]] = {
    Kind.HALF: {
        12: lambda: _("Half of the people were seen within about a year."),
        18: lambda: _("Half of the people were seen within about a year and a half."),
    },
    Kind.MOST: {
        12: lambda: _("Most people were seen within about a year."),
        18: lambda: _("Most people were seen within about a year and a half."),
    },
    Kind.SO_FAR: {
        12: lambda: _("We can't say yet how long most people wait. So far it is more than about a year."),
        18: lambda: _("We can't say yet how long most people wait. So far it is more than about a year and a half."),
    },
    Kind.ABOUT: {12: lambda: _("about a year"), 18: lambda: _("about a year and a half")},
    Kind.MORE: {12: lambda: _("more than a year"), 18: lambda: _("more than a year and a half")},
}
"""Months that have a name of their own."""


def said(kind: Kind, spread: Spread, unit: Unit | None = None) -> str:
    """Say something with a time, or with a range where the two ends do not round to the same."""
    unit = unit or unit_of(spread.high)
    low, high = count(spread.low, unit), count(spread.high, unit)
    if low < high:
        return RANGES[kind][unit](low, high)
    if unit is Unit.MONTH and high in ROUND[kind]:
        return ROUND[kind][high]()
    if unit is Unit.MONTH and high % 12 == 0:
        return SINGLE[kind][Unit.YEAR](high // 12)
    return SINGLE[kind][unit](high)


def short(kind: Kind, days: int) -> str:
    """Say something with one time."""
    return said(kind, Spread(days, days))


def short_of(spread: Spread, unit: Unit | None = None) -> str:
    """Say a time or a range in a few words."""
    return said(Kind.ABOUT, spread, unit)


def unit_apart(shorter: Spread, longer: Spread) -> Unit:
    """Choose a unit in which a shorter time is not told as the longer one, if there is any."""
    unit = unit_of(shorter.high)
    alike = shorter.high < longer.high and said(Kind.ABOUT, shorter) == said(Kind.ABOUT, longer)
    return FINER.get(unit, unit) if alike else unit


def unit_of(days: int) -> Unit:
    """Choose the unit that a time is told in."""
    if days < DAYS_UNTIL:
        return Unit.DAY
    if days < WEEKS_UNTIL:
        return Unit.WEEK
    return Unit.MONTH if count(days, Unit.MONTH) < MONTHS_UNTIL else Unit.YEAR


def count(days: int, unit: Unit) -> int:
    """Return how many of a unit hold a time: always rounded up, and never nothing."""
    return max(math.ceil(days / DAYS[unit]), 1)


def whole(days: int) -> int:
    """Return the longest time that is told in the same words: what is published is no finer than what is said of it."""
    unit = unit_of(days)
    if unit is Unit.DAY:
        return days
    told = math.floor(count(days, unit) * DAYS[unit])
    return min(told, WEEKS_UNTIL - 1) if unit is Unit.WEEK else told
