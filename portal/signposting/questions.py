"""Help me find help, as tables one can read: six questions, their answers, and how they are worded for whom. Pure."""

from collections.abc import Mapping
from typing import Any

from portal.languages import lazy as _l
from portal.web.journey import Page

PAGES: tuple[Page, ...] = (Page("who"), Page("age"), Page("what"), Page("now"), Page("how"), Page("where"))
FIELDS: Mapping[str, tuple[str, ...]] = {
    "who": ("who",),
    "age": ("age", "band"),
    "what": ("need", "words"),
    "now": ("now",),
    "how": ("how", "access", "private"),
    "where": ("near",),
}
"""What each page asks. These names and no others travel from page to page, in the body of the request alone."""
CARRIED = tuple(name for names in FIELDS.values() for name in names)

NEVER_SAID = frozenset({"", "not_sure", "prefer_not"})
"""Answers that say nothing: what depends on them is left open."""
NOT_SURE = ("not_sure", _l("I'm not sure"))
RATHER_NOT = ("prefer_not", _l("I'd rather not say"))

WHO = (
    ("me", _l("Me")),
    ("child", _l("My child, or a child I look after")),
    ("friend", _l("A friend, or somebody else I care about")),
    ("school", _l("Somebody at the school or college where I work")),
    ("gp", _l("A patient: I am a GP or work in health")),
    ("worker", _l("Somebody I work with in another way")),
)
AT_WORK = frozenset({"school", "gp", "worker"})
"""They get the words and the services for professionals."""

BANDS: Mapping[str, tuple[int, int]] = {
    "0-4": (0, 4),
    "5-7": (5, 7),
    "8-10": (8, 10),
    "11-12": (11, 12),
    "13-15": (13, 15),
    "16-17": (16, 17),
    "18-25": (18, 25),
}
"""For those who would rather not say exactly. First and last age, both in it."""
BAND_NAMES = (
    ("0-4", _l("A baby or a small child, under 5")),
    ("5-7", _l("5 to 7")),
    ("8-10", _l("8 to 10")),
    ("11-12", _l("11 or 12")),
    ("13-15", _l("13 to 15")),
    ("16-17", _l("16 or 17")),
    ("18-25", _l("18 to 25")),
)
MOST_NEEDS = 3
MOST_LETTERS = 500

NOW_ANSWERS: Mapping[str, tuple[tuple[str, Any], ...]] = {
    "me": (
        ("looking", _l("I'm just looking")),
        ("some", _l("I could use some help")),
        ("hard", _l("It's hard to cope")),
        ("not_safe", _l("I'm not safe, or I might get hurt")),
    ),
    "them": (
        ("looking", _l("I'm just looking")),
        ("some", _l("Some help would be good")),
        ("hard", _l("It's hard for them to cope")),
        ("not_safe", _l("They are not safe, or they might get hurt")),
    ),
}

WAYS = (
    ("text", _l("By text or online chat")),
    ("phone", _l("By phone")),
    ("in_person", _l("Face to face")),
    ("video", _l("By video")),
    ("online", _l("Online or in an app, on my own")),
)
NO_PREFERENCE = ("any", _l("I don't mind"))
"""How to get help. The values are the directory's own for how people meet."""
MEETS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "phone": ("phone",),
    "in_person": ("in_person", "home_visit", "group"),
    "video": ("video",),
    "online": ("online",),
}
"""Which of the directory's ways of meeting are what somebody asked for."""
EASIER = (
    ("bsl", _l("British Sign Language")),
    ("interpreter", _l("An interpreter")),
    ("easy_read", _l("Easy words and pictures")),
    ("wheelchair", _l("A place I can get into with a wheelchair")),
    ("quiet_space", _l("A quiet place")),
)

TITLES: Mapping[str, Mapping[str, Any]] = {
    "who": {"me": _l("Who is it for?"), "them": _l("Who is it for?")},
    "age": {"me": _l("How old are you?"), "them": _l("How old are they?")},
    "what": {"me": _l("What would you like help with?"), "them": _l("What would they like help with?")},
    "now": {"me": _l("How is it right now?"), "them": _l("How is it for them right now?")},
    "how": {"me": _l("How would you like to get help?"), "them": _l("How would they like to get help?")},
    "where": {"me": _l("Where are you?"), "them": _l("Where are they?")},
}
"""What each page asks, for somebody who comes for themselves and for anybody else."""


def about(who: str) -> str:
    """Return whether somebody comes for themselves ("me") or for another person ("them")."""
    return "me" if who == "me" or who in NEVER_SAID else "them"


def ages(age: int | None, band: str) -> tuple[int, ...]:
    """Return every age the person may have; none when it was not said. An exact age counts for more than a band."""
    if age is not None:
        return (age,)
    first, last = BANDS.get(band, (0, -1))
    return tuple(range(first, last + 1))
