"""Why a message is sent, to whom, and where it leads. Pure: no name, no worry and no reason ever travels in one."""

import enum
import uuid
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """Why a message is sent. What it says stands in `content/<language>/messages/<kind>.md`."""

    NEW_REFERRAL = "new-referral"  # tells the duty desk that somebody is in the queue
    ALERT = "alert"  # wakes the on-call route: somebody cannot wait and nobody may be at the desk
    CHECK_DUE = "check-due"  # tells the directory's desk that entries wait to be checked again
    CHECK_LATE = "check-late"  # tells the team that nobody has done it
    HALF_CLOCK = "half-clock"  # an urgent clock has used half its time, and nobody has the referral in hand
    TRANSFER_WAITING = "transfer-waiting"  # tells a partner that somebody is handed to them
    TRANSFER_LATE = "transfer-late"  # tells the team leads that nobody has accepted
    GLASS_BROKEN = "glass-broken"  # tells the people for safeguarding that somebody opened a record they do not work on
    # To people outside, in their own language. None says more than that there is something to read or to answer.
    RECEIVED = "received"
    SCREENED = "screened"
    MORE_NEEDED = "more-needed"
    UPDATE = "update"
    CHECK_IN = "check-in"
    APPOINTMENT = "appointment"
    TRIED = "tried"  # somebody tried to reach them
    HANDED_OVER = "handed-over"
    LETTER = "letter"
    RETURN_TICKET = "return-ticket"
    # To whoever signed up for training with a work address, in their own language.
    TRAINING_BOOKED = "training-booked"
    TRAINING_WAITING = "training-waiting"  # they are on the waiting list
    TRAINING_PLACE = "training-place"  # a place has become free for them
    TRAINING_TOMORROW = "training-tomorrow"
    TRAINING_MOVED = "training-moved"  # another day, time or place
    TRAINING_CANCELLED = "training-cancelled"
    TRAINING_CERTIFICATE = "training-certificate"  # they were there, and the page that says so is ready


class Audience(enum.StrEnum):
    """Who a message is for; the area says at which address."""

    DUTY_DESK = "duty-desk"
    ON_CALL = "on-call"
    DIRECTORY_DESK = "directory-desk"
    DIRECTORY_TEAM = "directory-team"
    TEAM_LEADS = "team-leads"
    SAFEGUARDING_DESK = "safeguarding-desk"
    PARTNER = "partner"
    LEARNER = "learner"  # somebody at work who signed up for training
    # Outside the house: each message needs leave (notifications/leave).
    YOUNG_PERSON = "young-person"
    PARENT = "parent"
    REFERRER = "referrer"


@dataclass(frozen=True)
class Words:
    """What one message says."""

    subject: str
    body: str


OUTSIDE_KINDS = frozenset(
    {
        Kind.RECEIVED,
        Kind.SCREENED,
        Kind.MORE_NEEDED,
        Kind.UPDATE,
        Kind.CHECK_IN,
        Kind.APPOINTMENT,
        Kind.TRIED,
        Kind.HANDED_OVER,
        Kind.LETTER,
        Kind.RETURN_TICKET,
    }
)
"""Kinds for people outside the house."""
LEARNING_KINDS = frozenset(
    {
        Kind.TRAINING_BOOKED,
        Kind.TRAINING_WAITING,
        Kind.TRAINING_PLACE,
        Kind.TRAINING_TOMORROW,
        Kind.TRAINING_MOVED,
        Kind.TRAINING_CANCELLED,
        Kind.TRAINING_CERTIFICATE,
    }
)
"""Kinds for people at work who come to training: no young person is ever what they are about."""
TRANSLATED = OUTSIDE_KINDS | LEARNING_KINDS
"""Kinds whose words are in every language."""
OWN_PAGE = "/my-referral"
"""The same address for everybody: it carries no secret, and opens nothing by itself."""
PATHS = {
    Kind.NEW_REFERRAL: "/staff/referrals/{id}",
    Kind.ALERT: "/staff/referrals/{id}",
    Kind.CHECK_DUE: "/staff/directory?show=stale",
    Kind.CHECK_LATE: "/staff/directory?show=stale",
    Kind.HALF_CLOCK: "/staff/queue",
    Kind.TRANSFER_WAITING: "/staff/referrals/{id}",
    Kind.TRANSFER_LATE: "/staff/referrals/{id}",
    Kind.GLASS_BROKEN: "/staff/referrals/{id}/who-looked",
    **dict.fromkeys(OUTSIDE_KINDS, OWN_PAGE),
    **dict.fromkeys(LEARNING_KINDS, "/training"),
}
"""Where a message leads; what leads to somebody's own place is looked up as the message leaves."""
SOURCE = "en"


HELP = "/help-now"


def path(kind: Kind, referral_id: uuid.UUID | None, language: str = SOURCE) -> str:
    """Return the address within this site that a message leads to, in the language of its reader."""
    return (_root(language) if kind in TRANSLATED else "") + PATHS[kind].format(id=referral_id)


def filled(base_url: str, kind: Kind, referral_id: uuid.UUID | None, reference: str, language: str) -> dict[str, str]:
    """Return all that may ever be filled into the words of a message."""
    return {
        "reference": reference,
        "link": base_url + path(kind, referral_id, language),
        "help": base_url + _root(language) + HELP,
    }


def _root(language: str) -> str:
    """Return the beginning of every address in a language."""
    return "" if language == SOURCE else f"/{language}"
