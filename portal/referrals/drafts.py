"""Unsent answers: kept on the server as they are given, found by a random key that only the browser holds."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import db, sealed
from portal.audit import trail
from portal.audit.tags import Tag
from portal.referrals.facts import FREE_TEXT
from portal.referrals.models import Draft
from portal.referrals.voices import Voice

KEPT_FOR = timedelta(days=30)
KEPT_ON_A_SHARED_DEVICE = timedelta(hours=24)


def new_key() -> str:
    """Make the key that a browser holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(key: str) -> bytes:
    """Return what we keep of a key."""
    return sealed.blind_index(key, "draft-key")


def start(
    session: Session,
    key: str,
    voice: Voice,
    language: str,
    moment: datetime,
    *,
    adds: bool = False,
    shared: bool = False,
) -> Draft:
    """Store an empty draft; on a device that others use it is kept for a shorter time."""
    old = _row(session, key, lock=True)
    if old is not None and old.expires_at <= moment:
        _wipe(session, old, "worker")
    draft = Draft(
        key_digest=digest(key),
        voice=voice,
        language=language,
        adds_to_sent=adds,
        shared_device=shared,
        answers={},
        help_shown={"rules": []},
        started_at=moment,
        touched_at=moment,
        expires_at=moment + (KEPT_ON_A_SHARED_DEVICE if shared else KEPT_FOR),
    )
    # A double click, or another tab, began it at the same moment: both write into the one that is there.
    return db.add_once(session, draft, lambda: _row(session, key, lock=True))


def find(session: Session, key: str | None, moment: datetime, *, lock: bool = False) -> Draft | None:
    """Return the draft of this browser, if there is one; locked until the transaction ends if asked.

    What has expired is as good as wiped.
    """
    draft = _row(session, key, lock=lock)
    return draft if draft and draft.expires_at > moment else None


def _row(session: Session, key: str | None, *, lock: bool = False) -> Draft | None:
    """Return what is kept under a key, also when its time has passed and it waits to be wiped."""
    if not key:
        return None
    wanted = select(Draft).where(Draft.key_digest == digest(key))
    return session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def save(session: Session, draft: Draft, page: str, given: dict[str, Any], language: str, moment: datetime) -> None:
    """Keep what was said on one page, in place of what was said there before."""
    draft.answers = {**(draft.answers or {}), page: given}
    if any(given.get(name) for name in FREE_TEXT):
        # The language that counts is the one in which something was written.
        draft.language = language
    draft.touched_at = moment
    draft.expires_at = moment + (KEPT_ON_A_SHARED_DEVICE if draft.shared_device else KEPT_FOR)
    session.flush()


def note_help_shown(session: Session, draft: Draft, rules: set[str]) -> None:
    """Remember for which rules the crisis page was shown, so that it comes once for each."""
    draft.help_shown = {"rules": sorted(rules)}
    session.flush()


def help_shown(draft: Draft) -> set[str]:
    """Return the rules for which the crisis page was already shown."""
    return set((draft.help_shown or {}).get("rules", ()))


def forget(session: Session, key: str) -> bool:
    """Wipe the draft of this browser, and tell whether there was one."""
    draft = _row(session, key, lock=True)
    if draft is None:
        return False
    _wipe(session, draft, "person")
    return True


def _wipe(session: Session, draft: Draft, actor: str) -> None:
    """Wipe a draft at once."""
    session.delete(draft)
    session.flush()
    trail.record(session, Tag.DRAFT_FORGOTTEN, actor=actor, subject=f"draft:{draft.id}")


def leave(session: Session, key: str, *, put_away: bool = False) -> bool:
    """Wipe what a browser leaves behind, unless a code brings it back, and tell whether it was wiped.

    On a device that others use it is wiped even then, except when its writer says that it is to be kept.
    """
    draft = _row(session, key, lock=True)
    if draft is not None and draft.code_digest is not None and (put_away or not draft.shared_device):
        return False
    return forget(session, key)


def forget_expired(session: Session, moment: datetime) -> int:
    """Wipe drafts whose time has passed, and return how many there were."""
    gone = session.scalars(delete(Draft).where(Draft.expires_at < moment).returning(Draft.id)).all()
    for draft_id in gone:
        trail.record(session, Tag.DRAFT_FORGOTTEN, actor="worker", subject=f"draft:{draft_id}")
    return len(gone)
