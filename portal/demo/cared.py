"""Rows of the made-up care: who met whom, what was missed, who waits too long, who was handed over."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from portal.area import Clocks, Promise
from portal.care import limits, spells
from portal.care.limits import Limit
from portal.care.models import (
    Appointment,
    AskedBy,
    Breach,
    Cause,
    Delay,
    Fate,
    MeetingWay,
    Spell,
    SpellEvent,
    Transfer,
)
from portal.care.stages import Event, Stage
from portal.db import Base
from portal.demo import check_ins, updates
from portal.demo import past as history
from portal.demo.aftercare import CareWords, Handover, LongWait, Wish
from portal.demo.past import Lived
from portal.demo.years import Past

OFFERED_BEFORE = timedelta(days=9)
LOST = ("They found help elsewhere while they waited.", "You can come back at any time, without being referred again.")
CODED_AFTER = timedelta(days=12)


TRANSFERS_LATE = 2
CHECK_INS, RETURNS = 40, 3


@dataclass(frozen=True)
class Lot:
    """What happens to just a few of those who are still here."""

    handover: Handover | None = None
    late: bool = False
    wish: Wish | None = None
    returned: bool = False
    asked_today: int = 0
    """How many minutes ago somebody should have asked how they are."""
    why: LongWait | None = None
    """Why they have waited too long, where somebody has said it."""


@dataclass(frozen=True)
class Ward:
    """What the team has to say, the area's times, this moment, and who gets which lot."""

    words: CareWords
    here: Clocks
    now: datetime
    organizations: Mapping[str, uuid.UUID]
    lots: Mapping[int, Lot]


def lots(everybody: Sequence[Past], words: CareWords, here: Clocks, now: datetime) -> dict[int, Lot]:
    """Choose ahead who is handed over, waits by choice, came back, is due to be asked, has waited too long. Pure."""
    still = [past for past in everybody if past.closed is None]
    long = [past for past in still if _too_long(past, here, now)]
    found = {past.number: Lot(why=why) for past, why in zip(long, words.breaches, strict=False)}
    free = iter([past for past in still if past not in long and past.first is None and past.ahead is None])
    for at, (handover, past) in enumerate(zip(words.transfers, free, strict=False)):
        found[past.number] = Lot(handover=handover, late=at < TRANSFERS_LATE)
    found |= {past.number: Lot(wish=wish) for wish, past in zip(words.delays, free, strict=False)}
    met = (past for past in still if past.first and past.number not in found)
    found |= {past.number: Lot(returned=True) for past, _turn in zip(met, range(RETURNS), strict=False)}
    waiting = (past for past in still if past.waits and past.number not in found)
    asked = zip(waiting, range(CHECK_INS), strict=False)
    return found | {past.number: Lot(asked_today=3 * turn + 1) for past, turn in asked}


def _too_long(past: Past, here: Clocks, now: datetime) -> bool:
    """Tell whether somebody waits for a contact that should have been by now."""
    limit = Limit.FIRST_CONTACT if past.first is None else Limit.SECOND_CONTACT
    passes = limits.passes_at(here, past.band.value, limit, past.received, (), past.pathway.split())
    return past.waits and passes is not None and passes < now


def rows(lived: Lived, ward: Ward) -> tuple[Spell, list[Base]]:
    """Return the spell of somebody who was accepted, with all that happened in it so far."""
    past, rng = lived.past, Random(lived.past.draw)  # noqa: S311 (a cast, not a secret)
    spell = _spell(lived, ward)
    made: list[Base] = [spell, *_appointments(spell, lived, rng)]
    made += [
        SpellEvent(
            spell_id=spell.id, at=at, event=event, stage=stage, author_id=lived.by, detail=detail, note=note or None
        )
        for at, event, stage, detail, note in _story(past, ward.words, rng)
    ]
    made += check_ins.answered(spell, past)
    if past.closed:
        made += _closing(spell, lived, ward, rng)
    made += _old_breaches(spell, past, ward, rng)
    made += updates.written(spell, past, ward.here, ward.now)
    return spell, made


