"""What published figures say, in whole sentences: times rounded up, never an average, never one number alone. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from portal.languages import gettext as _
from portal.waiting_times import spans
from portal.waiting_times.spans import Kind, Unit

WIDE = 0.4
"""An interval wider than this share of its figure is told as a range."""
SHAKY = 60
"""Where fewer in 100 than this were seen within what was told, no words about "most people" are honest."""
PROMISED = 85
OLD_AFTER = timedelta(days=45)
"""A month's figures, and two weeks for somebody to approve the next."""
LONGER = ((PROMISED, 7), (83, 6), (79, 5), (75, 4), (SHAKY, 3))
"""With how many in 100 seen in time, one in how many waited longer."""


class Figure(Protocol):
    """What may be said about one list, as `models.WaitFigure` keeps it."""

    @property
    def hidden(self) -> str | None:
        """Why nothing may be told."""

    @property
    def people(self) -> int | None:
        """How many it is based on."""

    @property
    def waiting(self) -> int | None:
        """How many wait now."""

    @property
    def typical_days(self) -> int | None:
        """Half are seen within this."""

    @property
    def typical_low_days(self) -> int | None:
        """The low end of what half may be."""

    @property
    def typical_high_days(self) -> int | None:
        """The high end."""

    @property
    def upper_days(self) -> int | None:
        """Most are seen within this."""

    @property
    def upper_low_days(self) -> int | None:
        """The low end of what most may be."""

    @property
    def upper_high_days(self) -> int | None:
        """The high end."""

    @property
    def so_far_days(self) -> int | None:
        """Where most is not reached: it is more than this."""

    @property
    def covered_percent(self) -> int | None:
        """How many in 100 were seen within what they could read."""

    @property
    def trend(self) -> str | None:
        """Where waits are going."""


@dataclass(frozen=True)
class Told:
    """One wait in words."""

    said: tuple[str, ...]
    """Half, most, and who waited longer; or why nothing can be said."""
    now: tuple[str, ...] = ()
    """Where waits are going, and how many wait."""
    small: tuple[str, ...] = ()
    """How many people it is about, and how it did when it was checked."""
    half: str = ""
    most: str = ""
    """The same as short words, for the picture and the table."""
    known: bool = False


def tell(figure: Figure | None) -> Told:
    """Say one wait, or why nobody can."""
    if figure is None:
        return Told((_("We can't say yet. We have not measured this wait."),))
    if figure.hidden is not None:
        return Told((_hidden(figure.hidden),))
    half, most = spread_of_half(figure), spread_of_most(figure)
    longer_than = so_far(figure)
    if half is None and most is None and longer_than is None:
        return Told((_("We can't say yet. Too few people have been seen so far."),))
    unit = spans.unit_apart(half, most) if half and most else None
    return Told(
        said=(_half(half, unit, longer_than), *_most(figure, most)),
        now=tuple(each for each in (_trend(figure.trend), _waiting(figure.waiting)) if each),
        small=tuple(each for each in (_people(figure.people), _checked(figure)) if each),
        half=_short(half, None, unit),
        most=_short(most, longer_than),
        known=True,
    )


def spread_of_half(figure: Figure) -> spans.Spread | None:
    """Return between which days half of the people are seen: two ends only where the interval is wide."""
    half, most = _spread(figure.typical_days, figure.typical_low_days, figure.typical_high_days), spread_of_most(figure)
    if half is None or most is None or figure.typical_days is None:
        return half
    # Half of the people never take longer than most of them, however little is known.
    return spans.Spread(half.low, max(figure.typical_days, min(half.high, most.high)))


def spread_of_most(figure: Figure) -> spans.Spread | None:
    """Return between which days most people are seen; nothing where that did not hold when it was checked."""
    if figure.covered_percent is not None and figure.covered_percent < SHAKY:
        return None
    return _spread(figure.upper_days, figure.upper_low_days, figure.upper_high_days)


def so_far(figure: Figure) -> int | None:
    """Return what most people wait longer than, where that is all anybody knows: no less than half of them wait."""
    if figure.upper_days is not None or figure.so_far_days is None:
        return None
    return max(figure.so_far_days, figure.typical_days or 0)


