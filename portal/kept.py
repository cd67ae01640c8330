"""What takes long to make and always comes out the same: kept between starts, so that a restart is quick.

A kept thing is found by the digest of everything it was made from, code included; a changed source is never met
by an old result, and a damaged one is made again.
"""

import hashlib
import os
import pickle
import secrets
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

Thing = TypeVar("Thing")

_folder: Path | None = None


def install(shelf: Path) -> None:
    """Keep things in this folder, which belongs to the installation as its database does."""
    global _folder
    shelf.mkdir(parents=True, exist_ok=True)
    _folder = shelf


def folder() -> Path | None:
    """Return the folder things are kept in; None where nothing is."""
    return _folder


def made(name: str, sources: Iterable[Path], make: Callable[[], Thing]) -> Thing:
    """Return what `make` makes from these files, from the shelf when it has been made before."""
    if _folder is None:
        return make()
    path = _folder / f"{name}.{_digest(sources)}"
    try:
        found: Thing = pickle.loads(path.read_bytes())  # noqa: S301 - our own folder, as trusted as our own code
    except Exception:  # not there, or damaged in any way a file can be
        found = make()
        _keep(path, found)
    return found


def _keep(path: Path, thing: object) -> None:
    """Put a thing on the shelf, whole or not at all. A shelf that is full or read-only is no reason to stop."""
    draft = path.with_name(f".{secrets.token_hex(8)}")
    try:
        draft.write_bytes(pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL))
        os.replace(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)


def _digest(sources: Iterable[Path]) -> str:
    """Return a digest of every source's name and content, and of the Python that reads it."""
    seen = hashlib.sha256(sys.version.encode())
    for path in sorted(sources):
        seen.update(path.name.encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:24]
