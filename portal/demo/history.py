"""Bringing two years of made-up history in: a batch at a time, each whole or absent, behind pages that are open."""

import sys
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import click
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from portal import db
from portal.care.models import Spell
from portal.db import Base
from portal.demo import cared, past
from portal.demo.cared import Ward
from portal.demo.told import Shelf
from portal.demo.years import Past
from portal.directory.models import Organization
from portal.referrals import drafts, identifiers
from portal.referrals.models import Referral

BATCH = 40


@dataclass(frozen=True)
class Press:
    """What every batch needs: the stories, what the team says, and who was on duty."""

    shelf: Shelf
    ward: Ward
    clinicians: Sequence[uuid.UUID]


def organizations(session: Session) -> dict[str, uuid.UUID]:
    """Return every organisation of the directory by its name."""
    return {row.name: row.id for row in session.execute(select(Organization.name, Organization.id))}


def bring_in(engine: Engine, everybody: Sequence[Past], press: Press) -> None:
    """Bring in everybody who is not here yet."""
    batches = [everybody[at : at + BATCH] for at in range(0, len(everybody), BATCH)]
    with click.progressbar(batches, label="Bringing in two years of history", file=sys.stderr) as shown:
        for batch in shown:
            with db.writing(engine) as session:
                missing = _not_here(session, batch)
                _write(session, missing, press)


def _not_here(session: Session, batch: Collection[Past]) -> list[Past]:
    """Return those of a batch who have not come in yet."""
    keys = {drafts.digest(past.key(one.number)): one for one in batch}
    here = set(session.scalars(select(Referral.submission_key).where(Referral.submission_key.in_(keys))))
    return [one for own, one in keys.items() if own not in here]


def _write(session: Session, batch: Sequence[Past], press: Press) -> None:
    """Write the rows of a batch, and let what is still open follow from them."""
    made: list[Base] = []
    still_here = []
    for one in batch:
        by = press.clinicians[one.draw % len(press.clinicians)]
        lived, rows = past.read_and_decided(one, press.shelf.take(one), by, press.ward.here)
        made += rows
        if one.outcome == "accepted":
            spell, more = cared.rows(lived, press.ward)
            made += more
            if one.closed is None:
                still_here.append((spell, lived))
    _add(session, made)
    for spell, lived in still_here:
        identifiers.keep(session, lived.referral)
        cared.settle(session, spell, lived, press.ward)


def _add(session: Session, rows: Sequence[Base]) -> None:
    """Add rows so that whatever others hang on is there first, and the many others table by table."""
    first = (Referral, Spell)
    for kind in first:
        session.add_all(row for row in rows if isinstance(row, kind))
        session.flush()
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if not isinstance(row, first):
            tables.setdefault(row.__tablename__, []).append(_values(row))
    for name, values in tables.items():
        # One statement for a table: the session would make one for each set of columns that are empty.
        session.execute(insert(Base.metadata.tables[name]), values)


def _values(row: Base) -> dict[str, Any]:
    """Return every column of a row that has not been written yet, with what stands there when nobody says anything."""
    said = vars(row)
    return {
        column.key: said[column.key] if column.key in said else getattr(column.default, "arg", None)
        for column in type(row).__table__.columns
    }
