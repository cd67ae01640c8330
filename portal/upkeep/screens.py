"""Gathering what each page of the desk shows, within what somebody may see."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.directory import to_open_referral
from portal.upkeep import differences, documents, fields, ladder, pages, queries
from portal.upkeep.documents import Document
from portal.upkeep.ladder import Ladder
from portal.upkeep.queries import Sight

Screen = dict[str, Any]


def guarded(document: Document, sight: Sight) -> Document:
    """Return an entry without the addresses that somebody may not see."""
    said: Document = document if sight.everything else differences.masked(document)
    return said


def entry(session: Session, sight: Sight, service_id: uuid.UUID, steps: Ladder, today: date) -> Screen | None:
    """Return what the page of an entry shows; None where there is none for this person."""
    row = queries.entry(session, sight, service_id)
    if row is None:
        return None
    now, waiting = to_open_referral.service(row), queries.proposals_of(session, sight, service_id)
    paths = [each.path for proposal in waiting for each in proposal.waiting]
    checked, people = row.assured_date, queries.people(session)
    past = pages.history(queries.versions(session, service_id), people)
    return {
        "row": row,
        "sections": pages.sections(guarded(now, sight), paths, queries.names(session)),
        "seen": differences.digest(now),
        "waiting": waiting,
        "past": past,
        "check": next((each for each in past if each.source == pages.SOURCES["check"]), None),
        "step": ladder.reached(steps, checked, today) if checked else None,
        "step_words": ladder.IN_WORDS,
        "people": people,
        "label": fields.label,
        "source": pages.source,
    }


def history(session: Session, sight: Sight, service_id: uuid.UUID, first: int, last: int) -> Screen | None:
    """Return the states of an entry, and what differs between two of them; 0 means the last two there are."""
    row = queries.entry(session, sight, service_id)
    if row is None:
        return None
    kept = queries.versions(session, service_id)
    by_number = {each.number: each for each in kept}
    newest = kept[0].number if kept else 0
    last = last if last in by_number else newest
    first = first if first in by_number else max(1, last - 1)
    found = []
    if kept:
        old, new = (guarded(by_number[each].document, sight) for each in (first, last))
        found = pages.changes(differences.between(old, new), queries.names(session))
    return {
        "row": row,
        "past": pages.history(kept, queries.people(session)),
        "first": first,
        "last": last,
        "newest": newest,
        "changes": found,
    }


def proposal(session: Session, sight: Sight, proposal_id: uuid.UUID) -> Screen | None:
    """Return what the page of a proposal shows; None where there is none for this person."""
    found = queries.proposal(session, sight, proposal_id)
    if found is None:
        return None
    now, people = documents.now(session, found.service_id), queries.people(session)
    names = queries.names(session)
    return {
        "proposal": found,
        "changes": pages.proposed(found, now, names, people, all_seen=sight.everything),
        "exists": now is not None,
        "slug": differences.value_at(now or {}, "x_cypmh/slug"),
        "people": people,
        "author": people.get(found.author_id, ""),
        "mine": found.author_id == sight.user_id,
        "source": pages.source(found.source),
        "beside": _beside(session, found) if sight.everything else [],
    }


def _beside(session: Session, found: Any) -> list[str]:
    """Name the entries that would change too, because they share a place or the organisation."""
    touched = {each.path.partition("/")[0] for each in found.waiting}
    row = queries.entry(session, Sight(uuid.uuid4(), True, None), found.service_id)
    if row is None or not touched & {"organization", "service_at_locations"}:
        return []
    return [each.name for each in documents.sharing(session, row, organization="organization" in touched)]
