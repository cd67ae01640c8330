"""What happens to a case after screening: care is opened, people meet, help starts, care ends.

Handing over stands in `transfers`, delays in `delays`, the way back in `returning`.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import endings, limits, receipts, returning, spells, transfers
from portal.care.models import Appointment, Fate, MeetingWay, Spell
from portal.care.spells import Conflict, Said
from portal.care.stages import EVENTS, Event, Stage
from portal.notifications.messages import Kind
from portal.referrals import actions as referrals
from portal.referrals import cases, duties, telling
from portal.referrals.case_models import Duty
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral

hand_over = transfers.offer
FATES = {
    Fate.KEPT: Event.KEPT,
    Fate.NOT_BROUGHT: Event.NOT_BROUGHT,
    Fate.CANCELLED_BY_US: Event.CALLED_OFF,
    Fate.CANCELLED_BY_FAMILY: Event.CALLED_OFF,
    Fate.REARRANGED: Event.CALLED_OFF,
}
"""What happens by each thing that can become of an appointment."""


@dataclass(frozen=True)
class Contact:
    """A real talk: when it was, and what for."""

    at: datetime
    purpose: str
    note: str = ""


def open_spell(session: Session, referral: Referral, *, by: uuid.UUID, here: Clocks, moment: datetime) -> Spell:
    """Begin care for a referral's case, or return the spell that is open; its clock starts with the first receipt."""
    voices = cases.lock(session, referral.id)
    known = spells.of_case(session, referral.case_id)
    if known is not None:
        held, voices = spells.hold(session, known)
        spells.settle(session, held, voices, here, by=by, moment=moment)
        return held
    before = spells.of_case(session, referral.case_id, closed=True)
    if before is not None and before.closed_at and receipts.joins(before.closed_at, moment, here):
        return come_back(session, before, by=by, here=here, moment=moment)
    return _new(session, referral, voices, by, here, moment)


def _new(
    session: Session, referral: Referral, voices: list[Referral], by: uuid.UUID, here: Clocks, moment: datetime
) -> Spell:
    """Begin a spell, the front door's own team responsible for it."""
    open_ones = [voice for voice in voices if voice is referral or voice.status is not Status.CLOSED]
    started = receipts.first(open_ones, here, opened=moment) or referral.received_at
    first = min(
        (each for voice in open_ones for each in voice.triages if each.band == referral.band),
        key=lambda each: each.at,
        default=None,
    )
    ways = {way for voice in open_ones for each in voice.triages for way in (each.outcome or {}).get("pathways", ())}
    spell = Spell(
        referral_id=referral.id,
        referral=referral,
        clock_started_at=started,
        opened_at=moment,
        stage=Stage.AWAITING_FIRST,
        clinician_id=None,
        handing_over=False,
        band=referral.band,
        band_rank=referral.band_rank,
        band_since=max(started, first.at if first else moment),
        pathway=_kept_pathways(ways, referral.band, here),
        next_action="offer_first",
        check_in_due_at=limits.ask_again(here, referral.band, None, moment),
        update_due_at=here.update_by(moment),
        transition_due_at=spells.seventeen_and_a_half(open_ones),
        return_ticket=any(voice.return_ticket for voice in open_ones),
        fictional=referral.fictional,
        version=1,
    )
    session.add(spell)
    session.flush()
    spells.note(session, spell, Event.OPEN, by=by, moment=moment)
    spells.settle(session, spell, voices, here, by=by, moment=moment)
    return spell


def _kept_pathways(ways: set[str], band: str, here: Clocks) -> str:
    """Name the pathways that a spell remembers: those with a clock of their own, and the one that names its list."""
    on_list = next((way for way in here.listed if way in ways), None)
    return " ".join(sorted(ways & {*here.bands[band].pathways, on_list}))


