"""What the pages about care show: lines of the list, and one person's care as whoever reads it may see it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.accounts.queries import ORGANIZATIONS
from portal.care import endings, limits, reaching, spells, words
from portal.care.acts import FRONT_DOOR
from portal.care.models import Spell, SpellEvent
from portal.care.reaching import Reaching
from portal.care.stages import Stage
from portal.care.tracking_list import Reader
from portal.referrals import facts, knowing, wording
from portal.referrals.ages import age_group
from portal.referrals.models import Referral
from portal.referrals.voices import Voice

VOICES = {
    Voice.YOUNG_PERSON: "young person",
    Voice.PARENT_CARER: "parent or carer",
    Voice.PROFESSIONAL: "professional",
    Voice.FRIEND: "worried friend",
}


@dataclass(frozen=True)
class Line:
    """One person on the list."""

    row: Any
    who: str
    milestone: str
    waited: str
    action: str
    owner: str
    clinician: str
    limit: str
    state: str
    version: int
    by: datetime | None
    quiet_for: str
    """How long ago anybody last talked with them."""


@dataclass(frozen=True)
class Found:
    """A referral with the care it belongs to."""

    referral: Referral
    spell: Spell | None


@dataclass(frozen=True)
class Shown:
    """One person's care as its page shows it."""

    referral: Referral
    spell: Spell | None
    who: str
    owner: str
    offered_to: str
    clinician: str
    waited: str
    adjusted: str
    limit: str
    state: str
    steps: tuple[dict[str, str], ...]
    names: dict[uuid.UUID, str]
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    story: str
    may_read: bool
    reaching: Reaching | None
    """How they may be reached; nothing for whoever has only been offered their care."""
    two: tuple[str, ...]
    """Why care cannot be ended here by one person alone."""
    asked: SpellEvent | None
    """What waits for a second clinician."""
    asked_by_me: bool


def find(session: Session, referral_id: uuid.UUID, reader: Reader) -> Found:
    """Return a referral's care, or 404 where there is none for this reader: another's is as good as not there."""
    referral = session.get(Referral, referral_id)
    spell = None
    if referral is not None:
        spell = spells.of_case(session, referral.case_id) or spells.of_case(session, referral.case_id, closed=True)
    own = reader.organization_id
    theirs = spell is not None and own is not None and own in (spell.owner_organization_id, spell.handed_to_id)
    if referral is None or not (reader.everybody or theirs):
        abort(404)
    return Found(referral, spell)


def works(spell: Spell | None, reader: Reader, *, may_work: bool) -> bool:
    """Tell whether this reader works on a spell: one of the front door's own, or of whoever is responsible."""
    own = reader.organization_id
    return may_work or (spell is not None and own is not None and spell.owner_organization_id == own)


def allowed(spell: Spell | None, reader: Reader, *, may_work: bool, may_second: bool = False) -> tuple[str, ...]:
    """Name the acts that this reader may do on a spell as it stands."""
    if spell is None:
        return ("open",) if may_work else ()
    if spell.closed_at is not None:
        return ()
    own = reader.organization_id
    working = works(spell, reader, may_work=may_work)
    receives = spell.handing_over and (spell.handed_to_id == own if own else spell.handed_to_id is None and may_work)
    answers = (("accept",) if receives else ()) + (("decline",) if spell.handing_over and (receives or working) else ())
    asked = spell.asks_to_end
    seconds = may_second and asked is not None and asked.author_id != reader.id
    answers += ("close",) if seconds and not spell.handing_over else ()
    answers += ("give-back",) if asked and (seconds or working) else ()
    if not working:
        return answers
    met = spell.stage not in (Stage.AWAITING_FIRST, Stage.IN_HELP)
    return (
        *answers,
        "happened" if spell.next_meeting_at else "offer",
        *("contact", "no-reply", "plan"),
        *(["help"] if met else []),
        "end-delay" if spell.delayed_until else "delay",
        *(["rhythm"] if spell.stage in spells.WAITING else []),
        *([] if spell.handing_over else ["hand-over"]),
        *([] if spell.handing_over or asked else ["close"]),
        "discuss",
    )


