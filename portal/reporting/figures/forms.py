"""What can be asked of the figures. Everything is part of the address, so that a page can be shared."""

from typing import Any

from wtforms.validators import ValidationError

from portal.reporting.what_if import MOST_A_WEEK, WEEKS
from portal.web import fields
from portal.web.forms import PortalForm

LEAST_CHANGE, MOST_CHANGE = -100, 300
SHORT = {"width": 5}


class PlanForm(PortalForm):
    """What to try on a list: it changes nothing, so it needs no token."""

    class Meta:
        """Read from the address."""

        csrf = False

    arrivals = fields.TextField("How many people come in a week?", description="Like 12 or 12.5", render_kw=SHORT)
    starts = fields.TextField(
        "How many can be seen for the first time in a week?", description="Like 12 or 12.5", render_kw=SHORT
    )
    change = fields.TextField(
        "Change in how many can be seen, in %", description="Like 20 for a fifth more, or -10", render_kw=SHORT
    )
    from_week = fields.TextField("In how many weeks does that change begin?", description="0 is now", render_kw=SHORT)

    def validate_arrivals(self, field: Any) -> None:
        """Ask for a number of people."""
        _number(field, 0, MOST_A_WEEK)

    def validate_starts(self, field: Any) -> None:
        """Ask for a number of people."""
        _number(field, 0, MOST_A_WEEK)

    def validate_change(self, field: Any) -> None:
        """Ask for a change that can be."""
        _number(field, LEAST_CHANGE, MOST_CHANGE)

    def validate_from_week(self, field: Any) -> None:
        """Ask for a week of the half year."""
        if _number(field, 0, WEEKS) % 1:
            raise ValidationError(f"Write a whole number of weeks, 0 to {WEEKS}.")

    @property
    def part(self) -> float:
        """Return the change as a share."""
        return self.number("change") / 100

    def number(self, name: str) -> float:
        """Return what was typed as a number."""
        return _read(self[name].data)


def _number(field: Any, least: int, most: int) -> float:
    """Return the number that was typed, between two others. Raises ValidationError."""
    try:
        found = _read(field.data)
    except ValueError:
        raise ValidationError(f"Write a number from {least} to {most}.") from None
    if not least <= found <= most:
        raise ValidationError(f"Write a number from {least} to {most}.")
    return found


def _read(typed: str | None) -> float:
    """Read a number with a point or a comma. Raises ValueError."""
    text = (typed or "").strip().replace(",", ".").replace("−", "-").removesuffix("%").strip()
    if not text or text.strip("-0123456789.") or len(text) > 8:
        raise ValueError(text)
    return float(text)
