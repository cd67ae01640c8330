"""References that can be read aloud, typed back with slips, and not be guessed. Pure; each room has its own prefix."""

import secrets
import unicodedata
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O or U
LENGTH = 12  # five bits each: 60 random bits
LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})

Choose = Callable[[str], str]


def new_reference(prefix: str, choose: Choose = secrets.choice) -> str:
    """Make a reference such as FD-7K3M-9QPD-2XHV-R, whose last character checks the others."""
    body = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return _written(prefix, body + check_character(body))


def check_character(body: str) -> str:
    """Return the check character by Luhn's algorithm modulo 32: catches every single slip and most swaps."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def read_reference(typed: str, prefix: str) -> str | None:
    """Read a reference as a person typed or heard it. None when it cannot be one of ours."""
    found = letters(typed)
    if len(found) > LENGTH + 1:
        found = found.removeprefix(prefix.translate(LOOKALIKES))
    if len(found) != LENGTH + 1 or not set(found) <= set(ALPHABET):
        return None
    return _written(prefix, found) if check_character(found[:-1]) == found[-1] else None


def letters(typed: str) -> str:
    """Keep letters and digits, in whichever script the digits were typed, and forgive the look-alikes."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    digits = (str(unicodedata.decimal(mark, mark)) for mark in plain if mark.isalnum())
    return "".join(digits).translate(LOOKALIKES)


def _written(prefix: str, body: str) -> str:
    """Group a reference for reading."""
    return f"{prefix}-{body[:4]}-{body[4:8]}-{body[8:12]}-{body[12:]}"
