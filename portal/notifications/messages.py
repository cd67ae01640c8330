"""The words of every message. Pure: no name, no worry and no reason ever travels in one."""

import enum
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """Why a message is sent."""

    NEW_REFERRAL = "new-referral"  # tells the duty desk that somebody is in the queue
    ALERT = "alert"  # wakes the on-call route: somebody cannot wait and nobody may be at the desk


class Audience(enum.StrEnum):
    """Who a message is for; the area says at which address."""

    DUTY_DESK = "duty-desk"
    ON_CALL = "on-call"


@dataclass(frozen=True)
class Words:
    """What one message says."""

    subject: str
    body: str


SUBJECTS = {
    Kind.NEW_REFERRAL: "Front Door: a new referral to screen",
    Kind.ALERT: "Front Door: please open the queue now",
}
BODIES = {
    Kind.NEW_REFERRAL: "A new referral is waiting to be screened today.\n\nReference: {reference}\nOpen it: {link}\n",
    Kind.ALERT: (
        "A new referral should not wait. Please open it now, or ring the desk.\n\n"
        "Reference: {reference}\nOpen it: {link}\n"
    ),
}


def words(kind: Kind, reference: str, link: str) -> Words:
    """Write one message. It carries a reference and a link, and nothing about a person."""
    return Words(SUBJECTS[kind], BODIES[kind].format(reference=reference, link=link))
