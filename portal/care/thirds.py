"""Where somebody stands on a list, told only as a third of it, and only of a long list: never a number. Pure."""

import enum

FEWEST = 20
"""On a shorter list a third would say too much."""


class Third(enum.StrEnum):
    """A part of a list, from the front."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


def of(ahead: int, waiting: int) -> Third | None:
    """Return in which third somebody stands with so many ahead; nothing where the list is short."""
    if waiting < FEWEST or not 0 <= ahead < waiting:
        return None
    return list(Third)[3 * ahead // waiting]
