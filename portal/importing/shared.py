"""What several services of a feed share: organisations and places, each told once and alike, under free ids. Pure."""

import json
import uuid
from collections.abc import Callable, Collection, Iterable
from typing import Any

from portal.importing import text
from portal.importing.shapes import Said


def settled(documents: list[Said], taken: Collection[str], feed: uuid.UUID) -> list[Said]:
    """Return the same documents with each shared organisation and place in its fullest form.

    Where one id stands for several things, all but the commonest get an id of their own. `taken` are ids that
    belong to somebody else's organisations and places: ours are told apart from them.
    """
    owners = _best([each["organization"] for each in documents], _owner_key, taken, feed, "organization")
    places = _best(
        [place["location"] for each in documents for place in each["service_at_locations"]],
        _place_key,
        taken,
        feed,
        "location",
    )
    return [_with(each, owners, places) for each in documents]


def ids(document: Said) -> list[str]:
    """Return the ids of the organisation and the places of a document."""
    return [document["organization"]["id"], *(place["location"]["id"] for place in document["service_at_locations"])]


def _owner_key(said: Said) -> str:
    return text.label(said["name"])


def _place_key(said: Said) -> str:
    where = said["addresses"][0] if said["addresses"] else {}
    return text.label(f"{said.get('name', '')} {where.get('address_1', '')} {where.get('postal_code', '')}")


def _best(
    found: Iterable[Said], key: Callable[[Said], str], taken: Collection[str], feed: uuid.UUID, kind: str
) -> dict[tuple[str, str], Said]:
    """Return the fullest form of each thing, by its id and what tells it apart, under the id it is to have."""
    forms: dict[str, dict[str, list[Said]]] = {}
    for each in found:
        forms.setdefault(each["id"], {}).setdefault(key(each), []).append(each)
    made = {}
    for own, variants in forms.items():
        free = str(uuid.uuid5(feed, f"{kind}:{own}")) if own in taken else own
        commonest = min(variants, key=lambda name: (-len(variants[name]), name))
        for name, told in variants.items():
            new = free if name == commonest else str(uuid.uuid5(uuid.UUID(free), name))
            best = max(told, key=lambda each: (len(_written(each)), _written(each)))
            if any("x_cypmh" in each for each in told):
                best = best | {"x_cypmh": {"address_hidden": True}}
            made[own, name] = _renamed(best, new)
    return made


def _renamed(said: Said, new: str) -> Said:
    """Give an organisation or a place another id, and all that belongs to it."""
    if said["id"] == new:
        return said
    parts: dict[str, Any] = {}
    for name in ("organization_identifiers", "addresses", "accessibility"):
        if name in said:
            back = "organization_id" if name == "organization_identifiers" else "location_id"
            owned = [each | {"id": str(uuid.uuid5(uuid.UUID(new), each["id"])), back: new} for each in said[name]]
            parts[name] = sorted(owned, key=lambda each: str(each["id"]))
    return said | {"id": new} | parts


def _with(document: Said, owners: dict[tuple[str, str], Said], places: dict[tuple[str, str], Said]) -> Said:
    """Return a document with its organisation and places as they were settled."""
    owner = owners[document["organization"]["id"], _owner_key(document["organization"])]
    own = uuid.UUID(document["id"])
    at = {}
    for place in document["service_at_locations"]:
        found = places[place["location"]["id"], _place_key(place["location"])]
        part = str(uuid.uuid5(own, f"place:{found['id']}"))
        at[found["id"]] = place | {"id": part, "location_id": found["id"], "location": found}
    return document | {
        "organization": owner,
        "organization_id": owner["id"],
        "service_at_locations": list(at.values()),
    }


def _written(said: Said) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=False)
