"""What a service outside our records says of its own wait, always as its word and with its day. Pure."""

from collections.abc import Callable
from typing import Protocol

from portal.languages import ngettext
from portal.waiting_times import spans


class Said(Protocol):
    """What a service said, as `models.OutsideWait` keeps it."""

    @property
    def milestone(self) -> str:
        """What is waited for."""

    @property
    def low_weeks(self) -> int:
        """At least about this."""

    @property
    def high_weeks(self) -> int:
        """At most about this."""


ONE: dict[str, Callable[[int, str], str]] = {
    "first_contact": lambda n, day: ngettext(
        "They told us on %(day)s: up to about %(num)s week until the first talk.",
        "They told us on %(day)s: up to about %(num)s weeks until the first talk.",
        n,
        day=day,
    ),
    "second_contact": lambda n, day: ngettext(
        "They told us on %(day)s: up to about %(num)s week until the second talk.",
        "They told us on %(day)s: up to about %(num)s weeks until the second talk.",
        n,
        day=day,
    ),
}
TWO: dict[str, Callable[[int, int, str], str]] = {
    "first_contact": lambda low, n, day: ngettext(
        "They told us on %(day)s: %(low)s to %(num)s week until the first talk.",
        "They told us on %(day)s: %(low)s to %(num)s weeks until the first talk.",
        n,
        low=low,
        day=day,
    ),
    "second_contact": lambda low, n, day: ngettext(
        "They told us on %(day)s: %(low)s to %(num)s week until the second talk.",
        "They told us on %(day)s: %(low)s to %(num)s weeks until the second talk.",
        n,
        low=low,
        day=day,
    ),
}


def said(wait: Said, day: str) -> str:
    """Say a service's own words about its wait, with the day they were said."""
    low, high = wait.low_weeks, max(wait.high_weeks, 1)
    if 0 < low < high:
        return TWO[wait.milestone](low, high, day)
    return ONE[wait.milestone](high, day)


def short(wait: Said) -> str:
    """Say them in a few words."""
    high = max(wait.high_weeks, 1)
    low = wait.low_weeks if 0 < wait.low_weeks < high else high
    return spans.short_of(spans.Spread(low * spans.WEEK, high * spans.WEEK))
