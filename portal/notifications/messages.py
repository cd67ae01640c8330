"""The words of every message. Pure: no name, no worry and no reason ever travels in one."""

import enum
import uuid
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """Why a message is sent."""

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


class Audience(enum.StrEnum):
    """Who a message is for; the area says at which address."""

    DUTY_DESK = "duty-desk"
    ON_CALL = "on-call"
    DIRECTORY_DESK = "directory-desk"
    DIRECTORY_TEAM = "directory-team"
    TEAM_LEADS = "team-leads"
    SAFEGUARDING_DESK = "safeguarding-desk"
    PARTNER = "partner"
    # Outside the house: each message needs leave (notifications/leave).
    YOUNG_PERSON = "young-person"
    PARENT = "parent"
    REFERRER = "referrer"


@dataclass(frozen=True)
class Words:
    """What one message says."""

    subject: str
    body: str


SUBJECTS = {
    Kind.NEW_REFERRAL: "Front Door: a new referral to screen",
    Kind.ALERT: "Front Door: please open the queue now",
    Kind.CHECK_DUE: "Front Door: entries of the directory to check",
    Kind.CHECK_LATE: "Front Door: entries of the directory nobody has checked for long",
    Kind.GLASS_BROKEN: "Front Door: somebody broke the glass",
}
BODIES = {
    Kind.NEW_REFERRAL: "A new referral is waiting to be screened today.\n\nReference: {reference}\nOpen it: {link}\n",
    Kind.ALERT: (
        "A new referral should not wait. Please open it now, or ring the desk.\n\n"
        "Reference: {reference}\nOpen it: {link}\n"
    ),
    Kind.CHECK_DUE: (
        "Somebody should look whether these entries of the directory are still true.\n\n"
        "To check: {reference}\nOpen them: {link}\n"
    ),
    Kind.CHECK_LATE: (
        "These entries of the directory were due to be checked three months ago. Please ask the desk about them.\n\n"
        "To check: {reference}\nOpen them: {link}\n"
    ),
    Kind.GLASS_BROKEN: (
        "Somebody opened a record that they do not work on, and said why. Please look whether it was right.\n\n"
        "Reference: {reference}\nSee who and why: {link}\n"
    ),
}
PATHS = {
    Kind.NEW_REFERRAL: "/staff/referrals/{id}",
    Kind.ALERT: "/staff/referrals/{id}",
    Kind.CHECK_DUE: "/staff/directory?show=stale",
    Kind.CHECK_LATE: "/staff/directory?show=stale",
    Kind.GLASS_BROKEN: "/staff/referrals/{id}/who-looked",
}
"""Where a message leads."""


def path(kind: Kind, referral_id: uuid.UUID | None) -> str:
    """Return the address within this site that a message leads to."""
    return PATHS[kind].format(id=referral_id)


def words(kind: Kind, reference: str, link: str) -> Words:
    """Write one message. It carries a reference and a link, and nothing about a person."""
    return Words(SUBJECTS[kind], BODIES[kind].format(reference=reference, link=link))
