"""Coming back to unsent answers with a code. Of the code only a keyed hash is kept.

The key of the browser that began is sealed under the code. Whoever types the code holds the same key, so that one
draft, sent from two devices, is one referral: the key stays what a submission is known by.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import sealed
from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals import return_codes
from portal.referrals.models import Draft

HOLD = "return-hold"


@dataclass(frozen=True)
class Hold:
    """What a browser holds of a draft."""

    key: str
    held_as: str
    """Under which name the browser's cookie keeps the key."""
    who: str
    """How the addresses of its journey begin."""


def digest(code: str) -> bytes:
    """Return what we keep of a code."""
    return sealed.blind_index(code, "return-code")


def make(session: Session, draft: Draft, code: str, hold: Hold) -> None:
    """Let a code bring this draft back, in place of any code of before. The same code again changes nothing."""
    known = digest(code)
    if draft.code_digest == known:
        return
    draft.code_digest = known
    draft.hold_sealed = sealed.opened_by(code, HOLD).seal(json.dumps(vars(hold)).encode(), _place(draft))
    session.flush()
    trail.record(session, Tag.RETURN_CODE_MADE, actor="person", subject=f"draft:{draft.id}")


def find(session: Session, typed: str, moment: datetime) -> tuple[Draft, Hold] | None:
    """Return the draft that a code brings back, with the hold on it. What has expired is as good as wiped."""
    # What cannot be a code is looked for like any other, so that it takes as long.
    code = return_codes.read(typed)
    draft = session.scalars(select(Draft).where(Draft.code_digest == digest(code))).one_or_none()
    if draft is None or draft.expires_at <= moment or draft.hold_sealed is None:
        return None
    return draft, Hold(**json.loads(sealed.opened_by(code, HOLD).open(draft.hold_sealed, _place(draft))))


def _place(draft: Draft) -> str:
    """Return where a hold belongs."""
    return f"drafts.hold_sealed:{draft.id}"
