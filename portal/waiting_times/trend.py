"""Where waits are going: a rule over six monthly editions, the same for every list. Pure.

Each two of the six are compared. Waits get longer or shorter where of the 15 pairs at least 11 more go one way than the
other, and from the first to the last it is a week at least, and a tenth. They are steady where all six lie within a
week, or a fifth, of each other. Of anything else, of fewer than six, and where one of them was not told, nobody says
where it goes. That is a rule and no test: editions share most of their half year, so they move together more than
chance alone would move them.
"""

import enum
from collections.abc import Sequence
from itertools import combinations

EDITIONS = 6
AGREEING = 11
"""Pairs that go one way, less those that go the other; of 15."""
LEAST_DAYS, LEAST_SHARE = 7, 0.1


class Trend(enum.StrEnum):
    """Where waits are going; None where nobody can say."""

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
    if abs(net) >= AGREEING and abs(moved) >= max(LEAST_DAYS, LEAST_SHARE * last[0]) and net * moved > 0:
        return Trend.LONGER if moved > 0 else Trend.SHORTER
    return Trend.STEADY if max(last) - min(last) <= max(LEAST_DAYS, 2 * LEAST_SHARE * min(last)) else None
