"""Where waits are going: a rule over six monthly editions, the same for every list. Pure.

Each two of the six are compared. Of the 15 pairs at least 11 more must go one way than the other, and from the first to
the last it must be a week at least, and a tenth. That is a rule and no test: editions share most of their half year,
so they move together more than chance alone would move them. With fewer than six, or with one in which the wait was
not told, nobody says anything.
"""

import enum
from collections.abc import Sequence
from itertools import combinations

EDITIONS = 6
AGREEING = 11
"""Pairs that go one way, less those that go the other; of 15."""
LEAST_DAYS, LEAST_SHARE = 7, 0.1


class Trend(enum.StrEnum):
    """Where waits are going; None where fewer than six editions tell."""

    LONGER = "longer"
    SHORTER = "shorter"
    STEADY = "steady"


def trend(waits: Sequence[int | None]) -> Trend | None:
    """Return where waits are going, from the typical wait of monthly editions, the oldest first."""
    last = [days for days in waits[-EDITIONS:] if days is not None]
    if len(last) < EDITIONS:
        return None
    net = sum((later > earlier) - (later < earlier) for earlier, later in combinations(last, 2))
    moved = last[-1] - last[0]
    if abs(net) < AGREEING or abs(moved) < max(LEAST_DAYS, LEAST_SHARE * last[0]) or net * moved < 0:
        return Trend.STEADY
    return Trend.LONGER if moved > 0 else Trend.SHORTER
