"""What is known of a case when somebody is to be reached: every voice, every version, every decision, every joining."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.referrals import cases, decisions, facts
from portal.referrals.case_models import CaseChange, Change, ContactDecision
from portal.referrals.models import Referral
from portal.referrals.safe_contact import Account, Decided, Known


def of_case(session: Session, case_id: uuid.UUID) -> Known:
    """Return what is known of a case as it stands in the database now."""
    voices = voices_of(session, case_id)
    decided = decisions.about_contact(session, [voice.id for voice in voices])
    return known_of(voices, decided, cases.changes(session, case_id))


def voices_of(session: Session, case_id: uuid.UUID) -> list[Referral]:
    """Return every voice of a case, the first one first, with all that was sent."""
    everything = (selectinload(Referral.triages), selectinload(Referral.amendments), selectinload(Referral.history))
    wanted = select(Referral).where(Referral.case_id == case_id).options(*everything)
    return list(session.scalars(wanted.order_by(Referral.received_at, Referral.id)))


def versions(voice: Referral) -> list[tuple[datetime, facts.Answers]]:
    """Return all that a voice ever sent, each with its moment."""
    later = ((each.at, each.answers or {}) for each in voice.amendments)
    return [(voice.received_at, voice.answers or {}), *later]


def flags(voice: Referral) -> Iterable[str]:
    """Yield every flag that any triage of a voice has raised: a later run takes none away."""
    return (name for triage in voice.triages for name in (triage.outcome or {}).get("flags", ()))


def known_of(voices: Sequence[Referral], decided: Iterable[ContactDecision], changes: Sequence[CaseChange]) -> Known:
    """Gather all that safe contact must know of a case."""
    return Known(
        tuple(Account(voice.voice, tuple(versions(voice))) for voice in voices),
        frozenset(flag for voice in voices for flag in flags(voice)),
        tuple(Decided(each.at, each.may_tell_parents, each.newest_counts) for each in decided),
        tuple(each.at for each in changes),
        any(each.change is Change.PARTED for each in changes),
    )
