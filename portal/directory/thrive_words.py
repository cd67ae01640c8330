"""What the five groupings mean, for a young person and for a professional: our own words for what i-THRIVE says."""

from dataclasses import dataclass
from typing import Any

from portal.languages import lazy as _l


@dataclass(frozen=True)
class Wish:
    """One grouping as a young person would say it."""

    grouping: str
    title: Any
    text: Any
    picture: str


@dataclass(frozen=True)
class Grouping:
    """One grouping as professionals speak of it."""

    grouping: str
    meaning: Any
    belongs: Any
    not_this: Any


WISHES: tuple[Wish, ...] = (
    Wish(
        "getting_advice",
        _l("I want tips"),
        _l("Ideas to try, a one-off chat, or somebody who knows where to go next."),
        "book",
    ),
    Wish(
        "getting_help",
        _l("I want someone to talk to regularly"),
        _l("You choose an aim together, meet for a while, and look at whether it helps."),
        "talking",
    ),
    Wish(
        "getting_more_help",
        _l("I need specialist help"),
        _l("The same, with people who know a lot about one thing, and more of their time."),
        "tree",
    ),
    Wish(
        "getting_risk_support",
        _l("I'm not safe"),
        _l("People who work together to help you keep safe."),
        "phone",
    ),
    Wish("thriving", _l("I want to stay well"), _l("Clubs, people and places that are good for you."), "friends"),
)
"""What somebody wants, first; what professionals call it is on a page of their own."""

GROUPINGS: tuple[Grouping, ...] = (
    Grouping(
        "thriving",
        _l("Most children and young people, most of the time. Ups and downs that need no advice about mental health."),
        _l("Youth clubs, wellbeing at school, family hubs, sport and art. Extra for groups who have it harder."),
        _l("A place to wait for help."),
    ),
    Grouping(
        "getting_advice",
        _l(
            "Mild or passing difficulties, or getting used to a change. Also people who live with something severe, "
            "manage it themselves, and do not want help with an aim right now."
        ),
        _l("Helplines, drop-ins, online chat, one-off talks, this front door itself."),
        _l("A way of saying that somebody is not ill enough."),
    ),
    Grouping(
        "getting_help",
        _l("Focused help that is known to work, with aims agreed together and a look at whether it is working."),
        _l("Counselling, school mental health teams, CBT, parenting groups, help after a death."),
        _l("Only what mental health clinicians do: any trained worker may give it."),
    ),
    Grouping(
        "getting_more_help",
        _l("The same idea as Getting Help. It is kept apart only because it takes more, and more specialised, time."),
        _l("Specialist mental health teams, eating disorders, early help with psychosis, complex autism and ADHD."),
        _l("Another word for a crisis."),
    ),
    Grouping(
        "getting_risk_support",
        _l("Several agencies together, for somebody at significant risk who cannot use help with an aim right now."),
        _l("Crisis teams, intensive support at home, planning together how to keep safe."),
        _l("Another word for urgent."),
    ),
)

PRINCIPLES: tuple[Any, ...] = (
    _l("One language that everybody understands: young people, families and every agency."),
    _l("Needs come first: not a diagnosis, and not how severe something looks."),
    _l("Decisions are shared. A grouping is chosen with the young person, never assigned to them."),
    _l("The groupings are not steps. Somebody can be in two at once, and move in any direction."),
    _l("Preventing problems is part of the work, and so is looking at what actually helped."),
    _l("Services work as partners, and help must be easy to reach and free of shame."),
)
