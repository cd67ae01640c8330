"""On which days does a rule fall? Weeks, every second week, the first Monday of a month. Pure.

The words are those of RFC 5545 and of Open Referral's schedules: `freq`, `interval`, `byday`, `bymonthday`. Weeks begin
on Monday, and "every second" is counted from the week or month of the day a rule begins.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
EVERY_WEEK_OF_A_MONTH = (1, 2, 3, 4, 5)
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Recurrence:
    """The days of a rule: weekdays, or weekdays and numbers of a month."""

    weekdays: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()
    """Of a month: (2, 1) is its second Tuesday, (-1, 4) its last Friday."""
    month_days: frozenset[int] = frozenset()
    """Of a month: 1 is its first day, -1 its last."""
    every: int = 1
    """Every so many weeks, or months."""
    readable: bool = True
    """False for rules that nobody here can work out: then a day that may be meant is one we don't know about."""

    @property
    def weekly(self) -> bool:
        """Tell whether the rule is the same every week."""
        return self.readable and self.every == 1 and not (self.nth or self.month_days)

    def falls(self, day: date, start: date | None) -> bool | None:
        """Tell whether the rule falls on a day; None when that cannot be known. `start` is where counting begins."""
        if not self.readable:
            return None if self.may(day) else False
        if not self.may(day):
            return False
        if self.every == 1:
            return True
        return None if start is None else self._steps(start, day) % self.every == 0

    def may(self, day: date) -> bool:
        """Tell whether a day is one of the kind the rule means, whichever week or month it is."""
        if not (self.weekdays or self.nth or self.month_days):
            return True
        if not (self.nth or self.month_days):
            return day.weekday() in self.weekdays
        last = calendar.monthrange(day.year, day.month)[1]
        number = not self.month_days or bool({day.day, day.day - last - 1} & self.month_days)
        place = ((day.day - 1) // 7 + 1, day.weekday())
        from_end = (-((last - day.day) // 7 + 1), day.weekday())
        return number and (not self.nth or bool({place, from_end} & self.nth))

    def _steps(self, start: date, day: date) -> int:
        """Count the weeks, or months, from the first to the day."""
        if self.nth or self.month_days:
            return (day.year - start.year) * 12 + day.month - start.month
        monday, first = (each - timedelta(days=each.weekday()) for each in (day, start))
        return (monday - first).days // 7


def read(freq: str, interval: int, byday: str, bymonthday: str) -> Recurrence:
    """Read a rule as a feed says it. A rule that says no days, or says them in words we don't know, is not readable."""
    named, odd = _by_day(byday)
    numbers, strange = _numbers(bymonthday)
    kind = freq.strip().upper() or ("MONTHLY" if numbers or any(nth for nth, _day in named) else "WEEKLY")
    weekdays = frozenset(day for _nth, day in named)
    whole = not (odd or strange) and interval >= 1
    if kind == "MONTHLY":
        nth = frozenset(each for pair in named for each in _places(*pair))
        return Recurrence(weekdays, nth, numbers, max(interval, 1), whole and bool(nth or numbers))
    if kind == "DAILY" and interval == 1 and not numbers:
        return Recurrence(weekdays or EVERY_DAY, readable=whole)
    plain = kind == "WEEKLY" and not numbers and all(nth == 0 for nth, _day in named)
    return Recurrence(weekdays, every=max(interval, 1), readable=whole and plain and bool(weekdays))


def named_days(byday: str) -> frozenset[int]:
    """Return the weekdays that a rule names, with or without a place in the month: MO,2TU names 0 and 1."""
    return frozenset(day for _nth, day in _by_day(byday)[0])


def _places(nth: int, day: int) -> Iterable[tuple[int, int]]:
    """Yield the places in a month that a day of a monthly rule stands for; a bare weekday means all of them."""
    return [(nth, day)] if nth else [(each, day) for each in EVERY_WEEK_OF_A_MONTH]


def _by_day(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Read MO,2TU,-1FR; also tell whether anything in it could not be read."""
    parts = [part.strip().upper() for part in text.replace(";", ",").split(",") if part.strip()]
    met = [BY_DAY.fullmatch(part) for part in parts]
    return [(int(each[1] or 0), DAYS.index(each[2])) for each in met if each], not all(met)


def _numbers(text: str) -> tuple[frozenset[int], bool]:
    """Read the days of a month; also tell whether anything in it could not be read."""
    parts = [part.strip() for part in str(text).split(",") if part.strip()]
    good = [int(part) for part in parts if re.fullmatch(r"[+-]?\d{1,2}", part) and 1 <= abs(int(part)) <= 31]
    return frozenset(good), len(good) != len(parts)
