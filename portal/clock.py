"""The only reader of the clock, and the working calendar that promises are computed from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date on the wall in London."""
    return london(now()).date()


def london(moment: datetime) -> datetime:
    """Show a moment as people in England read it."""
    return moment.astimezone(LONDON)


@cache
def bank_holidays() -> frozenset[date]:
    """Return the bank holidays of England and Wales that the GOV.UK package carries.

    Its data file is read directly: importing its code would load an HTTP client at every start.
    """
    table = json.loads((resources.files("govuk_bank_holidays") / "bank-holidays.json").read_text("utf-8"))
    return frozenset(date.fromisoformat(event["date"]) for event in table["england-and-wales"]["events"])


@dataclass(frozen=True)
class Calendar:
    """When a team works: opening and closing time by weekday (Monday is 0), less the days it is away."""

    hours: Mapping[int, tuple[time, time]]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Refuse a week or a day without a working hour, which would make promises endless or wrong."""
        if not self.hours:
            raise ValueError("A calendar needs at least one working day.")
        if any(opening >= closing for opening, closing in self.hours.values()):
            raise ValueError("A working day ends after it begins, before midnight.")

    def works_on(self, day: date) -> bool:
        """Tell whether the team works at all on this day."""
        return day.weekday() in self.hours and day not in self.holidays

    def opening(self, day: date) -> datetime:
        """Return the moment a working day begins."""
        return datetime.combine(day, self.hours[day.weekday()][0], LONDON).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """Return the moment a working day ends."""
        return datetime.combine(day, self.hours[day.weekday()][1], LONDON).astimezone(UTC)

    def is_open(self, moment: datetime) -> bool:
        """Tell whether somebody is at the desk at this moment."""
        day = london(moment).date()
        return self.works_on(day) and self.opening(day) <= moment < self.closing(day)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after this one."""
        day += timedelta(days=1)
        while not self.works_on(day):
            day += timedelta(days=1)
        return day

    def next_open(self, moment: datetime) -> datetime:
        """Return this moment if the team is at work, otherwise when it next begins."""
        if self.is_open(moment):
            return moment
        day = london(moment).date()
        if self.works_on(day) and moment < self.opening(day):
            return self.opening(day)
        return self.opening(self.next_working_day(day))

    def add_working_days(self, moment: datetime, days: int) -> datetime:
        """Return the end of the working day that lies so many working days after the team can first see it."""
        day = london(self.next_open(moment)).date()
        for _ in range(days):
            day = self.next_working_day(day)
        return self.closing(day)
