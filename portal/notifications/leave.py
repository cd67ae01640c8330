"""Whether a message may leave the house: to staff always, to anybody else only with leave for that way. Pure.

Leave is what somebody's own answers, and a clinician's decision, allow. `referrals/safe_contact` alone gives it.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from portal.notifications.messages import LEARNING_KINDS, OUTSIDE_KINDS, Audience, Kind


class Way(enum.StrEnum):
    """How somebody can be reached."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    VOICEMAIL = "voicemail"


class May(enum.StrEnum):
    """What is allowed on one way; members stand in order, the strictest first."""

    NOT = "not"
    QUIETLY = "quietly"
    """Yes, but nobody says who we are, and nothing is left behind that does."""
    OPENLY = "openly"

    @property
    def rank(self) -> int:
        """Count how much is allowed (0 = nothing)."""
        return list(May).index(self)


def strictest(*answers: May) -> May:
    """Return what is allowed when all of these apply."""
    return min(answers, key=lambda may: may.rank)


@dataclass(frozen=True)
class Leave:
    """What is allowed towards one reader on one way, and why."""

    audience: Audience
    way: Way
    may: May
    because: tuple[str, ...] = ()


STAFF = frozenset(
    {
        Audience.DUTY_DESK,
        Audience.ON_CALL,
        Audience.DIRECTORY_DESK,
        Audience.DIRECTORY_TEAM,
        Audience.TEAM_LEADS,
        Audience.SAFEGUARDING_DESK,
        Audience.PARTNER,
        Audience.LEARNER,
    }
)
"""People at work: ours, a partner's, and whoever signed up for training with a work address."""
HOUSE = STAFF - {Audience.PARTNER, Audience.LEARNER}
OUTSIDE = frozenset({Audience.YOUNG_PERSON, Audience.PARENT, Audience.REFERRER})
READERS: Mapping[Kind, frozenset[Audience]] = {
    Kind.NEW_REFERRAL: HOUSE,
    Kind.ALERT: HOUSE,
    Kind.CHECK_DUE: HOUSE,
    Kind.CHECK_LATE: HOUSE,
    Kind.HALF_CLOCK: frozenset({Audience.DUTY_DESK, Audience.TEAM_LEADS, Audience.ON_CALL}),
    Kind.TRANSFER_WAITING: frozenset({Audience.PARTNER}),
    Kind.TRANSFER_LATE: frozenset({Audience.TEAM_LEADS}),
    Kind.GLASS_BROKEN: frozenset({Audience.SAFEGUARDING_DESK}),
    **dict.fromkeys(OUTSIDE_KINDS, OUTSIDE),
    **dict.fromkeys(LEARNING_KINDS, frozenset({Audience.LEARNER})),
}
"""Whom each kind of message is written for: one that is not named here never reads it."""
QUIET_KINDS: frozenset[Kind] = OUTSIDE_KINDS
"""Kinds that have words which do not say who we are: all that may go where we may write only quietly."""
BY_MACHINE = (Way.EMAIL, Way.TEXT)
"""The ways that a machine may use, the one with more room first. A person rings, and a person posts a letter."""


class Refused(Exception):
    """This message may not go to this reader."""


def may_send(kind: Kind, audience: Audience, leave: Leave | None) -> bool:
    """Tell whether a message may go to a reader on the way its leave names. Nothing said means no."""
    if audience not in READERS.get(kind, frozenset()):
        return False
    if audience in STAFF:
        return True
    if leave is None or leave.audience is not audience or leave.may is May.NOT or leave.way not in BY_MACHINE:
        return False
    return leave.may is May.OPENLY or kind in QUIET_KINDS
