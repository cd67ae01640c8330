"""What can be said of a page and of help, when we ask, and how it is called on both sides. Pure."""

import enum
from collections.abc import Collection

from portal.languages import lazy
from portal.referrals.lifecycle import Move, Status


class About(enum.StrEnum):
    """What somebody speaks about."""

    PAGE = "page"
    HELP = "help"


class Mark(enum.StrEnum):
    """What a reader thinks of a page."""

    HELPED = "helped"
    DID_NOT = "did_not"
    WRONG = "wrong"


class Who(enum.StrEnum):
    """Who speaks, as far as they say it."""

    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    PROFESSIONAL = "professional"


class Felt(enum.StrEnum):
    """An answer to each of the three questions about help."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Stage(enum.StrEnum):
    """How far their help had come when they spoke."""

    SCREENING = "screening"
    CARE = "care"


class AgeGroup(enum.StrEnum):
    """How old somebody of the panel is, no closer than we need."""

    UNDER_16 = "under_16"
    TO_17 = "16_17"
    TO_25 = "18_25"
    PARENT = "parent"


class OnlyMine(enum.StrEnum):
    """Whether others can see what we send them."""

    YES = "yes"
    NO = "no"


MARKS = {
    Mark.HELPED: lazy("It helped"),
    Mark.DID_NOT: lazy("It did not help"),
    Mark.WRONG: lazy("Something is wrong"),
}
WHO = {
    Who.YOUNG_PERSON: lazy("A young person"),
    Who.PARENT: lazy("A parent or carer"),
    Who.PROFESSIONAL: lazy("Somebody who works with young people"),
}
FELT = {Felt.YES: lazy("☺ Yes"), Felt.PARTLY: lazy("😐 A bit"), Felt.NO: lazy("☹ No")}
"""A face never stands without its word."""
AGES = {
    AgeGroup.UNDER_16: lazy("Under 16"),
    AgeGroup.TO_17: lazy("16 or 17"),
    AgeGroup.TO_25: lazy("18 to 25"),
    AgeGroup.PARENT: lazy("I am a parent or carer"),
}
SEEN_BY = {
    OnlyMine.YES: lazy("Only I see what you send"),
    OnlyMine.NO: lazy("Somebody else may see it"),
}
STAFF_MARKS = {Mark.HELPED: "Helped", Mark.DID_NOT: "Did not help", Mark.WRONG: "Something is wrong"}
STAFF_WHO = {Who.YOUNG_PERSON: "A young person", Who.PARENT: "A parent or carer", Who.PROFESSIONAL: "A professional"}
STAFF_FELT = {Felt.YES: "yes", Felt.PARTLY: "a bit", Felt.NO: "no"}
STAFF_STAGES = {Stage.SCREENING: "After screening", Stage.CARE: "After care has ended"}
STAFF_AGES = {
    AgeGroup.UNDER_16: "Under 16",
    AgeGroup.TO_17: "16 or 17",
    AgeGroup.TO_25: "18 to 25",
    AgeGroup.PARENT: "Parent or carer",
}
ASKED_AT = frozenset({Status.AWAITING_FIRST, Status.CLOSED})
"""Where a request is when somebody has decided about it; before that there is nothing to say of us yet."""


def stage(status: Status, moves: Collection[Move]) -> Stage | None:
    """Tell at which of the two stages we ask how it was; None while a person is still to read or to decide."""
    if status not in ASKED_AT:
        return None
    return Stage.CARE if status is Status.CLOSED and Move.END_CARE in moves else Stage.SCREENING
