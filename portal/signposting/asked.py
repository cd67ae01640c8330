"""What somebody said, as plain values, and how much help for right now it calls for. Pure."""

from dataclasses import dataclass
from enum import IntEnum

from portal.signposting.questions import NEVER_SAID, about

NOT_SAFE, HURTING = "crisis", "self_harm"
"""Needs after which help for right now comes first."""


class Level(IntEnum):
    """How much help for right now belongs on the page. What was not answered counts as more, never as less."""

    CALM = 0
    SOON = 1
    NOW = 2


@dataclass(frozen=True)
class Asked:
    """What somebody said, as far as they said it."""

    who: str = ""
    ages: tuple[int, ...] = ()
    needs: tuple[str, ...] = ()
    now: str = ""
    how: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    private: bool = False
    point: tuple[float, float] | None = None
    ward: str = ""
    cohorts: frozenset[str] = frozenset()
    words: bool = False
    """Whether they wrote something of their own."""
    spoken_of: frozenset[int] = frozenset()
    """Services whose own text speaks of what they wrote."""
    danger: bool = False
    """Whether their words sound as if somebody may not be safe."""
    language: str = "en"
    not_these: frozenset[str] = frozenset()
    """Contacts that stand on the page anyway, such as the team's own."""


def level(asked: Asked) -> Level:
    """Return how much help for right now comes first. An answer that is missing never makes it less."""
    if asked.now == "not_safe" or asked.danger or NOT_SAFE in asked.needs:
        return Level.NOW
    calm = asked.now in {"looking", "some"} and HURTING not in asked.needs
    return Level.CALM if calm else Level.SOON


def unsaid(value: str) -> str:
    """Return an answer, or nothing where it says nothing."""
    return "" if value in NEVER_SAID else value


def own(asked: Asked) -> bool:
    """Tell whether somebody comes for themselves, or did not say."""
    return about(asked.who) == "me"
