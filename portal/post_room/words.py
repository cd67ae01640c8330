"""What the pages about messages say."""

from collections.abc import Mapping

from portal.notifications.messages import Audience, Kind
from portal.notifications.models import Delivery

KINDS: Mapping[Kind, str] = {
    Kind.NEW_REFERRAL: "Somebody is in the queue",
    Kind.ALERT: "Somebody cannot wait",
    Kind.CHECK_DUE: "Entries of the directory are to be checked",
    Kind.CHECK_LATE: "Nobody has checked the directory in time",
    Kind.HALF_CLOCK: "Half of an urgent clock is over",
    Kind.TRANSFER_WAITING: "Somebody is handed to them",
    Kind.TRANSFER_LATE: "Nobody has accepted in time",
    Kind.GLASS_BROKEN: "Somebody broke the glass",
    Kind.RECEIVED: "We have what they sent",
    Kind.SCREENED: "It has been read",
    Kind.MORE_NEEDED: "We have a question",
    Kind.UPDATE: "They are still on our list",
    Kind.CHECK_IN: "How are things while they wait?",
    Kind.APPOINTMENT: "A time to meet",
    Kind.TRIED: "Somebody tried to reach them",
    Kind.HANDED_OVER: "Another organisation looks after them",
    Kind.LETTER: "There is a letter to read",
    Kind.RETURN_TICKET: "The way back, should they need us again",
    Kind.TRAINING_BOOKED: "They have a place in training",
    Kind.TRAINING_WAITING: "They are on a waiting list for training",
    Kind.TRAINING_PLACE: "A place in training has become free",
    Kind.TRAINING_TOMORROW: "Training is tomorrow",
    Kind.TRAINING_MOVED: "Training has another day, time or place",
    Kind.TRAINING_CANCELLED: "Training does not take place",
    Kind.TRAINING_CERTIFICATE: "A certificate is ready",
}
"""What each message is about."""
AUDIENCES: Mapping[Audience, str] = {
    Audience.DUTY_DESK: "duty desk",
    Audience.ON_CALL: "on-call route",
    Audience.DIRECTORY_DESK: "directory desk",
    Audience.DIRECTORY_TEAM: "directory team",
    Audience.TEAM_LEADS: "team leads",
    Audience.SAFEGUARDING_DESK: "safeguarding desk",
    Audience.PARTNER: "partner",
    Audience.LEARNER: "somebody who signed up for training",
    Audience.YOUNG_PERSON: "young person",
    Audience.PARENT: "parent or carer",
    Audience.REFERRER: "referrer",
}

STATES: Mapping[Delivery, str] = {
    Delivery.DUE: "waiting to leave",
    Delivery.LEASED: "leaving now",
    Delivery.SENT: "sent",
    Delivery.DEAD: "given up",
    Delivery.WITHDRAWN: "stopped: leave was taken back",
    Delivery.UNTOLD: "nobody could be told safely",
}
IN_SIGHT = (Delivery.DEAD, Delivery.UNTOLD, Delivery.WITHDRAWN)
"""States that a person has to look at, the one that can be helped first."""
TROUBLE: Mapping[str, str] = {
    "no-safe-way": "there is no safe way",
    "referral-gone": "the referral is not there any more",
    "no-leave-any-more": "they may not be written to any more",
    "no-address-any-more": "there is no address any more",
    "place-given-back": "they have given their place back",
    "training-cancelled": "it does not take place",
    "training-changed": "it has moved or is over",
    "NoWayOut": "nothing is set up to send it with",
}


def trouble(code: str) -> str:
    """Say why a message did not leave; the kind of a failure that is not in the table is said as it is."""
    return TROUBLE.get(code, code or "–")
