"""The index every page of this process reads: kept fresh, swapped whole, and still there when the database is not."""

import os
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from sqlalchemy import Engine

from portal import clock, config, db, kept
from portal.directory import index_file, queries
from portal.directory.index import Index

LOOK_EVERY_SECONDS = 0.25
LOOK_AGAIN_SECONDS = 0.1
"""While somebody else makes the new index."""
LARGE = 3000
"""So many services take a while to index: pages go on with the old index while a thread takes over what did not change.
Where all has to be made anew, a process of its own does that."""


@dataclass
class Current:
    """The newest index this process has, and when it last asked whether there is a newer one."""

    _index: Index | None = None
    _version: int = -1
    _look_at: float = float("-inf")
    _busy: Lock = field(default_factory=Lock)
    _maker: subprocess.Popen[bytes] | None = None
    _catching: "Future[bool] | None" = None

    def get(self, engine: Engine) -> Index:
        """Return the index, not older than the last change plus the time between two looks.

        While one thread or process makes a new one, the others answer from the old. When the database cannot be
        reached the old index goes on answering; only a process that never had one raises.
        """
        found = self._index
        if found is not None and monotonic() < self._look_at:
            return found
        if not self._busy.acquire(blocking=found is None) and found is not None:
            return found
        try:
            return self._look(engine)
        finally:
            self._busy.release()

    def preload(self, url: str) -> None:
        """Take the index from its file before any page asks, when the file is current. Nothing is made."""
        engine = db.engine_for(url)
        try:
            if not index_file.is_there(engine):
                return
            with db.reading(engine) as session:
                version = queries.version(session)
            self._index, self._version = index_file.ready(engine, clock.today()), version
        except Exception:  # the first page that asks will see what is wrong, and say so
            self._index = None
        finally:
            engine.dispose()

    def _look(self, engine: Engine) -> Index:
        """Ask whether anything changed, and see to a new index if it did or a new day has begun."""
        pause = LOOK_EVERY_SECONDS
        try:
            with db.reading(engine) as session:
                version = queries.version(session)
            if self._index is None or version != self._version or self._index.built_on != clock.today():
                if found := self._renewed(engine):
                    self._index, self._version = found, version
                else:
                    pause = LOOK_AGAIN_SECONDS
        except Exception as error:
            if self._index is None or not db.is_unavailable(error):
                raise
        self._look_at = monotonic() + pause
        if self._index is None:
            raise RuntimeError("There is no index of the directory.")
        return self._index

    def _catching_up(self, engine: Engine) -> bool:
        """See to it that a thread takes over what has not changed; False where that was not enough."""
        if self._maker is not None and self._maker.poll() is None:
            return False
        if self._catching is None:
            self._catching = Future()
            threading.Thread(target=_answer, args=(self._catching, engine), daemon=True).start()
        if not self._catching.done():
            return True
        enough, self._catching = self._catching.result(), None
        return enough

    def _renewed(self, engine: Engine) -> Index | None:
        """Return a new index, or None while it is being made."""
        today, old = clock.today(), self._index
        shelf = kept.folder()
        if old is None or shelf is None or len(old.documents) < LARGE:
            return index_file.renewed(engine, today, wait=old is None)
        if ready := index_file.ready(engine, today):
            return ready
        if self._catching_up(engine):
            return None
        if self._maker is None or self._maker.poll() is not None:
            if self._maker and self._maker.returncode:
                # It could not: then we do it ourselves, once.
                self._maker = None
                return index_file.renewed(engine, today, wait=False)
            self._maker = subprocess.Popen(
                [sys.executable, "-m", "portal.cli", "directory", "index"],
                cwd=config.PROJECT,
                env=os.environ
                | {
                    "PORTAL_DATABASE_URL": engine.url.render_as_string(hide_password=False),
                    "PORTAL_INSTANCE": str(shelf.parent),
                },
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return None


def _answer(asked: "Future[bool]", engine: Engine) -> None:
    """Take over what has not changed, and say whether that was enough."""
    try:
        asked.set_result(index_file.catch_up(engine, clock.today()))
    except Exception:  # a whole build will see what is wrong, and say so
        asked.set_result(False)
