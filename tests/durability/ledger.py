"""What must be in the database when the day is over, whatever was broken off in between."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from portal import db
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.notifications.leave import STAFF
from portal.notifications.models import OutboxMessage
from portal.referrals.models import Referral
from tests.durability.people import MARK, PAGES


@dataclass
class Findings:
    """What was found wanting; all empty when every promise was kept."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    without_one_message: list[str] = field(default_factory=list)
    without_trace: list[str] = field(default_factory=list)
    messages_about_nobody: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    stored: int = 0

    @property
    def good(self) -> bool:
        """Tell whether nothing was found."""
        return not any(value for name, value in vars(self).items() if name != "stored")


def examine(engine: Engine, acknowledged: dict[str, str]) -> Findings:
    """Compare the database with what people were shown: their marks and references."""
    with db.reading(engine) as session:
        ours = {referral: _mark(referral) for referral in session.scalars(select(Referral)) if _mark(referral)}
        found = Findings(stored=len(ours))
        _compare(found, {row.reference: mark for row, mark in ours.items()}, acknowledged)
        found.incomplete = [row.reference for row in ours if set(row.answers or {}) != set(PAGES)]
        _follow_up(found, session, list(ours))
        found.damage = _damage(session)
    return found


def _mark(referral: Referral) -> str:
    """Return the mark in a referral's words; empty for one of the demonstration's own."""
    story = str((referral.answers or {}).get("worry", {}).get("story", ""))
    return story.split()[1] if story.startswith(MARK) else ""


def _compare(found: Findings, stored: dict[str, str], acknowledged: dict[str, str]) -> None:
    """Note what was promised and is not there, and what is there twice."""
    found.lost = [mark for mark, reference in acknowledged.items() if stored.get(reference) != mark]
    found.doubled = [mark for mark, times in Counter(stored.values()).items() if times > 1]


def _follow_up(found: Findings, session: Session, ours: list[Referral]) -> None:
    """Note referrals that nobody is told of exactly once, or that left no trace in the trail."""
    to_staff = select(OutboxMessage.referral_id).where(OutboxMessage.audience.in_(STAFF))
    messages = Counter(session.scalars(to_staff))
    received = set(session.scalars(select(AuditEvent.subject).where(AuditEvent.tag == Tag.REFERRAL_RECEIVED.value)))
    everybody = set(session.scalars(select(Referral.id)))
    found.without_one_message = [row.reference for row in ours if messages[row.id] != 1]
    found.without_trace = [row.reference for row in ours if f"referral:{row.id}" not in received]
    found.messages_about_nobody = [str(gone) for gone in messages if gone is not None and gone not in everybody]


def _damage(session: Session) -> list[str]:
    """Ask the chain, and SQLite, whether they are whole."""
    verdict = trail.verify(session)
    said = [] if verdict.ok else [f"the chain breaks at {verdict.first_break}"]
    if session.get_bind().dialect.name == "sqlite":
        said += [row for row in session.scalars(text("PRAGMA integrity_check")) if row != "ok"]
        said += [str(row) for row in session.execute(text("PRAGMA foreign_key_check"))]
    return said
