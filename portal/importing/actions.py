"""Taking over what a feed says: record by record, through the same history as every change; nothing is ever deleted."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit import trail
from portal.audit.tags import Tag
from portal.directory.taxonomy import Taxonomy
from portal.importing import comparison, newcomers, queries, shared, telling
from portal.importing.cleaning import Cleaned
from portal.importing.comparison import Comparison, Wanted
from portal.importing.models import Feed, FeedDifference, FeedReading, FeedRecord
from portal.importing.queries import Held
from portal.upkeep import actions as upkeep
from portal.upkeep import differences, documents
from portal.upkeep.differences import Difference

KEPT_FOR = timedelta(days=14)
"""So long a dry run waits for a person."""
REASON = "From the feed"
TROUBLES = (upkeep.Invalid, upkeep.NotAllowed, upkeep.Conflict, upkeep.Gone, IntegrityError, ValueError, KeyError)
"""What may be wrong with one record without stopping the others."""


class NoWords(Exception):
    """The directory has no taxonomies yet: every label would be lost."""


@dataclass(frozen=True)
class Act:
    """In whose name records are taken over, and how."""

    author: uuid.UUID | None
    """None: an operator's command."""
    moment: datetime
    review: bool = False
    """Put everything into the editors' queue instead of taking it over."""
    fictional: bool = False

    @property
    def actor(self) -> str:
        """How the trail calls whoever does this."""
        return f"staff:{self.author}" if self.author else "command"


@dataclass(frozen=True)
class Outcome:
    """What became of one record: it was taken over, handed to the editors, both, or neither with a reason."""

    record: Cleaned
    taken: bool = False
    suggested: bool = False
    problem: str = ""


def begin(session: Session, name: str, source: str, *, moment: datetime) -> Feed:
    """Return a feed, known from now on. Raises NoWords where the directory itself is not set up yet."""
    if session.scalars(select(Taxonomy.id).limit(1)).first() is None:
        raise NoWords
    found = queries.feed(session, name)
    if found is None:
        found = Feed(id=comparison.feed_id(name), name=name, source=source[:500], begun_at=moment)
        session.add(found)
        session.flush()
    return found


def take(session: Session, feed: Feed, records: Collection[Cleaned], act: Act) -> list[Outcome]:
    """Take records over, each whole or not at all: one that cannot be taken over never stops the others."""
    known = queries.somebody_elses(session, [each.service_id for each in records], uuid.UUID(int=0))
    new = [] if act.review else [each for each in records if each.service_id not in known]
    outcomes = _take_new(session, feed, new, act) if new else []
    done = {each.record.service_id for each in outcomes}
    return outcomes + [_take(session, feed, each, act) for each in records if each.service_id not in done]


def _take_new(session: Session, feed: Feed, records: Collection[Cleaned], act: Act) -> list[Outcome]:
    """Take new records over together. None where one of them does not go in: then each is tried by itself."""
    try:
        with session.begin_nested():
            source = f"feed:{feed.name}"
            newcomers.write(session, records, newcomers.Act(source, REASON, act.author, act.moment, act.fictional))
            for each in records:
                whole = (Difference("", None, each.document),)
                session.add(_remembered(feed, None, each, whole, act.moment))
            detail = {"source": source, "services": [str(each.service_id) for each in records]}
            trail.record(session, Tag.ENTRY_TAKEN_OVER, actor=act.actor, subject=f"feed:{feed.id}", detail=detail)
    except TROUBLES:
        return []
    return [Outcome(each, taken=True) for each in records]


def _take(session: Session, feed: Feed, each: Cleaned, act: Act) -> Outcome:
    """Take one record over."""
    try:
        with session.begin_nested():
            return _taken(session, feed, each, act)
    except TROUBLES as no:
        return Outcome(each, problem=f"It could not be taken over: {telling.trouble(no)}")


def _taken(session: Session, feed: Feed, each: Cleaned, act: Act) -> Outcome:
    """Compare once more with what the entry says at this moment, then write. Raises as `upkeep` does."""
    known = queries.record(session, each.service_id)
    if queries.somebody_elses(session, [each.service_id], feed.id):
        return Outcome(each, problem="This service was left as it is: it is somebody else's by now.")
    now = documents.now(session, each.service_id)
    takes, suggests = comparison.sides(each.document, known.document if known else None, now)
    if act.review:
        takes, suggests = (), (*takes, *suggests)
    source = f"feed:{feed.name}"
    how: dict[str, Any] = {"author": act.author, "source": source, "reason": REASON, "moment": act.moment}
    if takes:
        upkeep.take_over(session, _said(now, takes), **how, fictional=act.fictional, base=now)
        now = documents.now(session, each.service_id)
    if suggests:
        upkeep.propose(session, _said(now, suggests), **how, base=now)
    came = suggests if act.review else takes
    session.add(_remembered(feed, known, each, came, act.moment))
    session.flush()
    return Outcome(each, bool(takes), bool(suggests))


def _said(now: Mapping[str, Any] | None, wishes: Collection[Difference]) -> Mapping[str, Any]:
    """Return the whole document that an entry with these changes would be."""
    first = next(iter(wishes))
    whole: Mapping[str, Any] = first.after if first.path == "" else differences.apply(now or {}, wishes)
    return whole


def _remembered(
    feed: Feed, known: FeedRecord | None, each: Cleaned, came: Iterable[Difference], moment: datetime
) -> FeedRecord:
    """Return the record of what the feed said, and when each field last came from it."""
    said = each.document
    record = known or FeedRecord(feed_id=feed.id, their_id=each.their_id, service_id=each.service_id, vanished_at=None)
    paths = {field for one in came for field in _fields(one, said)}
    record.fields = (record.fields if known else {}) | dict.fromkeys(sorted(paths), moment.isoformat())
    record.name, record.document, record.digest = said["name"], said, comparison.digest(said)
    record.shares, record.changed_at, record.vanished_at = shared.ids(said), moment, None
    return record


