"""What differs between two nested documents, as fields a person can read and decide about one by one. Pure.

A path names a field by its way through the document: `name`, `x_cypmh/summary`, `schedules/[68ed…]`. Objects with
ids are matched by their ids and are one field each, for half of an opening time is no opening time. What nobody
ever said, an empty text and an empty list are the same. Inside a name, `/` is written `~1`, `~` is written `~0`
and a leading `[` is written `~2` (after RFC 6901).
"""

import copy
import enum
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FOLLOWS = frozenset({"languages", "x_cypmh/self_refer"})
"""Paths of what is said a second time, for readers who know only the standard."""
BY_ITSELF = frozenset({"last_modified", "organization_id", "service_id"})
"""Names, at any depth, of what changes by itself or only points back."""
UNORDERED = frozenset(
    {
        "access",
        "cohorts",
        "cost",
        "first_contact_languages",
        "languages",
        "mode",
        "routes",
        "setting",
        "thrive",
        "wards",
    }
)
"""Lists of words whose order says nothing. That of needs does: what a service is mainly for comes first."""
WHOLE = frozenset({"assurance", "catchment", "waits"})
"""Objects that make sense only as a whole."""

BLOCKED = object()
HIDDEN_NAME = "A place whose address is kept secret"


@dataclass(frozen=True)
class Difference:
    """One field that is not the same: what it was and what it is to be; None where nothing is said."""

    path: str
    before: Any
    after: Any


class Standing(enum.Enum):
    """How a wished-for change stands to what the document says now."""

    CLEAR = "nobody has changed this since"
    DONE = "it says this already"
    CONFLICT = "somebody has changed this since"


