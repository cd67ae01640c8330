"""What the rows of the directory were, in a few bytes: so that one sees which services may have changed since.

Services lie in blocks by how their ids begin. A block's trace is a digest over every row that belongs to its services,
as the database keeps them: no act has to say what it changed, and none can forget to.
"""

import marshal
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Text, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import MANYTOONE, Session

from portal.db import Base
from portal.directory.models import Service
from portal.directory.reading import WITH_A_SERVICE, Shape
from portal.directory.taxonomy import Taxonomy, TaxonomyTerm

BLOCKS = 1024
SIZE = 16
AT_ONCE = 64
"""Blocks whose rows are in memory together."""
WORDS = "term"
"""Words belong to no service: they have a trace of their own."""
PLAIN = 2
"""The format of marshal that writes equal values alike."""


def block(own: UUID) -> int:
    """Return the block of a service."""
    return own.int >> 118


def trace(session: Session) -> bytes:
    """Return the trace of every block, and at last the one of the words services are sorted by."""
    found = bytearray()
    statements = list(_statements(session))
    for first in range(0, BLOCKS, AT_ONCE):
        rows = [_rows(session, _between(each, key, first, first + AT_ONCE)) for each, key in statements]
        for at in range(first, first + AT_ONCE):
            seen = blake2b(digest_size=SIZE)
            for each in rows:
                low, high = (bisect_left(each, (_start(end),)) for end in (at, at + 1))
                seen.update(marshal.dumps(each[low:high], PLAIN))
            found += seen.digest()
    words = [
        _rows(session, _plainly(session, model.__table__, model.__table__.c.id)) for model in (Taxonomy, TaxonomyTerm)
    ]
    return bytes(found + blake2b(marshal.dumps(words, PLAIN), digest_size=SIZE).digest())


def moved(old: Sequence[int], new: Sequence[int]) -> list[int] | None:
    """Return the blocks whose trace is another one; None when that cannot be told, or words have changed."""
    if len(old) != len(new) or old[-SIZE:] != new[-SIZE:]:
        return None
    return [at for at in range(BLOCKS) if old[at * SIZE : (at + 1) * SIZE] != new[at * SIZE : (at + 1) * SIZE]]


def within(blocks: Sequence[int]) -> ColumnElement[bool]:
    """Say in SQL that a service lies in one of these blocks."""
    own = Service.__table__.c.id
    low, high = ([UUID(int=at << 118 | fill) for at in blocks] for fill in (0, (1 << 118) - 1))
    found: ColumnElement[bool] = own.between(low[0], high[0])
    for first, last in zip(low[1:], high[1:], strict=True):
        found = found | own.between(first, last)
    return found


def _start(at: int) -> str:
    """Return what the ids of a block, and of all later ones, do not come before."""
    return f"{at << 2:03x}" if at < BLOCKS else "g"


def _between(statement: Select[Any], key: ColumnElement[Any], first: int, last: int) -> Select[Any]:
    """Ask only for the rows of some blocks that stand together."""
    return statement.where(key.between(UUID(int=first << 118), UUID(int=(last << 118) - 1)))


def _rows(session: Session, statement: Select[Any]) -> list[tuple[Any, ...]]:
    """Return rows as the driver gives them: nothing is made of them."""
    cursor: Any = cast("Any", session.connection().execute(statement)).cursor
    return [tuple(row) for row in cursor.fetchall()] if cursor.__class__.__module__ != "sqlite3" else cursor.fetchall()


def _statements(session: Session) -> Iterator[tuple[Select[Any], ColumnElement[Any]]]:
    """Yield how to ask for all that belongs to services, and the column that says to which."""
    services = Service.__table__
    yield from _walk(session, services, services.c.id, Service, WITH_A_SERVICE)


def _walk(
    session: Session, source: FromClause, key: ColumnElement[Any], model: type[Base], shape: Shape
) -> Iterator[tuple[Select[Any], ColumnElement[Any]]]:
    """Go from rows to what belongs to them; what points at a service itself needs no join."""
    table = model.__table__
    yield _plainly(session, table, key).select_from(source), key
    for name, inner in shape.items():
        along = model.__mapper__.relationships[name]
        ((here, there),) = along.local_remote_pairs or ()
        if name == WORDS:
            continue
        target, kind = along.mapper.local_table, along.mapper.class_
        if source is Service.__table__ and along.direction is not MANYTOONE:
            yield from _walk(session, target, there, kind, inner)
        else:
            yield from _walk(session, source.join(target, here == there), key, kind, inner)


def _plainly(session: Session, table: FromClause, key: ColumnElement[Any]) -> Select[Any]:
    """Ask for all columns of a table as plain values; SQLite has no others."""
    # Ids of what belongs to a service say no more than its order does.
    columns = [key, *(each for each in table.c if each is not key and (each.name != "id" or each.foreign_keys))]
    if session.get_bind().dialect.name != "sqlite":
        columns = [as_type(each, Text) for each in columns]
    return select(*(each.label(f"c{at}") for at, each in enumerate(columns))).order_by(key, table.c.id)
