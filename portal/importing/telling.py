"""A comparison in words and plain values: for scripts, for the page, and for whoever reads a terminal. Pure."""

from collections.abc import Iterator
from typing import Any

from portal.importing.comparison import ADDED, CHANGED, Comparison, Wanted
from portal.upkeep import fields
from portal.upkeep.differences import Difference

MOST_LISTED, MOST_LETTERS = 1000, 240
"""Of suggestions and unknown labels; of one value in a diff."""


def answer(made: Comparison) -> dict[str, Any]:
    """Return what an import did, or would do."""
    counts = {"added": made.count(ADDED), "changed": made.count(CHANGED), "unchanged": made.unchanged}
    more = {"refused": made.refused} if made.refused else {}
    return {
        **counts,
        "vanished": len(made.vanished),
        "quarantined": [{"id": each.id, "reasons": list(each.reasons)} for each in made.quarantined],
        "feed": made.name,
        "returned": made.returned,
        "vanished_records": [{"id": each.their_id, "name": each.name} for each in made.vanished],
        "missing": [
            {"id": each.their_id, "name": each.name, "since": each.vanished_at.date().isoformat()}
            for each in made.missing
            if each.vanished_at
        ],
        "unknown_labels": dict(made.unknown.most_common(MOST_LISTED)),
        "suggested_duplicates": [
            {
                "id": each.one.service_id,
                "name": each.one.name,
                "other": {"id": each.other.service_id, "name": each.other.name, "feed": each.other.source or None},
                "because": list(each.because),
            }
            for each in made.alike
        ],
        **more,
    }


def changes(made: Comparison) -> list[dict[str, Any]]:
    """Return the difference record by record."""
    return [change(each) | {"id": each.record.their_id, "name": each.record.document["name"]} for each in made.wanted]


def change(each: Wanted) -> dict[str, Any]:
    """Return one record's difference as plain values."""
    return {
        "kind": each.kind,
        "fields": [] if each.kind == ADDED else [_field(one) for one in each.takes],
        "suggested": [_field(one) for one in each.suggests],
        "notes": list(each.record.notes),
        "unknown_labels": list(each.record.unknown),
    }


def lines(made: Comparison) -> Iterator[str]:
    """Yield a comparison as lines for a terminal."""
    yield from made.said
    for each in made.wanted:
        record = each.record
        yield f"{'+' if each.kind == ADDED else '~'} {record.document['name']} ({record.their_id})"
        for one in () if each.kind == ADDED else each.takes:
            yield f"    {fields.label(one.path)}: {brief(one.before)} -> {brief(one.after)}"
        for one in each.suggests:
            yield f"    {fields.label(one.path)}: suggested {brief(one.after)}; stays as somebody here wrote it"
        yield from (f"    note: {note}" for note in record.notes)
    yield from (f"- {each.name} ({each.their_id}): no longer in the feed" for each in made.vanished)
    for kept in made.quarantined:
        yield f"! {kept.id}: {' '.join(kept.reasons)}"
    yield from (f"? label nobody knows: {label} ({count})" for label, count in made.unknown.most_common(50))
    for pair in made.alike[:50]:
        yield f"= {pair.one.name} may be {pair.other.name} ({pair.other.source or 'ours'}): {', '.join(pair.because)}"


def summary(made: Comparison) -> str:
    """Say in one line what an import did, or would do."""
    return (
        f"{made.count(ADDED)} new, {made.count(CHANGED)} changed, {made.unchanged} unchanged, "
        f"{len(made.vanished)} vanished, {len(made.quarantined)} set aside."
    )


def brief(value: Any) -> str:
    """Say a value in one short line."""
    said = _in_words(value)
    return said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]}…"


def outcome(taken: bool, suggested: bool, problem: str) -> str:
    """Say what became of a record that somebody chose."""
    if problem:
        return problem
    if taken and suggested:
        return "Taken over. What somebody here had written stays; the rest waits for an editor."
    if suggested:
        return "Waits for an editor."
    return "Taken over."


def trouble(wrong: Exception) -> str:
    """Say in one line what stood in the way."""
    said = str(wrong).split("\n")[0]
    return said[:300] if said and type(wrong).__module__.startswith("portal") else type(wrong).__name__


def _field(one: Difference) -> dict[str, str]:
    return {"field": fields.label(one.path), "path": one.path, "before": brief(one.before), "after": brief(one.after)}


def _in_words(value: Any) -> str:
    """Say a value without its ids."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, dict):
        told = {key: each for key, each in value.items() if key != "id" and not key.endswith("_id")}
        return ", ".join(_in_words(each) for each in told.values() if each not in (None, "", [], {})) or "nothing"
    if isinstance(value, list):
        return "; ".join(map(_in_words, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())
