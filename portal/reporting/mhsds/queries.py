"""Reading a month: dates and codes of everybody, and the words of those alone who stand in it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.care.models import Appointment, Fate, Spell, Transfer
from portal.referrals import facts
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral, StatusChange
from portal.reporting.mhsds.held import Cared, Heard, Held, Met, Offered, Request, requests

AT_ONCE = 400


def _closings() -> Subquery:
    """Return when each referral was closed last."""
    wanted = select(StatusChange.referral_id, func.max(StatusChange.at).label("at"))
    return wanted.where(StatusChange.status == Status.CLOSED).group_by(StatusChange.referral_id).subquery()


def _voices(session: Session, end: datetime) -> Iterator[Heard]:
    """Yield everybody who had written by the end of the month."""
    closings = _closings()
    ended = select(StatusChange.move).where(
        StatusChange.referral_id == Referral.id, StatusChange.at == closings.c.at, StatusChange.status == Status.CLOSED
    )
    wanted = (
        select(
            *(Referral.id, Referral.case_id, Referral.received_at, Referral.voice, Referral.language, Referral.band),
            *(Referral.status, closings.c.at, ended.limit(1).scalar_subquery().label("move")),
        )
        .outerjoin(closings, closings.c.referral_id == Referral.id)
        .where(Referral.received_at < end)
    )
    for row in session.execute(wanted):
        closed = row.status is Status.CLOSED
        yield Heard(
            *(row.id, row.case_id, row.received_at, row.voice, row.language, row.band),
            row.at if closed else None,
            row.move.value if closed and row.move else "",
        )


def held(session: Session, start: datetime, end: datetime, fictional: bool) -> Held:
    """Return a month: every request that was open in it, with what was said and done."""
    found = [one for one in requests(_voices(session, end)) if one.open_in(start, end)]
    ids = [voice.id for one in found for voice in one.voices]
    cared = _cared(session, ids)
    spells = [one for each in cared.values() for one in each]
    return Held(
        start=start,
        end=end,
        requests=found,
        said=_said(session, ids),
        cared=cared,
        met=[*_appointments(session, spells), *_talks(session, spells)],
        offered=_offered(session, spells),
        fictional=fictional,
    )


def _by_parts(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    """Yield ids a few at a time: a question to the database has a longest length."""
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _said(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, Any]]:
    """Open what these voices said."""
    said: dict[uuid.UUID, Mapping[str, Any]] = {}
    for some in _by_parts(ids):
        wanted = select(Referral).where(Referral.id.in_(some)).options(selectinload(Referral.amendments))
        said |= {row.id: facts.said(facts.together(row.versions)) for row in session.scalars(wanted)}
        session.expunge_all()
    return said


def _cared(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Sequence[Cared]]:
    """Return the care of these voices, the oldest first."""
    found: dict[uuid.UUID, list[Cared]] = defaultdict(list)
    columns = (Spell.id, Spell.referral_id, Spell.pathway, Spell.owner_organization_id, Spell.closed_at)
    for some in _by_parts(ids):
        wanted = select(*columns).where(Spell.referral_id.in_(some)).order_by(Spell.opened_at, Spell.id)
        for row in session.execute(wanted):
            found[row.referral_id].append(Cared(*row))
    return dict(found)


def _appointments(session: Session, spells: Sequence[Cared]) -> Iterator[Met]:
    """Yield the times that were offered."""
    columns = (Appointment.id, Appointment.spell_id, Appointment.at, Appointment.way, Appointment.fate)
    for some in _by_parts([one.id for one in spells]):
        wanted = select(*columns, Appointment.offered_by).where(Appointment.spell_id.in_(some))
        for row in session.execute(wanted.order_by(Appointment.at, Appointment.id)):
            yield Met(row.id, row.spell_id, row.at, row.way.value, row.fate.value, row.offered_by)


def _talks(session: Session, spells: Sequence[Cared]) -> Iterator[Met]:
    """Yield the first and second contacts that were no appointment: real talks, of which nobody noted the way."""
    for some in _by_parts([one.id for one in spells]):
        for milestone in (Spell.first_contact_at, Spell.second_contact_at):
            wanted = select(Spell.id, milestone).where(Spell.id.in_(some), _no_appointment(milestone))
            for own, at in session.execute(wanted):
                assert at is not None  # noqa: S101 (the question asks for those alone)
                yield Met(uuid.uuid5(own, milestone.key), own, at, "", Fate.KEPT.value, None)


def _no_appointment(milestone: Any) -> ColumnElement[bool]:
    """Tell that a contact was at no time that had been offered."""
    same = and_(Appointment.spell_id == Spell.id, Appointment.at == milestone, Appointment.fate == Fate.KEPT)
    return and_(milestone.is_not(None), ~select(Appointment.id).where(same).exists())


def _offered(session: Session, spells: Sequence[Cared]) -> list[Offered]:
    """Return who was offered to which organisation."""
    columns = (Transfer.spell_id, Transfer.offered_at, Transfer.to_organization_id)
    return [
        Offered(row.spell_id, row.offered_at, row.to_organization_id)
        for some in _by_parts([one.id for one in spells])
        for row in session.execute(select(*columns).where(Transfer.spell_id.in_(some)).order_by(Transfer.offered_at))
        if row.to_organization_id is not None
    ]


def counts(session: Session, start: datetime, end: datetime) -> dict[str, int]:
    """Count the month in the database itself, by other ways than the file is made."""
    closings = _closings()
    still = or_(Referral.status != Status.CLOSED, closings.c.at >= start)
    open_voices = (
        select(Referral.id, Referral.case_id)
        .outerjoin(closings, closings.c.referral_id == Referral.id)
        .where(Referral.received_at < end, still)
        .subquery()
    )

    def number(wanted: Any) -> int:
        return session.scalar(wanted) or 0

    def meetings(fate: Fate) -> int:
        month = and_(Appointment.at >= start, Appointment.at < end, Appointment.fate == fate)
        return number(select(func.count(Appointment.id)).where(month))

    talks = sum(
        number(select(func.count(Spell.id)).where(milestone >= start, milestone < end, _no_appointment(milestone)))
        for milestone in (Spell.first_contact_at, Spell.second_contact_at)
    )
    offered = and_(Transfer.offered_at >= start, Transfer.offered_at < end, Transfer.to_organization_id.is_not(None))
    return {
        "people": number(select(func.count(open_voices.c.case_id.distinct()))),
        "voices": number(select(func.count(open_voices.c.id))),
        "kept": meetings(Fate.KEPT) + talks,
        "not_brought": meetings(Fate.NOT_BROUGHT),
        "offered": number(select(func.count(Transfer.id)).where(offered)),
    }


def further_voices(found: Iterable[Request], start: datetime) -> int:
    """Count the voices that were open in the month and stand beside another one in one request."""
    still = (sum(voice.closed_at is None or voice.closed_at >= start for voice in one.voices) for one in found)
    return sum(count - 1 for count in still)
