"""The worker's rounds: who is asked how they are, who is told how it goes, what has come too late, who turns 18.

Each spell has a small transaction of its own, in which it is locked and looked at again: a second worker, or a second
round, finds nothing left to do. Nothing here closes anything or moves anybody.
"""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, exists, select
from sqlalchemy.orm import Session

from portal import db
from portal.area import Clocks
from portal.care import limits, spells, transfers
from portal.care.limits import Limit
from portal.care.models import Breach, Spell, Transfer
from portal.care.spells import Said
from portal.care.stages import Event
from portal.notifications.messages import Kind
from portal.referrals import duties, telling
from portal.referrals.case_models import Duty
from portal.web import logs

Step = Callable[[Session, Spell, Clocks, datetime], bool]
DAYS_TO_ANSWER = 2
"""Working days within which an answer to "how are you now?" is waited for before somebody is asked to ring."""


def go(engine: Engine, here: Clocks, moment: datetime, *, estimate_moved: Collection[uuid.UUID] = ()) -> int:
    """Do all that is due at this moment, and return how much that was.

    `estimate_moved` names spells whose expected wait has moved so far that they are told at once.
    """
    done = 0
    for wanted, step in _steps(moment, estimate_moved):
        with db.reading(engine) as session:
            due = list(session.scalars(wanted.order_by(Spell.id)))
        for own in due:
            try:
                with db.writing(engine) as session:
                    held, _voices = spells.hold(session, own)
                    done += held.closed_at is None and step(session, held, here, moment)
            except Exception as error:  # one person's trouble keeps nobody else waiting; the next round tries again
                logs.failure(error)
    return done


def _steps(moment: datetime, moved: Collection[uuid.UUID]) -> list[tuple[Select[Any], Step]]:
    """Return what is looked for, each with what is done about it."""
    still_open = select(Spell.id).where(Spell.closed_at.is_(None))
    late = exists().where(
        Transfer.spell_id == Spell.id,
        Transfer.accepted_at.is_(None),
        Transfer.declined_at.is_(None),
        Transfer.late_told_at.is_(None),
        Transfer.due_at <= moment,
    )

    def tell_of_news(session: Session, held: Spell, here: Clocks, moment: datetime) -> bool:
        return _update(session, held, here, moment, moved=held.id in moved)

    found: list[tuple[Select[Any], Step]] = [
        (still_open.where(Spell.check_in_due_at <= moment), _ask),
        (still_open.where(Spell.answer_due_at <= moment), _missed),
        (still_open.where(Spell.update_due_at <= moment), tell_of_news),
        (still_open.where(late), transfers.call_late),
        (still_open.where(Spell.transition_due_at <= moment), _transition),
        (still_open.where(Spell.delayed_until <= moment), _delay_over),
    ]
    if moved:
        found.append((still_open.where(Spell.id.in_(moved)), tell_of_news))
    return found + [(still_open.where(_passed(limit, moment)), _breach) for limit in Limit]


def _passed(limit: Limit, moment: datetime) -> ColumnElement[bool]:
    """Say that a limit has passed, and that nobody has written it down."""
    stages = [stage for stage, waits_for in limits.BY_STAGE.items() if waits_for is limit]
    written = exists().where(Breach.spell_id == Spell.id, Breach.kind == limit)
    return and_(Spell.stage.in_(stages), Spell.limit_at < moment, ~written)


def _ask(session: Session, held: Spell, here: Clocks, moment: datetime) -> bool:
    """Ask somebody who waits how they are. Where no way is safe, a person is asked to find one."""
    if held.check_in_due_at is None or held.check_in_due_at > moment:
        return False
    told = telling.tell(session, held.referral, Kind.CHECK_IN, moment=moment)
    held.check_in_due_at = limits.ask_again(here, held.band, held.check_in_days, moment)
    spells.note(session, held, Event.ASK_HOW_THEY_ARE, Said("told" if told else "nobody told"), by=None, moment=moment)
    held.asked_at = moment
    held.answer_due_at = here.calendar.add_working_days(moment, DAYS_TO_ANSWER) if told else None
    if not told:
        _somebody_rings(session, held, here, moment)
    return True


def _missed(session: Session, held: Spell, here: Clocks, moment: datetime) -> bool:
    """Let a person look after somebody who has not answered. Silence is never an ending."""
    if held.answer_due_at is None or held.answer_due_at > moment:
        return False
    held.answer_due_at = None
    spells.note(session, held, Event.SILENCE, by=None, moment=moment)
    _somebody_rings(session, held, here, moment)
    return True


def _somebody_rings(session: Session, held: Spell, here: Clocks, moment: datetime) -> None:
    """Make a task of a check-in that nobody has answered."""
    due = here.task_by(Duty.CHECK_IN_MISSED.value, moment)
    duties.raise_one(session, held.referral, Duty.CHECK_IN_MISSED, due, moment, for_id=held.clinician_id)
    session.flush()


def _update(session: Session, held: Spell, here: Clocks, moment: datetime, *, moved: bool = False) -> bool:
    """Tell somebody who waits that they are still on the list."""
    if held.update_due_at is None or (held.update_due_at > moment and not moved):
        return False
    telling.tell(session, held.referral, Kind.UPDATE, moment=moment)
    held.update_due_at = here.update_by(moment)
    spells.note(session, held, Event.UPDATE, by=None, moment=moment)
    return True


def _delay_over(session: Session, held: Spell, here: Clocks, moment: datetime) -> bool:
    """Let somebody offer a time again when the delay they chose is over."""
    if held.delayed_until is None or held.delayed_until > moment:
        return False
    _held, voices = spells.hold(session, held)
    spells.settle(session, held, voices, here, by=None, moment=moment)
    return True


def _breach(session: Session, held: Spell, here: Clocks, moment: datetime) -> bool:
    """Write down that a limit has passed."""
    return spells.breach_if_passed(session, held, moment) is not None


def _transition(session: Session, held: Spell, here: Clocks, moment: datetime) -> bool:
    """Let somebody plan the time after their 18th birthday with them, half a year before. Nothing ends by it."""
    if held.transition_due_at is None or held.transition_due_at > moment:
        return False
    held.transition_due_at = None
    due = here.task_by(Duty.TRANSITION.value, moment)
    duties.raise_one(session, held.referral, Duty.TRANSITION, due, moment, for_id=held.clinician_id, again=False)
    session.flush()
    return True
