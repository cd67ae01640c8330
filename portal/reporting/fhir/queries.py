"""Reading one case into plain values. Every voice of it, opened only here."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Area
from portal.care.models import Spell
from portal.directory.models import Organization
from portal.referrals import facts, measures
from portal.referrals.lifecycle import MOVES, Status
from portal.referrals.models import Referral
from portal.reporting.fhir.told import Account, Body, Decided, Meeting, Scored, Told
from portal.screening.models import ScreeningDecision

TEAM = uuid.UUID(int=0)


def case_of(session: Session, reference: str) -> Sequence[Referral]:
    """Return every voice of the case with this reference, the first that wrote first; none where there is no such."""
    found = session.scalars(select(Referral).where(Referral.reference == reference)).one_or_none()
    return found.case.referrals if found else ()


def told(
    session: Session, voices: Sequence[Referral], here: Area, known: Sequence[measures.Measure], moment: datetime
) -> Told:
    """Return a case in plain values. `voices` has at least one."""
    ids = [voice.id for voice in voices]
    decided = session.scalars(
        select(ScreeningDecision)
        .where(ScreeningDecision.referral_id.in_(ids))
        .order_by(ScreeningDecision.at, ScreeningDecision.id)
    ).all()
    spells = session.scalars(
        select(Spell).where(Spell.referral_id.in_(ids)).order_by(Spell.clock_started_at, Spell.id)
    ).all()
    owner = next((spell.owner_organization_id for spell in reversed(spells) if spell.closed_at is None), None)
    named = {owner, *(one.partner_id for one in decided)} - {None}
    return Told(
        id=voices[0].case_id,
        accounts=tuple(_account(voice, known) for voice in voices),
        decided=tuple(_decided(one) for one in decided),
        meetings=tuple(_meetings(spells)),
        team=Body(TEAM, here.team_name),
        bodies=_bodies(session, named),
        owner_id=owner,
        fictional=here.fictional or any(voice.fictional for voice in voices),
        at=moment,
    )


def _account(voice: Referral, known: Sequence[measures.Measure]) -> Account:
    """Return one voice's account: all that was ever sent, laid together."""
    sent = [
        (voice.received_at, voice.answers or {}),
        *((more.at, more.answers or {}) for more in voice.amendments),
    ]
    outcome = (voice.triages[-1].outcome if voice.triages else None) or {}
    closing = [line.move for line in voice.history if MOVES[line.move].end is Status.CLOSED]
    return Account(
        id=voice.id,
        reference=voice.reference,
        voice=voice.voice,
        language=voice.language,
        received_at=voice.received_at,
        status=voice.status.value,
        ended_by=closing[-1].value if closing and voice.status is Status.CLOSED else "",
        band=voice.band,
        contact_by=voice.contact_by,
        pathways=tuple(outcome.get("pathways", ())),
        flags=tuple(outcome.get("flags", ())),
        said=facts.said(facts.together(voice.versions)),
        goals=tuple(
            Scored(f"goal_{at}", goal.text, tuple((moment, score) for moment, score in goal.scores))
            for at, goal in enumerate(measures.goals(sent))
        ),
        measured=tuple(
            Scored(one.measure.id, one.measure.name, tuple((each.at, each.total) for each in one.taken))
            for one in measures.scores(voice.voice, sent, known)
        ),
        fictional=voice.fictional,
    )


def _decided(one: ScreeningDecision) -> Decided:
    """Return one decision."""
    return Decided(
        id=one.id,
        referral_id=one.referral_id,
        at=one.at,
        outcome=one.outcome.value,
        state=one.state.value,
        rationale=one.rationale or "",
        next_step=one.next_step or "",
        partner_id=one.partner_id,
    )


def _meetings(spells: Iterable[Spell]) -> list[Meeting]:
    """Return every time that was offered."""
    return [
        Meeting(each.id, each.at, each.offered_at, each.way.value, each.fate.value, each.place or "")
        for spell in spells
        for each in spell.appointments
    ]


def _bodies(session: Session, ids: Iterable[uuid.UUID | None]) -> tuple[Body, ...]:
    """Return the organisations that a case names."""
    found = session.scalars(select(Organization).where(Organization.id.in_(ids)).order_by(Organization.name)).all()
    return tuple(
        Body(
            one.id,
            one.name,
            tuple((each.identifier_scheme or each.identifier_type, each.identifier) for each in one.identifiers),
        )
        for one in found
    )
