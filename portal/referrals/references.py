"""The reference of a request for help, and the short code that goes with it. Pure."""

import secrets

from portal.web import read_aloud
from portal.web.read_aloud import ALPHABET, LENGTH, Choose, check_character, letters

__all__ = ["ALPHABET", "LENGTH", "check_character", "new_code", "new_reference", "read_code", "read_reference"]

PREFIX = "FD"
CODE_LENGTH = 6


def new_reference(choose: Choose = secrets.choice) -> str:
    """Make a reference such as FD-7K3M-9QPD-2XHV-R, whose last character checks the others."""
    return read_aloud.new_reference(PREFIX, choose)


def new_code(choose: Choose = secrets.choice) -> str:
    """Make the code that somebody needs beside the reference, such as 4TN-9QE."""
    code = "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{code[:3]}-{code[3:]}"


def read_reference(typed: str) -> str | None:
    """Read a reference as a person typed or heard it. None when it cannot be one of ours."""
    return read_aloud.read_reference(typed, PREFIX)


def read_code(typed: str) -> str:
    """Read a code as a person typed it."""
    found = letters(typed)
    return f"{found[:3]}-{found[3:]}"
