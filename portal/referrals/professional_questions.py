"""How a question is put to professionals: small, on one long page, and never needed."""

from typing import Any

from wtforms.validators import Optional

from portal.languages import lazy as _l
from portal.web import fields
from portal.web.fields import RadioField, TickGroup

NOT_SURE = fields.choice("not_sure", _l("Not sure, or not asked"))
FIND_HINT = _l("Part of the name, a code or a postcode. You can also write a name that is not on our list.")
RATHER_NOT = fields.choice("prefer_not", _l("They would rather not say"))


def choose(label: Any, *answers: Any, hint: Any = "", unsure: bool = True, inline: bool = False) -> RadioField:
    """Ask for one of a few answers; what nobody knows can be said, and so can nothing at all."""
    look = {"size": "s", "small": True, "inline": inline}
    chosen = [*answers, NOT_SURE, RATHER_NOT] if unsure else [*answers]
    return RadioField(label, [Optional()], choices=chosen, description=hint, render_kw=look)


def yes_no(label: Any, hint: Any = "") -> RadioField:
    """Ask a question that has a yes and a no."""
    answers = (fields.choice("yes", _l("Yes")), fields.choice("no", _l("No")), NOT_SURE)
    return choose(label, *answers, hint=hint, unsure=False, inline=True)


def yes_no_asked(label: Any, hint: Any = "") -> RadioField:
    """Ask a question of the rule set: the young person may also have been asked and not have wanted to say."""
    return choose(label, fields.choice("yes", _l("Yes")), fields.choice("no", _l("No")), hint=hint, inline=True)


def ticks(label: Any, *boxes: str) -> TickGroup:
    """Ask which of several things are true, each a field of its own."""
    return TickGroup(label, render_kw={"boxes": list(boxes), "size": "s", "small": True})


class ListedField(RadioField):
    """Which organisation of the area's list was meant: shown when there is a choice, and never an obstacle."""

    NONE = "none"

    def pre_validate(self, form: Any) -> None:
        """Refuse nothing: a code that the list does not know is no code."""

    def __call__(self, **options: Any) -> Any:
        """Show the choices, if there are any."""
        return super().__call__(**options) if self.choices else ""


def listed() -> ListedField:
    """Ask which organisation of the area's list is meant."""
    return ListedField(_l("Is it one of these?"), [Optional()], choices=[], render_kw={"size": "s"})