def _fields(one: Difference, said: Mapping[str, Any]) -> Iterable[str]:
    """Return the fields a change is about; a list of rows is one field."""
    if one.path == "":
        local = said["x_cypmh"].items()
        return [*(name for name in said if name != "x_cypmh"), *(f"x_cypmh/{name}" for name, each in local if each)]
    return (one.path.split("/[")[0],)


def take_back(session: Session, records: Iterable[Cleaned], *, actor: str) -> None:
    """Note that records which had vanished are there again."""
    for each in records:
        record = queries.record(session, each.service_id)
        if record and record.vanished_at:
            record.vanished_at = None
            trail.record(session, Tag.FEED_RECORD_RETURNED, actor=actor, subject=f"service:{each.service_id}")
    session.flush()


def note_vanished(session: Session, gone: Iterable[Held], *, actor: str, moment: datetime) -> None:
    """Note that a feed no longer has these records. The services stay as they are, for people to look after."""
    for each in gone:
        record = queries.record(session, each.service_id)
        if record and record.vanished_at is None:
            record.vanished_at = moment
            trail.record(session, Tag.FEED_RECORD_VANISHED, actor=actor, subject=f"service:{each.service_id}")
    session.flush()


def finish(session: Session, made: Comparison, outcomes: Collection[Outcome], *, act: Act) -> None:
    """Write into the trail that a feed was brought in, unless it changed nothing."""
    if outcomes or made.vanished or made.returned:
        detail = {
            "added": made.count(comparison.ADDED),
            "changed": made.count(comparison.CHANGED),
            "vanished": len(made.vanished),
            "returned": made.returned,
            "quarantined": len(made.quarantined),
            "review": act.review,
        }
        trail.record(session, Tag.FEED_BROUGHT_IN, actor=act.actor, subject=f"feed:{made.feed}", detail=detail)


def keep(
    session: Session, made: Comparison, *, by: uuid.UUID, moment: datetime, fictional: bool = False
) -> FeedReading:
    """Keep a dry run for a person to look through. Older ones that nobody came back to are forgotten."""
    _forget(session, made.name, moment)
    reading = FeedReading(
        name=made.name,
        source=made.source[:500],
        by_id=by,
        read_at=moment,
        unchanged=made.unchanged,
        refused=made.refused,
        told=telling.answer(made) | {"fictional": fictional, "gone": [str(each.service_id) for each in made.vanished]},
    )
    session.add(reading)
    session.flush()
    session.add_all(_difference(reading, at, each) for at, each in enumerate(made.wanted))
    detail = {"added": made.count(comparison.ADDED), "changed": made.count(comparison.CHANGED)}
    trail.record(session, Tag.FEED_COMPARED, actor=f"staff:{by}", subject=f"feed:{made.feed}", detail=detail)
    return reading


def _difference(reading: FeedReading, position: int, each: Wanted) -> FeedDifference:
    record = each.record
    return FeedDifference(
        reading_id=reading.id,
        position=position,
        kind=each.kind,
        their_id=record.their_id,
        service_id=record.service_id,
        name=record.document["name"],
        document=record.document,
        told=telling.change(each),
        taken_at=None,
        outcome="",
    )


def take_chosen(session: Session, reading: FeedReading, chosen: Collection[uuid.UUID], act: Act) -> int:
    """Take over these differences of a dry run, through the same history as everything; return how many went well."""
    feed = begin(session, reading.name, reading.source, moment=act.moment)
    found = [session.get(FeedDifference, own) for own in chosen]
    rows = [row for row in found if row and row.reading_id == reading.id and not row.outcome]
    records = {row.id: Cleaned(row.their_id, row.service_id, row.document) for row in rows}
    back = [records[row.id] for row in rows if row.kind == comparison.RETURNED]
    take_back(session, back, actor=act.actor)
    others = [records[row.id] for row in rows if row.kind != comparison.RETURNED]
    outcomes = {each.record.service_id: each for each in take(session, feed, others, act)}
    for row in rows:
        became = outcomes.get(row.service_id, Outcome(records[row.id], taken=True))
        row.taken_at, row.outcome = act.moment, telling.outcome(became.taken, became.suggested, became.problem)
    session.flush()
    return sum(not each.problem for each in outcomes.values()) + len(back)


def note_gone(session: Session, reading: FeedReading, act: Act) -> None:
    """Note as vanished what a dry run found to be gone."""
    feed = begin(session, reading.name, reading.source, moment=act.moment)
    known = queries.held(session, feed.id)
    gone = [known[own] for own in map(uuid.UUID, reading.told.get("gone", ())) if own in known]
    note_vanished(session, gone, actor=act.actor, moment=act.moment)
    reading.told = reading.told | {"gone": [], "vanished": 0, "gone_noted": len(gone)}
    session.flush()


def drop(session: Session, reading: FeedReading) -> None:
    """Forget a dry run: nothing it found is taken over any more."""
    session.execute(delete(FeedDifference).where(FeedDifference.reading_id == reading.id))
    session.delete(reading)
    session.flush()


def _forget(session: Session, name: str, moment: datetime) -> None:
    """Forget dry runs of the same feed, and those that are too old."""
    for each in queries.readings(session):
        if each.name == name or each.read_at < moment - KEPT_FOR:
            drop(session, each)
