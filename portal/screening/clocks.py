"""How long is left, in words. Pure: the moment is given."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SOON = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Clock:
    """The time that rules a referral now."""

    what: str
    """What has to happen by then: `read` or `contact`."""
    due: datetime
    words: str
    state: str
    """`late`, `soon` or `fine`: for the eye, never instead of the words."""


def ruling(*, been_read: bool, screen_by: datetime, contact_by: datetime, now: datetime) -> Clock:
    """Return the clock that runs out first; once somebody has read it, only the contact counts."""
    read_first = not been_read and screen_by <= contact_by
    what, due = ("read", screen_by) if read_first else ("contact", contact_by)
    return Clock(what, due, remaining(due, now), state(due, now))


def remaining(due: datetime, now: datetime) -> str:
    """Say how much time is left, never more than there is, or by how much it is over."""
    left = due - now
    if abs(left) < MINUTE:
        return "due now"
    return f"{span(left)} left" if left > timedelta() else f"over by {span(-left)}"


def state(due: datetime, now: datetime) -> str:
    """Tell whether the time is over, nearly over, or neither."""
    if due - now < MINUTE:
        return "late"
    return "soon" if due - now <= SOON else "fine"


def span(length: timedelta) -> str:
    """Write a length of time in its two largest units, rounded down: 1 h 12 min, 3 days 4 h."""
    minutes = length // MINUTE
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        largest, rest = f"{days} day{'s' if days > 1 else ''}", f"{hours} h" if hours else ""
    elif hours:
        largest, rest = f"{hours} h", f"{minutes} min" if minutes else ""
    else:
        return f"{minutes} min"
    return f"{largest} {rest}".strip()


def came_in(received: datetime, now: datetime, away: bool) -> str:
    """Say how long ago something came in, and whether the team was away then."""
    ago = f"{span(now - received)} ago" if now - received >= MINUTE else "just now"
    return f"{ago}, out of hours" if away else ago
