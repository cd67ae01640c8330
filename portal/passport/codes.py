"""The two codes of a page that we keep: one for whoever wrote it, one to show to staff. Pure."""

import secrets
from dataclasses import dataclass

from portal.web import read_aloud
from portal.web.read_aloud import Choose

OWN, SHOWN = "MINE", "SHOW"
COUNTED = 4


@dataclass(frozen=True)
class Codes:
    """Both codes of one page. Neither tells the other."""

    own: str
    """Opens, changes and erases it: MINE-7K3M-9QPD-2XHV-R."""
    shown: str
    """Lets staff read it, each time with a reason: SHOW-4TNQ-8RWE-6PKD-A."""


def draw(choose: Choose = secrets.choice) -> Codes:
    """Draw two codes of 60 random bits each."""
    return Codes(read_aloud.new_reference(OWN, choose), read_aloud.new_reference(SHOWN, choose))


def read(typed: str, kind: str) -> str:
    """Read a code of one kind as it was typed or heard. Empty when it cannot be one."""
    return read_aloud.read_reference(typed, kind) or ""


def counted_as(typed: str, kind: str) -> str:
    """Return the first letters of a code: tries at codes that begin alike are counted together."""
    begins = read_aloud.letters(typed).removeprefix(kind.translate(read_aloud.LOOKALIKES))
    return f"{kind}{begins[:COUNTED]}"
