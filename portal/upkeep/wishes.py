"""What remains of a document that is sent in: fields its author may change, did change, and has not asked for yet."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.accounts.permissions import Permission, may
from portal.directory import from_open_referral, queries, to_open_referral
from portal.directory.models import Organization, Service
from portal.upkeep import checking, differences, documents, fields
from portal.upkeep.checking import Known, Problem
from portal.upkeep.differences import Difference, Standing
from portal.upkeep.documents import Document
from portal.upkeep.models import Proposal, ProposedField, State

RESTORE, FEED, PARTNER = "restore", "feed:", "partner"


class Invalid(Exception):
    """Something in the document is not right; each problem says where and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(one.says for one in problems))
        self.problems = problems


class NotAllowed(Exception):
    """Somebody asked for a field, or an entry, that is not theirs to change."""


class Gone(Exception):
    """There is no such entry, version or proposal, or not for this person."""


class Conflict(Exception):
    """What an entry says has changed since. Nothing was overwritten; `now` is what each field says."""

    def __init__(self, wishes: Iterable[Difference], now: Mapping[str, Any] | None) -> None:
        self.wishes = tuple(wishes)
        self.now = {one.path: differences.value_at(now or {}, one.path) for one in self.wishes}
        super().__init__(", ".join(one.path for one in self.wishes))


@dataclass(frozen=True)
class Wisher:
    """Who asks: the directory's own staff, somebody of one organisation, or nobody (a feed, a command)."""

    organization_id: uuid.UUID | None = None
    partner: bool = False


def wisher(session: Session, author: uuid.UUID | None) -> Wisher:
    """Say in what capacity somebody asks. Raises NotAllowed for staff who have nothing to do with the directory."""
    user = session.get(StaffUser, author) if author else None
    if author is None or (user and may(user.role, Permission.EDIT_SERVICES)):
        return Wisher()
    if user is None or user.organization_id is None or not may(user.role, Permission.EDIT_OWN_SERVICES):
        raise NotAllowed("This role changes nothing in the directory.")
    return Wisher(user.organization_id, partner=True)


def known(session: Session) -> Known:
    """Gather what entries may point at."""
    return Known(frozenset(queries.term_ids(session)), frozenset(session.scalars(select(Service.slug))))


def kept(session: Session, said: Mapping[str, Any]) -> Document:
    """Return a document as it would be kept. Raises Invalid where it cannot be."""
    try:
        return documents.with_own_ids(session, documents.as_kept(said, queries.term_ids(session)))
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Invalid([Problem("", f"This entry cannot be read: {type(wrong).__name__} at {wrong}.")]) from wrong


def fitting(session: Session, wanted: Document, asks: Wisher, source: str) -> Document:
    """Return a new entry with an address that is free, and its organisation as we know it."""
    organization = session.get(Organization, uuid.UUID(wanted["organization"]["id"]))
    if asks.partner and wanted["organization"]["id"] != str(asks.organization_id):
        raise NotAllowed("This is another organisation's.")
    if asks.partner and (wrong := [one.path for one in fields.FIELDS if not one.partner and _is_set(wanted, one)]):
        raise NotAllowed(", ".join(wrong))
    if organization and not source.startswith(FEED):
        wanted = wanted | {"organization": to_open_referral.organization(organization)}
    more, own = wanted["x_cypmh"], uuid.UUID(wanted["id"])
    taken = select(Service.id).where(Service.slug == more["slug"], Service.id != own)
    if session.scalars(taken).first():
        more = more | {"slug": from_open_referral.slug(wanted["name"], own)}
    return wanted | {"x_cypmh": more}


def _is_set(wanted: Document, field: fields.Field) -> bool:
    """Tell whether a new entry says something in a field, other than what every new one says."""
    value = differences.value_at(wanted, field.path)
    return bool(value) and value != {"kind": "residents"}


def changes(now: Document, base: Document, wanted: Document, asks: Wisher, source: str) -> list[Difference]:
    """Return what differs from what the author saw and may be changed. Raises NotAllowed or Conflict."""
    wished = [one for one in differences.between(base, wanted) if one.path not in fields.NEVER]
    if source == RESTORE:
        wished = [one for one in wished if one.path not in fields.KEPT]
    staff = not source.startswith(FEED) and source != RESTORE
    refused = [one.path for one in wished if not fields.may_propose(one.path, partner=asks.partner, staff=staff)]
    if refused:
        raise NotAllowed(", ".join(refused))
    stand = [(one, differences.standing(one, now)) for one in wished]
    conflicts = [one for one, how in stand if how is Standing.CONFLICT]
    if conflicts:
        raise Conflict(conflicts, now)
    return [one for one, how in stand if how is Standing.CLEAR]


def refuse_wrong(document: Document, wished: Collection[Difference], about: Known, *, lenient: bool) -> None:
    """Refuse what is not right in the fields somebody wants to change. Raises Invalid."""
    found = checking.problems(document, about, lenient=lenient)
    if touching := checking.about(found, {one.path for one in wished}):
        raise Invalid(touching)


def not_asked_yet(
    session: Session, service_id: uuid.UUID, wished: Iterable[Difference], source: str, author: uuid.UUID | None
) -> list[Difference]:
    """Leave out what waits already, and what a feed has said before and was told no."""
    before = list(_asked(session, service_id, source, author))
    heard = {State.WAITING, State.REFUSED} if source.startswith(FEED) else {State.WAITING}
    return [
        one
        for one in wished
        if not any(
            each.path == one.path and each.state in heard and differences.same(each.after, one.after) for each in before
        )
    ]


def overtaken(
    session: Session, service_id: uuid.UUID, wished: Iterable[Difference], source: str, author: uuid.UUID | None
) -> list[ProposedField]:
    """Return the waiting fields of the same author and source that a newer wish takes the place of."""
    paths = {one.path for one in wished}
    mine = _asked(session, service_id, source, author)
    return [each for each in mine if each.state is State.WAITING and each.path in paths]


def _asked(session: Session, service_id: uuid.UUID, source: str, author: uuid.UUID | None) -> Iterable[ProposedField]:
    """Find what a feed, or a person by this way, has asked of an entry before."""
    wanted = select(ProposedField).join(Proposal).where(Proposal.service_id == service_id, Proposal.source == source)
    if not source.startswith(FEED):
        wanted = wanted.where(Proposal.author_id == author)
    return session.scalars(wanted)


def agreed(
    session: Session, row: Service | None, now: dict[str, Any], wished: list[Difference], source: str
) -> tuple[dict[str, Any], list[Difference]]:
    """Return the document that is to be public, and what changes in it. Raises Conflict, Invalid or Gone."""
    lenient = source.startswith(FEED)
    if wished[0].path == "":
        if row is not None:
            raise Conflict(wished, None)
        wanted = fitting(session, wished[0].after, Wisher(), source)
        refuse_wrong(wanted, wished, known(session), lenient=lenient)
        return wanted, wished
    if row is None:
        raise Gone("the entry")
    stand = [(one, differences.standing(one, now)) for one in wished]
    if conflicts := [one for one, how in stand if how is Standing.CONFLICT]:
        raise Conflict(conflicts, now)
    to_write = [one for one, how in stand if how is Standing.CLEAR]
    wanted = differences.apply(now, to_write)
    refuse_wrong(wanted, to_write, known(session), lenient=lenient)
    return wanted, to_write
