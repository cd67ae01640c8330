"""Telling people outside the house that there is something to read or to answer.

A message is about one voice's own page and goes to that voice, by an address from its own answers, with the leave that
the whole case gives. So nobody learns from a message that somebody else has written. Only the young person, when they
have written themselves, is also told what is theirs, on their own page and under their own reference.

Nobody is silently untold: whoever cannot be written to safely is rung or written to by a person, who has a task for
it; and where there is no safe way at all, that is written down and shown.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.notifications import outbox
from portal.notifications.leave import BY_MACHINE, May, Way
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import Delivery
from portal.referrals import addresses, cases, duties, facts, knowing, safe_contact
from portal.referrals.case_models import Duty
from portal.referrals.models import Referral
from portal.referrals.safe_contact import Known
from portal.referrals.voices import Voice

SAME_WITHIN = timedelta(minutes=10)
"""The same said twice within this time is said once."""
THEIRS_TOO = frozenset({Kind.APPOINTMENT, Kind.CHECK_IN})
"""What the young person is told also when another voice's referral is at work, if they have written themselves."""
ON_THE_PAGE = frozenset({Kind.RECEIVED})
"""What they have just read on the screen: worth a message where one is safe, and no task where none is."""
BY_HAND = (Way.PHONE, Way.LETTER)
NO_SAFE_WAY = "no-safe-way"
_clocks: list[Clocks] = []


def install(clocks: Clocks) -> None:
    """Say by when the area tells people what a machine may not."""
    _clocks[:] = [clocks]


def tell(session: Session, referral: Referral, kind: Kind, *, moment: datetime) -> tuple[Audience, ...]:
    """Write a message to everybody this kind is for, by a way that is safe for each; returns who will be told."""
    if kind in ON_THE_PAGE and not _has_an_address(referral):
        return ()
    voices = cases.lock(session, referral.id)
    known = knowing.of_case(session, referral.case_id)
    if kind is Kind.APPOINTMENT and not _is_told_at_all(voices, referral):
        _by_hand(session, referral, moment)
    told = (_tell_one(session, each, kind, known, moment) for each in _readers(voices, referral, kind))
    return tuple(dict.fromkeys(audience for audience in told if audience))


def _has_an_address(referral: Referral) -> bool:
    """Tell whether a voice has said at all where a machine could write to it."""
    said = facts.together(referral.versions)
    return any(addresses.address(referral.voice, said, way) for way in BY_MACHINE)


def _readers(voices: Sequence[Referral], referral: Referral, kind: Kind) -> Iterator[Referral]:
    """Yield the referrals whose own voices read this: this one's, and where it is theirs too the young person's."""
    if referral.voice in addresses.AUDIENCES:
        yield referral
    if kind in THEIRS_TOO and referral.voice is not Voice.YOUNG_PERSON:
        own = [each for each in voices if each.voice is Voice.YOUNG_PERSON]
        yield from sorted(own, key=lambda each: (each.received_at, each.id))[-1:]


def _is_told_at_all(voices: Sequence[Referral], referral: Referral) -> bool:
    """Tell whether the young person, or who cares for them, hears of a date otherwise than through a professional."""
    return referral.voice is Voice.PARENT_CARER or any(each.voice is Voice.YOUNG_PERSON for each in voices)


def _tell_one(session: Session, referral: Referral, kind: Kind, known: Known, moment: datetime) -> Audience | None:
    """Tell one voice, have a person tell it, or write down that nobody can; returns who a machine will tell."""
    audience = addresses.AUDIENCES[referral.voice]
    before = outbox.told_since(session, kind, audience, referral.id, moment - SAME_WITHIN)
    if before is not None and before.status is not Delivery.WITHDRAWN:
        return audience if before.status is not Delivery.UNTOLD else None
    leave = addresses.best(known, referral.voice, facts.together(referral.versions))
    if leave is not None:
        outbox.enqueue(
            session,
            kind,
            audience,
            referral_id=referral.id,
            reference=referral.reference,
            leave=leave,
            language=referral.language,
        )
        return audience
    if kind in ON_THE_PAGE:
        return None
    if any(safe_contact.leave(known, audience, way).may is not May.NOT for way in BY_HAND):
        _by_hand(session, referral, moment)
    else:
        outbox.untold(
            session, kind, audience, referral_id=referral.id, reference=referral.reference, because=NO_SAFE_WAY
        )
    return None


def _by_hand(session: Session, referral: Referral, moment: datetime) -> None:
    """Have a person tell them, by phone or by letter, as the page of the referral says is safe."""
    due = _clocks[0].task_by("tell", moment) if _clocks else moment + timedelta(days=1)
    duties.raise_one(session, referral, Duty.TELL, due, moment)
