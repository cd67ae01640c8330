"""The index every page of this process reads: kept fresh, swapped whole, and still there when the database is not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import clock, db
from portal.directory import index, queries
from portal.directory.index import Index

LOOK_EVERY_SECONDS = 1.0


@dataclass
class Current:
    """The newest index this process has built, and when it last asked whether there is a newer one."""

    build: Callable[[Session], Index] = field(default=lambda session: index.read(session, clock.today()))
    _index: Index | None = None
    _version: int = -1
    _looked: float = float("-inf")
    _busy: Lock = field(default_factory=Lock)

    def get(self, engine: Engine) -> Index:
        """Return the index, not older than the last change plus the time between two looks.

        While one thread builds, the others answer from the old index. When the database cannot be reached the
        old index goes on answering; only a process that never had one raises.
        """
        found = self._index
        if found is not None and monotonic() - self._looked < LOOK_EVERY_SECONDS:
            return found
        if not self._busy.acquire(blocking=found is None) and found is not None:
            return found
        try:
            return self._look(engine)
        finally:
            self._busy.release()

    def _look(self, engine: Engine) -> Index:
        """Ask whether anything changed, and build anew if it did or a new day has begun."""
        try:
            with db.reading(engine) as session:
                version = queries.version(session)
                if self._index is None or version != self._version or self._index.built_on != clock.today():
                    self._index, self._version = self.build(session), version
        except Exception as error:
            if self._index is None or not db.is_unavailable(error):
                raise
        self._looked = monotonic()
        return self._index
