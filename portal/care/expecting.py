"""What somebody who waits may expect: what others waited who are on their list, and in which third of it they stand.

All of it follows from what this voice alone has told: its own band, its own pathways, its own first receipt. So the
page stays the same when another voice of the case writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import receipts, spells, thirds
from portal.care.models import Spell
from portal.care.stages import Stage
from portal.care.thirds import Third
from portal.clock import london
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.waiting_times import queries, words
from portal.waiting_times.lists import Lists
from portal.waiting_times.models import Milestone
from portal.waiting_times.words import Told

WAITS_FOR: dict[str, Milestone] = {
    Stage.AWAITING_FIRST: Milestone.FIRST_CONTACT,
    Stage.FIRST_CONTACT: Milestone.SECOND_CONTACT,
    Stage.AWAITING_SECOND: Milestone.SECOND_CONTACT,
}


@dataclass(frozen=True)
class Expected:
    """What a referral's own page says of the wait."""

    name: str
    """What is waited for."""
    told: Told
    third: Third | None
    as_of: date | None
    """The day of the figures; None where none are told."""
    old: bool


def of(session: Session, referral: Referral, lists: Lists, here: Clocks, now: datetime) -> Expected | None:
    """Return what somebody may expect; nothing where nobody waits, it is urgent, or the next meeting is known."""
    waits_for = WAITS_FOR.get(referral.progress or "")
    meets = referral.next_meeting_at is not None and referral.next_meeting_at > now
    urgent = referral.told_band not in lists.bands
    if waits_for is None or meets or urgent or referral.status is not Status.AWAITING_FIRST:
        return None
    spell = spells.of_case(session, referral.case_id)
    on = lists.of(_pathways(session, referral, spell)) if spell else None
    if spell is None or on is None:
        return None
    today = london(now).date()
    rows = queries.of_lists(session, [on.id], today)
    figure = next((row for row in rows if (row.band, row.milestone) == (referral.told_band, waits_for)), None)
    began = receipts.first([referral], here, opened=spell.opened_at) or referral.received_at
    told = words.tell(figure)
    third = _third(session, referral, began, waits_for, lambda pathway: lists.of(pathway.split()) == on)
    if not (told.known or third):
        return None
    as_of = figure.edition.as_of if figure and told.known else None
    old = as_of is not None and words.is_old(as_of, today)
    return Expected(words.name_of(waits_for), told, third, as_of, old)


def _pathways(session: Session, referral: Referral, spell: Spell) -> Sequence[str]:
    """Return the pathways of a spell that nobody but this voice has named."""
    voices = session.scalar(select(func.count()).where(Referral.case_id == referral.case_id))
    if voices == 1:
        return spell.pathway.split()
    return sorted({way for each in referral.triages for way in (each.outcome or {}).get("pathways", ())})


def _third(
    session: Session, referral: Referral, began: datetime, waits_for: Milestone, same_list: Callable[[str], bool]
) -> Third | None:
    """Return in which third of all who wait for the same somebody stands, in the order that the desk sees."""
    earlier_id = and_(Spell.clock_started_at == began, Spell.referral_id < referral.id)
    before = func.count().filter(or_(Spell.clock_started_at < began, earlier_id))
    wanted = select(Spell.pathway, func.count(), before).join(Referral, Referral.id == Spell.referral_id)
    stages = [stage for stage, what in WAITS_FOR.items() if what is waits_for]
    wanted = wanted.where(Spell.closed_at.is_(None), Spell.stage.in_(stages), Spell.band == referral.told_band)
    wanted = wanted.where(Referral.case_id != referral.case_id).group_by(Spell.pathway)
    counted = [(waiting, ahead) for pathway, waiting, ahead in session.execute(wanted) if same_list(pathway)]
    return thirds.of(sum(ahead for _, ahead in counted), sum(waiting for waiting, _ in counted) + 1)
