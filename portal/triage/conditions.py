"""The only questions a rule may ask of the facts: all, any, in, gte, lt. No code and no patterns in data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.triage.documents import DocumentError, only_keys, words_in
from portal.triage.facts import UNANSWERED, Facts, Field, Value

Evidence = dict[str, Any]


@dataclass(frozen=True)
class Among:
    """Holds when the field has one of the values; a number has none but that nobody said it."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True)
class Bound:
    """Holds when the number is at least, or below, the limit; an unanswered number never holds."""

    field: str
    limit: float
    at_least: bool


@dataclass(frozen=True)
class Group:
    """Holds when every part holds, or when any does."""

    parts: tuple["Condition", ...]
    every: bool


Condition = Among | Bound | Group


def evidence(condition: Condition, facts: Facts) -> Evidence | None:
    """Return the answers that make the condition hold, or None when it does not."""
    if isinstance(condition, Among):
        return _among(condition, facts[condition.field])
    if isinstance(condition, Bound):
        return _bound(condition, facts[condition.field])
    found = [evidence(part, facts) for part in condition.parts]
    held = [each for each in found if each is not None]
    if not held or (condition.every and len(held) < len(found)):
        return None
    return {name: value for each in held for name, value in each.items()}


def _among(condition: Among, value: Value) -> Evidence | None:
    if isinstance(value, frozenset):
        seen = sorted(value & condition.values)
        return {condition.field: seen} if seen else None
    return {condition.field: value} if value in condition.values else None


def _bound(condition: Bound, value: Value) -> Evidence | None:
    if not isinstance(value, int | float):
        return None
    return {condition.field: value} if (value >= condition.limit) is condition.at_least else None


def fields_of(condition: Condition) -> frozenset[str]:
    """Return the names of all fields a condition reads."""
    if isinstance(condition, Group):
        return frozenset[str]().union(*(fields_of(part) for part in condition.parts))
    return frozenset({condition.field})


def parse(raw: object, fields: Mapping[str, Field]) -> Condition:
    """Return the condition written in a rule; raise DocumentError when it is not a condition."""
    if isinstance(raw, dict) and len(raw) == 1 and raw.keys() <= {"all", "any"}:
        ((word, parts),) = raw.items()
        if not isinstance(parts, list) or not parts:
            raise DocumentError(f"{word!r} needs a list of conditions")
        return Group(tuple(parse(part, fields) for part in parts), every=word == "all")
    return _leaf(only_keys(raw, {"field"}, {"in", "gte", "lt"}), fields)


def _leaf(raw: dict[str, Any], fields: Mapping[str, Field]) -> Condition:
    asked = raw.keys() - {"field"}
    if len(asked) != 1:
        raise DocumentError(f"{raw['field']!r} needs exactly one of in, gte, lt")
    if raw["field"] not in fields:
        raise DocumentError(f"unknown field {raw['field']!r}")
    field = fields[raw["field"]]
    return _listed(field, raw["in"]) if asked == {"in"} else _limit(field, min(asked), raw)


def _listed(field: Field, raw: object) -> Among:
    values = frozenset(words_in(raw))
    known = field.values | {UNANSWERED} if field.kind == "choice" else field.values
    if field.kind == "number" and values == {UNANSWERED}:
        return Among(field.name, values)
    if field.kind == "number" or not values:
        raise DocumentError(f"{field.name!r} cannot be compared with a list")
    if values - known:
        raise DocumentError(f"unknown value {min(values - known)!r} for {field.name!r}")
    return Among(field.name, values)


def _limit(field: Field, word: str, raw: dict[str, Any]) -> Bound:
    limit = raw[word]
    if field.kind != "number" or isinstance(limit, bool) or not isinstance(limit, int | float):
        raise DocumentError(f"{word} on {field.name!r} needs a number field and a number")
    return Bound(field.name, limit, at_least=word == "gte")
