"""Whose account it is. Pure."""

import enum


class Voice(enum.StrEnum):
    """Who is telling us."""

    YOUNG_PERSON = "young_person"
    PARENT_CARER = "parent_carer"
    PROFESSIONAL = "professional"
    FRIEND = "friend"
    """Somebody who is worried, and is told nothing back."""
