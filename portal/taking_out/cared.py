"""What is held about care: each spell with all that happened in it, times to meet, handing over, delays and limits."""

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from portal.care import words
from portal.care.models import Fate, ReturnTicket, Spell
from portal.care.stages import Event
from portal.referrals.models import Referral
from portal.taking_out.held import Held
from portal.taking_out.record import Entry, entry

OFFERED = "It is offered"
TELLS_OF_ANOTHER = frozenset({Event.EARLIER_RECEIPT, Event.RAISE})
"""What another voice may have caused: told only where no voice is left out."""
OF_WHOEVER_LEADS = frozenset({Event.ASK_HOW_THEY_ARE, Event.SAY_HOW_THEY_ARE, Event.SILENCE})
"""What passed between us and the voice that leads a spell."""


def _spells(held: Held) -> Sequence[Spell]:
    """Return every spell of the case. Whichever voice leads one, it is care for the same person."""
    wanted = select(Spell).join(Referral, Referral.id == Spell.referral_id).where(Referral.case_id == held.case_id)
    return held.session.scalars(wanted.order_by(Spell.opened_at, Spell.id)).all()


def care(held: Held) -> Iterator[Entry]:
    """Each spell as it stands, everything that happened in it, and the way back after it."""
    for spell in _spells(held):
        yield entry("Care, as it stands", spell.opened_at, said=_stands(held, spell))
        for each in (one for one in spell.events if _may_be_told(held, spell.referral_id, one.event)):
            said = [("What", detail(each.detail)), ("Note", each.note)]
            yield entry(words.EVENTS[each.event], each.at, held.by(each.author_id, "the young person, or us"), said)
        for ticket in held.session.scalars(select(ReturnTicket).where(ReturnTicket.spell_id == spell.id)):
            said = [("Good until", held.when(ticket.expires_at)), ("Used", held.when(ticket.used_at) or "not used")]
            yield entry("A way back was made", ticket.made_at, said=said)


def _may_be_told(held: Held, leader: uuid.UUID, event: Event) -> bool:
    """Tell whether an event says nothing of a voice that is left out."""
    if held.whole:
        return True
    return event not in TELLS_OF_ANOTHER and (event not in OF_WHOEVER_LEADS or leader in held.ids)


def _stands(held: Held, spell: Spell) -> Iterator[tuple[str, str]]:
    """Say how a spell stands now."""
    # Earlier than any of these voices came, it would tell that there is another one.
    if held.whole or spell.clock_started_at >= min(voice.received_at for voice in held.voices):
        yield "Their clock started", held.when(spell.clock_started_at)
    yield "How far it has come", words.MILESTONES[spell.stage.value]
    yield "Responsible", held.organization(spell.owner_organization_id)
    yield "Who works with them", held.by(spell.clinician_id, "")
    yield "What comes next", words.ACTIONS[spell.next_action]
    yield "By when", held.when(spell.next_action_by)
    yield "First contact", held.when(spell.first_contact_at)
    yield "Second contact", held.when(spell.second_contact_at)
    yield "Help started", held.when(spell.help_started_at)
    yield "Closed", held.when(spell.closed_at)


def detail(said: str) -> str:
    """Say what stands beside an event: one of the house's own short names."""
    return {**words.PURPOSES, **words.SAID}.get(said, said.replace("_", " "))


def meetings(held: Held) -> Iterator[Entry]:
    """Every time that was offered, and what became of it."""
    for spell in _spells(held):
        for each in spell.appointments:
            fate = OFFERED if each.fate is Fate.OFFERED else words.FATES[each.fate]
            said = [("Where", each.place), ("What became of it", fate), ("Offered", held.when(each.offered_at))]
            yield entry(words.WAYS[each.way], each.at, held.by(each.offered_by), said)


def transfers(held: Held) -> Iterator[Entry]:
    """Every time care was offered to another organisation, with the story that was told."""
    for spell in _spells(held):
        for each in spell.transfers:
            organizations = (held.organization(each.from_organization_id), held.organization(each.to_organization_id))
            said = [
                ("Their story, as it was told", each.story),
                ("Why it was handed over although nobody has said that they agree", each.without_consent),
                ("Accepted", held.when(each.accepted_at)),
                ("Declined", held.when(each.declined_at)),
                ("Answered by", held.by(each.answered_by, "")),
            ]
            yield entry("{} to {}".format(*organizations), each.offered_at, held.by(each.offered_by), said)


def waits(held: Held) -> Iterator[Entry]:
    """Every delay that was chosen, and every limit that passed, with why."""
    for spell in _spells(held):
        for each in spell.delays:
            said = [
                ("Who asked", words.ASKED_BY[each.asked_by]),
                ("Until", held.when(each.until)),
                ("Ended", held.when(each.ended_at)),
                ("Why", each.reason),
            ]
            yield entry("They chose to wait", each.since, held.by(each.recorded_by), said)
        for one in spell.breaches:
            causes = [one.cause.value if one.cause else "", *one.further_causes.split()]
            said = [("Why", ", ".join(cause.replace("_", " ") for cause in causes if cause)), ("Note", one.note)]
            what = f"{words.LIMITS[one.kind]}: the wait became too long"
            yield entry(what, one.passed_at, held.by(one.coded_by, ""), said)
