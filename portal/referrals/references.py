"""References that can be read aloud and cannot be guessed, and the short code that goes with one. Pure."""

import secrets
import unicodedata
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O or U
PREFIX = "FD"
LENGTH = 12  # five bits each: 60 random bits
CODE_LENGTH = 6
LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})

Choose = Callable[[str], str]


def new_reference(choose: Choose = secrets.choice) -> str:
    """Make a reference such as FD-7K3M-9QPD-2XHV-R, whose last character checks the others."""
    body = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return _written(body + check_character(body))


def new_code(choose: Choose = secrets.choice) -> str:
    """Make the code that somebody needs beside the reference, such as 4TN-9QE."""
    code = "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{code[:3]}-{code[3:]}"


def check_character(body: str) -> str:
    """Return the check character by Luhn's algorithm modulo 32: catches every single slip and most swaps."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def read_reference(typed: str) -> str | None:
    """Read a reference as a person typed or heard it. None when it cannot be one of ours."""
    letters = _letters(typed).removeprefix(PREFIX)
    if len(letters) != LENGTH + 1 or not set(letters) <= set(ALPHABET):
        return None
    return _written(letters) if check_character(letters[:-1]) == letters[-1] else None


def read_code(typed: str) -> str:
    """Read a code as a person typed it."""
    letters = _letters(typed)
    return f"{letters[:3]}-{letters[3:]}"


def _letters(typed: str) -> str:
    """Keep letters and digits, in whichever script the digits were typed, and forgive the look-alikes."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    digits = (str(unicodedata.decimal(mark, mark)) for mark in plain if mark.isalnum())
    return "".join(digits).translate(LOOKALIKES)


def _written(letters: str) -> str:
    """Group a reference for reading."""
    return f"{PREFIX}-{letters[:4]}-{letters[4:8]}-{letters[8:12]}-{letters[12:]}"