def _spread(days: int | None, low: int | None, high: int | None) -> spans.Spread | None:
    """Return a figure as one time, or as a range where nobody knows it well."""
    if days is None:
        return None
    low, high = min(days, days if low is None else low), max(days, days if high is None else high)
    return spans.Spread(low, high) if high - low > WIDE * days else spans.Spread(days, days)


def _short(spread: spans.Spread | None, longer_than: int | None, unit: Unit | None = None) -> str:
    if spread is not None:
        return spans.short_of(spread, unit)
    return _("not known yet") if longer_than is None else spans.short(Kind.MORE, longer_than)


def _half(half: spans.Spread | None, unit: Unit | None, longer_than: int | None) -> str:
    if half is None and longer_than is not None:
        # Half may well have been seen before, and the list stands still now.
        return _("We can't say yet. Too few people have been seen so far.")
    if half is None:
        return _("Fewer than half of the people have been seen so far.")
    return spans.said(Kind.HALF, half, unit)


def _most(figure: Figure, most: spans.Spread | None) -> tuple[str, ...]:
    """Say how long most people wait, and always that some wait longer."""
    if most is not None:
        return (spans.said(Kind.MOST, most), _longer(figure.covered_percent))
    longer_than = so_far(figure)
    if longer_than is not None:
        return (spans.short(Kind.SO_FAR, longer_than),)
    if figure.upper_days is not None:
        return (_("We can't say how long most people wait. Waits are changing too much at the moment."),)
    return (_("We can't say yet how long it takes for most people."),)


def _longer(covered: int | None) -> str:
    """Say how many waited longer than most did."""
    return _("About 1 in %(of)s people waited longer than that.", of=one_in(covered))


def one_in(covered: int | None) -> int:
    """Return which share of people waited longer, as one in how many."""
    measured = PROMISED if covered is None else covered
    return next(of for least, of in LONGER if measured >= least)


def _checked(figure: Figure) -> str:
    """Say how the words did when they were checked against those who came later."""
    covered = figure.covered_percent
    if covered is None or figure.upper_days is None:
        return ""
    if covered >= PROMISED:
        return _("We looked back to check. What we had said was long enough for most people.")
    if covered < SHAKY:
        return _("We looked back to check. What we had said was too short for many people.")
    of = one_in(covered)
    return _(
        "We looked back to check. What we had said was long enough for about %(some)s in %(of)s.", some=of - 1, of=of
    )


TRENDS: dict[str, Callable[[], str]] = {
    "longer": lambda: _("Waits are getting longer at the moment."),
    "shorter": lambda: _("Waits are getting shorter at the moment."),
    "steady": lambda: _("Waits are staying about the same."),
}


def _trend(trend: str | None) -> str:
    return TRENDS[trend]() if trend is not None else ""


def _waiting(waiting: int | None) -> str:
    return _("About %(count)s people are waiting now.", count=waiting) if waiting else ""


def _people(people: int | None) -> str:
    return _("This is about %(count)s people, also those who are still waiting.", count=people) if people else ""


HIDDEN: dict[str, Callable[[], str]] = {
    "few": lambda: _("We can't say yet. Too few people have asked for this to say anything that is true."),
    "would_tell": lambda: _("We don't say it here. So few people wait that it could tell something about one of them."),
}


def _hidden(reason: str) -> str:
    return HIDDEN[reason]()


def is_old(as_of: date, today: date) -> bool:
    """Tell whether figures of a day have to say that they are old."""
    return today - as_of > OLD_AFTER


def clock_counts(milestone: str) -> str:
    """Say what the clock counts."""
    if milestone == "second_contact":
        return _(
            "We count from the day somebody first told us until the second time you really talk with someone. "
            "A letter or a missed call does not count."
        )
    return _(
        "We count from the day somebody first told us until you first really talk with someone. "
        "A letter or a missed call does not count."
    )


def name_of(milestone: str) -> str:
    """Name what somebody waits for."""
    return _("Until the second talk") if milestone == "second_contact" else _("Until the first talk")
