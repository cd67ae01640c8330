"""Which days a page is about: stretches of whole months, or any days for who sees people. Pure.

Whoever sees only sums gets one month or one year: two periods that differ by a little would tell that little.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from portal.clock import london
from portal.reporting.counting import Period, last_months

OFFERED = {
    "month": ("Last month", 1),
    "quarter": ("Last 3 months", 3),
    "year": ("Last 12 months", 12),
    "all": ("Last 24 months", 24),
}
"""Each by its name in an address, with its words and how many whole months it has."""
USUAL = "year"
SUMS_ONLY = ("month", "year")
"""What is offered to whoever sees only sums: months, and one sum of them."""


@dataclass(frozen=True)
class Chosen:
    """What an address asks for."""

    name: str
    """Empty: days that somebody chose."""
    period: Period
    trouble: str = ""


def named(as_of: datetime) -> dict[str, Period]:
    """Return every stretch that is offered, up to the last whole month."""
    months = list(last_months(as_of, 24).values())
    return {name: Period(months[-count].first, months[-1].last) for name, (_words, count) in OFFERED.items()}


def read(said: Mapping[str, str], as_of: datetime, *, free: bool) -> Chosen:
    """Read what an address asks for; what cannot be shown becomes the usual stretch, and says why."""
    offered = named(as_of)
    usual = Chosen(USUAL, offered[USUAL])
    if said.get("from") or said.get("to"):
        if not free:
            return replace(usual, trouble="Only the periods below can be shown: others could give people away.")
        trouble = "These days do not make a period. Write both, the earlier one first."
        return _days(said, london(as_of).date()) or replace(usual, trouble=trouble)
    name = said.get("period", USUAL)
    return Chosen(name, offered[name]) if name in (offered if free else SUMS_ONLY) else usual


def _days(said: Mapping[str, str], today: date) -> Chosen | None:
    """Return days that somebody chose, up to yesterday."""
    try:
        first, last = date.fromisoformat(said.get("from", "")), date.fromisoformat(said.get("to", ""))
    except ValueError:
        return None
    last = min(last, today - timedelta(days=1))
    return Chosen("", Period(first, last)) if first <= last else None