def _spell(lived: Lived, ward: Ward) -> Spell:
    """Return the spell as it stands now."""
    past, band = lived.past, lived.past.band
    stage = _stage(past)
    return Spell(
        referral_id=lived.referral.id,
        referral=lived.referral,
        clock_started_at=past.received,
        opened_at=past.decided,
        stage=Stage.CLOSED if past.closed else stage,
        stood=stage if past.closed else None,
        clinician_id=lived.by if past.first else None,
        handing_over=False,
        band=band.value,
        band_rank=band.rank,
        band_since=past.received,
        pathway=past.pathway,
        next_action="none",
        last_contact_at=past.second or past.first,
        first_contact_at=past.first,
        second_contact_at=past.second,
        help_started_at=past.helped,
        check_in_due_at=_next(ward.here, ward.here.check_ins[band.value], past.decided, ward.now),
        update_due_at=_next(ward.here, ward.here.update_every, past.decided, ward.now),
        closed_at=past.closed,
        return_ticket=False,
        fictional=True,
        version=1,
    )


def _next(here: Clocks, every: Promise, since: datetime, now: datetime) -> datetime:
    """Return when something that comes round again is due next."""
    due = here.by(every, since)
    while due <= now:
        due = here.by(every, due)
    return due


def _stage(past: Past) -> Stage:
    """Return how far care has come."""
    if past.helped:
        return Stage.IN_HELP
    if past.second:
        return Stage.SECOND_CONTACT
    if past.first:
        return Stage.AWAITING_SECOND if past.ahead else Stage.FIRST_CONTACT
    return Stage.AWAITING_FIRST


def _appointments(spell: Spell, lived: Lived, rng: Random) -> Iterator[Base]:
    """Yield the times that were offered, and what became of each."""
    past = lived.past
    for at, fate in ((past.missed, Fate.NOT_BROUGHT), (past.first, Fate.KEPT), (past.second, Fate.KEPT)):
        if at is not None:
            yield _offered(spell, lived, at, fate, rng)
    if past.ahead is not None and past.closed is None:
        spell.next_meeting_at = past.ahead
        yield _offered(spell, lived, past.ahead, Fate.OFFERED, rng)


def _offered(spell: Spell, lived: Lived, at: datetime, fate: Fate, rng: Random) -> Appointment:
    """Return one time to meet."""
    return Appointment(
        spell_id=spell.id,
        at=at,
        way=rng.choice(list(MeetingWay)),
        offered_at=max(lived.past.decided, at - OFFERED_BEFORE),
        offered_by=lived.by,
        fate=fate,
        settled_at=None if fate is Fate.OFFERED else at,
    )


Told = tuple[datetime, Event, Stage, str, str]


def _story(past: Past, words: CareWords, rng: Random) -> Iterator[Told]:
    """Yield what happened, in order: when, what, the stage after it, what for, a note."""
    yield past.decided, Event.OPEN, Stage.AWAITING_FIRST, "", ""
    if past.missed:
        yield past.missed, Event.NOT_BROUGHT, Stage.AWAITING_FIRST, Fate.NOT_BROUGHT.value, rng.choice(words.missed)
    if past.first:
        yield past.first, Event.KEPT, Stage.FIRST_CONTACT, "assessment", rng.choice(words.contacts)
    if past.second:
        yield past.second, Event.KEPT, Stage.SECOND_CONTACT, "treatment", rng.choice(words.contacts)
    if past.helped:
        yield past.helped, Event.HELP_STARTED, Stage.IN_HELP, "", rng.choice(words.help)


