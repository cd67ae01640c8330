"""Changing entries of the directory: proposed by one person, approved field by field by another, and never lost."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import StaffUser
from portal.accounts.permissions import Permission, may
from portal.audit import trail
from portal.audit.tags import Tag
from portal.directory import to_open_referral
from portal.directory.models import Service
from portal.upkeep import differences, documents, wishes, writing
from portal.upkeep.differences import Difference
from portal.upkeep.models import Proposal, ProposedField, ServiceVersion, State
from portal.upkeep.wishes import FEED, RESTORE, Conflict, Gone, Invalid, NotAllowed
from portal.upkeep.writing import Act

__all__ = [
    "Conflict", "Decided", "Gone", "Invalid", "NotAllowed", "NotTheSecondPerson", "Unexplained",
    "approve", "check", "propose", "refuse", "restore", "take_over", "withdraw",
]  # fmt: skip


class NotTheSecondPerson(Exception):
    """Nobody decides about what they proposed themselves."""


class Decided(Exception):
    """None of these fields waits any more: somebody was quicker."""


class Unexplained(Exception):
    """A refusal needs a reason."""


def propose(
    session: Session,
    said: Mapping[str, Any],
    *,
    author: uuid.UUID | None,
    source: str,
    reason: str = "",
    moment: datetime,
    base: Mapping[str, Any] | None = None,
) -> Proposal | None:
    """Ask for an entry to say what a nested document says; a document with an unknown id asks for a new entry.

    `base` is the document the author saw: only what they changed in it is asked for. Without one they saw what the
    entry says now. The entry stays as it is. Returns None where nothing would change, or the same waits already.
    Raises Invalid, NotAllowed, Gone (another organisation's entry) or Conflict (a field was changed since).
    """
    asks = wishes.wisher(session, author)
    wanted, own = wishes.kept(session, said), uuid.UUID(said["id"])
    row = documents.locked(session, own)
    if row is None:
        wanted = wishes.fitting(session, wanted, asks, source)
        wished = [Difference("", None, wanted)]
    else:
        if asks.partner and row.organization_id != asks.organization_id:
            raise Gone(own)
        now = to_open_referral.service(row)
        wished = wishes.changes(now, dict(base) if base else now, wanted, asks, source)
        wanted = differences.apply(now, wished)
    wishes.refuse_wrong(wanted, wished, wishes.known(session), lenient=source.startswith(FEED))
    fresh = wishes.not_asked_yet(session, own, wished, source, author)
    if not fresh:
        return None
    for each in wishes.overtaken(session, own, fresh, source, author):
        _decide(each, State.OVERTAKEN, author, moment)
    return _ask(session, wanted, row, fresh, author, source, reason, moment)


def _ask(
    session: Session,
    wanted: Mapping[str, Any],
    row: Service | None,
    wished: list[Difference],
    author: uuid.UUID | None,
    source: str,
    reason: str,
    moment: datetime,
) -> Proposal:
    """Write a proposal down."""
    user = session.get(StaffUser, author) if author else None
    proposal = Proposal(
        service_id=uuid.UUID(wanted["id"]),
        name=row.name if row else wanted["name"],
        organization_id=row.organization_id if row else uuid.UUID(wanted["organization"]["id"]),
        author_id=author,
        source=source,
        reason=reason,
        made_at=moment,
        fictional=row.fictional if row else bool(user and user.fictional),
        fields=[
            ProposedField(
                position=at, path=one.path, before=one.before, after=one.after, state=State.WAITING, decision=""
            )
            for at, one in enumerate(wished)
        ],
    )
    session.add(proposal)
    session.flush()
    _note(session, Tag.ENTRY_PROPOSED, author, proposal, len(wished))
    return proposal


def take_over(
    session: Session,
    said: Mapping[str, Any],
    *,
    author: uuid.UUID | None,
    source: str,
    reason: str = "",
    moment: datetime,
    fictional: bool = False,
    base: Mapping[str, Any] | None = None,
) -> ServiceVersion | None:
    """Make an entry say what a nested document says, at once: for a feed somebody has reviewed, or an operator.

    Returns the new version, or None where nothing changed. `base` as in `propose`. Raises Invalid, NotAllowed or
    Conflict. An entry that is known keeps its own mark of being made up.
    """
    if wishes.wisher(session, author).partner:
        raise NotAllowed("A partner's changes wait for a second person.")
    wanted, own = wishes.kept(session, said), uuid.UUID(said["id"])
    row = documents.locked(session, own)
    asks = wishes.Wisher()
    if row is None:
        wanted = wishes.fitting(session, wanted, asks, source)
        wished = [Difference("", None, wanted)]
    else:
        now = to_open_referral.service(row)
        wished = wishes.changes(now, dict(base) if base else now, wanted, asks, FEED)
        wanted = differences.apply(now, wished)
    if not wished:
        return None
    wishes.refuse_wrong(wanted, wished, wishes.known(session), lenient=True)
    version = writing.write(session, row, wanted, Act(source, author, None, reason, moment), fictional=fictional)
    detail = {"source": source, "fields": len(wished), "version": version.number}
    trail.record(session, Tag.ENTRY_TAKEN_OVER, actor=_actor(author), subject=f"service:{own}", detail=detail)
    return version


def approve(
    session: Session, proposal_id: uuid.UUID, paths: Collection[str], *, approver: uuid.UUID, moment: datetime
) -> ServiceVersion | None:
    """Let these fields of a proposal become public. Somebody else than the author does this.

    Returns the new version, or None where the entry said all of it already. Raises NotAllowed, NotTheSecondPerson,
    Decided, Gone, Invalid, or Conflict where a field was changed since: then nothing is written.
    """
    proposal, chosen = _to_decide(session, proposal_id, paths, approver)
    row = documents.locked(session, proposal.service_id)
    now = to_open_referral.service(row) if row else {}
    wished = [Difference(each.path, each.before, each.after) for each in chosen]
    wanted, to_write = wishes.agreed(session, row, now, wished, proposal.source)
    for each in chosen:
        _decide(each, State.APPROVED, approver, moment)
    session.flush()
    version = None
    if to_write:
        act = Act(proposal.source, proposal.author_id, approver, proposal.reason, moment, proposal.id)
        version = writing.write(session, row, wanted, act, fictional=proposal.fictional)
    _note(session, Tag.ENTRY_APPROVED, approver, proposal, len(chosen))
    return version


def refuse(
    session: Session,
    proposal_id: uuid.UUID,
    paths: Collection[str],
    *,
    approver: uuid.UUID,
    reason: str,
    moment: datetime,
) -> Proposal:
    """Say no to these fields of a proposal, and why. Raises as `approve` does, and Unexplained without a reason."""
    if not reason.strip():
        raise Unexplained
    proposal, chosen = _to_decide(session, proposal_id, paths, approver)
    for each in chosen:
        _decide(each, State.REFUSED, approver, moment, reason.strip())
    session.flush()
    _note(session, Tag.ENTRY_REFUSED, approver, proposal, len(chosen))
    return proposal


def withdraw(session: Session, proposal_id: uuid.UUID, *, author: uuid.UUID, moment: datetime) -> Proposal:
    """Take back what still waits of one's own proposal. Raises Gone (somebody else's) or Decided."""
    proposal = _locked(session, proposal_id)
    if proposal.author_id != author:
        raise Gone(proposal_id)
    waiting = proposal.waiting
    if not waiting:
        raise Decided
    for each in waiting:
        _decide(each, State.WITHDRAWN, author, moment)
    session.flush()
    _note(session, Tag.ENTRY_WITHDRAWN, author, proposal, len(waiting))
    return proposal


def restore(
    session: Session, service_id: uuid.UUID, number: int, *, author: uuid.UUID, reason: str, moment: datetime
) -> Proposal | None:
    """Ask for an entry to say again what it said in an older version. Raises Gone, and as `propose` does.

    Dates of checking and measured waits stay as they are: they are facts about a day.
    """
    wanted = select(ServiceVersion).where(ServiceVersion.service_id == service_id, ServiceVersion.number == number)
    version = session.scalars(wanted).one_or_none()
    if version is None:
        raise Gone(number)
    return propose(session, version.document, author=author, source=RESTORE, reason=reason, moment=moment)


def check(
    session: Session, service_id: uuid.UUID, seen: str, *, by: uuid.UUID, moment: datetime, desk_email: str = ""
) -> ServiceVersion:
    """Note that somebody says: all of this is true today. `seen` is the digest of what they read.

    The check is signed by an organisation: a partner's own, or the area's desk by its address.
    An act of its own, which needs no second person: it changes nothing that a reader is told but the date.
    Raises NotAllowed, Gone, or Conflict where the entry says something else by now.
    """
    asks = wishes.wisher(session, by)
    row = documents.locked(session, service_id)
    if row is None or (asks.partner and row.organization_id != asks.organization_id):
        raise Gone(service_id)
    now = to_open_referral.service(row)
    if differences.digest(now) != seen:
        raise Conflict((), now)
    signed = (row.organization.email or row.email) if asks.partner else desk_email
    said = now | {"assured_date": clock.london(moment).date().isoformat(), "assurer_email": signed or None}
    version = writing.write(session, row, said, Act("check", by, None, "", moment), fictional=row.fictional)
    trail.record(session, Tag.ENTRY_CHECKED, actor=_actor(by), subject=f"service:{service_id}")
    return version


def _to_decide(
    session: Session, proposal_id: uuid.UUID, paths: Collection[str], approver: uuid.UUID
) -> tuple[Proposal, list[ProposedField]]:
    """Return a proposal, locked, with the waiting fields somebody may decide about."""
    proposal, user = _locked(session, proposal_id), session.get(StaffUser, approver)
    if user is None or not may(user.role, Permission.APPROVE_CHANGES):
        raise NotAllowed("This role decides about no proposal.")
    if proposal.author_id == approver:
        raise NotTheSecondPerson
    chosen = [each for each in proposal.waiting if each.path in paths]
    if not chosen:
        raise Decided
    return proposal, chosen


def _locked(session: Session, proposal_id: uuid.UUID) -> Proposal:
    """Return a proposal as the database has it now, locked until this transaction ends."""
    wanted = select(Proposal).where(Proposal.id == proposal_id).with_for_update()
    proposal = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if proposal is None:
        raise Gone(proposal_id)
    session.refresh(proposal, ["fields"])
    return proposal


def _decide(field: ProposedField, state: State, by: uuid.UUID | None, moment: datetime, why: str = "") -> None:
    field.state, field.decided_by, field.decided_at, field.decision = state, by, moment, why


def _note(session: Session, tag: Tag, by: uuid.UUID | None, proposal: Proposal, count: int) -> None:
    """Write the act into the trail."""
    detail = {"proposal": str(proposal.id), "source": proposal.source, "fields": count}
    trail.record(session, tag, actor=_actor(by), subject=f"service:{proposal.service_id}", detail=detail)


def _actor(by: uuid.UUID | None) -> str:
    return f"staff:{by}" if by else "command"
