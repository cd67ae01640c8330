"""Append to the trail, and check that nobody has touched it."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.audit.models import HEAD_ID, AuditEvent, AuditHead
from portal.audit.tags import Tag

GENESIS = "0" * 64


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole chain found; `first_break` is the place of the first event that is not right."""

    events: int
    ok: bool
    first_break: int | None


def record(
    session: Session, tag: Tag, *, actor: str, subject: str = "", detail: dict[str, Any] | None = None
) -> AuditEvent:
    """Append one event in the transaction of the act itself."""
    head = _lock_head(session)
    event = AuditEvent(
        seq=head.seq + 1,
        at=clock.now(),
        tag=tag.value,
        actor=actor,
        subject=subject,
        detail=detail or {},
        previous=head.digest,
    )
    event.digest = digest(event)
    head.seq, head.digest = event.seq, event.digest
    session.add(event)
    session.flush()
    return event


def _lock_head(session: Session) -> AuditHead:
    """Return the end of the chain, locked until this transaction ends."""
    # populate_existing: another transaction may have moved the head since this session last saw it.
    wanted = select(AuditHead).where(AuditHead.id == HEAD_ID).with_for_update()
    wanted = wanted.execution_options(populate_existing=True)
    head = session.scalars(wanted).one_or_none()
    if head is None:
        _begin_chain(session)
        head = session.scalars(wanted).one()
    return head


def _begin_chain(session: Session) -> None:
    """Write the end of an empty chain. Of several transactions that do so at once, one does and the others find it."""
    with suppress(IntegrityError), session.begin_nested():
        session.add(AuditHead(id=HEAD_ID, seq=0, digest=GENESIS))


def digest(event: AuditEvent) -> str:
    """Return what an event's digest must be, over all it says and the digest before it."""
    said = [event.seq, _stamp(event.at), event.tag, event.actor, event.subject, event.detail, event.previous]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _stamp(at: datetime) -> str:
    """Write a moment so that both databases give back the same text."""
    return at.isoformat(timespec="microseconds")


def verify(session: Session) -> Verdict:
    """Walk the whole chain and compare its end with the head that was kept."""
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000))
    count, broken, last = _walk(events)
    head = session.get(AuditHead, HEAD_ID)
    expected = (head.seq, head.digest) if head else (0, GENESIS)
    if broken is None and (count, last) != expected:
        broken = count + 1
    return Verdict(events=count, ok=broken is None, first_break=broken)


def _walk(events: Iterable[AuditEvent]) -> tuple[int, int | None, str]:
    """Return how many events there are, the place of the first wrong one, and the last digest."""
    count, broken, last = 0, None, GENESIS
    for event in events:
        count += 1
        right = event.seq == count and event.previous == last and event.digest == digest(event)
        if not right and broken is None:
            broken = count
        last = event.digest
    return count, broken, last
