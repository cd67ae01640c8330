"""A delay that the young person or the family chose: the only thing that pauses a clock, recorded with who asked."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import spells
from portal.care.models import AskedBy, Delay, Fate, Spell
from portal.care.spells import Conflict, Said
from portal.care.stages import Event

OFFERS = 2
"""So many times that we offered and they did not want are a choice to wait; one is not."""


def choose(
    session: Session,
    spell: Spell,
    *,
    until: datetime,
    asked_by: AskedBy,
    reason: str,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> Delay:
    """Record that they asked to wait until a day. Raises Conflict while they already do, or for a day that is past."""
    held, voices = spells.hold(session, spell)
    if until <= moment or (held.delayed_until and held.delayed_until > moment):
        raise Conflict("a delay is running already, or its day is past")
    said_no = [each for each in held.appointments if each.fate is Fate.CANCELLED_BY_FAMILY]
    if asked_by is AskedBy.TWO_OFFERS and len(said_no) < OFFERS:
        raise Conflict("they have not said no to two times that we offered")
    made = Delay(
        spell_id=held.id, since=moment, until=until, asked_by=asked_by, recorded_by=by, reason=reason.strip() or None
    )
    held.delays.append(made)
    said = Said(asked_by.value, reason, frozenset({"until", "asked_by"}))
    spells.note(session, held, Event.CHOOSE_DELAY, said, by=by, moment=moment)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return made


def end(session: Session, spell: Spell, *, by: uuid.UUID, here: Clocks, moment: datetime) -> Spell:
    """End a delay before its day: the clock runs again from now."""
    held, voices = spells.hold(session, spell)
    running = [each for each in held.delays if each.ended_at is None and each.until > moment]
    if not running:
        raise Conflict("no delay is running")
    for each in running:
        each.ended_at = moment
    spells.note(session, held, Event.END_DELAY, by=by, moment=moment)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return held
