"""Static files: named after their content, compressed once, served with far-future caching."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

SOURCE = Path(__file__).parent / "static"
PREFIX = "/static/"
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


def names(source: Path = SOURCE) -> dict[str, str]:
    """Return the hashed name of every static file: css/portal.css -> css/portal.0123456789ab.css."""
    return {plain: hashed_name(plain, path.read_bytes()) for plain, path in _files(source)}


def hashed_name(plain: str, content: bytes) -> str:
    """Put the first 12 hexadecimal digits of the content's SHA-256 before the suffix."""
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{suffix}"


def build(target: Path, source: Path = SOURCE) -> dict[str, str]:
    """Copy every file under its hashed name, with compressed copies, and return the names.

    A file's name decides its content, so several processes may build at once, and the pages that an older
    release has already sent still find their styles.
    """
    manifest = names(source)
    for plain, hashed in manifest.items():
        if not (target / hashed).exists():
            _place(source / plain, target / hashed, workshop=target.parent)
    return manifest


def address(manifest: Mapping[str, str], path: str) -> str:
    """Return the address of a static file, the same in every language."""
    return PREFIX + manifest[path]


def with_static_files(app: Flask) -> WhiteNoise:
    """Serve the built files in front of the application."""
    return WhiteNoise(
        app,
        root=str(app.extensions["portal"]["settings"].instance / "static"),
        prefix=PREFIX,
        allow_all_origins=False,
        add_headers_function=_add_headers,
        immutable_file_test=_is_immutable,
    )


def _files(source: Path) -> Iterator[tuple[str, Path]]:
    """Walk over the files in a stable order, each with its name relative to the folder."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            yield path.relative_to(source).as_posix(), path


def _place(original: Path, final: Path, workshop: Path) -> None:
    """Move a file and its compressed copies into place; the plain one comes last: it says that all are there."""
    final.parent.mkdir(parents=True, exist_ok=True)
    # Not inside the served folder: another process may be listing it at this moment.
    with tempfile.TemporaryDirectory(dir=workshop, prefix=".assets-") as folder:
        draft = Path(folder) / final.name
        draft.write_bytes(original.read_bytes())
        for extra in Compressor(quiet=True).compress(str(draft)):
            os.replace(extra, final.parent / Path(extra).name)
        os.replace(draft, final)


def _is_immutable(_path: str, url: str) -> bool:
    """Tell whether an address can never mean anything else."""
    return HASHED.search(url) is not None


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    """Keep browsers from guessing types, and other sites from borrowing files."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
