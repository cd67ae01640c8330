"""A feed beside what we hold: new, changed, the same, gone, or set aside. Reads, and writes nothing."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.helplines import registry
from portal.importing import cleaning, labels, likeness, queries, shared
from portal.importing.cleaning import Cleaned, Known, Quarantined
from portal.importing.likeness import Alike
from portal.importing.models import LONGEST_NAME
from portal.importing.parts import kept_id
from portal.importing.queries import Held
from portal.importing.shapes import Raw, Said
from portal.importing.sources import Gathered
from portal.upkeep import differences
from portal.upkeep.differences import Difference, Standing

NAMESPACE = uuid.UUID("3b0e1c5a-9d0f-5c77-8f0e-6c1d6f0f3f11")
"""Ids of feeds are made in it, from their names."""
ADDED, CHANGED, RETURNED = "added", "changed", "returned"
SHRUNK_BY, SHRUNK_LEAST = 0.3, 3
"""A feed that loses more of its records than this share, and at least so many, has more likely broken than shrunk."""
SAMPLE = 200
TWICE = "This id stands in the feed more than once; the newest record was kept."


@dataclass(frozen=True)
class Wanted:
    """One record that is new, says something else than before, or is back."""

    kind: str
    record: Cleaned
    takes: tuple[Difference, ...]
    """What the entry will say."""
    suggests: tuple[Difference, ...]
    """What somebody here has changed since: it stays, and the feed's word becomes a suggestion."""


@dataclass
class Comparison:
    """A whole feed beside what we hold."""

    feed: uuid.UUID
    name: str
    source: str
    said: list[str] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    unchanged: int = 0
    returned: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    vanished: list[Held] = field(default_factory=list)
    """Newly."""
    missing: list[Held] = field(default_factory=list)
    """For some time."""
    unknown: Counter[str] = field(default_factory=Counter)
    alike: list[Alike] = field(default_factory=list)
    refused: str = ""

    def count(self, kind: str) -> int:
        """Return how many records are new, or changed."""
        return sum(each.kind == kind for each in self.wanted)


def feed_id(name: str) -> uuid.UUID:
    """Return the id a feed has by its name."""
    return uuid.uuid5(NAMESPACE, name)


def feed_name(said: str) -> str:
    """Return a name a feed can have: one line, not too long."""
    return " ".join(said.split())[:LONGEST_NAME].strip()


def known_here(content: Path, name: str, today: date) -> Known:
    """Gather what cleaning has to know. Raises labels.LabelsError where the area's own table is wrong."""
    area = content / "area"
    helplines = frozenset(registry.load(area).contacts)
    return Known(feed_id(name), labels.load(area), helplines, today)


def adopted(session: Session, records: Iterable[Raw], name: str) -> str:
    """Return the name of the feed these records belong to: files are renamed from one day to the next, ids are not."""
    if queries.feed(session, name):
        return name
    found = [own for raw in records if isinstance(raw.said, dict) and (own := kept_id(raw.said.get("id")))]
    return (queries.likely_feed(session, found[:SAMPLE]) if found else None) or name


def compare(
    session: Session, gathered: Gathered, cleaned: list[Cleaned | Quarantined], source: str, *, force: bool = False
) -> Comparison:
    """Compare a feed, cleaned record by record, with what it said before and what our entries say now."""
    made = Comparison(feed_id(gathered.name), gathered.name, source, list(gathered.said))
    before = queries.held(session, made.feed)
    records = _settled(session, made, _told_once(made, cleaned), before)
    for each in records:
        made.unknown.update(each.unknown)
    _sort(session, made, _whose(session, made, records), before)
    seen = {each.service_id for each in cleaned}
    gone = [each for own, each in before.items() if own not in seen]
    made.missing = [each for each in gone if each.vanished_at]
    made.vanished = [] if gathered.partial else [each for each in gone if not each.vanished_at]
    made.alike = likeness.suggested(
        [likeness.card(each.document, gathered.name) for each in records], queries.cards(session, made.feed)
    )
    made.refused = "" if force else _refused(made, len(before) - len(made.missing))
    return made


