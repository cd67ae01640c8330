"""What the desk's pages show: an entry in sections, a proposal field by field, two versions side by side. Pure."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.upkeep import differences, fields, words
from portal.upkeep.differences import Difference, Standing
from portal.upkeep.models import Proposal, ProposedField, ServiceVersion, State
from portal.upkeep.words import Line, Names

SOURCES = {
    "staff": "The directory team",
    "partner": "The service itself",
    "bulk": "A table",
    "restore": "An older version",
    "found": "As it was before",
    "shared": "A shared place or organisation",
    "check": "Checked, nothing changed",
}
STATES = {
    State.WAITING: "Waiting",
    State.APPROVED: "Approved",
    State.REFUSED: "Refused",
    State.WITHDRAWN: "Taken back",
    State.OVERTAKEN: "A newer proposal took its place",
}


@dataclass(frozen=True)
class Shown:
    """One field of an entry, in words."""

    label: str
    lines: tuple[str, ...]
    waiting: bool


@dataclass(frozen=True)
class Section:
    """Some fields that belong together."""

    title: str
    fields: tuple[Shown, ...]


@dataclass(frozen=True)
class Change:
    """One field that two documents differ in, with the words that were taken out and put in."""

    path: str
    label: str
    lines: tuple[Line, ...]
    """From before to after."""
    state: str = ""
    waits: bool = False
    conflict: bool = False
    now: tuple[Line, ...] = ()
    """In a conflict: from what it says now to what the author would like."""
    decided: str = ""
    decision: str = ""


def source(text: str) -> str:
    """Say where a change came from."""
    return f"The feed {text.removeprefix('feed:')}" if text.startswith("feed:") else SOURCES.get(text, text)


def sections(document: Mapping[str, Any], waiting: Iterable[str], names: Names) -> list[Section]:
    """Return an entry in the sections of its form, with a mark where a change waits."""
    roots = {fields.root(path) for path in waiting}
    return [
        Section(
            title,
            tuple(
                Shown(
                    each.label,
                    tuple(words.lines(each.path, differences.value_at(document, each.path), names)),
                    each.path in roots,
                )
                for each in fields.FIELDS
                if each.section == title
            ),
        )
        for title in fields.SECTIONS
    ]


def changes(found: Iterable[Difference], names: Names) -> list[Change]:
    """Return differences in words."""
    return [
        Change(
            one.path, words.row_name(one.path, one.before, one.after), _compared(one.path, one.before, one.after, names)
        )
        for one in found
    ]


def proposed(
    proposal: Proposal,
    now: Mapping[str, Any] | None,
    names: Names,
    people: Mapping[uuid.UUID | None, str],
    *,
    all_seen: bool,
) -> list[Change]:
    """Return the fields of a proposal, those of a new entry one by one; secret places only for those who may."""
    return [
        shown
        for each in proposal.fields
        for shown in (
            [_new(each, names, all_seen=all_seen)]
            if each.path == ""
            else [_proposed(each, now, names, people, all_seen=all_seen)]
        )
    ]


def _proposed(
    each: ProposedField,
    now: Mapping[str, Any] | None,
    names: Names,
    people: Mapping[uuid.UUID | None, str],
    *,
    all_seen: bool,
) -> Change:
    """Compare three where the entry has moved on: what the author saw, what it says now, what they would like."""
    wish, waits = Difference(each.path, each.before, each.after), each.state is State.WAITING
    conflict = waits and differences.standing(wish, now or {}) is Standing.CONFLICT
    today = differences.value_at(now or {}, each.path) if conflict else None
    before, after, today = (each if all_seen else differences.masked(each) for each in (each.before, each.after, today))
    return Change(
        each.path,
        words.row_name(each.path, each.before, each.after),
        _compared(each.path, before, after, names),
        state=STATES[each.state],
        waits=waits,
        conflict=conflict,
        now=_compared(each.path, today, after, names) if conflict else (),
        decided=people.get(each.decided_by, "") if each.decided_at else "",
        decision=each.decision,
    )


def _new(each: ProposedField, names: Names, *, all_seen: bool) -> Change:
    """Show a whole new entry as one change: it is approved as one."""
    inside = differences.between({}, each.after if all_seen else differences.masked(each.after))
    lines = [
        line
        for one in inside
        if fields.root(one.path) in fields.BY_PATH or one.path == "organization"
        for line in _labelled(one, names)
    ]
    return Change("", "The whole new entry", tuple(lines), state=STATES[each.state], waits=each.state is State.WAITING)


def _labelled(one: Difference, names: Names) -> list[Line]:
    said = words.lines(one.path, one.after, names)
    label = f"{fields.label(one.path)}: "
    return [Line((words.Piece(words.SAME, label), words.Piece(words.IN, text))) for text in said]


def _compared(path: str, before: Any, after: Any, names: Names) -> tuple[Line, ...]:
    return tuple(words.compared(words.lines(path, before, names), words.lines(path, after, names)))


@dataclass(frozen=True)
class Moment:
    """One line of an entry's history."""

    number: int
    at: datetime
    author: str
    approver: str
    source: str
    reason: str
    fields: tuple[str, ...]
    """What changed since the state before."""


def history(versions: Sequence[ServiceVersion], people: Mapping[uuid.UUID | None, str]) -> list[Moment]:
    """Return an entry's states, newest first, each with the fields that it changed."""
    before = [*versions[1:], None][: len(versions)]
    return [
        Moment(
            each.number,
            each.at,
            people.get(each.author_id, "") if each.author_id else "",
            people.get(each.approver_id, "") if each.approver_id else "",
            source(each.source),
            each.reason,
            tuple(
                dict.fromkeys(
                    fields.label(one.path)
                    for one in differences.between(old.document if old else each.document, each.document)
                )
            ),
        )
        for each, old in zip(versions, before, strict=True)
    ]
