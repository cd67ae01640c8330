"""Which act each form of a case's page calls."""

import uuid
from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import actions, checking_in, delays, endings, transfers
from portal.care.actions import Contact
from portal.care.models import AskedBy, Fate, MeetingWay, Spell
from portal.care.spells import Conflict, Said
from portal.care.stages import Event
from portal.clock import LONDON

FRONT_DOOR = "front-door"
BY_NOTE = {"no-reply": Event.NO_REPLY, "help": Event.HELP_STARTED, "discuss": Event.DISCUSS}


def act(session: Session, name: str, spell: Spell, form: Any, *, by: uuid.UUID, here: Clocks, moment: datetime) -> None:
    """Do what a form says. Raises Conflict, or WithoutConsent."""
    on: dict[str, Any] = {"by": by, "here": here, "moment": moment}
    if name in BY_NOTE:
        actions.record(session, spell, BY_NOTE[name], Said(note=form.note.data), **on)
    elif name == "offer":
        way = MeetingWay(form.way.data)
        actions.offer(session, spell, at=form.moment, way=way, place=form.place.data or "", **on)
    elif name == "happened":
        fate, which = Fate(form.fate.data), _offered(spell)
        purpose, note = form.purpose.data or "", form.note.data or ""
        actions.happened(session, spell, which, fate, purpose=purpose, note=note, **on)
    elif name == "contact":
        actions.contact(session, spell, Contact(form.moment, form.purpose.data, form.note.data or ""), **on)
    elif name == "plan":
        actions.plan(session, spell, note=form.note.data, due=form.moment, **on)
    elif name == "delay":
        until = datetime.combine(form.day.data, time(9), LONDON)
        delays.choose(session, spell, until=until, asked_by=AskedBy(form.asked_by.data), reason=form.note.data, **on)
    elif name == "rhythm":
        checking_in.ask_every(session, spell, form.days, said=form.note.data, **on)
    else:
        _end_or_hand_on(session, name, spell, form, on)


def _end_or_hand_on(session: Session, name: str, spell: Spell, form: Any, on: dict[str, Any]) -> None:
    """Do what ends a delay or care, or hands it on."""
    if name == "end-delay":
        delays.end(session, spell, **on)
    elif name == "hand-over":
        to = None if form.to.data == FRONT_DOOR else uuid.UUID(form.to.data)
        transfers.offer(session, spell, to=to, story=form.story.data, reason=form.reason.data or "", **on)
    elif name == "accept":
        transfers.accept(session, spell, **on)
    elif name == "give-back":
        endings.give_back(session, spell, why=form.note.data, **on)
    elif name == "decline":
        transfers.decline(session, spell, why=form.note.data, **on)
    else:
        actions.close(session, spell, reason=form.reason.data, next_step=form.next_step.data, **on)


def _offered(spell: Spell) -> uuid.UUID:
    """Return the meeting that nobody has said anything about yet."""
    found = next((each.id for each in spell.appointments if each.fate is Fate.OFFERED), None)
    if found is None:
        raise Conflict("no time is offered")
    return found
