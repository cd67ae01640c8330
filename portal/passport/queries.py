"""Finding a page by one of its codes, and who has opened it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import sealed
from portal.accounts.outward import ROLES, SOMEBODY
from portal.accounts.permissions import Role
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.clock import london
from portal.passport import codes
from portal.passport.codes import Codes
from portal.passport.models import Passport
from portal.passport.reasons import REASONS


@dataclass(frozen=True)
class Page:
    """A page that a code has opened."""

    row: Passport
    words: dict[str, str]
    codes: Codes | None
    """Both codes, for whoever holds their own; staff learn none."""


@dataclass(frozen=True)
class Opening:
    """One kind of reader on one day, with the reason they gave."""

    day: date
    who: Any
    why: Any


def digest(code: str, kind: str) -> bytes:
    """Return what we keep of a code."""
    return sealed.blind_index(code, f"passport-{kind}")


def place(column: str, row: Passport) -> str:
    """Return where sealed words belong."""
    return f"passports.{column}:{row.id}"


def own(session: Session, typed: str, moment: datetime, *, lock: bool = False) -> Page | None:
    """Return the page that somebody's own code opens. What has expired is as good as erased."""
    # What cannot be a code is looked for like any other, so that it takes as long.
    code = codes.read(typed, codes.OWN)
    wanted = select(Passport).where(Passport.own_digest == digest(code, codes.OWN), Passport.expires_at > moment)
    row = session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if row is None:
        return None
    said = json.loads(sealed.opened_by(code, codes.OWN).open(row.own_sealed, place("own_sealed", row)))
    return Page(row, said["words"], Codes(code, said["shown"]))


def shown(session: Session, typed: str, moment: datetime) -> Page | None:
    """Return the page that the code for staff opens."""
    code = codes.read(typed, codes.SHOWN)
    wanted = select(Passport).where(Passport.shown_digest == digest(code, codes.SHOWN), Passport.expires_at > moment)
    row = session.scalars(wanted).one_or_none()
    if row is None:
        return None
    said = json.loads(sealed.opened_by(code, codes.SHOWN).open(row.shown_sealed, place("shown_sealed", row)))
    return Page(row, said["words"], None)


def openings(session: Session, row: Passport) -> list[Opening]:
    """Return who of the staff opened a page: by role, day and reason, each once, the latest first."""
    subject, tag = f"passport:{row.id}", Tag.PASSPORT_OPENED.value
    wanted = select(AuditEvent).where(AuditEvent.subject == subject, AuditEvent.tag == tag)
    events = session.scalars(wanted.order_by(AuditEvent.seq.desc())).all()
    keys = dict.fromkeys((london(each.at).date(), each.detail["role"], each.detail["why"]) for each in events)
    return [Opening(day, ROLES.get(Role(role), SOMEBODY), REASONS[why]) for day, role, why in keys]
