"""Handing care over: the clock, the story and the consent go along, and it is not done until the other side accepts.

Until then whoever had it stays responsible. A silence of a day is told to the team leads.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import spells
from portal.care.models import Spell, Transfer
from portal.care.spells import Conflict, Said
from portal.care.stages import Event
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.referrals import duties, facts, telling
from portal.referrals.case_models import Duty
from portal.referrals.models import Referral


class WithoutConsent(Exception):
    """Nobody has said that they agree, and the clinician has not said why it is handed over all the same."""


def agreed(voices: Sequence[Referral]) -> bool:
    """Tell whether somebody said that the young person agrees, nobody that they do not, and nobody must not know."""
    said = [facts.said(version) for voice in voices for version in voice.versions]
    answers = {str(each["yp_consent"]) for each in said if each.get("yp_consent")}
    kept_from = any(each.get("do_not_contact") or each.get("unsafe_contact") == "yes" for each in said)
    return answers == {"yes"} and not kept_from


def offer(
    session: Session,
    spell: Spell,
    *,
    to: uuid.UUID | None,
    story: str,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
    reason: str = "",
) -> Transfer:
    """Offer a spell to another organisation. Its owner stays responsible until the other side accepts.

    `to` without an organisation is the front door's own team. Without a yes of the young person's on record `reason`
    says how the clinician knows, or why it is handed over all the same. Raises Conflict or WithoutConsent.
    """
    held, voices = spells.hold(session, spell)
    if held.handing_over or to == held.owner_organization_id:
        raise Conflict("it is offered to somebody already, or theirs")
    if not agreed(voices) and not reason.strip():
        raise WithoutConsent(held.id)
    made = Transfer(
        spell_id=held.id,
        from_organization_id=held.owner_organization_id,
        to_organization_id=to,
        story=story.strip() or None,
        without_consent=reason.strip() or None,
        offered_at=moment,
        offered_by=by,
        due_at=here.by(here.accept_within, moment),
    )
    held.transfers.append(made)
    names = frozenset({"to", *(["story"] if story.strip() else [])})
    spells.note(session, held, Event.HAND_OVER, Said(note=reason, names=names), by=by, moment=moment)
    held.handing_over, held.handed_to_id = True, to
    spells.settle(session, held, voices, here, by=by, moment=moment)
    if to is not None:
        _tell(session, held, Kind.TRANSFER_WAITING, Audience.PARTNER)
    return made


def accept(session: Session, spell: Spell, *, by: uuid.UUID, here: Clocks, moment: datetime) -> Spell:
    """Take a spell over: from this moment the other organisation is responsible, on the same clock."""
    held, voices = spells.hold(session, spell)
    transfer = _waiting(held)
    spells.note(session, held, Event.ACCEPT_TRANSFER, by=by, moment=moment)
    transfer.accepted_at, transfer.answered_by = moment, by
    held.owner_organization_id, held.clinician_id = transfer.to_organization_id, None
    _answered(session, held, voices, here, by, moment)
    telling.tell(session, held.referral, Kind.HANDED_OVER, moment=moment)
    return held


def decline(session: Session, spell: Spell, *, why: str, by: uuid.UUID, here: Clocks, moment: datetime) -> Spell:
    """Leave a spell where it was, with the reason: the other side says no, or the owner takes it back."""
    held, voices = spells.hold(session, spell)
    transfer = _waiting(held)
    spells.note(session, held, Event.DECLINE_TRANSFER, Said(note=why), by=by, moment=moment)
    transfer.declined_at, transfer.answered_by = moment, by
    _answered(session, held, voices, here, by, moment)
    return held


def _waiting(held: Spell) -> Transfer:
    """Return the transfer that waits for an answer. Raises Conflict."""
    found = next((each for each in held.transfers if each.is_open), None)
    if found is None or not held.handing_over:
        raise Conflict("nothing is waiting for an answer")
    return found


def _answered(
    session: Session, held: Spell, voices: Sequence[Referral], here: Clocks, by: uuid.UUID, moment: datetime
) -> None:
    """Note that nobody waits for an answer any more."""
    held.handing_over, held.handed_to_id = False, None
    duties.end_all(session, held.referral, Duty.TRANSFER_LATE, "answered", by=by, moment=moment)
    spells.settle(session, held, voices, here, by=by, moment=moment)


def call_late(session: Session, held: Spell, here: Clocks, moment: datetime) -> bool:
    """Tell the team leads, once, that nobody has answered in time; whoever had it stays responsible."""
    late = next((each for each in held.transfers if each.is_open and each.due_at <= moment), None)
    if late is None or late.late_told_at is not None:
        return False
    late.late_told_at = moment
    spells.note(session, held, Event.TRANSFER_LATE, by=None, moment=moment)
    due = here.task_by(Duty.TRANSFER_LATE.value, moment)
    duties.raise_one(session, held.referral, Duty.TRANSFER_LATE, due, moment, for_id=late.offered_by)
    _tell(session, held, Kind.TRANSFER_LATE, Audience.TEAM_LEADS)
    return True


def _tell(session: Session, held: Spell, kind: Kind, audience: Audience) -> None:
    """Write a message to people at work."""
    referral = held.referral
    outbox.enqueue(session, kind, audience, referral_id=referral.id, reference=referral.reference)
