"""What the page asks, in the order of the paper. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.languages import lazy as _l


@dataclass(frozen=True)
class Question:
    """One heading of the page."""

    name: str
    title: Any
    hint: Any
    lines: int = 2
    """How many lines to write on an empty page gives it."""


QUESTIONS = (
    Question("called", _l("What to call me"), _l("A first name or a nickname is enough."), 1),
    Question(
        "struggle",
        _l("What it looks like when I struggle"),
        _l("Things I do, say or stop doing. “I go quiet. I say I'm fine.”"),
    ),
    Question("helps", _l("What helps"), _l("“Sit next to me. Speak slowly. Give me time.”")),
    Question("worse", _l("What doesn't help"), _l("“Don't touch me. Don't shout. Don't tell me to calm down.”")),
    Question("people", _l("Who to call"), _l("One or two people, in order, with their numbers. Who not to call, too.")),
    Question("staff", _l("What I need staff to know"), _l("Medicine, allergies, health. What I have told people.")),
    Question(
        "talking",
        _l("How to talk to me, and what I need"),
        _l("You can leave this out. Language, signing, pictures, a quiet room, how my brain works."),
    ),
)
NAMES = tuple(each.name for each in QUESTIONS)
LETTERS = 500
"""For each box: what seven boxes hold then fits two sheets of A5."""


NUMBER = re.compile(r"(\+?\d[\d ()-]{3,}\d)")


def pieces(words: str) -> Iterator[tuple[str, bool]]:
    """Yield words and the phone numbers among them: in a line from right to left a number's parts change places."""
    for at, piece in enumerate(NUMBER.split(words)):
        yield piece, at % 2 == 1


def tidy(said: dict[str, Any]) -> dict[str, str]:
    """Keep the words of our questions, in their order, without the empty ones."""
    return {name: words for name in NAMES if (words := (said.get(name) or "").strip())}