def offer(
    session: Session,
    spell: Spell,
    *,
    at: datetime,
    way: MeetingWay,
    place: str,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> Appointment:
    """Offer a time to meet, and tell them that there is one. Raises Conflict for one that is past."""
    held, voices = spells.hold(session, spell)
    if at <= moment or any(each.fate is Fate.OFFERED for each in held.appointments):
        raise Conflict("one time is offered already, or this one is past")
    made = Appointment(
        spell_id=held.id,
        at=at,
        way=way,
        place=place.strip() or None,
        offered_at=moment,
        offered_by=by,
        fate=Fate.OFFERED,
    )
    held.appointments.append(made)
    said = Said(way.value, names=frozenset({"at", "way"}))
    spells.note(session, held, Event.OFFER, said, by=by, moment=moment)
    held.clinician_id = held.clinician_id or (by if held.owner_organization_id is None else None)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    telling.tell(session, held.referral, Kind.APPOINTMENT, moment=moment)
    return made


def happened(
    session: Session,
    spell: Spell,
    appointment_id: uuid.UUID,
    fate: Fate,
    *,
    purpose: str,
    note: str,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> Spell:
    """Record what became of an appointment. Only a kept one is a contact. Raises Conflict when that is settled."""
    held, voices = spells.hold(session, spell)
    found = next((each for each in held.appointments if each.id == appointment_id), None)
    if found is None or found.fate is not Fate.OFFERED or fate not in FATES:
        raise Conflict("this is settled already")
    if fate in (Fate.KEPT, Fate.NOT_BROUGHT) and found.at > moment:
        raise Conflict("it has not been yet")
    found.fate, found.settled_at = fate, moment
    if fate is Fate.KEPT:
        _met(session, held, Contact(found.at, purpose, note), by, moment)
    else:
        spells.note(session, held, FATES[fate], Said(fate.value, note), by=by, moment=moment)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return held


def contact(session: Session, spell: Spell, met: Contact, *, by: uuid.UUID, here: Clocks, moment: datetime) -> Spell:
    """Record a real talk that was not an appointment. Raises Conflict for one that has not been yet."""
    held, voices = spells.hold(session, spell)
    if met.at > moment:
        raise Conflict("it has not been yet")
    if met.at < held.clock_started_at:
        raise Conflict("nobody had told us of them yet on that day")
    _met(session, held, met, by, moment)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return held


def _met(session: Session, held: Spell, met: Contact, by: uuid.UUID, moment: datetime) -> None:
    """Count a contact: it stops the clock that runs now, late if it is late."""
    spells.breach_if_passed(session, held, met.at)
    said = Said(met.purpose, met.note, frozenset({"purpose"} if met.purpose else ()))
    spells.note(session, held, Event.KEPT, said, by=by, moment=moment)
    held.last_contact_at = max(met.at, held.last_contact_at or met.at)
    if held.first_contact_at is None:
        held.first_contact_at = met.at
    elif held.second_contact_at is None:
        held.second_contact_at = met.at
    held.clinician_id = held.clinician_id or (by if held.owner_organization_id is None else None)


def record(
    session: Session, spell: Spell, event: Event, said: Said, *, by: uuid.UUID, here: Clocks, moment: datetime
) -> Spell:
    """Record what moves by its own word: tried and not reached, help started, discussed. Raises Conflict."""
    held, voices = spells.hold(session, spell)
    if EVENTS[event].contact or event in (Event.CLOSE, Event.HAND_OVER, Event.ACCEPT_TRANSFER, Event.COME_BACK):
        raise Conflict("this has a way of its own")
    spells.note(session, held, event, said, by=by, moment=moment)
    if event is Event.HELP_STARTED:
        held.help_started_at = moment
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return held


def plan(
    session: Session, spell: Spell, *, note: str, due: datetime, by: uuid.UUID, here: Clocks, moment: datetime
) -> Spell:
    """Take a spell on, with what one does next and by when."""
    held, voices = spells.hold(session, spell)
    spells.note(session, held, Event.PLAN, Said(note=note), by=by, moment=moment)
    if held.owner_organization_id is None:
        held.clinician_id = by
    spells.settle(session, held, voices, here, by=by, moment=moment)
    held.next_action, held.next_action_by = "planned", due
    session.flush()
    return held


def close(
    session: Session, spell: Spell, *, reason: str, next_step: str, by: uuid.UUID, here: Clocks, moment: datetime
) -> Spell:
    """End care with a named next step and a return ticket, or ask a second clinician where it takes two.

    Raises Conflict while somebody has yet to answer.
    """
    held, voices = spells.hold(session, spell)
    if held.handing_over:
        raise Conflict("another organisation has yet to answer")
    words = {"reason": reason, "next_step": next_step}
    said = Said(held.stage.value, reason, frozenset(name for name, text in words.items() if text.strip()))
    asked = held.asks_to_end
    if endings.why_two(held, voices) and (asked is None or asked.author_id == by):
        if asked is not None:
            raise Conflict("a second clinician has yet to answer")
        endings.ask(session, held, said, next_step, by=by, moment=moment)
        spells.settle(session, held, voices, here, by=by, moment=moment)
        return held
    return _end(session, held, voices, said, next_step, by, here, moment)


def _end(
    session: Session,
    held: Spell,
    voices: list[Referral],
    said: Said,
    next_step: str,
    by: uuid.UUID,
    here: Clocks,
    moment: datetime,
) -> Spell:
    """End care: nothing is left open beside it, and there is a way back."""
    spells.breach_if_passed(session, held, moment)
    for each in held.appointments:
        if each.fate is Fate.OFFERED:
            each.fate, each.settled_at = Fate.CANCELLED_BY_US, moment
    stood = held.stage
    spells.note(session, held, Event.CLOSE, said, by=by, moment=moment)
    held.stood, held.closed_at = stood, moment
    for voice in voices:
        if voice.status is Status.AWAITING_FIRST:
            # Words for one reader: another voice of the case does not read what comes next for this one.
            step = next_step.strip() if voice.id == held.referral_id else ""
            referrals.move(session, voice, Move.END_CARE, author=by, moment=moment, rationale=said.note, next_step=step)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    for duty in (Duty.CHECK_IN_MISSED, Duty.TRANSFER_LATE):
        duties.end_all(session, held.referral, duty, "care was closed", by=by, moment=moment)
    returning.make(session, held, here, moment)
    return held


def come_back(session: Session, spell: Spell, *, by: uuid.UUID, here: Clocks, moment: datetime) -> Spell:
    """Open a spell again that was closed a few days ago: it goes on where it stood, its clock too."""
    held, voices = spells.hold(session, spell)
    if held.closed_at is None or not receipts.joins(held.closed_at, moment, here):
        raise Conflict("this is no longer a matter of days")
    spells.note(session, held, Event.COME_BACK, by=by, moment=moment)
    held.closed_at = held.stood = None
    held.check_in_due_at = limits.ask_again(here, held.band, held.check_in_days, moment)
    held.update_due_at = here.update_by(moment)
    for voice in voices:
        if voice.status is Status.CLOSED and voice.id == held.referral_id:
            said = "Care was opened again within days."
            referrals.move(session, voice, Move.REOPEN, author=by, moment=moment, rationale=said)
    returning.withdraw(session, held)
    spells.settle(session, held, voices, here, by=by, moment=moment)
    return held
