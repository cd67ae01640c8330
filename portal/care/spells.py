"""Finding a spell, writing what happens in it, and keeping what follows from that: limit, next action, progress.

Whose case a spell is follows from the voice that leads it, so joining and parting voices never lose one.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.care import limits, progress, receipts, stages
from portal.care.limits import Limit
from portal.care.models import Breach, Fate, Spell, SpellEvent
from portal.care.stages import Event, Stage
from portal.clock import LONDON
from portal.referrals import cases, duties, facts
from portal.referrals.case_models import Duty
from portal.referrals.models import Referral

WAITING = frozenset({Stage.AWAITING_FIRST, Stage.FIRST_CONTACT, Stage.AWAITING_SECOND, Stage.SECOND_CONTACT})
"""Who waits is asked how they are, and told how it goes."""
SLOWEST = "ROUTINE"
TO_OFFER = frozenset({"offer_first", "offer_second"})


class Conflict(Exception):
    """The spell is not as the clinician saw it, or not where this can happen."""


class Gone(Exception):
    """There is no such spell, or not for this reader."""


@dataclass(frozen=True)
class Said:
    """What somebody says with an event: one of the house's own words, and words about a person."""

    detail: str = ""
    note: str = ""
    names: frozenset[str] = frozenset()
    """What else was said, by name."""

    def given(self) -> set[str]:
        """Name everything that was said."""
        return {*self.names, *(["note"] if self.note.strip() else [])}


NOTHING = Said()


def of_case(session: Session, case_id: uuid.UUID, *, closed: bool = False) -> Spell | None:
    """Return the open spell of a case, the oldest if joining brought two together; or the one that closed last."""
    wanted = select(Spell).join(Referral, Referral.id == Spell.referral_id).where(Referral.case_id == case_id)
    if closed:
        return session.scalars(wanted.where(Spell.closed_at.is_not(None)).order_by(Spell.closed_at.desc())).first()
    return session.scalars(wanted.where(Spell.closed_at.is_(None)).order_by(Spell.opened_at, Spell.id)).first()


def hold(session: Session, spell: Spell | uuid.UUID, version: int | None = None) -> tuple[Spell, list[Referral]]:
    """Lock a spell and its case, always in this order, and return both as they are now. Raises Gone or Conflict."""
    own = spell if isinstance(spell, uuid.UUID) else spell.id
    leads = session.scalar(select(Spell.referral_id).where(Spell.id == own))
    if leads is None:
        raise Gone(own)
    voices = cases.lock(session, leads)
    wanted = select(Spell).where(Spell.id == own).with_for_update().execution_options(populate_existing=True)
    held = session.scalars(wanted).one()
    if version is not None and held.version != version:
        raise Conflict
    return held, voices


def note(
    session: Session,
    spell: Spell,
    event: Event,
    said: Said = NOTHING,
    *,
    by: uuid.UUID | None,
    moment: datetime,
    actor: str = "worker",
) -> SpellEvent:
    """Append one event, and move the stage as the table says. Raises Conflict where it cannot happen now."""
    try:
        stages.check(event, by_person=by is not None, said=said.given())
        spell.stage = stages.after(None if event is Event.OPEN else spell.stage, event, stood=spell.stood)
    except stages.StepRefused as refused:
        raise Conflict(str(refused)) from refused
    row = SpellEvent(
        spell_id=spell.id,
        at=moment,
        event=event,
        stage=spell.stage,
        author_id=by,
        detail=said.detail,
        note=said.note.strip() or None,
    )
    spell.events.append(row)
    session.flush()
    detail = {"spell": str(spell.id), "event": event.value, "stage": spell.stage.value}
    who = f"staff:{by}" if by else actor
    tag = {Event.OPEN: Tag.CARE_OPENED, Event.CLOSE: Tag.CARE_CLOSED}.get(event, Tag.CARE_STEP)
    trail.record(session, tag, actor=who, subject=f"referral:{spell.referral_id}", detail=detail)
    return row


def settle(
    session: Session, spell: Spell, voices: Sequence[Referral], here: Clocks, *, by: uuid.UUID | None, moment: datetime
) -> None:
    """Write what follows from all that has happened: band, clock, limit, next action, task, and what they may read."""
    _follow_voices(session, spell, voices, here, moment)
    ahead = [each.at for each in spell.appointments if each.fate is Fate.OFFERED]
    spell.next_meeting_at = min(ahead, default=None)
    spell.delayed_until = max((pause.until for pause in spell.pauses if pause.until > moment), default=None)
    spell.limit_at = limit_of(spell, here)
    spell.next_action, spell.next_action_by = _next_action(spell, moment)
    if spell.stage not in WAITING:
        spell.check_in_due_at = spell.asked_at = spell.answer_due_at = spell.update_due_at = None
    _owe_an_offer(session, spell, here, by, moment)
    _owe_a_second(session, spell, here, by, moment)
    progress.tell(spell, voices)
    session.flush()


