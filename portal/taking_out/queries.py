"""Everything that is held about one case, gathered part by part."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.area import Area
from portal.referrals import knowing
from portal.referrals.models import Referral
from portal.taking_out import cared, told
from portal.taking_out.held import Held, held
from portal.taking_out.record import CARE, HEADINGS, OF_CARE, Entry, Taken, part

PARTS: Mapping[str, Callable[[Held], Iterable[Entry]]] = {
    "accounts": told.accounts,
    "rules": told.rules,
    "history": told.history,
    "decisions": told.decisions,
    "contact": told.contact,
    "tries": told.tries,
    "letters": told.letters,
    "tasks": told.tasks,
    "messages": told.told,
    "care": cared.care,
    "meetings": cared.meetings,
    "transfers": cared.transfers,
    "waits": cared.waits,
    "feedback": told.feedback,
    "looked": told.looked,
}


def voices(session: Session, referral_id: uuid.UUID) -> Sequence[Referral]:
    """Return every voice of a referral's case; none when there is no such referral."""
    found = session.get(Referral, referral_id)
    return knowing.voices_of(session, found.case_id) if found else []


def gather(
    session: Session, everybody: Sequence[Referral], left_out: Collection[str], here: Area, moment: datetime
) -> Taken:
    """Gather all that is held about a case. Of a voice that is left out nothing is in it, nor that there is one."""
    chosen = [voice for voice in everybody if str(voice.id) not in left_out]
    known = held(session, chosen, here.clocks, whole=len(chosen) == len(everybody))
    wanted = [key for key in HEADINGS if not (CARE in left_out and key in OF_CARE)]
    return Taken(
        service=here.service_name,
        made_at=moment,
        references=tuple(voice.reference for voice in chosen),
        fictional=here.fictional or any(voice.fictional for voice in chosen),
        parts=tuple(part(key, PARTS[key](known)) for key in wanted),
    )
