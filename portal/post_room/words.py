"""What the pages about messages say."""

from collections.abc import Mapping

from portal.notifications.models import Delivery

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
    "NoWayOut": "nothing is set up to send it with",
}


def trouble(code: str) -> str:
    """Say why a message did not leave; the kind of a failure that is not in the table is said as it is."""
    return TROUBLE.get(code, code or "–")


def kind(value: str) -> str:
    """Say a kind or an audience in words."""
    return value.replace("-", " ")
