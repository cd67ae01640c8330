"""How a report stands in the editors' queue: how old it is, and when an answer is due, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.languages import format_when
from portal.problems.kinds import STAFF_KINDS, Status
from portal.problems.models import ProblemReport

SOON = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One report in the queue."""

    report: ProblemReport
    kind: str
    age: str
    due: str
    state: str
    """late, soon or fine; said in words beside it."""


def line(report: ProblemReport, now: datetime) -> Line:
    """Tell one report."""
    due, state = _due(report, now)
    return Line(report, STAFF_KINDS[report.kind], age(now - report.received_at), due, state)


def age(length: timedelta) -> str:
    """Say how long ago something was: the largest unit is enough."""
    hours = int(length.total_seconds() // 3600)
    if hours < 1:
        return "less than an hour"
    number, unit = (hours // 24, "day") if hours >= 24 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _due(report: ProblemReport, now: datetime) -> tuple[str, str]:
    """Say when an answer is due, or that it is late, or that there is one."""
    if report.status is not Status.OPEN:
        return "Answered" if report.status is Status.ANSWERED else "Closed", "fine"
    if now > report.due_at:
        return f"Late by {age(now - report.due_at)}", "late"
    return f"By {format_when(report.due_at)}", "soon" if report.due_at - now < SOON else "fine"
