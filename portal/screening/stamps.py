"""One number that says in which state a case was when a page was made. Pure."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, Protocol

JOINED_FROM, JOINED_TO = 100_000_000, 999_999_999


class Versioned(Protocol):
    """What a stamp reads of one voice."""

    @property
    def id(self) -> uuid.UUID:
        """Which voice it is."""

    @property
    def version(self) -> int:
        """How often it has changed."""


def stamp(voices: Iterable[Versioned]) -> int:
    """Return the version of a lone voice; of several, a number that differs when any voice changes, comes or goes."""
    said = sorted((str(voice.id), voice.version) for voice in voices)
    if len(said) == 1:
        return said[0][1]
    drawn = int.from_bytes(hashlib.sha256(repr(said).encode()).digest()[:8])
    return JOINED_FROM + drawn % (JOINED_TO - JOINED_FROM + 1)


class Worded(Protocol):
    """What a digest of words reads of one voice."""

    @property
    def id(self) -> uuid.UUID:
        """Which voice it is."""

    @property
    def versions(self) -> list[Any]:
        """All that it ever sent."""


def words_digest(voices: Iterable[Worded]) -> bytes:
    """Return bytes that differ when a voice says more, comes or goes; who has it in hand changes nothing."""
    said = sorted((str(voice.id), len(voice.versions)) for voice in voices)
    return hashlib.sha256(repr(said).encode()).digest()
