"""The index kept as a file: made by one process, found by all, trusted only when it is what we would make now."""

import fcntl
import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal import db, kept
from portal.directory import documents, index, queries, reading, splicing, traces, volume
from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.models import Service
from portal.directory.volume import Volume, Writer

Source = Mapping[str, Any]
"""What a file was made from: the code, the directory's version, how many rows there were, and the day."""
MOST_BLOCKS = traces.BLOCKS // 4
"""When more has changed, a whole build is as quick."""
KEPT = (("documents.ids", "B"), ("documents", "B"), ("documents.ends", "Q"))


@cache
def code() -> str:
    """Return a digest of the code that makes and reads an index, and of the Python that runs it."""
    seen = hashlib.sha256(f"{sys.version} {sys.byteorder}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(path.name.encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def place(engine: Engine) -> Path | None:
    """Return where the index of a database is kept; None where nothing is kept."""
    folder = kept.folder()
    name = hashlib.sha256(engine.url.render_as_string().encode()).hexdigest()[:16]
    return folder / f"directory.{name}.index" if folder else None


def source(session: Session, on: date) -> dict[str, Any]:
    """Return what an index made now would be made from. A restored or exchanged database is told by its rows."""
    rows, changed = session.execute(select(func.count(), func.max(Service.last_modified)).select_from(Service)).one()
    return {
        "code": code(),
        "version": queries.version(session),
        "rows": rows,
        "changed": str(changed),
        "on": on.isoformat(),
    }


def found(path: Path, wanted: Source) -> Index | None:
    """Return the index in a file when it was made from just this and nothing in it is damaged."""
    try:
        return index.opened(volume.read(path)) if _is(path, wanted) else None
    except Exception:  # not there, somebody else's, or damaged in any way a file can be
        return None


def make(
    path: Path, session: Session, wanted: Source, on: date, progress: Callable[[int], None] | None = None
) -> Index | None:
    """Make the index of a database as a file, and open it. Raises OSError where it cannot be written."""
    rows, terms = traces.trace(session), index.read_terms(session)
    if not _take_over(path, session, wanted, on, rows):
        volume.write(
            path, lambda writer: index.write(writer, reading.documents(session), terms, on, wanted, progress, rows)
        )
    return found(path, wanted)


def _take_over(path: Path, session: Session, wanted: Source, on: date, rows: bytes) -> bool:
    """Make the file from the one before and what has changed since; False when only a whole build will do."""
    try:
        old = volume.read(path)
        before = index.opened(old)
        if any(old.facts["source"][name] != wanted[name] for name in ("code", "on")):
            return False
        blocks = traces.moved(old.view("rows", "B"), rows)
    except Exception:  # not there, somebody else's, or damaged in any way a file can be
        return False
    if blocks is None or len(blocks) > MOST_BLOCKS or before.terms != index.read_terms(session):
        return False
    gone, come = _differences(session, old, blocks)

    def fill(writer: Writer) -> None:
        index.finish(writer, splicing.write(writer, old, before, gone, come, on), wanted, rows)

    try:
        volume.write(path, fill)
    except splicing.Impossible:
        return False
    return True


def _differences(session: Session, old: Volume, blocks: Sequence[int]) -> tuple[set[int], list[Document]]:
    """Return the numbers of services that are not what they were, and what there is instead, in order."""
    if not blocks:
        return set(), []
    ids, kept, ends = (old.view(name, kind) for name, kind in KEPT)
    firsts, seconds, moved = bytes(ids[0::16]), bytes(ids[1::16]), set(blocks)
    numbers = (
        number
        for number, (first, second) in enumerate(zip(firsts, seconds, strict=True))
        if (first << 2 | second >> 6) in moved
    )
    before = {bytes(kept[ends[number] : ends[number + 1]]): number for number in numbers}
    come = []
    for each in reading.documents(session, traces.within(blocks)):
        if before.pop(documents.encoded(each), None) is None:
            come.append(each)
    return set(before.values()), come


def catch_up(engine: Engine, on: date) -> bool:
    """Bring the file of a database up to date by taking over what has not changed, unless somebody else is at it.

    False when only a whole build will do.
    """
    path = place(engine)
    if path is None:
        return False
    try:
        with alone(path, wait=False) as ours, db.reading(engine) as session:
            wanted = source(session, on)
            return not ours or _is(path, wanted) or _take_over(path, session, wanted, on, traces.trace(session))
    except OSError:
        return False


def _is(path: Path, wanted: Source) -> bool:
    """Tell whether a file says that it was made from just this."""
    try:
        return bool(volume.facts(path)["source"] == dict(wanted))
    except Exception:  # not there, or damaged
        return False


@contextmanager
def alone(path: Path, *, wait: bool) -> Iterator[bool]:
    """Be the only process that makes this file. Without waiting, tell whether nobody else is at it."""
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def renewed(engine: Engine, on: date, *, wait: bool, progress: Callable[[int], None] | None = None) -> Index | None:
    """Return the index of a database as it is now: from its file, or made by us and kept.

    None when another process is making it and we need not wait. Where nothing can be kept, it is made in memory.
    """
    path = place(engine)
    with db.reading(engine) as session:
        wanted = source(session, on)
        if path is None:
            return index.read(session, on)
        if ready := found(path, wanted):
            return ready
    try:
        with alone(path, wait=wait) as ours, db.reading(engine) as session:
            if not ours:
                return None
            wanted = source(session, on)
            return found(path, wanted) or make(path, session, wanted, on, progress) or index.read(session, on)
    except OSError:  # a full or read-only shelf is no reason to stop
        with db.reading(engine) as session:
            return index.read(session, on)


def is_there(engine: Engine) -> bool:
    """Tell whether there is a file for a database at all."""
    path = place(engine)
    return path is not None and path.exists()


def ready(engine: Engine, on: date) -> Index | None:
    """Return the index of a database when its file is current; nothing is made."""
    path = place(engine)
    if path is None:
        return None
    with db.reading(engine) as session:
        return found(path, source(session, on))
