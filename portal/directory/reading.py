"""Reading the whole directory as plain rows in the shape of the models: in pieces, so memory does not grow with it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import MANYTOONE, RelationshipProperty, Session

from portal.db import Base
from portal.directory import queries
from portal.directory.documents import Document, document
from portal.directory.models import Service

AT_ONCE = 500
"""Services read together: few queries, and few rows in memory."""
Shape = Mapping[str, "Shape"]
WITH_A_SERVICE: Shape = {
    "organization": {"identifiers": {}},
    "terms": {"term": {"taxonomy": {}}},
    "places": {"location": {"addresses": {}, "accessibility": {}}},
    "schedules": {},
    "contacts": {"phones": {}},
    "areas": {},
    "costs": {},
    "languages": {},
}
"""What belongs to a service, by the names of the models' relationships."""


class Entry:
    """One row with what belongs to it: read like the model, but it costs a tenth."""

    __slots__ = ("_more", "_row")

    def __init__(self, row: Row[Any]) -> None:
        self._row = row
        self._more: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        """Return what belongs to it under a name, or the column of that name."""
        return self._more[name] if name in self._more else getattr(self._row, name)

    def put(self, name: str, found: Any) -> None:
        """Put what belongs to it beside the row."""
        self._more[name] = found


def documents(session: Session, *only: ColumnElement[bool]) -> Iterator[Document]:
    """Yield every service in use, or those of them that meet some condition, by name, then by id."""
    named = session.execute(select(Service.id, Service.name).where(Service.status.in_(queries.IN_USE), *only))
    order = [own for _name, _text, own in sorted((name.casefold(), str(own), own) for own, name in named)]
    for first in range(0, len(order), AT_ONCE):
        own = order[first : first + AT_ONCE]
        found = {each.id: each for each in _entries(session, Service, Service.__table__.c.id, own, WITH_A_SERVICE)}
        # One that was taken away since the names were read is not there any more.
        yield from (document(found[each]) for each in own if each in found)


def _entries(
    session: Session,
    model: type[Base],
    column: ColumnElement[Any],
    values: Iterable[Any],
    shape: Shape,
    order: Iterable[Any] = (),
) -> list[Entry]:
    """Return the rows of a model whose column has one of these values, with what belongs to them."""
    wanted = select(*model.__table__.columns).where(column.in_(list(values))).order_by(*order)
    found = [Entry(row) for row in session.execute(wanted)]
    for name, inner in shape.items() if found else ():
        _join(session, found, model.__mapper__.relationships[name], inner)
    return found


def _join(session: Session, found: list[Entry], along: RelationshipProperty[Any], shape: Shape) -> None:
    """Put beside each row what one relationship leads to."""
    ((here, there),) = along.local_remote_pairs or ()
    keys = {getattr(each, str(here.key)) for each in found}
    belonging: dict[Any, list[Entry]] = {}
    for each in _entries(session, along.mapper.class_, there, keys, shape, along.order_by or ()):
        belonging.setdefault(getattr(each, str(there.key)), []).append(each)
    for each in found:
        own = belonging.get(getattr(each, str(here.key)), [])
        each.put(along.key, next(iter(own), None) if along.direction is MANYTOONE else own)
