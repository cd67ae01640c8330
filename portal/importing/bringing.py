"""A whole import, from records to rows: compared in one reading, then written in steps that let others in between."""

import itertools
import uuid
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import db
from portal.directory import actions as directory
from portal.directory import queries as entries
from portal.importing import actions, comparison, hosts, publishers, queries, sources
from portal.importing.actions import Act, Outcome
from portal.importing.cleaning import Cleaned, Quarantined
from portal.importing.comparison import RETURNED, Comparison
from portal.importing.fetching import Failed, Fetcher, Limits
from portal.importing.sources import Gathered

PATIENCE = Limits(answer_bytes=10_000_000, all_bytes=30_000_000, answer_seconds=15.0, all_seconds=45.0)
"""For somebody who waits at a page; what is larger is brought in with the command."""
MOST_AT_A_PRESS = 200
NOBODY = uuid.UUID(int=0)
AT_ONCE = 40
"""Records in one transaction: somebody who sends a form meanwhile waits for a fraction of a second."""

One = TypeVar("One")
Shown = Callable[[Iterable[One], str, int], Iterable[One]]
"""Shows how far something has come: the items, what is done with them, and how many there are."""


def look(
    engine: Engine,
    content: Path,
    gathered: Gathered,
    source: str,
    moment: datetime,
    shown: Shown[Any],
    *,
    force: bool,
) -> Comparison:
    """Compare a feed with what we hold, and write nothing."""
    known = comparison.known_here(content, gathered.name, moment.date())
    cleaning = shown(comparison.clean_all(gathered, known), "Cleaning", len(gathered.records))
    cleaned = [each for each in cleaning if isinstance(each, Cleaned | Quarantined)]
    with db.reading(engine) as session:
        return comparison.compare(session, gathered, cleaned, source, force=force)


def set_up(engine: Engine, content: Path) -> None:
    """Load the area's words where the directory has none: without them every label of a feed would be lost."""
    with db.writing(engine) as session:
        if not entries.taxonomies(session):
            directory.load_taxonomies(session, content / "area" / "taxonomies.toml")
            directory.changed(session)


def bring_in(engine: Engine, made: Comparison, act: Act, shown: Shown[Any]) -> list[Outcome]:
    """Take a whole comparison over; what was written stays when it is interrupted, and the next run goes on from there.

    Records that could not be taken over after all move to those that were set aside.
    """
    new = [each.record for each in made.wanted if each.kind != RETURNED]
    back = [each.record for each in made.wanted if each.kind == RETURNED]
    outcomes: list[Outcome] = []
    for part in _parts(shown(new, "Taking over", len(new))):
        with db.writing(engine) as session:
            feed = actions.begin(session, made.name, made.source, moment=act.moment)
            outcomes += actions.take(session, feed, part, act)
    for gone in _parts(made.vanished):
        with db.writing(engine) as session:
            actions.note_vanished(session, gone, actor=act.actor, moment=act.moment)
    for again in _parts(back):
        with db.writing(engine) as session:
            actions.take_back(session, again, actor=act.actor)
    _move_failed(made, outcomes)
    if outcomes or made.vanished or back:
        with db.writing(engine) as session:
            actions.finish(session, made, outcomes, act=act)
    return outcomes


def _move_failed(made: Comparison, outcomes: Iterable[Outcome]) -> None:
    """Count what could not be taken over as set aside."""
    failed = {each.record.service_id: each.problem for each in outcomes if each.problem}
    made.quarantined += [
        Quarantined(each.record.their_id, (failed[each.record.service_id],), each.record.service_id)
        for each in made.wanted
        if each.record.service_id in failed
    ]
    made.wanted = [each for each in made.wanted if each.record.service_id not in failed]


def _parts(items: Iterable[One]) -> Iterable[list[One]]:
    """Yield items a few at a time."""
    rest = iter(items)
    while part := list(itertools.islice(rest, AT_ONCE)):
        yield part


class NoFeed(ValueError):
    """Say in one sentence why there is nothing to look through."""


def receive(
    engine: Engine, content: Path, name: str, address: str, sent: tuple[str, bytes] | None, act: Act
) -> uuid.UUID:
    """Read a feed that somebody sent, or whose address they gave, and keep the comparison. Raises NoFeed."""
    called = comparison.feed_name(name)
    if not called:
        raise NoFeed("This feed needs a name.")
    try:
        if sent:
            gathered = sources.content(sent[1], sent[0], called)
        else:
            gathered = publishers.gather(Fetcher(limits=PATIENCE), address, called, None, _silent)
    except (hosts.Refused, Failed, sources.Unreadable) as wrong:
        raise NoFeed(str(wrong)) from wrong
    set_up(engine, content)
    with db.reading(engine) as session:
        gathered = replace(gathered, name=comparison.adopted(session, gathered.records, called))
    source = address or (sent[0] if sent else "")
    made = look(engine, content, gathered, source, act.moment, _all, force=False)
    with db.writing(engine) as session:
        return actions.keep(session, made, by=act.author or NOBODY, moment=act.moment, fictional=gathered.fictional).id


def take_over(
    writing: Callable[[], AbstractContextManager[Session]],
    reading_id: uuid.UUID,
    chosen: Collection[uuid.UUID] | None,
    act: Act,
) -> int:
    """Take over what somebody chose of a dry run, or all of it, in small steps; return how many went well.

    No more at a press than a person will wait for: the page says how many are left.
    """
    with writing() as session:
        left = queries.waiting(session, reading_id, chosen, MOST_AT_A_PRESS)
    well = 0
    for part in _parts(left):
        with writing() as session:
            reading = queries.reading(session, reading_id)
            if reading:
                own = replace(act, fictional=bool(reading.told.get("fictional")))
                well += actions.take_chosen(session, reading, part, own)
    return well


def _all(items: Iterable[Any], _doing: str, _count: int) -> Iterable[Any]:
    return items


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""
