"""Changing the directory: every change moves the version, so that each process builds a new index."""

import json
import secrets
import tomllib
import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.directory import from_open_referral
from portal.directory.models import DirectoryVersion
from portal.directory.taxonomy import Taxonomy, TaxonomyTerm

COUNTER = uuid.UUID(int=1)
"""The one row that counts."""
STEPS = 1000
LANGUAGE_KEY_LENGTH = 2
NOT_NAMES = frozenset({"id"})


def load_seed(session: Session, folder: Path, on: date) -> dict[str, int]:
    """Load an area's taxonomies and services, as often as wanted: the same ids find the same rows.

    A fictional seed is told as if it had been checked lately: its dates keep their distance from the day it is
    loaded. Returns how many taxonomies, words and services there are.
    """
    counts = load_taxonomies(session, folder / "taxonomies.toml")
    known = {(taxonomy.key, term.key): term.id for taxonomy in session.query(Taxonomy) for term in taxonomy.terms}
    counts["services"] = 0
    for path in sorted((folder / "services").glob("*.json")):
        said = json.loads(path.read_text("utf-8"))
        fictional = bool(said.get("fictional", False))
        if fictional:
            said = from_open_referral.moved(said, on - date.fromisoformat(said["as_of"]))
        for each in said["contents"]:
            session.merge(from_open_referral.service(each, known, fictional=fictional))
            counts["services"] += 1
    changed(session)
    return counts


def load_taxonomies(session: Session, path: Path) -> dict[str, int]:
    """Load the words services are sorted by."""
    said = tomllib.loads(path.read_text("utf-8"))
    rows = [_taxonomy(key, table, said["uri_base"]) for key, table in said["taxonomy"].items()]
    for row in rows:
        session.merge(row)
    session.flush()
    return {"taxonomies": len(rows), "terms": sum(len(row.terms) for row in rows)}


def changed(session: Session) -> None:
    """Say that the directory is not what it was. Every act that changes a row of it calls this, and flushes.

    The version grows by chance, so that a database put back to yesterday does not come to a number again that an
    index made of the lost day already bears.
    """
    session.flush()
    step = 1 + secrets.randbelow(STEPS)
    moved = session.execute(
        update(DirectoryVersion).where(DirectoryVersion.id == COUNTER).values(number=DirectoryVersion.number + step)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        session.add(DirectoryVersion(id=COUNTER, number=step))
        session.flush()


def _taxonomy(key: str, said: Mapping[str, Any], base: str) -> Taxonomy:
    uri = f"{base}/{key}"
    own = uuid.uuid5(uuid.NAMESPACE_URL, uri)
    terms = [_term(own, position, each, uri) for position, each in enumerate(said["terms"])]
    return Taxonomy(id=own, key=key, name=said["name"], description=said["description"], uri=uri, terms=terms)


def _term(taxonomy_id: uuid.UUID, position: int, said: Mapping[str, Any], base: str) -> TaxonomyTerm:
    uri = f"{base}/{said['id']}"
    names = {key: name for key, name in said.items() if len(key) == LANGUAGE_KEY_LENGTH and key not in NOT_NAMES}
    return TaxonomyTerm(
        id=uuid.uuid5(uuid.NAMESPACE_URL, uri),
        taxonomy_id=taxonomy_id,
        key=said["id"],
        position=position,
        names=names,
        official_name=said.get("official"),
        description=said["help"],
        uri=uri,
    )
