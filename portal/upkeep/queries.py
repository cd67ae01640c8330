"""Finding entries, proposals and versions: always within what somebody may see."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.accounts.models import StaffUser
from portal.directory.models import Organization, Service, Status
from portal.directory.queries import taxonomies, whole
from portal.upkeep.models import Proposal, ProposedField, ServiceVersion, State

ON_A_PAGE = 40
SHOWN = ("all", "waiting", "stale", "paused", "vanished", "mine", "closed")
OPEN = (Status.ACTIVE, Status.PAUSED)


@dataclass(frozen=True)
class Sight:
    """What somebody may see: everything, or one organisation's entries; without one, none."""

    user_id: uuid.UUID
    everything: bool
    organization_id: uuid.UUID | None

    def entries(self) -> ColumnElement[bool]:
        """Say which services these are."""
        return Service.id == Service.id if self.everything else Service.organization_id == self.organization_id

    def proposals(self) -> ColumnElement[bool]:
        """Say which proposals these are: those for their entries, and for new ones of the same organisation."""
        return Proposal.id == Proposal.id if self.everything else Proposal.organization_id == self.organization_id


@dataclass(frozen=True)
class Row:
    """One line of the list of entries."""

    id: uuid.UUID
    slug: str
    name: str
    organization: str
    status: Status
    assured: date | None
    in_registry: bool
    waiting: int
    vanished: bool


@dataclass(frozen=True)
class Listing:
    """One page of the list."""

    rows: tuple[Row, ...]
    total: int
    at: int
    pages: int
    counts: Mapping[str, int]


