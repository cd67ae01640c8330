"""Where postcodes outside the area's own table are: centroids by district and sector, loaded from a national list."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Index, String, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base
from portal.directory import places
from portal.directory.places import Place, Places
from portal.directory.postcode_files import Centroid

AT_ONCE = 1000


class PostcodeCentroid(Base):
    """The middle of a postcode district, or of a sector of one. Whole postcodes are not kept: nobody needs them."""

    __tablename__ = "postcode_centroids"
    __table_args__ = (Index("ix_postcode_centroids_code", "code", unique=True),)

    code: Mapped[str] = mapped_column(String(8))
    """QX2, or QX2 1 for a sector."""
    latitude: Mapped[float]
    longitude: Mapped[float]


def load(session: Session, found: Iterable[Centroid]) -> None:
    """Put new centroids in the place of all that were there."""
    session.execute(delete(PostcodeCentroid))
    rows = [
        {"id": uuid.uuid4(), "code": each.code, "latitude": each.latitude, "longitude": each.longitude}
        for each in found
    ]
    for at in range(0, len(rows), AT_ONCE):
        session.execute(insert(PostcodeCentroid), rows[at : at + AT_ONCE])
    session.flush()


def find(session: Session, codes: Sequence[str]) -> Place | None:
    """Return the first of some sectors and districts that is known."""
    met = {row.code: row for row in session.scalars(select(PostcodeCentroid).where(PostcodeCentroid.code.in_(codes)))}
    row = next((met[code] for code in codes if code in met), None)
    kind = "sector" if row and " " in row.code else "outcode"
    return Place(kind, row.code, row.code, "", row.latitude, row.longitude) if row else None


def locate(known: Places, text: str, reading: Callable[[], AbstractContextManager[Session]]) -> Place | None:
    """Find what somebody typed: in the area's own table, or else, for a postcode, in the national list."""
    found = known.find(text)
    codes = () if found else tuple(places.codes(text))
    if not codes:
        return found
    with reading() as session:
        return find(session, codes)
