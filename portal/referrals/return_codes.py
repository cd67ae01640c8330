"""The code with which somebody comes back to unsent answers on another device. Pure."""

import secrets

from portal.web import read_aloud
from portal.web.read_aloud import Choose, letters

PREFIX = "CB"
COUNTED = 4


def new_code(choose: Choose = secrets.choice) -> str:
    """Make a code such as CB-7K3M-9QPD-2XHV-R: 60 random bits, readable aloud, with a check character."""
    return read_aloud.new_reference(PREFIX, choose)


def read(typed: str) -> str:
    """Read a code as a person typed or heard it. Empty when it cannot be one of ours."""
    return read_aloud.read_reference(typed, PREFIX) or ""


def counted_as(typed: str) -> str:
    """Return the first letters of a code: tries at codes that begin alike are counted together."""
    return letters(typed).removeprefix(PREFIX)[:COUNTED]
