"""A spring in which ten people asked for help, and everything that can happen happened to one of them."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from portal import db
from portal.care import actions
from portal.care.models import Appointment, Fate, MeetingWay, Spell, SpellEvent
from portal.care.spells import Said
from portal.care.stages import Event
from portal.referrals import actions as referrals
from portal.referrals.lifecycle import Move
from portal.referrals.models import Referral
from tests.care.conftest import Care, spell_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""A Monday. The clocks change on 29 March."""


def lived(care: Care) -> dict[str, uuid.UUID]:
    """Let the spring happen; returns who is who."""
    cast = {
        "amina": _accepted(care, "ROUTINE", START, 25 * HOUR),
        "ben": _accepted(care, "ROUTINE", START + 4 * DAY + 7 * HOUR, 65 * HOUR),
        "cleo": _accepted(care, "U48", START + DAY, 3 * HOUR, 30 * HOUR),
        "dan": _accepted(care, "U2H", START + 5 * HOUR, HOUR / 4, HOUR),
        "eve": _accepted(care, "NOW", START + 2 * DAY, HOUR, 3 * HOUR),
        "fay": _accepted(care, "ROUTINE", START + 3 * DAY, 2 * HOUR),
        "hal": _accepted(care, "ROUTINE", START + 7 * DAY, 5 * HOUR, 130 * DAY),
        "ivy": _accepted(care, "ROUTINE", START + 8 * DAY, 5 * HOUR, 126 * DAY - HOUR, 127 * DAY),
        "jo": _accepted(care, "U48", START + 9 * DAY, 50 * HOUR, 52 * HOUR),
    }
    care.do(actions.close, cast["fay"], at=START + 40 * DAY, reason="Found help.", next_step="Come back any time.")
    cast["gus"] = care.arrive(START + 6 * HOUR)
    move(care, cast["gus"], START + 7 * HOUR, Move.SIGNPOST)
    _amina(care, cast["amina"])
    care.arrive(START + 10 * DAY)
    return cast


def _accepted(care: Care, band: str, at: datetime, read: timedelta, *met: timedelta) -> uuid.UUID:
    """Let somebody of a band ask for help, be taken on and met, so long after they asked."""
    one = care.arrive(at)
    care.take_on(one, at + read)
    with db.writing(care.engine) as session:
        session.execute(update(Referral).where(Referral.id == one).values(band=band))
        session.execute(update(Spell).where(Spell.referral_id == one).values(band=band))
    for after in met:
        care.do(actions.contact, one, at=at + after, met=actions.Contact(at + after, "assessment"))
    return one


def move(care: Care, one: uuid.UUID, at: datetime, move: Move) -> None:
    said = {"rationale": "Read.", "next_step": "Call them."}
    with db.writing(care.engine) as session:
        referral = session.get_one(Referral, one)
        referrals.move(session, referral, Move.CLAIM, author=care.staff["priya"], moment=at)
        referrals.move(session, referral, move, author=care.staff["priya"], moment=at, **said)


def _amina(care: Care, one: uuid.UUID) -> None:
    """Amina was not brought once, came twice, and was told once on time that she is not forgotten."""
    with db.writing(care.engine) as session:
        spell = spell_of(session, one)
        for days, fate in ((12, Fate.NOT_BROUGHT), (20, Fate.KEPT), (33, Fate.CANCELLED_BY_US)):
            at = START + days * DAY
            session.add(
                Appointment(
                    spell_id=spell.id, at=at, way=MeetingWay.VIDEO, offered_at=START, offered_by=care.staff["priya"],
                    fate=fate, settled_at=at,
                )
            )  # fmt: skip
        told = START + 29 * DAY + HOUR
        session.add(SpellEvent(spell_id=spell.id, at=told, event=Event.UPDATE, stage=spell.stage))
    for days in (20, 50):
        met = actions.Contact(START + days * DAY, "assessment")
        care.do(actions.contact, one, at=START + days * DAY, met=met)
    care.do(actions.record, one, at=START + 51 * DAY, event=Event.HELP_STARTED, said=Said(note="It helps."))