def names(session: Session, table: Any, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the names of some people or organisations."""
    wanted = select(table.id, table.name).where(table.id.in_({each for each in ids if each}))
    return dict(session.execute(wanted).all())


def others(session: Session) -> list[tuple[str, str]]:
    """Return to whom care can be handed over."""
    found = session.execute(select(ORGANIZATIONS.c.id, ORGANIZATIONS.c.name).order_by(ORGANIZATIONS.c.name))
    return [(FRONT_DOOR, words.FRONT_DOOR), *((str(own), name) for own, name in found)]


def lines(session: Session, rows: Sequence[Any], now: datetime) -> list[Line]:
    """Write the lines of the list, with two questions for all their names."""
    owners = names(session, ORGANIZATIONS.c, (row.owner_organization_id for row in rows))
    staff = names(session, StaffUser, (row.clinician_id for row in rows))
    ids = [row.spell_id for row in rows if row.spell_id]
    versions = dict(session.execute(select(Spell.id, Spell.version).where(Spell.id.in_(ids))).all()) if ids else {}
    return [
        Line(
            row=row,
            who=_who(row.voice, row.age),
            milestone=words.MILESTONES[row.milestone],
            waited=words.age(now - row.started),
            action=words.ACTIONS[row.next_action],
            owner=owners.get(row.owner_organization_id, words.FRONT_DOOR),
            clinician=staff.get(row.clinician_id, ""),
            limit=_left(row.limit_at, now),
            state=_state(row.limit_at, row.next_meeting_at, now),
            version=versions.get(row.spell_id, 0),
            by=row.next_action_by,
            quiet_for=f"{words.age(now - row.last_contact_at)} ago" if row.last_contact_at else "",
        )
        for row in rows
    ]


def show(session: Session, found: Found, reader: Reader, now: datetime) -> Shown:
    """Gather one person's care. Who has only been offered it reads the story that was written for them, no more."""
    referral, spell = found.referral, found.spell
    orgs = names(session, ORGANIZATIONS.c, (spell.owner_organization_id, spell.handed_to_id) if spell else ())
    people = (spell.clinician_id, *(each.author_id for each in spell.events)) if spell else ()
    own = reader.organization_id
    may_read = reader.everybody or (spell is not None and spell.owner_organization_id == own)
    waited = limits.wait(
        spell.clock_started_at if spell else referral.received_at,
        spell and spell.closed_at or now,
        spell.pauses if spell else (),
    )
    staff, asked = names(session, StaffUser, people), spell.asks_to_end if spell and spell.closed_at is None else None
    voices = knowing.voices_of(session, referral.case_id)
    limit = spell.limit_at if spell else None
    return Shown(
        referral=referral,
        spell=spell,
        who=_who(referral.voice, referral.age),
        owner=orgs.get(spell.owner_organization_id, "") if spell and spell.owner_organization_id else words.FRONT_DOOR,
        offered_to=orgs.get(spell.handed_to_id, "") if spell and spell.handed_to_id else words.FRONT_DOOR,
        clinician=staff.get(spell.clinician_id, "") if spell and spell.clinician_id else "",
        waited=words.age(waited.unadjusted),
        adjusted=words.age(waited.adjusted) if waited.adjusted != waited.unadjusted else "",
        limit=_left(limit, now),
        state=_state(limit, spell.next_meeting_at if spell else None, now),
        steps=_steps(spell),
        names=staff,
        said=_said(voices) if may_read and not reader.everybody else (),
        story=next((each.story or "" for each in reversed(spell.transfers)), "") if spell else "",
        may_read=may_read,
        reaching=reaching.of(knowing.of_case(session, referral.case_id), voices) if may_read else None,
        two=endings.why_two(spell, voices) if spell and spell.closed_at is None else (),
        asked=asked,
        asked_by_me=asked is not None and asked.author_id == reader.id,
    )


def _who(voice: Voice, age: int | None) -> str:
    """Name a person in a few words."""
    return f"{'Age not said' if age is None else f'Age {age}'}, {VOICES[voice]}"


def _left(limit: datetime | None, now: datetime) -> str:
    """Say how long it is until a wait is too long."""
    if limit is None:
        return ""
    return f"too long by {words.age(now - limit)}" if limit < now else f"{words.age(limit - now)} left"


def _state(limit: datetime | None, meeting: datetime | None, now: datetime) -> str:
    """Say for the eye what the words say."""
    if limit is None:
        return "fine"
    return "late" if limit < now else "soon" if limits.is_predicted(limit, meeting, now) else "fine"


def _steps(spell: Spell | None) -> tuple[dict[str, str], ...]:
    """Return the line of milestones."""
    order = [stage for stage in Stage if stage is not Stage.CLOSED]
    stage = (spell.stood or spell.stage) if spell else None
    at = order.index(stage) if stage in order else -1
    states = ["done" if place < at else "now" if place == at else "later" for place in range(len(order))]
    return tuple(
        {"title": words.MILESTONES[each.value], "text": "", "state": state}
        for each, state in zip(order, states, strict=True)
    )


def _said(voices: Sequence[Referral]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return what every voice of the case said, question by question, for whoever now looks after them."""
    found = []
    for voice in voices:
        answers = facts.together(voice.versions)
        group = age_group(facts.age(answers))
        said = tuple(
            (wording.label(voice.voice, name, group), wording.value_label(voice.voice, name, value, group))
            for name, value in facts.said(answers).items()
        )
        found.append((VOICES[voice.voice].capitalize(), said))
    return tuple(found)
