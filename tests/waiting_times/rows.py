"""Published rows as an edition holds them, for stories."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.waiting_times.models import Hidden, Milestone, OutsideWait, WaitEdition, WaitFigure

NOTHING: dict[str, Any] = dict.fromkeys(
    (
        "hidden",
        "people",
        "waiting",
        "typical_days",
        "typical_low_days",
        "typical_high_days",
        "upper_days",
        "upper_low_days",
        "upper_high_days",
        "so_far_days",
        "covered_percent",
        "trend",
    )
)
WORRIES: dict[str, Any] = {
    "people": 410,
    "waiting": 180,
    "typical_days": 42,
    "typical_low_days": 39,
    "typical_high_days": 46,
    "upper_days": 96,
    "upper_low_days": 90,
    "upper_high_days": 104,
}


def a_figure(
    list_id: str = "worries", milestone: str = "first_contact", band: str = "ROUTINE", **said: Any
) -> WaitFigure:
    """Make one row; what is not said of it is the wait for help with worries."""
    told = NOTHING | ({} if said.get("hidden") else WORRIES) | said
    told["hidden"] = told["hidden"] and Hidden(told["hidden"])
    return WaitFigure(list_id=list_id, band=band, milestone=Milestone(milestone), **told)


def an_edition(as_of: date, *figures: WaitFigure, approved: bool = True) -> WaitEdition:
    """Make an edition, read by a person unless said otherwise."""
    moment = datetime.combine(as_of, datetime.min.time(), UTC) + timedelta(hours=9)
    return WaitEdition(
        as_of=as_of,
        made_at=moment,
        method="period curve and clearance, 1",
        approved_at=moment if approved else None,
        approved_by=None,
        figures=list(figures),
    )


def told_us(slug: str, said_on: date, expires_on: date, weeks: tuple[int, int] = (3, 7), **more: Any) -> OutsideWait:
    """Let a service say how long its wait is."""
    return OutsideWait(
        service_slug=slug,
        milestone=Milestone(more.get("milestone", "first_contact")),
        low_weeks=weeks[0],
        high_weeks=weeks[1],
        said_on=said_on,
        expires_on=expires_on,
        entered_by=None,
        entered_at=datetime.combine(said_on, datetime.min.time(), UTC),
    )
