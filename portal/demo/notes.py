"""The demonstration's "You said, we did": what staff wrote about what nobody said."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.accounts import queries as staff
from portal.feedback.models import Note


def write(session: Session, folder: Path, moment: datetime) -> None:
    """Publish the notes of `you_said.toml`, once."""
    if session.scalar(select(exists().where(Note.fictional.is_(True)))):
        return
    said = tomllib.loads((folder / "you_said.toml").read_text("utf-8"))
    author = staff.by_email(session, said["written_by"])
    for each in said["note"]:
        at = moment - timedelta(days=each["days_ago"])
        session.add(
            Note(
                page=each.get("page"),
                said=each["said"],
                did=each["did"],
                written_by=author.id if author else None,
                written_at=at,
                published_at=at,
                fictional=True,
            )
        )
