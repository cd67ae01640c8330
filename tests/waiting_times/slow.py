"""The slow way: the definition told by the calendar, day by day and person by person, in exact fractions.

It shares no line with `portal.waiting_times.survival` or `estimates.watched`: nobody has an entry or an exit here. A
person is at risk on day t of their wait when that day of the calendar lies in the window and they were not gone before.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from portal.waiting_times.estimates import Stay

HALF_A_YEAR = timedelta(days=182)


def gone_on(stay: Stay, as_of: date) -> date | None:
    return stay.ended if stay.ended and stay.ended <= as_of else None


def is_at_risk(stay: Stay, t: int, as_of: date) -> bool:
    on = stay.received + timedelta(days=t)
    gone = gone_on(stay, as_of)
    return as_of - HALF_A_YEAR < on <= as_of and (gone is None or on <= gone)


def is_seen(stay: Stay, t: int, as_of: date) -> bool:
    return is_at_risk(stay, t, as_of) and stay.seen and gone_on(stay, as_of) == stay.received + timedelta(days=t)


def survival(stays: Sequence[Stay], as_of: date) -> list[tuple[int, Fraction]]:
    longest = max(((as_of - stay.received).days for stay in stays), default=-1)
    left, told = Fraction(1), []
    for t in range(longest + 1):
        risk = sum(is_at_risk(stay, t, as_of) for stay in stays)
        seen = sum(is_seen(stay, t, as_of) for stay in stays)
        if seen and left:
            left *= 1 - Fraction(seen, risk)
            told.append((t, left))
    return told


def percentile(stays: Sequence[Stay], as_of: date, share: Fraction) -> int | None:
    return next((t for t, left in survival(stays, as_of) if left <= 1 - share), None)


def clearance(stays: Sequence[Stay], as_of: date) -> Fraction | None:
    known = [stay for stay in stays if stay.received <= as_of]
    waiting = [stay for stay in known if gone_on(stay, as_of) is None]
    recently = [as_of - timedelta(days=back) for back in range(56)]
    starts = [stay for stay in known if stay.seen and gone_on(stay, as_of) in recently]
    if not known or (waiting and not starts):
        return None
    return Fraction(len(waiting)) / Fraction(len(starts), 56) if waiting else Fraction(0)


def upper(stays: Sequence[Stay], as_of: date) -> Fraction | None:
    p85, clears = percentile(stays, as_of, Fraction(85, 100)), clearance(stays, as_of)
    return None if p85 is None or clears is None else max(Fraction(p85), Fraction(12, 10) * clears)


def seen_within(stays: Sequence[Stay], as_of: date, days: int) -> Fraction:
    """Aalen-Johansen from the definition: who is still there just before day t, times who is seen on it."""
    there, seen_by = Fraction(1), Fraction(0)
    for t in range(days + 1):
        risk = [stay for stay in stays if is_at_risk(stay, t, as_of)]
        ends = [stay for stay in risk if gone_on(stay, as_of) == stay.received + timedelta(days=t)]
        if risk:
            seen_by += there * Fraction(sum(stay.seen for stay in ends), len(risk))
            there *= 1 - Fraction(len(ends), len(risk))
    return seen_by
