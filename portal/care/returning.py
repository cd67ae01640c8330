"""The return ticket: for a year after care has ended, the way back without being referred again."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import sealed
from portal.area import Area, Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.care.models import ReturnTicket, Spell
from portal.notifications.messages import Kind
from portal.referrals import actions as referrals
from portal.referrals import cases, drafts, facts, queries, telling
from portal.referrals.models import Referral
from portal.web import read_aloud

PREFIX = "BK"
FLAG = {"return_ticket": "yes"}


class NoTicket(Exception):
    """This code opens nothing: it is none of ours, was used, or its year is over."""


def _digest(code: str) -> bytes:
    """Return what a ticket is found by."""
    return sealed.blind_index(code, "return-ticket")


def a_year_on(moment: datetime, months: int) -> datetime:
    """Return the same day so many months later, or the first day after it where there is none."""
    year, month = moment.year + (moment.month - 1 + months) // 12, (moment.month - 1 + months) % 12 + 1
    return moment.replace(year=year, month=month, day=1) + timedelta(days=moment.day - 1)


def make(session: Session, spell: Spell, here: Clocks, moment: datetime) -> ReturnTicket:
    """Make the ticket of a spell that has just been closed, and tell them that there is one."""
    code = read_aloud.new_reference(PREFIX)
    ticket = ReturnTicket(
        spell_id=spell.id,
        code_digest=_digest(code),
        code=code,
        made_at=moment,
        expires_at=a_year_on(moment, here.return_ticket_months),
    )
    session.add(ticket)
    session.flush()
    trail.record(session, Tag.TICKET_MADE, actor="machine", subject=f"referral:{spell.referral_id}")
    telling.tell(session, spell.referral, Kind.RETURN_TICKET, moment=moment)
    return ticket


def withdraw(session: Session, spell: Spell) -> None:
    """Take back the tickets of a spell that was opened again."""
    for ticket in session.scalars(select(ReturnTicket).where(ReturnTicket.spell_id == spell.id)):
        if ticket.used_at is None:
            session.delete(ticket)
    session.flush()


def of(session: Session, referral_id: uuid.UUID, moment: datetime) -> ReturnTicket | None:
    """Return the ticket that a referral's own page may show: the voice that led a spell holds it, no other."""
    wanted = select(ReturnTicket).join(Spell, Spell.id == ReturnTicket.spell_id)
    wanted = wanted.where(Spell.referral_id == referral_id, ReturnTicket.used_at.is_(None))
    return session.scalars(wanted.where(ReturnTicket.expires_at > moment).order_by(ReturnTicket.made_at.desc())).first()


def find(session: Session, typed: str, moment: datetime) -> ReturnTicket:
    """Return the ticket that a code belongs to, locked until the transaction ends. Raises NoTicket."""
    code = read_aloud.read_reference(typed, PREFIX) or ""
    wanted = select(ReturnTicket).where(ReturnTicket.code_digest == _digest(code)).with_for_update()
    found = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None or found.used_at is not None or found.expires_at <= moment:
        raise NoTicket
    return found


def use(
    session: Session,
    ticket: ReturnTicket,
    said: Mapping[str, Mapping[str, Any]],
    language: str,
    judged: facts.Judgement,
    here: Area,
    moment: datetime,
    key: str = "",
) -> Referral:
    """Put them back in the queue: a new referral of the same case, with a new clock, counted apart.

    What does not change is taken from before; whatever was asked about safety is asked again or stands open.
    """
    before = session.get_one(Spell, ticket.spell_id).referral
    draft = drafts.start(session, key or drafts.new_key(), before.voice, language, moment)
    draft.answers = {page: dict(given) for page, given in said.items()}
    session.flush()
    new = referrals.submit(session, draft, None, judged, here, moment)
    new.return_ticket = True
    _beside(session, new, before)
    ticket.used_at, ticket.came_back_as, ticket.code = moment, new.id, None
    session.flush()
    trail.record(session, Tag.TICKET_USED, actor="person", subject=f"referral:{new.id}")
    cases.raise_together(session, new, here.clocks, moment)
    return new


def sent_again(
    session: Session,
    key: str,
    said: Mapping[str, Mapping[str, Any]],
    language: str,
    judged: facts.Judgement,
    here: Area,
    moment: datetime,
) -> Referral | None:
    """Return what the same page has sent before, with whatever it says besides; None where it has sent nothing."""
    known = queries.by_key(session, key, lock=True)
    if known is None:
        return None
    draft = drafts.start(session, drafts.new_key(), known.voice, language, moment)
    draft.answers = {page: dict(given) for page, given in said.items()}
    session.flush()
    return referrals.submit(session, draft, known, judged, here, moment)


def _beside(session: Session, new: Referral, before: Referral) -> None:
    """Put the new referral into the case it comes back to: the ticket says that it is the same person."""
    cases.lock(session, before.id)
    own = new.case
    new.case = before.case
    session.flush()
    session.delete(own)
    session.flush()
