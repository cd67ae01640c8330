"""What the report card calls things, in plain words, with what each table counts beside it."""

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal

from portal.languages import current, gettext, ngettext
from portal.languages import lazy as _l
from portal.reporting.card.shape import ALL, Figure, Unit, Untold

TITLES: Mapping[str, tuple[Any, Any]] = {
    "asked": (
        _l("Who asked for help"),
        _l(
            "Everybody we heard of for the first time in this year, except those who stopped before anybody had read "
            "it. Somebody who came back later counts again."
        ),
    ),
    "age": (_l("How old they were"), _l("On the day we first heard of them.")),
    "area": (_l("Where they live"), _l("From the first part of the postcode, if we were told it.")),
    "outcome": (
        _l("What came of it"),
        _l("Pointed somewhere else means: another service fits better, and we made the first call together."),
    ),
    "read": (
        _l("How fast a clinician read it"),
        _l("The same day means before midnight on the day it came in. We aim for that on every working day."),
    ),
    "waiting": (
        _l("How soon they had to be seen"),
        _l(
            "Everybody we took on, and whoever still has to be read. Urgent means within hours, or a day or two. Soon "
            "means within about a week."
        ),
    ),
    "within_18_weeks": (
        _l("Seen within 18 weeks"),
        _l(
            "From the day we first heard to the first real talk. A letter, a missed call or a message from a computer "
            "is no talk. People who left before a first talk count as not seen. People who needed us urgently are not "
            "in here, so that they do not make it look better."
        ),
    ),
    "first_contact_soon": (_l("Waiting for a first talk, if it should be soon"), _l("Everybody who waits counts too.")),
    "first_contact_routine": (
        _l("Waiting for a first talk, everybody else"),
        _l("Everybody who still waits counts too, not only those who were seen."),
    ),
    "second_contact_soon": (
        _l("Waiting for a second talk, if it should be soon"),
        _l("Counted from the very first day, not from the first talk."),
    ),
    "second_contact_routine": (
        _l("Waiting for a second talk, everybody else"),
        _l("Counted from the very first day. Some people need only one talk: they leave this count when they end."),
    ),
    "meetings": (
        _l("Times to meet"),
        _l("Children depend on grown-ups to get there, so we say not brought."),
    ),
    "breaches": (_l("Why waits were too long"), _l("Each time a limit passed and nobody had been seen, we say why.")),
    "check_ins": (
        _l("How people said they were while they waited"),
        _l("We ask everybody who waits. Somebody can answer more than once."),
    ),
}
LINES: Mapping[str, Any] = {
    ALL: _l("All"),
    "young_person": _l("Young people themselves"),
    "parent_carer": _l("Parents and carers"),
    "professional": _l("People who work with them, like teachers and GPs"),
    "friend": _l("Friends and others who worry"),
    "under_5": _l("Under 5"),
    "5_to_10": _l("5 to 10"),
    "11_to_15": _l("11 to 15"),
    "16_to_17": _l("16 and 17"),
    "18_to_25": _l("18 to 25"),
    "age_not_said": _l("Not said"),
    "not_said": _l("Not said, or outside the area"),
    "accepted": _l("We took them on"),
    "signposted": _l("Pointed somewhere else"),
    "advised": _l("Got advice, or no longer wanted help"),
    "declined": _l("Not for us"),
    "not_reached": _l("We could not reach them"),
    "being_read": _l("Still being read"),
    "same_day": _l("The same day"),
    "later": _l("Later"),
    "not_yet": _l("Not yet"),
    "urgent": _l("Urgent"),
    "soon": _l("Soon"),
    "routine": _l("Everybody else"),
    "within": _l("Within 18 weeks"),
    "half": _l("Half of them within"),
    "most": _l("Most of them (85 in 100) within"),
    "longest": _l("The longest wait"),
    "kept": _l("We met"),
    "cancelled_by_us": _l("We called it off"),
    "cancelled_by_family": _l("They called it off"),
    "not_brought": _l("Not brought"),
    "capacity": _l("Too few of us"),
    "could_not_contact": _l("We could not reach them"),
    "information_missing": _l("We waited for information"),
    "partner_delay": _l("Another team was slow"),
    "family_choice": _l("The family asked for another time"),
    "data_error": _l("A mistake in our records"),
    "interpreter": _l("No interpreter yet"),
    "placement_move": _l("They moved to another home"),
    "wrong_pathway": _l("They stood on the wrong list"),
    "cause_not_said": _l("Nobody has said why yet"),
    "better": _l("A bit better"),
    "same": _l("About the same"),
    "worse": _l("Worse"),
    "help": _l("I need help now"),
}
LATER_THAN_18 = _l("Later, or left before that")


def line(section: str, cell: str) -> Any:
    """Name one line; a place of the area is named by itself."""
    return LATER_THAN_18 if (section, cell) == ("within_18_weeks", "later") else LINES.get(cell, cell)


def told(figure: Figure | None) -> str:
    """Say one figure, or why it is not told."""
    if figure is None:
        return gettext("not known")
    if figure.value is None:
        return _untold(figure)
    number = format_decimal(figure.value, locale=current())
    if figure.unit is Unit.WEEKS:
        return ngettext("%(num)s week", "%(num)s weeks", figure.value)
    if figure.unit is Unit.UP_TO_WEEKS:
        return ngettext("up to %(num)s week", "up to %(num)s weeks", figure.value)
    return number


def _untold(figure: Figure) -> str:
    """Say why there is no figure."""
    if figure.untold is Untold.NOT_REACHED:
        return gettext("too many still wait to know")
    if figure.untold is Untold.FEW:
        return gettext("fewer than 5") if figure.unit is Unit.COUNT else gettext("too few people to say")
    return gettext("not shown")
