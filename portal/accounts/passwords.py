"""Passwords: made by us, kept as argon2 hashes, checked one at a time so that no flood eats the machine."""

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 20 ms.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 5, 4  # 20 characters of 30: 98 random bits, readable over the phone
LONGEST = 200
PATIENCE_SECONDS = 2.0

# Two doors: however many strangers press at theirs, colleagues on known devices walk through their own.
_DOORS = {known: threading.BoundedSemaphore(1) for known in (True, False)}


class TooBusy(Exception):
    """More passwords wait to be checked than the machine should take."""


def new_password() -> str:
    """Make a password that nobody has to invent."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def hashed(password: str) -> str:
    """Return the hash to keep."""
    return HASHER.hash(password)


def matches(password_hash: str | None, password: str, *, known_device: bool) -> bool:
    """Check a password; without a hash the same work is done for nothing. Raises TooBusy."""
    door = _DOORS[known_device]
    if not door.acquire(timeout=PATIENCE_SECONDS):
        raise TooBusy
    try:
        return _verify(password_hash or _nobody(HASHER), password) and password_hash is not None
    finally:
        door.release()


def _verify(password_hash: str, password: str) -> bool:
    """Compare a password with a hash."""
    try:
        return HASHER.verify(password_hash, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody(hasher: PasswordHasher) -> str:
    """Return the hash of a password that nobody knows, for accounts that do not exist."""
    return hasher.hash(secrets.token_urlsafe(32))
