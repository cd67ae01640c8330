"""How somebody is who waits: only the voice that leads their care sees that it was asked, and answers it.

An answer never makes anything slower. Worse, help and every word go the way that all later words go.
"""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Area, Clocks
from portal.care import limits, spells
from portal.care.models import Spell
from portal.care.spells import Said
from portal.care.stages import Event
from portal.referrals import actions as referrals
from portal.referrals import duties, facts
from portal.referrals.actions import Words
from portal.referrals.case_models import Duty
from portal.referrals.models import Referral
from portal.web import notes


def led_by(session: Session, referral_id: uuid.UUID) -> Spell | None:
    """Return the newest spell that a voice leads."""
    wanted = select(Spell).where(Spell.referral_id == referral_id).order_by(Spell.opened_at.desc(), Spell.id)
    return session.scalars(wanted.limit(1)).first()


def is_asked(session: Session, referral_id: uuid.UUID) -> bool:
    """Tell whether this voice was asked how things are, and has not answered. Silence takes nothing away."""
    spell = led_by(session, referral_id)
    return spell is not None and spell.closed_at is None and spell.asked_at is not None


def answer(
    session: Session,
    referral: Referral,
    how: str,
    words: Words | None,
    judged: facts.Judgement,
    here: Area,
    moment: datetime,
) -> bool:
    """Keep an answer, once, and tell whether it is kept. Without words to keep, only whoever was asked can answer."""
    led = led_by(session, referral.id)
    held, voices = spells.hold(session, led) if led is not None else (None, [])
    if words is not None:
        referrals.add(session, referral, words, judged, here, moment)
    if held is None or held.closed_at is not None:
        return words is not None
    if held.asked_at is None:
        return words is not None or _was_said(held, how, moment)
    spells.note(session, held, Event.SAY_HOW_THEY_ARE, Said(how), by=None, moment=moment, actor="person")
    _stop_waiting(session, held, here.clocks, moment)
    spells.settle(session, held, voices, here.clocks, by=None, moment=moment)
    return True


def ask_every(
    session: Session, spell: Spell, days: int | None, *, said: str, by: uuid.UUID, here: Clocks, moment: datetime
) -> Spell:
    """Ask somebody more often how they are, because they want it, or as usual again. Never later than planned."""
    held, voices = spells.hold(session, spell)
    every = Said("as usual" if days is None else f"every {days} days", said, frozenset({"every"}))
    spells.note(session, held, Event.ASK_MORE_OFTEN, every, by=by, moment=moment)
    held.check_in_days = days
    held.check_in_due_at = limits.soonest(held.check_in_due_at, limits.ask_again(here, held.band, days, moment))
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return held


def _stop_waiting(session: Session, held: Spell, here: Clocks, moment: datetime) -> None:
    """End the wait for this answer, and plan when to ask again."""
    held.asked_at = held.answer_due_at = None
    held.check_in_due_at = limits.ask_again(here, held.band, held.check_in_days, moment)
    duties.end_all(session, held.referral, Duty.CHECK_IN_MISSED, "they answered", by=None, moment=moment)
    session.flush()


def _was_said(held: Spell, how: str, moment: datetime) -> bool:
    """Tell whether this is the answer of a moment ago, sent again."""
    said = [each for each in held.events if each.event is Event.SAY_HOW_THEY_ARE]
    return bool(said) and said[-1].detail == how and said[-1].at > moment - notes.GOOD_FOR
