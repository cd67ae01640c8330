"""What the demonstration's folder has caught: letters and texts, the newest first."""

import email
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

MOST = 100


@dataclass(frozen=True)
class Caught:
    """One letter or text as whoever it is for would see it."""

    at: datetime
    way: str
    to: str
    sender: str
    subject: str
    body: str


def newest(folder: Path) -> Sequence[Caught]:
    """Return what a folder holds, the newest first."""
    files = [path for path in folder.glob("*") if path.suffix in {".eml", ".txt"} and not path.name.startswith(".")]
    files.sort(key=lambda path: (path.stat().st_mtime, path.name), reverse=True)
    return [_read(path) for path in files[:MOST]]


def _read(path: Path) -> Caught:
    """Read one file of the folder."""
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    said = mail.get_body(("plain",))
    body = said.get_content() if said is not None else ""
    way = "Text" if path.suffix == ".txt" else "Email"
    return Caught(at, way, str(mail["To"] or ""), str(mail["From"] or "").strip('"'), str(mail["Subject"] or ""), body)