def _closing(spell: Spell, lived: Lived, ward: Ward, rng: Random) -> Iterator[Base]:
    """Yield how care ended, with the way back where it is still open."""
    past = lived.past
    assert past.closed is not None  # noqa: S101 (only whoever is closed comes here)
    farewell = rng.choice(ward.words.endings)
    reason, next_step = (farewell.reason, farewell.next_step) if past.first else LOST
    yield history.ended(lived, reason, next_step, past.closed)
    yield SpellEvent(
        spell_id=spell.id,
        at=past.closed,
        event=Event.CLOSE,
        stage=Stage.CLOSED,
        author_id=lived.by,
        detail="",
        note=reason,
    )


def _old_breaches(spell: Spell, past: Past, ward: Ward, rng: Random) -> Iterator[Base]:
    """Yield the limits that had passed before somebody was met, each with its cause."""
    ends = ((Limit.FIRST_CONTACT, past.first), (Limit.SECOND_CONTACT, past.second))
    for limit, met in ends:
        passed = limits.passes_at(ward.here, past.band.value, limit, past.received, (), past.pathway.split())
        if passed is None or met is None or passed >= met:
            continue
        why = rng.choice(ward.words.breaches)
        yield coded(Breach(spell_id=spell.id, kind=limit, passed_at=passed, fictional=True), why, None, met)


def coded(breach: Breach, why: LongWait, by: uuid.UUID | None, moment: datetime) -> Breach:
    """Say why a limit passed."""
    breach.cause, breach.further_causes, breach.note = Cause(why.cause), " ".join(why.secondary), why.note
    breach.coded_by, breach.coded_at = by, moment
    return breach


def settle(session: Session, spell: Spell, lived: Lived, ward: Ward) -> None:
    """Let an open spell follow from what has happened, and give it what is given to only a few."""
    lot = ward.lots.get(lived.past.number, Lot())
    _give(spell, lived, lot, ward)
    session.flush()
    spells.settle(session, spell, [lived.referral], ward.here, by=None, moment=ward.now)
    breach = spells.breach_if_passed(session, spell, ward.now)
    if breach is not None and lot.why is not None:
        ago = CODED_AFTER * (lived.past.draw % 100) / 100
        coded(breach, lot.why, lived.by, max(breach.passed_at, ward.now - ago))


def _give(spell: Spell, lived: Lived, lot: Lot, ward: Ward) -> None:
    """Write down what happens to just a few."""
    if lot.returned:
        spell.return_ticket = lived.referral.return_ticket = True
    if lot.asked_today:
        spell.check_in_due_at = ward.now - timedelta(minutes=lot.asked_today)
    if lot.wish is not None:
        half = timedelta(days=lot.wish.days / 2)
        spell.delays.append(
            Delay(
                spell_id=spell.id,
                since=max(ward.now - half, lived.past.decided),
                until=ward.now + half,
                ended_at=None,
                asked_by=AskedBy(lot.wish.by),
                recorded_by=lived.by,
                reason=lot.wish.reason,
            )
        )
    if lot.handover is not None and lot.handover.to in ward.organizations:
        _hand_over(spell, lived, lot.handover, ward, late=lot.late)


def _hand_over(spell: Spell, lived: Lived, offer: Handover, ward: Ward, *, late: bool) -> None:
    """Offer a spell to a partner who has not answered yet, some of them too late."""
    offered = max(ward.now - timedelta(days=6 if late else 0, hours=4), lived.past.decided)
    to = ward.organizations[offer.to]
    spell.transfers.append(
        Transfer(
            spell_id=spell.id,
            from_organization_id=None,
            to_organization_id=to,
            story=offer.why,
            without_consent="Asked on the phone; they agree.",
            offered_at=offered,
            offered_by=lived.by,
            due_at=ward.here.by(ward.here.accept_within, offered),
        )
    )
    spell.handing_over, spell.handed_to_id = True, to
    spell.events.append(
        SpellEvent(
            spell_id=spell.id, at=offered, event=Event.HAND_OVER, stage=spell.stage, author_id=lived.by, detail=""
        )
    )
