"""How the pages of reporting say things. Pure."""

import math

from portal.care.words import CAUSES
from portal.reporting.control_charts import Signal
from portal.reporting.marks import EXCLUDED
from portal.reporting.measures import AGES_OF_WAIT, Kind, Measure
from portal.reporting.scorecard import UNCODED, Card, Figures

SIGNALS = {
    Signal.ABOVE: "above the upper limit",
    Signal.BELOW: "below the lower limit",
    Signal.RUN_ABOVE: "one of 7 or more months above the mean",
    Signal.RUN_BELOW: "one of 7 or more months below the mean",
    Signal.RISING: "one of 7 or more months that rise",
    Signal.FALLING: "one of 7 or more months that fall",
}
NOT_TOLD = "not told"


def value(number: float | None, kind: Kind) -> str:
    """Write a measure's figure. A share is rounded away from a target that it does not reach."""
    if number is None:
        return "–"
    if kind is Kind.SHARE:
        return f"{math.floor(number * 10) / 10:g} %"
    return days(number)


def days(number: float) -> str:
    """Write a wait: hours when it is short, days, or weeks and days when it is long."""
    if number < 2:
        hours = round(number * 24)
        return f"{hours} hour{'' if hours == 1 else 's'}"
    whole = round(number)
    return f"{whole} days" if whole < 28 else f"{whole} days ({number / 7:.0f} weeks)"


def of(figures: Figures, measure: Measure) -> str:
    """Write how many of how many."""
    if figures.denominator is None:
        return NOT_TOLD
    if measure.kind is Kind.WAIT:
        return f"{figures.denominator:,} people"
    if figures.numerator is None:
        return f"{figures.denominator:,} people"
    return f"{figures.numerator:,.0f} of {figures.denominator:,}"


def target(measure: Measure) -> str:
    """Write a target."""
    if measure.target is None:
        return "none set"
    edge = "at most" if measure.fewer_is_better else "at least"
    return f"{edge} {measure.target:g} {measure.unit}"


def excluded(why: str) -> str:
    """Say why somebody is in no count."""
    return EXCLUDED[why]


def cause(name: str) -> str:
    """Name a cause of a wait that was too long."""
    names = {each.value: words for each, words in CAUSES.items()}
    return "Nobody has said why yet" if name == UNCODED else names[name]


def age(place: int) -> str:
    """Name a stretch of waiting."""
    low, high = AGES_OF_WAIT[place]
    if not low:
        return f"under {(high or 0) // 7} weeks"
    return f"{low // 7} weeks and more" if high is None else f"{low // 7} to {high // 7} weeks"


AGES = tuple(age(place) for place in range(len(AGES_OF_WAIT)))


def counted(number: int | None) -> str:
    """Write a count that may not be told."""
    return NOT_TOLD if number is None else f"{number:,}"


def standing(card: Card) -> tuple[str, str]:
    """Say in a few words whether a measure is where it should be, with a tone."""
    met = card.on_target
    if met is None:
        return "", ""
    return ("Target met", "c") if met else ("Target not met", "a")


def chart_label(card: Card) -> str:
    """Say what a measure's picture shows."""
    limits, kind = card.chart.limits, card.measure.kind
    shown = f"{card.measure.name}, the last {len(card.months)} whole months"
    if limits is None:
        return f"{shown}. Too few months for limits."
    spans = f"mean {value(limits.mean, kind)}, limits {value(limits.lower, kind)} to {value(limits.upper, kind)}"
    out = sum(bool(each) for each in card.chart.signals)
    return f"{shown}: {spans}. {out or 'No'} month{'' if out == 1 else 's'} stand{'s' if out == 1 else ''} out."


def first_upper(text: str) -> str:
    """Begin a name with a capital, and leave the rest as it is written."""
    return text[:1].upper() + text[1:]