def _follow_voices(session: Session, spell: Spell, voices: Sequence[Referral], here: Clocks, moment: datetime) -> None:
    """Take over what the voices of the case say: only ever a more urgent band, and an earlier first receipt."""
    if spell.stage is Stage.CLOSED:
        return
    started = receipts.first(voices, here, opened=spell.opened_at)
    if started is not None and started < spell.clock_started_at:
        if spell.band_since == spell.clock_started_at:
            spell.band_since = started
        spell.clock_started_at = started
        note(session, spell, Event.EARLIER_RECEIPT, by=None, moment=moment)
    lead = min(voices, key=lambda voice: voice.band_rank)
    if lead.band_rank < spell.band_rank:
        spell.band, spell.band_rank, spell.band_since = lead.band, lead.band_rank, moment
        if spell.check_in_due_at and lead.band in here.check_ins:
            spell.check_in_due_at = min(spell.check_in_due_at, here.by(here.check_ins[lead.band], moment))
        note(session, spell, Event.RAISE, Said(lead.band), by=None, moment=moment)


def limit_of(spell: Spell, here: Clocks) -> datetime | None:
    """Return when the present wait becomes too long: by their band from when it was theirs, never after ROUTINE's."""
    limit, ways = limits.BY_STAGE.get(spell.stage), spell.pathway.split()
    since = spell.band_since if limit is Limit.FIRST_CONTACT else spell.clock_started_at
    return limits.soonest(
        limits.passes_at(here, spell.band, limit, since, spell.pauses, ways),
        limits.passes_at(here, SLOWEST, limit, spell.clock_started_at, spell.pauses),
    )


def _next_action(spell: Spell, moment: datetime) -> tuple[str, datetime | None]:
    """Say what the next thing is that somebody does, and by when."""
    if spell.stage is Stage.CLOSED:
        return "none", None
    if spell.handing_over:
        return "answer_transfer", next((each.due_at for each in spell.transfers if each.is_open), None)
    if spell.asks_to_end:
        return "second_closes", spell.limit_at
    if spell.next_meeting_at:
        return "meet", spell.next_meeting_at
    if spell.delayed_until and spell.delayed_until > moment:
        return "wait", spell.delayed_until
    if spell.stage is Stage.AWAITING_FIRST:
        return "offer_first", spell.limit_at
    if spell.stage in (Stage.FIRST_CONTACT, Stage.AWAITING_SECOND):
        return "offer_second", spell.limit_at
    return ("start_help" if spell.stage is Stage.SECOND_CONTACT else "go_on"), None


def _owe_an_offer(session: Session, spell: Spell, here: Clocks, by: uuid.UUID | None, moment: datetime) -> None:
    """Raise the task of offering a time while none is offered, and end it when one is."""
    if spell.next_action in TO_OFFER and spell.owner_organization_id is None:
        first = spell.stage is Stage.AWAITING_FIRST
        due = here.task_by(Duty.OFFER_APPOINTMENT.value, moment)
        # A promise that is broken already is a breach with a page of its own: the task has a day that can be kept.
        due = min(due, spell.referral.contact_by) if first and spell.referral.contact_by > moment else due
        duties.raise_one(session, spell.referral, Duty.OFFER_APPOINTMENT, due, moment, for_id=spell.clinician_id)
    else:
        duties.end_all(session, spell.referral, Duty.OFFER_APPOINTMENT, spell.next_action, by=by, moment=moment)


def _owe_a_second(session: Session, spell: Spell, here: Clocks, by: uuid.UUID | None, moment: datetime) -> None:
    """Raise the task of being the second clinician of an ending, and end it when that is answered or set aside."""
    if spell.stage is not Stage.CLOSED and spell.asks_to_end:
        due = here.task_by(Duty.SECOND_CLOSING.value, moment)
        duties.raise_one(session, spell.referral, Duty.SECOND_CLOSING, due, moment)
    else:
        duties.end_all(session, spell.referral, Duty.SECOND_CLOSING, spell.next_action, by=by, moment=moment)


def breach_if_passed(session: Session, spell: Spell, moment: datetime) -> Breach | None:
    """Write down, once, that the present wait has passed its limit by this moment."""
    kind = limits.BY_STAGE.get(spell.stage)
    if kind is None or spell.limit_at is None or spell.limit_at >= moment:
        return None
    if any(each.kind is kind for each in spell.breaches):
        return None
    breach = Breach(spell_id=spell.id, kind=kind, passed_at=spell.limit_at, fictional=spell.fictional)
    spell.breaches.append(breach)
    note(session, spell, Event.LIMIT_PASSED, Said(kind.value), by=None, moment=moment)
    detail = {"spell": str(spell.id), "limit": kind.value}
    trail.record(session, Tag.BREACH_FOUND, actor="worker", subject=f"referral:{spell.referral_id}", detail=detail)
    return breach


def seventeen_and_a_half(voices: Sequence[Referral]) -> datetime | None:
    """Return half a year before they turn 18, by the first date of birth that any voice gave."""
    given = (facts.said(facts.together(voice.versions)).get("dob") for voice in voices)
    for said in given:
        try:
            born = date.fromisoformat(str(said))
        except ValueError:
            continue
        month = born.month + 6
        year, month = born.year + 17 + (month > 12), month - 12 * (month > 12)
        return datetime(year, month, 1, 9, tzinfo=LONDON) + timedelta(days=born.day - 1)
    return None
