"""Putting an approved document in the place of the last one, and keeping every state on the way."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.directory import actions as directory
from portal.directory import to_open_referral
from portal.directory.models import Service
from portal.upkeep import differences, documents
from portal.upkeep.documents import Document
from portal.upkeep.models import ServiceVersion

FOUND, SHARED = "found", "shared"
"""Sources of versions nobody wrote here: a state that was there before, and a change at a place or organisation."""
SHARED_REASON = "A place or an organisation that this entry shares with another one was changed there."


@dataclass(frozen=True)
class Act:
    """Who changes what an entry says, who agreed, and why."""

    source: str
    author: uuid.UUID | None
    approver: uuid.UUID | None
    reason: str
    moment: datetime
    proposal: uuid.UUID | None = None


def write(session: Session, row: Service | None, document: Document, act: Act, *, fictional: bool) -> ServiceVersion:
    """Make an entry say what a document says. `row` is the entry now, locked; None makes a new one.

    Entries that share a changed place or organisation get a version of their own: their readers see the change too.
    """
    if row is None:
        made = documents.put(session, document, fictional=fictional, moment=act.moment)
        version = _keep(session, made.id, to_open_referral.service(made), act)
        directory.changed(session)
        return version
    before = to_open_referral.service(row)
    beside = {each.id: to_open_referral.service(each) for each in _beside(session, row, before, document)}
    _keep_what_is_there(session, row.id, before)
    after = documents.put(session, document, fictional=row.fictional, moment=act.moment)
    version = _keep(session, row.id, to_open_referral.service(after), act)
    shared = Act(SHARED, act.author, act.approver, SHARED_REASON, act.moment, act.proposal)
    for other, old in beside.items():
        new = documents.now(session, other)
        if new and differences.between(old, new):
            _keep_what_is_there(session, other, old)
            _keep(session, other, new, shared)
    directory.changed(session)
    return version


def _beside(session: Session, row: Service, before: Document, after: Document) -> list[Service]:
    """Return the entries that may change with this one."""
    touched = {each.path.partition("/")[0] for each in differences.between(before, after)}
    if not touched & {"organization", "service_at_locations"}:
        return []
    return documents.sharing(session, row, organization="organization" in touched)


def _keep_what_is_there(session: Session, service_id: uuid.UUID, document: Document) -> None:
    """Keep a state that came about without us, such as that of the first day, so that a way back leads to it."""
    last = documents.last_version(session, service_id)
    if last is None or differences.between(last.document, document):
        moment = datetime.fromisoformat(document["last_modified"])
        _keep(session, service_id, document, Act(FOUND, None, None, "", moment))


def _keep(session: Session, service_id: uuid.UUID, document: Mapping[str, Any], act: Act) -> ServiceVersion:
    """Add a version."""
    version = ServiceVersion(
        service_id=service_id,
        number=documents.next_number(session, service_id),
        document=dict(document),
        source=act.source,
        author_id=act.author,
        approver_id=act.approver,
        proposal_id=act.proposal,
        reason=act.reason,
        at=act.moment,
    )
    session.add(version)
    session.flush()
    return version
