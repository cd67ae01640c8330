"""Whose account it is. Pure."""

import enum


class Voice(enum.StrEnum):
    """Who is telling us."""

    YOUNG_PERSON = "young_person"
    PARENT_CARER = "parent_carer"
    PROFESSIONAL = "professional"
    FRIEND = "friend"
    """Somebody who is worried, and is told nothing back."""


def tells_back(voice: Voice) -> bool:
    """Tell whether this voice may hear anything about the person it spoke of, or what comes of it."""
    return voice is not Voice.FRIEND
