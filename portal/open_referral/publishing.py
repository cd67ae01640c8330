"""What anybody may know. Everything that leaves, leaves through here: only what `shapes` names, and nothing hidden.

Pure: values in, values out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.open_referral.shapes import SHAPES, Property

Said = Mapping[str, Any]
ADDRESSES = frozenset({"email", "url", "website", "uri", "term_uri"})
LEFT_OUT = "(e-mail address left out)"


@dataclass(frozen=True)
class Limits:
    """What is not published today: old or thin figures, and the e-mail addresses of people who check entries."""

    on: date
    wait_expires: timedelta
    fewest: int
    assurers: re.Pattern[str] | None = None
    """What finds their addresses, as `hush` makes it."""


def public(said: Said, limits: Limits, shape: str = "service") -> dict[str, Any]:
    """Return what may be published of one object, a service unless another shape is named.

    The e-mail address of an assurer appears nowhere in it, not even as somebody's contact or inside a text.
    Raises ValueError when the object itself cannot be published: a property that must be there is not.
    """
    found = fitted(shape, said, limits)
    if found is None:
        raise ValueError(f"A {shape} without all that it must have cannot be published.")
    for hushed in filter(None, (limits.assurers, hush([str(said.get("assurer_email") or "")]))):
        found = dict(_without(found, hushed))
    return found


def fitted(shape: str, said: Any, limits: Limits) -> dict[str, Any] | None:
    """Keep what the shape names and what fits; None where something is lacking that must be there."""
    if not isinstance(said, Mapping):
        return None
    said = _prepared(shape, said, limits)
    kept: dict[str, Any] = {}
    for name, each in SHAPES[shape].items():
        value = _value(each, said.get(name), limits)
        if value is None and each.must:
            value = each.otherwise
            if value is None:
                return None
        if value is not None:
            kept[name] = value
    return kept


def _value(each: Property, value: Any, limits: Limits) -> Any:
    """Return a property's value as far as it may be published, or None."""
    if each.kind is not None:
        return value if each.kind.fits(value) else None
    if not each.many:
        return fitted(each.shape, value, limits) or None
    if not isinstance(value, list):
        return None
    return [found for one in value if (found := fitted(each.shape, one, limits)) is not None]


def _prepared(shape: str, said: Said, limits: Limits) -> Said:
    """Take out what may not be known of a kind of object before its properties are looked at."""
    if shape == "location":
        return shown_location(said)
    if shape == "service":
        more = said.get("x_cypmh")
        checked = {"verified_on": said.get("assured_date")} if said.get("assured_date") else {}
        return {**said, "x_cypmh": {**(more if isinstance(more, Mapping) else {}), **checked}}
    if shape == "service_more":
        return {**said, "waits": current_waits(said.get("waits"), limits)}
    return said


def shown_location(said: Said) -> Said:
    """Return a location as anybody may know it: of a hidden one only that it exists.

    Its true type is not told either: the standard wants one, so it is always "physical".
    """
    more = said.get("x_cypmh")
    if isinstance(more, Mapping) and more.get("address_hidden"):
        return {"id": said.get("id"), "location_type": "physical", "x_cypmh": {"address_hidden": True}}
    return said


def current_waits(waits: Any, limits: Limits) -> Said | None:
    """Return waits that may still be shown: recent, whole, and told about enough people."""
    try:
        as_of, count = date.fromisoformat(waits["as_of"]), waits["first_contact"]["n"]
        fresh = timedelta(0) <= limits.on - as_of <= limits.wait_expires
        return waits if fresh and count >= limits.fewest else None
    except (KeyError, TypeError, ValueError):
        return None


def hush(addresses: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of these e-mail addresses in a text, however they are written; None for none."""
    known = sorted({each.strip() for each in addresses if each and "@" in each}, key=len, reverse=True)
    if not known:
        return None
    return re.compile(rf"(?<![\w.+-])(?:{'|'.join(map(re.escape, known))})(?![\w-]|\.\w)", re.IGNORECASE)


def _without(value: Any, hushed: re.Pattern[str]) -> Any:
    """Leave out every e-mail address that nobody may know: an address goes as a whole, in a text a note stays."""
    if isinstance(value, str):
        return hushed.sub(LEFT_OUT, value) if "@" in value else value
    if isinstance(value, list):
        return [_without(each, hushed) for each in value]
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if not (name in ADDRESSES and hushed.search(each))}
        return {name: _without(each, hushed) for name, each in kept.items()}
    return value