def digest(document: Mapping[str, Any]) -> str:
    """Return the same text for two documents that say the same; when somebody saved them does not count."""
    said = json.dumps(differences.settled(document), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()


def sides(
    theirs: Said, base: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return what a feed changes in an entry, and what it would change if nobody here had written something else."""
    if now is None:
        return (Difference("", None, theirs),), ()
    wishes = [each for each in differences.between(base, theirs) if each.path not in KEPT_HERE]
    stand = [(each, differences.standing(each, now)) for each in wishes]
    clear = tuple(_from(each, now) for each, how in stand if how is Standing.CLEAR)
    return clear, tuple(_from(each, now) for each, how in stand if how is Standing.CONFLICT)


KEPT_HERE = frozenset({"id", "x_cypmh/slug", "organization/id"})
"""What others hold on to: a feed sets it once."""


def _from(each: Difference, now: Mapping[str, Any]) -> Difference:
    """Say a change as one from what the entry says now."""
    return Difference(each.path, differences.value_at(now, each.path), each.after)


def _told_once(made: Comparison, cleaned: Iterable[Cleaned | Quarantined]) -> list[Cleaned]:
    """Set aside what cannot be taken over, and all but one of several records with the same id: the newest stays."""
    by_id: dict[uuid.UUID, list[Cleaned]] = {}
    for each in cleaned:
        if isinstance(each, Quarantined):
            made.quarantined.append(each)
        else:
            by_id.setdefault(each.service_id, []).append(each)
    for several in by_id.values():
        several.sort(key=_newness, reverse=True)
        made.quarantined += [
            Quarantined(
                each.their_id,
                ("This id stands in the feed more than once; the newest record was kept.",),
                each.service_id,
            )
            for each in several[1:]
        ]
    return [several[0] for several in by_id.values()]


def _newness(each: Cleaned) -> tuple[str, str, str]:
    """Return what the newest of several records is found by; the same whatever order they stand in."""
    said = each.document
    return said.get("last_modified", ""), said.get("assured_date", ""), json.dumps(said, sort_keys=True)


def _settled(
    session: Session, made: Comparison, records: list[Cleaned], before: Mapping[uuid.UUID, Held]
) -> list[Cleaned]:
    """Give organisations and places ids that are nobody else's, and one form each."""
    mine = {own for each in before.values() for own in each.shares}
    theirs = {own for each in records for own in shared.ids(each.document)} - mine
    taken = queries.taken(session, theirs)
    if taken:
        made.said.append(f"{len(taken)} organisations or places have ids that are somebody else's: they got their own.")
    told = shared.settled([each.document for each in records], taken, made.feed)
    return [replace(each, document=document) for each, document in zip(records, told, strict=True)]


def _whose(session: Session, made: Comparison, records: list[Cleaned]) -> list[Cleaned]:
    """Set aside records that speak of a service which does not come from this feed."""
    others = queries.somebody_elses(session, [each.service_id for each in records], made.feed)
    for each in records:
        if each.service_id in others:
            whose = others[each.service_id]
            reason = f"the feed “{whose}” has it already" if whose else "it is one of our own entries"
            made.quarantined.append(Quarantined(each.their_id, (f"This service was left as it is: {reason}.",)))
    return [each for each in records if each.service_id not in others]


def _sort(session: Session, made: Comparison, records: list[Cleaned], before: Mapping[uuid.UUID, Held]) -> None:
    """Tell new records, changed ones and those that say what they said before."""
    moved = []
    for each in records:
        known = before.get(each.service_id)
        if known is None or known.digest != digest(each.document):
            moved.append(each)
            continue
        made.unchanged += 1
        if known.vanished_at:
            made.returned += 1
            made.wanted.append(Wanted(RETURNED, each, (), ()))
    known_ones = [each.service_id for each in moved if each.service_id in before]
    bases, entries = queries.documents(session, known_ones), queries.entries(session, known_ones)
    for each in moved:
        own = each.service_id
        takes, suggests = sides(each.document, bases.get(own), entries.get(own))
        made.wanted.append(Wanted(CHANGED if own in before else ADDED, each, takes, suggests))


def _refused(made: Comparison, live: int) -> str:
    """Say why a feed should not be taken over as it is; empty when nothing speaks against it."""
    if not made.wanted and not made.unchanged:
        return "There is nothing in this feed that could be taken over."
    gone = len(made.vanished)
    if gone >= SHRUNK_LEAST and gone > SHRUNK_BY * live:
        return (
            f"{gone} of the {live} records of this feed are gone. It has more likely broken than shrunk: nothing was "
            "taken over. If it really shrank, say so with --force."
        )
    return ""


def clean_all(gathered: Gathered, known: Known) -> Iterable[Cleaned | Quarantined]:
    """Clean a feed record by record."""
    return (cleaning.clean(raw, known, position) for position, raw in enumerate(gathered.records, 1))
