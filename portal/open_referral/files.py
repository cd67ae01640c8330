"""The whole feed as files: each list page by page, each entry, and the description; put in place in one move."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.open_referral import feed, openapi
from portal.open_referral.edition import Current, Edition
from portal.open_referral.parameters import Wanted
from portal.open_referral.routes import COLLECTIONS

PER_PAGE = 100
MARK = "openapi.json"
"""A folder that holds this file is an export of ours, and may be replaced by the next."""

Tell = Callable[[str, int], None]
"""Told the name of a list and how many of its entries are written."""


def export(session: Session, current: Current, folder: Path, address: str, tell: Tell) -> dict[str, int]:
    """Write the feed into a folder, which holds all of it or what it held before. Returns how many of each.

    The same directory makes the same bytes. Raises ValueError where the folder holds something else, and
    RuntimeError when the directory changed meanwhile.
    """
    edition = current.get(session, clock.today())
    folder = folder.absolute()
    if folder.exists() and not (folder.is_dir() and (not any(folder.iterdir()) or (folder / MARK).is_file())):
        raise ValueError(f"{folder} holds something else: name a new folder, an empty one or an earlier export.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    try:
        _write(draft / "index.json", feed.about(address))
        counts = {name: _collection(session, edition, draft, name, tell) for name in COLLECTIONS}
        _write(draft / MARK, openapi.document(address + feed.ROOT))
        if current.get(session, clock.today()).mark != edition.mark:
            raise RuntimeError("The directory changed while it was written: nothing was replaced, run it again.")
        _put(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return counts


def _collection(session: Session, edition: Edition, draft: Path, name: str, tell: Tell) -> int:
    """Write one list with all its entries."""
    done = 0
    for number, said in enumerate(_pages(session, edition, name), start=1):
        _write(draft / name / f"page-{number}.json", said)
        for one in feed.several(session, edition.sources, name, feed.ids(said), Wanted()):
            _write(draft / name / f"{one['id']}.json", one)
            done += 1
        session.expunge_all()  # what is written need not be remembered
        tell(name, done)
    return done


def _pages(session: Session, edition: Edition, name: str) -> Iterator[dict[str, Any]]:
    """Yield the pages of a list, the only one of an empty list too."""
    number = 1
    while True:
        said = feed.page(session, edition.sources, name, Wanted(page=number, per_page=PER_PAGE))
        yield said
        if said["last_page"]:
            return
        number += 1


def _write(path: Path, said: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(feed.written(said))


def _put(draft: Path, folder: Path) -> None:
    """Put a finished folder where an earlier one may be. Nobody ever sees half of one."""
    earlier = draft.with_name(f"{draft.name}.earlier")
    if folder.exists():
        os.rename(folder, earlier)
    try:
        os.rename(draft, folder)
    except OSError:
        if earlier.exists():
            os.rename(earlier, folder)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
