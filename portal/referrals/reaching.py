"""Where a message to somebody outside goes at the moment it leaves: leave is asked again, on the case as it is now."""

from sqlalchemy.orm import Session

from portal.notifications.delivery import Reached, Withdrawn
from portal.notifications.leave import May, strictest
from portal.notifications.models import OutboxMessage
from portal.referrals import addresses, cases, facts, knowing
from portal.referrals.models import Referral

GONE, NO_LEAVE, NO_ADDRESS = "referral-gone", "no-leave-any-more", "no-address-any-more"


def reach(session: Session, message: OutboxMessage) -> Reached:
    """Return where somebody may be written to now, and how openly; the case stays locked. Raises Withdrawn."""
    voices = {each.id: each for each in cases.lock(session, message.referral_id)} if message.referral_id else {}
    own: Referral | None = voices.get(message.referral_id) if message.referral_id else None
    if own is None or addresses.AUDIENCES.get(own.voice) is not message.audience:
        raise Withdrawn(GONE)
    now = addresses.leave(knowing.of_case(session, own.case_id), message.audience, message.way)
    # Never more openly than it was written for: what has been allowed since is for the next message.
    may = strictest(now.may, message.may)
    if may is May.NOT:
        raise Withdrawn(NO_LEAVE)
    to = addresses.address(own.voice, facts.together(own.versions), message.way)
    if not to:
        raise Withdrawn(NO_ADDRESS)
    return Reached((to,), may)
