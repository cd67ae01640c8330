"""Keeping a page, keeping it anew, erasing it, and noting who opened it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import sealed
from portal.accounts.permissions import Role
from portal.audit import trail
from portal.audit.tags import Tag
from portal.passport import codes, queries
from portal.passport.codes import Codes
from portal.passport.models import Passport
from portal.passport.queries import Page

KEPT_FOR = timedelta(days=365)


def keep(session: Session, words: dict[str, str], drawn: Codes, language: str, moment: datetime) -> Passport:
    """Keep a page for a year under both of its codes. The same codes again keep one page, with the newer words."""
    own = queries.digest(drawn.own, codes.OWN)
    row = session.scalars(select(Passport).where(Passport.own_digest == own).with_for_update()).one_or_none()
    tag = Tag.PASSPORT_CHANGED if row else Tag.PASSPORT_KEPT
    if row is None:
        row = Passport(own_digest=own, shown_digest=queries.digest(drawn.shown, codes.SHOWN))
    for_owner, for_staff = {"words": words, "shown": drawn.shown}, {"words": words}
    row.own_sealed = _sealed(row, "own_sealed", drawn.own, codes.OWN, for_owner)
    row.shown_sealed = _sealed(row, "shown_sealed", drawn.shown, codes.SHOWN, for_staff)
    row.language, row.kept_at, row.expires_at = language, moment, moment + KEPT_FOR
    session.add(row)
    session.flush()
    trail.record(session, tag, actor="person", subject=f"passport:{row.id}")
    return row


def _sealed(row: Passport, column: str, code: str, kind: str, said: Mapping[str, object]) -> bytes:
    """Seal what is said so that only this code opens it, and only here."""
    text = json.dumps(said, ensure_ascii=False)
    return sealed.opened_by(code, kind).seal(text.encode(), queries.place(column, row))


def erase(session: Session, page: Page) -> None:
    """Erase a page at once, because whoever wrote it says so."""
    session.delete(page.row)
    session.flush()
    trail.record(session, Tag.PASSPORT_ERASED, actor="person", subject=f"passport:{page.row.id}")


def erase_expired(session: Session, moment: datetime) -> int:
    """Erase pages whose year is over, and return how many there were."""
    gone = session.scalars(delete(Passport).where(Passport.expires_at <= moment).returning(Passport.id)).all()
    for passport_id in gone:
        trail.record(session, Tag.PASSPORT_ERASED, actor="worker", subject=f"passport:{passport_id}")
    return len(gone)


def note_opening(session: Session, page: Page, *, actor: str, role: Role, why: str) -> None:
    """Note that staff read a page, with their role of that moment and the reason they gave."""
    detail = {"role": role.value, "why": why}
    trail.record(session, Tag.PASSPORT_OPENED, actor=actor, subject=f"passport:{page.row.id}", detail=detail)
