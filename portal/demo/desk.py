"""What lies on the directory's desk in the demonstration: who belongs to which service, what waits, what grows old."""

import tomllib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as staff
from portal.demo.people import Colleague
from portal.directory import actions as directory
from portal.directory.models import Organization, Service
from portal.upkeep import actions, differences, documents
from portal.upkeep.differences import Difference
from portal.upkeep.models import Proposal


def tie(session: Session, team: tuple[Colleague, ...]) -> None:
    """Tell each partner whose entries are theirs; an organisation that is not here has none."""
    for one in team:
        user = staff.by_email(session, one.email)
        if user and one.organization:
            wanted = select(Organization.id).where(Organization.name == one.organization)
            user.organization_id = session.scalars(wanted).first()
    session.flush()


def lay_out(session: Session, folder: Path, now: datetime) -> None:
    """Let things wait and grow old, once: where anything was ever proposed, nothing more is laid out."""
    if session.scalars(select(Proposal.id).limit(1)).first():
        return
    said = tomllib.loads((folder / "upkeep.toml").read_text("utf-8"))
    services = {row.slug: row.id for row in session.execute(select(Service.id, Service.slug))}
    for each in said["stale"]:
        if each["service"] in services:
            row = session.get_one(Service, services[each["service"]])
            row.assured_date = now.date() - timedelta(days=each["checked_days_ago"])
    directory.changed(session)
    for each in said["proposals"]:
        if each["service"] in services:
            _propose(session, each, services[each["service"]], now - timedelta(days=each["days_ago"]))


def _propose(session: Session, said: Mapping[str, Any], service_id: uuid.UUID, moment: datetime) -> None:
    """Propose as the form would, and let a second person approve what the file says."""
    by = staff.by_email(session, said["by"])
    document = documents.now(session, service_id)
    if by is None or document is None:
        return
    wished = [Difference(path, differences.value_at(document, path), value) for path, value in said["says"].items()]
    made = actions.propose(
        session,
        differences.apply(document, wished),
        author=by.id,
        source="partner" if by.organization_id else "staff",
        reason=said["reason"],
        moment=moment,
    )
    second = staff.by_email(session, said.get("second", ""))
    if made and second:
        later = moment + timedelta(hours=3)
        actions.approve(session, made.id, said["agreed"], approver=second.id, moment=later)
