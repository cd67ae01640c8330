"""A whole table of changes: looked at line by line, and proposed entry by entry, each by the same rules as the form."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.directory import to_open_referral
from portal.directory.models import Service
from portal.upkeep import actions, cells, differences, editing, fields, pages, queries, words
from portal.upkeep.cells import Record, Trouble
from portal.upkeep.documents import Document
from portal.upkeep.pages import Change
from portal.upkeep.queries import Sight

SOURCE = "bulk"
UNKNOWN_STATE = "We do not know this state of the entry. Download the table again."


@dataclass(frozen=True)
class Ready:
    """One entry that would change."""

    line: int
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Outcome:
    """What a table would do, or did."""

    ready: tuple[Ready, ...]
    troubles: tuple[Trouble, ...]
    unchanged: int
    again: str
    """The lines that would change something, as a table."""


def propose(session: Session, text: str, sight: Sight, *, reason: str, moment: datetime) -> Outcome:
    """Propose what a table says. Who only wants to look rolls the session back."""
    found, troubles = cells.records(text, partner=not sight.everything)
    names = queries.names(session)
    theirs = queries.these_entries(session, sight, {own for each in found if (own := _id(each))})
    asks = _Asks(sight, names, theirs, reason, moment)
    ready, kept, unchanged = [], [], 0
    for record in found:
        try:
            done = _one(session, record, asks)
        except _Wrong as wrong:
            troubles += wrong.troubles
            continue
        if done is None:
            unchanged += 1
        else:
            ready.append(done)
            kept.append(_slim(record, done))
    return Outcome(tuple(ready), tuple(sorted(troubles, key=lambda one: one.line)), unchanged, _again(kept))


class _Wrong(Exception):
    """A line that cannot be proposed."""

    def __init__(self, *troubles: Trouble) -> None:
        super().__init__(troubles)
        self.troubles = troubles


@dataclass(frozen=True)
class _Asks:
    """What is the same for every line of a table."""

    sight: Sight
    names: words.Names
    theirs: Mapping[uuid.UUID, Service]
    reason: str
    moment: datetime


def _one(session: Session, record: Record, asks: _Asks) -> Ready | None:
    """Propose one line; None where it changes nothing."""
    now = _entry(record, asks.theirs)
    base = editing.base_of(session, now, record.cells.get(cells.SEEN, "").strip() or differences.digest(now))
    if base is None:
        raise _Wrong(Trouble(record.line, cells.SEEN, UNKNOWN_STATE))
    said, troubles = cells.changed(record, base, asks.names, partner=not asks.sight.everything)
    if troubles:
        raise _Wrong(*troubles)
    if not differences.between(base, said):
        return None
    by = asks.sight.user_id
    try:
        with session.begin_nested():
            made = actions.propose(
                session, said, author=by, source=SOURCE, reason=asks.reason, moment=asks.moment, base=base
            )
    except actions.Invalid as invalid:
        raise _Wrong(*(Trouble(record.line, fields.label(one.path), one.says) for one in invalid.problems)) from invalid
    except actions.Conflict as conflict:
        raise _Wrong(*(_moved_on(record, one, conflict, asks.names) for one in conflict.wishes)) from conflict
    if made is None:
        return None
    wished = [differences.Difference(each.path, each.before, each.after) for each in made.fields]
    return Ready(record.line, now["name"], tuple(pages.changes(wished, asks.names)))


def _id(record: Record) -> uuid.UUID | None:
    """Read which entry a line is about."""
    try:
        return uuid.UUID(record.cells[cells.ID])
    except ValueError:
        return None


def _entry(record: Record, theirs: Mapping[uuid.UUID, Service]) -> Document:
    """Return the entry that a line is about."""
    row = theirs.get(_id(record) or uuid.UUID(int=0))
    if row is None:
        raise _Wrong(Trouble(record.line, cells.ID, "No entry of yours has this id. Download the table again."))
    return to_open_referral.service(row)


def _moved_on(record: Record, one: differences.Difference, conflict: actions.Conflict, names: words.Names) -> Trouble:
    now = "; ".join(words.lines(one.path, conflict.now[one.path], names)) or "nothing"
    return Trouble(
        record.line, fields.label(one.path), f"Somebody changed this since you downloaded it. It says now: {now[:200]}"
    )


def _slim(record: Record, done: Ready) -> Record:
    """Keep of a line what would change."""
    wanted = {fields.BY_PATH[fields.root(each.path)] for each in done.changes}
    keep = {cells.ID, cells.SEEN, *(cells.heading(each) for each in wanted)}
    return replace(record, cells={name: text for name, text in record.cells.items() if name in keep})


def _again(kept: list[Record]) -> str:
    """Write the lines that change something; a line takes no part in a column it does not change."""
    return "\x1e".join(cells.only([each]) for each in kept)


def propose_again(session: Session, carried: str, sight: Sight, *, reason: str, moment: datetime) -> Outcome:
    """Propose the lines that a page has carried from looking to sending."""
    parts = [propose(session, each, sight, reason=reason, moment=moment) for each in carried.split("\x1e") if each]
    return Outcome(
        tuple(one for each in parts for one in each.ready),
        tuple(one for each in parts for one in each.troubles),
        sum(each.unchanged for each in parts),
        "",
    )