def between(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[Difference, ...]:
    """Return every field in which two documents differ, in the order of the old one; None is an empty document."""
    return tuple(_walk(old or {}, new or {}, ()))


def apply(old: Mapping[str, Any], differences: Iterable[Difference]) -> dict[str, Any]:
    """Return a copy of a document with the later value of each difference in it."""
    new = copy.deepcopy(dict(old))
    for each in differences:
        _set(new, parts(each.path), copy.deepcopy(each.after))
    return new


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """Return what a document says in a field; None where it says nothing, or has something else in the way."""
    found = _follow(document, path)
    return None if found is BLOCKED else found


def standing(wish: Difference, now: Mapping[str, Any]) -> Standing:
    """Compare three: what a change started from, what it wants, and what the document says now."""
    value = _follow(now, wish.path)
    if same(value, wish.after):
        return Standing.DONE
    return Standing.CLEAR if same(value, wish.before) else Standing.CONFLICT


def _follow(document: Mapping[str, Any], path: str) -> Any:
    """Return what stands at the end of a path; BLOCKED where something of another shape stands in its way."""
    found: Any = document
    for part in parts(path):
        if found is None:
            return None
        if part.startswith("[") and isinstance(found, list):
            found = next((each for each in found if _id(each) == _plain(part[1:-1])), None)
        elif not part.startswith("[") and isinstance(found, Mapping):
            found = found.get(_unescaped(part))
        else:
            return None if settled(found) is None else BLOCKED
    return found


def same(one: Any, other: Any, name: str = "") -> bool:
    """Tell whether two values say the same, whatever the order of lists whose order says nothing."""
    return bool(settled(one, name) == settled(other, name))


def settled(value: Any, name: str = "") -> Any:
    """Return a value in the one form that all values saying the same have; None where it says nothing."""
    if isinstance(value, Mapping):
        inside = {key: settled(each, key) for key, each in value.items() if key not in BY_ITSELF}
        return {key: each for key, each in inside.items() if each is not None} or None
    if isinstance(value, list | tuple):
        listed = [settled(each) for each in value]
        if are_rows(value):
            listed.sort(key=lambda row: row["id"])
        elif name in UNORDERED:
            listed.sort(key=repr)
        return listed or None
    return None if value == "" else value


def masked(value: Any) -> Any:
    """Return a value without the places in it whose address is kept secret: for everybody but the editors."""
    if isinstance(value, Mapping):
        if (value.get("x_cypmh") or {}).get("address_hidden"):
            return {"id": value.get("id"), "name": HIDDEN_NAME, "location_type": value.get("location_type")}
        return {key: masked(each) for key, each in value.items()}
    return [masked(each) for each in value] if isinstance(value, list | tuple) else value


def digest(document: Mapping[str, Any]) -> str:
    """Return a short name of what a document says: two that say the same have the same one."""
    said = json.dumps(settled(document), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def are_rows(value: Any) -> bool:
    """Tell whether a value is a list of objects that can be told apart by their ids."""
    if not isinstance(value, list | tuple) or not all(isinstance(each, Mapping) for each in value):
        return False
    ids = [each.get("id") for each in value]
    return bool(ids) and all(isinstance(one, str) and one for one in ids) and len(set(ids)) == len(ids)


def parts(path: str) -> list[str]:
    """Return the parts of a path, still escaped; the empty path has none and means the whole document."""
    return path.split("/") if path else []


def _walk(old: Any, new: Any, way: tuple[str, ...]) -> Iterator[Difference]:
    """Yield the differences below one point of two documents."""
    path, name = "/".join(way), _unescaped(way[-1]) if way else ""
    if path in FOLLOWS or name in BY_ITSELF or same(old, new, name):
        return
    # What says nothing has no shape: an empty object where rows stood is all of the rows gone.
    old, new = _or_none(old), _or_none(new)
    if name not in WHOLE and _are_one_object(old, new, at_root=not way):
        for key in dict.fromkeys([*(old or {}), *(new or {})]):
            yield from _walk((old or {}).get(key), (new or {}).get(key), (*way, _escaped(key)))
    elif way and _are_both_rows(old, new):
        yield from _rows(old or (), new or (), path)
    else:
        yield Difference(path, old, new)


def _are_one_object(old: Any, new: Any, *, at_root: bool) -> bool:
    """Tell whether two values are the same object in two states: not two objects with two ids."""
    if not all(each is None or isinstance(each, Mapping) for each in (old, new)):
        return False
    before, after = old or {}, new or {}
    return at_root or before.get("id") == after.get("id")


def _are_both_rows(old: Any, new: Any) -> bool:
    """Tell whether two values are lists of objects with ids, or one is and the other is empty."""
    return all(not each or are_rows(each) for each in (old, new)) and all(
        each is None or isinstance(each, list | tuple) for each in (old, new)
    )


def _rows(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Difference]:
    """Yield the rows that are gone, changed or new."""
    before, after = {each["id"]: each for each in old}, {each["id"]: each for each in new}
    for own in dict.fromkeys([*before, *after]):
        if not same(before.get(own), after.get(own)):
            yield Difference(f"{path}/[{_marked(own)}]", before.get(own), after.get(own))


def _set(container: dict[str, Any], way: list[str], value: Any) -> None:
    """Put a value where a path leads, making what is missing on the way; None takes it away."""
    for at, part in enumerate(way[:-1]):
        key, is_list = _unescaped(part), way[at + 1].startswith("[")
        wanted = list if is_list else dict
        if not isinstance(container.get(key), wanted):
            container[key] = wanted()
        if is_list:
            container[key] = _with_row(container[key], _plain(way[at + 1][1:-1]), value)
            return
        container = container[key]
    if value is None:
        container.pop(_unescaped(way[-1]), None)
    else:
        container[_unescaped(way[-1])] = value


def _with_row(rows: list[Any], own: str, row: Any) -> list[Any]:
    """Return rows with one changed, added at the end, or left out where it is None."""
    if row is not None and not any(_id(each) == own for each in rows):
        return [*rows, row]
    return [kept for each in rows if (kept := row if _id(each) == own else each) is not None]


def _id(row: Any) -> Any:
    return row.get("id") if isinstance(row, Mapping) else None


def _or_none(value: Any) -> Any:
    return None if settled(value) is None else value


def _escaped(key: str) -> str:
    plain = _marked(key)
    return f"~2{plain[1:]}" if plain.startswith("[") else plain


def _unescaped(part: str) -> str:
    return _plain(f"[{part[2:]}" if part.startswith("~2") else part)


def _marked(text: str) -> str:
    return text.replace("~", "~0").replace("/", "~1")


def _plain(text: str) -> str:
    return text.replace("~1", "/").replace("~0", "~")