def listing(session: Session, sight: Sight, words: str, show: str, due_before: date, page: int) -> Listing:
    """Return one page of the entries that somebody may see, by name, with how many each filter holds."""
    found = and_(sight.entries(), *_named(words))
    counts = {one: _count(session, and_(found, *_filter(one, sight, due_before))) for one in SHOWN}
    total = counts[show]
    pages = max(1, -(-total // ON_A_PAGE))
    at = min(max(1, page), pages)
    waiting = _waiting(Service.id)
    wanted = (
        select(Service, Organization.name, waiting, _has_vanished())
        .join(Service.organization)
        .where(found, *_filter(show, sight, due_before))
        .order_by(func.lower(Service.name), Service.id)
        .limit(ON_A_PAGE)
        .offset((at - 1) * ON_A_PAGE)
    )
    rows = tuple(_row(each, name, count, vanished) for each, name, count, vanished in session.execute(wanted))
    return Listing(rows, total, at, pages, counts)


def _row(each: Service, organization: str, waiting: int, vanished: bool) -> Row:
    helpline, checked = bool(each.helpline), each.assured_date
    return Row(each.id, each.slug, each.name, organization, each.status, checked, helpline, waiting, bool(vanished))


def _named(words: str) -> list[ColumnElement[bool]]:
    """Say that each word is in the name of the entry or of who runs it."""
    return [
        or_(
            func.lower(Service.name).contains(word, autoescape=True),
            Service.organization.has(func.lower(Organization.name).contains(word, autoescape=True)),
            Service.slug == word,
        )
        for word in words.lower().split()[:8]
    ]


def _filter(show: str, sight: Sight, due_before: date) -> list[ColumnElement[bool]]:
    """Say what one filter lets through."""
    # What stands in the registry of helplines is checked there.
    stale = and_(Service.helpline.is_(None), or_(Service.assured_date.is_(None), Service.assured_date <= due_before))
    mine = exists().where(Proposal.service_id == Service.id, Proposal.author_id == sight.user_id)
    return {
        "all": [Service.status.in_(OPEN)],
        "waiting": [_waiting(Service.id) > 0],
        "stale": [Service.status.in_(OPEN), stale],
        "paused": [Service.status == Status.PAUSED],
        "vanished": [_has_vanished()],
        "mine": [mine],
        "closed": [Service.status.not_in(OPEN)],
    }[show]


def _waiting(service: Any) -> Any:
    """Count the fields that wait for an entry."""
    wanted = select(func.count()).select_from(ProposedField).join(Proposal)
    return wanted.where(ProposedField.state == State.WAITING, Proposal.service_id == service).scalar_subquery()


def _has_vanished() -> ColumnElement[bool]:
    """Say that a feed no longer has the entry: it asks for its end, and a person decides."""
    return (
        exists()
        .where(ProposedField.proposal_id == Proposal.id, ProposedField.state == State.WAITING)
        .where(ProposedField.path == "status", Proposal.service_id == Service.id, Proposal.source.startswith("feed:"))
    )


def _count(session: Session, where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Service).where(where)) or 0


def entry(session: Session, sight: Sight, service_id: uuid.UUID) -> Service | None:
    """Return an entry with all that belongs to it; None where there is none, or it is not theirs to see."""
    return session.scalars(whole().where(Service.id == service_id, sight.entries())).one_or_none()


def these_entries(session: Session, sight: Sight, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Service]:
    """Return those of these entries that are theirs to see, all at once."""
    wanted = whole().where(Service.id.in_(ids), sight.entries())
    return {each.id: each for each in session.scalars(wanted)}


def all_entries(session: Session, sight: Sight, words: str, show: str, due_before: date) -> Sequence[Service]:
    """Return every entry of a filter with all that belongs to it, by name."""
    wanted = whole().where(sight.entries(), *_named(words), *_filter(show, sight, due_before))
    return session.scalars(wanted.order_by(func.lower(Service.name), Service.id)).all()


def proposals(session: Session, sight: Sight, *, waiting: bool) -> Sequence[Proposal]:
    """Return proposals with their fields: those that wait, oldest first, or the last ones that were decided."""
    waits = exists().where(ProposedField.proposal_id == Proposal.id, ProposedField.state == State.WAITING)
    wanted = select(Proposal).where(sight.proposals()).options(selectinload(Proposal.fields))
    if waiting:
        return session.scalars(wanted.where(waits).order_by(Proposal.made_at, Proposal.id)).all()
    return session.scalars(wanted.where(~waits).order_by(Proposal.made_at.desc(), Proposal.id).limit(ON_A_PAGE)).all()


def proposals_of(session: Session, sight: Sight, service_id: uuid.UUID) -> list[Proposal]:
    """Return the proposals for one entry that wait, oldest first."""
    return [each for each in proposals(session, sight, waiting=True) if each.service_id == service_id]


def proposal(session: Session, sight: Sight, proposal_id: uuid.UUID) -> Proposal | None:
    """Return a proposal; None where there is none, or it is not theirs to see."""
    wanted = select(Proposal).where(Proposal.id == proposal_id, sight.proposals())
    return session.scalars(wanted.options(selectinload(Proposal.fields))).one_or_none()


def versions(session: Session, service_id: uuid.UUID) -> Sequence[ServiceVersion]:
    """Return every state an entry was in, newest first."""
    wanted = select(ServiceVersion).where(ServiceVersion.service_id == service_id)
    return session.scalars(wanted.order_by(ServiceVersion.number.desc())).all()


def people(session: Session) -> Mapping[uuid.UUID | None, str]:
    """Return what everybody is called; an act without a person was a command's."""
    named: dict[uuid.UUID | None, str] = {None: "No person: a command"}
    return named | {user.id: user.name for user in session.scalars(select(StaffUser))}


def exists_already(session: Session, service_id: uuid.UUID) -> bool:
    """Tell whether there is an entry with this id, whoever may see it."""
    return session.get(Service, service_id) is not None


def organization(session: Session, organization_id: uuid.UUID | None) -> Organization | None:
    """Return who runs services, by id."""
    return session.get(Organization, organization_id) if organization_id else None


def organizations(session: Session) -> Sequence[Organization]:
    """Return who runs services, by name."""
    return session.scalars(select(Organization).order_by(func.lower(Organization.name), Organization.id)).all()


def names(session: Session) -> Mapping[tuple[str, str], str]:
    """Return what each word of each taxonomy is called in English."""
    return {(each.key, term.key): term.names["en"] for each in taxonomies(session) for term in each.terms}
