"""Who training is for, in which shape it comes, and how things stand. Pure."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.languages import gettext as _
from portal.languages import lazy, ngettext


class Group(enum.StrEnum):
    """Whom an event is for."""

    GP = "gp"
    SCHOOL = "school"
    COMMUNITY = "community"
    PARTNER = "partner"
    VOLUNTEER = "volunteer"
    PARENT = "parent"
    YOUNG_PERSON = "young_person"


class Meeting(enum.StrEnum):
    """In which shape it comes."""

    WEBINAR = "webinar"
    WORKSHOP = "workshop"
    COURSE = "course"


class Standing(enum.StrEnum):
    """What somebody has who signed up."""

    PLACE = "place"
    WAITING = "waiting"
    LEFT = "left"


class Door(enum.StrEnum):
    """Whether somebody can still sign up."""

    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"


class Worth(enum.StrEnum):
    """How much a subject matters for a group."""

    NEEDED = "needed"
    GOOD = "good"
    NONE = "none"


FAMILY = frozenset({Group.PARENT, Group.YOUNG_PERSON})
"""Those who come for themselves: they leave nothing that says who they are."""
GROUPS = {
    Group.GP: lazy("GPs and practices"),
    Group.SCHOOL: lazy("Schools and colleges"),
    Group.COMMUNITY: lazy("Community practitioners"),
    Group.PARTNER: lazy("Social care, hospitals and police"),
    Group.VOLUNTEER: lazy("Volunteers"),
    Group.PARENT: lazy("Parents and carers"),
    Group.YOUNG_PERSON: lazy("Young people"),
}
MEETINGS = {
    Meeting.WEBINAR: lazy("Webinar"),
    Meeting.WORKSHOP: lazy("Workshop"),
    Meeting.COURSE: lazy("Course"),
}
FOR, KIND = lazy("For whom"), lazy("What kind")
ANYBODY, ANYTHING = lazy("Everybody"), lazy("Any kind")
WORTH = {Worth.NEEDED: lazy("Needed"), Worth.GOOD: lazy("Good to have"), Worth.NONE: "–"}
STAFF_GROUPS = {
    Group.GP: "GPs and practices",
    Group.SCHOOL: "Schools and colleges",
    Group.COMMUNITY: "Community practitioners",
    Group.PARTNER: "Social care, hospitals and police",
    Group.VOLUNTEER: "Volunteers",
    Group.PARENT: "Parents and carers",
    Group.YOUNG_PERSON: "Young people",
}
STAFF_MEETINGS = {Meeting.WEBINAR: "Webinar", Meeting.WORKSHOP: "Workshop", Meeting.COURSE: "Course"}
STAFF_STANDINGS = {Standing.PLACE: "has a place", Standing.WAITING: "on the waiting list", Standing.LEFT: "left"}
FEW = 4
"""So many places and fewer are a few."""
SMALL, STEP = 5, 5


@dataclass(frozen=True)
class Taken:
    """How many places there are, how many are taken, and how many people wait for one."""

    places: int
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """Count the places that somebody could have now. Whoever waits comes before whoever asks today."""
        return max(0, self.places - self.taken - self.waiting)


def written(groups: Iterable[Group]) -> str:
    """Write groups into one column, in the order of the table."""
    chosen = set(groups)
    return " ".join(each.value for each in Group if each in chosen)


def read(groups: str) -> tuple[Group, ...]:
    """Read groups out of their column."""
    return tuple(Group(each) for each in groups.split())


def door(
    taken: Taken, moment: datetime, *, starts_at: datetime, closes_at: datetime, cancelled_at: datetime | None
) -> Door:
    """Tell whether somebody can sign up at this moment."""
    if cancelled_at is not None:
        return Door.CANCELLED
    if moment >= starts_at:
        return Door.OVER
    if moment >= closes_at:
        return Door.CLOSED
    return Door.OPEN if taken.left else Door.FULL


def places_in_words(taken: Taken, state: Door) -> str:
    """Say how many places are left, no closer than anybody needs."""
    if state is Door.CANCELLED:
        return _("Cancelled")
    if state is Door.OVER:
        return _("This has been")
    if state is Door.CLOSED:
        return _("Sign-up has closed")
    if state is Door.FULL:
        return _("Full, with a waiting list")
    if taken.left == 1:
        return _("One place left")
    return _("A few places left") if taken.left <= FEW else _("There are places")


def length_in_words(minutes: int) -> str:
    """Say how long something takes: 45 minutes, 1 hour, 2 hours and 30 minutes."""
    hours, rest = divmod(minutes, 60)
    long = ngettext("%(num)s hour", "%(num)s hours", hours) if hours else ""
    short = ngettext("%(num)s minute", "%(num)s minutes", rest) if rest else ""
    return _("%(hours)s and %(minutes)s", hours=long, minutes=short) if long and short else long or short


def months_in_words(months: int) -> str:
    """Say how often something is learned again."""
    if not months:
        return _("once")
    if months % 12 == 0:
        return ngettext("every year", "every %(num)s years", months // 12)
    return ngettext("every month", "every %(num)s months", months)


def told(number: int) -> str:
    """Tell a number of people without pointing at anybody: small ones are hidden, all others rounded."""
    if number < SMALL:
        return f"fewer than {SMALL}"
    return f"about {STEP * round(number / STEP)}"


def uptake(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return lines of who came from where, the most first; what is hidden is in no order of size."""
    big = sorted(((name, n) for name, n in counts.items() if n >= SMALL), key=lambda each: (-each[1], each[0]))
    small = sorted(name for name, n in counts.items() if n < SMALL)
    return [*((name, told(n)) for name, n in big), *((name, told(0)) for name in small)]
