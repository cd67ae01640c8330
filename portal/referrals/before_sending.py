"""What may help before a form is sent: help that could come sooner, and what was left open. Pure.

Values in, values out: no answer is changed by it, and nothing that comes of one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.languages import lazy as _l
from portal.referrals import facts
from portal.referrals.voices import Voice
from portal.signposting.asked import NOT_SAFE, Asked, Level, level
from portal.signposting.fitting import Pick
from portal.signposting.shelf import Service, Shelf
from portal.signposting.suggest import suggest

MOST = 3
MOST_LETTERS = 500
YES = frozenset({"yes"})
FORGIVEN = frozenset({"how", "access"})
"""What a suggestion may lack, as long as it says so; it must be for their age, their need and somebody like them."""
OLDEST = 25

WHO: Mapping[Voice, str] = {Voice.YOUNG_PERSON: "me", Voice.PARENT_CARER: "child", Voice.PROFESSIONAL: "worker"}
"""Who is asking, in signposting's words. A voice that is not here is shown nothing before sending."""
WORDS = ("mode", "story")
"""What is read the way the search reads words: only the beginning, so the short wish comes first."""
NEEDS: tuple[tuple[str, str, frozenset[str]], ...] = (
    (NOT_SAFE, "sui_thoughts", frozenset({"passive", "active"})),
    ("self_harm", "self_harm", frozenset({"monthly", "weekly", "daily"})),
    ("eating", "eating", YES),
    ("psychosis", "psychosis", YES),
    ("trauma", "abuse", YES),
    ("substance", "substance", frozenset({"some", "risky"})),
    ("anger", "harm_others", frozenset({"thoughts"})),
    ("bereavement", "bereaved_suicide", YES),
    ("neuro", "neuro", YES),
)
"""Which answers speak of which need of the directory."""
COHORTS: Mapping[str, str] = {
    "lac": "looked_after",
    "young_carer": "young_carer",
    "neuro": "neurodivergent",
    "ld": "learning_disability",
    "perinatal": "new_parent",
    "trafficked_uasc": "refugee",
}
"""Which ticks speak of people whom some services were made for."""
ACCESS: Mapping[str, str] = {
    "interpreter": "interpreter",
    "needs_bsl": "bsl",
    "needs_easy_read": "easy_read",
    "needs_step_free": "wheelchair",
    "needs_quiet": "quiet_space",
}
NOW: Mapping[str, str] = {"none": "some", "mild": "some", "moderate": "hard", "severe": "hard"}
"""How it is right now, by how much it gets in the way."""


@dataclass(frozen=True)
class Open:
    """Something that was not said: any of these answers closes it."""

    names: tuple[str, ...]
    sentence: Any


STORY = Open(("story", "effect", "what_changed", "why_now"), _l("You haven't written what's going on: add a few words"))
TOUCH = Open(("unsafe_contact",), _l("You haven't said if it's safe for us to get in touch: add it"))
LEFT_OPEN: Mapping[Voice, tuple[Open, ...]] = {
    Voice.YOUNG_PERSON: (
        Open(("safe_now",), _l("You haven't said if you are safe right now: add it")),
        Open(("age", "age_said"), _l("You haven't said how old you are: add it")),
        STORY,
        TOUCH,
        Open(("function",), _l("You haven't said how much it gets in the way of your life: add it")),
        Open(("name",), _l("You haven't said what we should call you: add it")),
    ),
    Voice.PARENT_CARER: (
        Open(("safe_now",), _l("You haven't said if your child is safe right now: add it")),
        Open(("age", "age_said", "dob"), _l("You haven't said how old your child is: add it")),
        STORY,
        TOUCH,
        Open(("yp_consent",), _l("You haven't said if your child knows about this: add it")),
        Open(("function",), _l("You haven't said how much it gets in the way of your child's life: add it")),
    ),
    Voice.PROFESSIONAL: (
        Open(("safe_now",), _l("You haven't said if they are safe right now: add it")),
        Open(("age", "age_said", "dob"), _l("You haven't given their age or date of birth: add it")),
        STORY,
        Open(("unsafe_contact",), _l("You haven't said if it is safe to contact them: add it")),
        Open(("yp_consent",), _l("You haven't said if the young person knows and agrees: add it")),
        Open(("phone", "email", "contact_person", "contact"), _l("You haven't said how we can reach them: add it")),
        Open(("function",), _l("You haven't said how much it gets in the way of their life: add it")),
        Open(("tried",), _l("You haven't said what has been tried: add it")),
    ),
}
"""What makes a form easier to act on, by voice: what matters most comes first. None of it is ever needed."""


@dataclass(frozen=True)
class Elsewhere:
    """The directory without what leads back here or takes as long."""

    documents: Sequence[Service]
    ages: Sequence[int]
    bits: Mapping[str, Mapping[str, int]]
    listed: int


def elsewhere(shelf: Shelf, sooner: Callable[[Service], bool]) -> Elsewhere:
    """Return a shelf on which only services stand that could help sooner, and whose doors are open."""
    kept = sum(1 << number for number, each in enumerate(shelf.documents) if not each.paused and sooner(each))
    return Elsewhere(shelf.documents, shelf.ages, shelf.bits, shelf.listed & kept)


def told(voice: Voice, answers: facts.Answers) -> dict[str, Any]:
    """Say with signposting's names what the answers so far say; what was not said stays open."""
    flat = facts.said(answers)
    text = " ".join(str(flat[name]) for name in WORDS if flat.get(name))
    return {
        "who": WHO[voice],
        "age": facts.age(answers),
        "need": [need for need, name, values in NEEDS if flat.get(name) in values],
        "now": "not_safe" if flat.get("safe_now") == "no" else NOW.get(str(flat.get("function")), ""),
        "access": [need for name, need in ACCESS.items() if flat.get(name) == "yes"],
        "private": voice is Voice.YOUNG_PERSON and flat.get("parents_know") == "no",
        "near": str(flat.get("postcode") or ""),
        "words": text[:MOST_LETTERS],
    }


def heard(asked: Asked, answers: facts.Answers) -> Asked:
    """Add whom services may be made for; without an age only what is open to every age will do."""
    flat = facts.said(answers)
    groups = {group for name, group in COHORTS.items() if flat.get(name) == "yes"}
    return replace(asked, cohorts=asked.cohorts | groups, ages=asked.ages or tuple(range(OLDEST + 1)))


def is_urgent(asked: Asked) -> bool:
    """Tell whether what was said calls for help right now, and not for a list of services."""
    return level(asked) is Level.NOW


def sooner(shelf: Shelf, asked: Asked) -> tuple[Pick, ...]:
    """Return up to three services that could help sooner; none where it is urgent, or nothing was said to go by."""
    if is_urgent(asked) or not (asked.needs or asked.cohorts or asked.spoken_of):
        return ()
    picks = suggest(shelf, asked).picks
    return tuple(pick for pick in picks if not pick.crisis and set(pick.left_out) <= FORGIVEN)[:MOST]


def left_open(voice: Voice, answers: facts.Answers, pages: Mapping[str, str]) -> list[tuple[Any, str]]:
    """Return what matters most of what was not said, each with the page that asks it. `pages` holds them by field."""
    flat = facts.said(answers)
    found = []
    for each in LEFT_OPEN.get(voice, ()):
        page = next((pages[name] for name in each.names if name in pages), None)
        if page and all(flat.get(name) in (None, "", []) for name in each.names):
            found.append((each.sentence, page))
    return found[:MOST]
