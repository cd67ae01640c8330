"""Services that may be one, told by two sources: suggested to people, never made one by the machine. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from portal.importing import text
from portal.importing.shapes import Said

ALIKE, VERY_ALIKE, SAME_ORGANIZATION = 82.0, 93.0, 88.0
"""How alike two names are, of 100, by the words they share."""
CROWD = 60
"""So many services at one number, address or organisation say nothing about two of them."""
MOST = 500


@dataclass(frozen=True)
class Card:
    """What tells services apart."""

    service_id: str
    name: str
    organization: str
    source: str
    """The feed it comes from; empty for our own."""
    postcodes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    url: str = ""


@dataclass(frozen=True)
class Alike:
    """Two services that look alike, how much, and why."""

    one: Card
    other: Card
    score: float
    because: tuple[str, ...]


def card(document: Said, source: str) -> Card:
    """Make the card of a cleaned document."""
    places = [place["location"] for place in document["service_at_locations"]]
    return Card(
        document["id"],
        document["name"],
        document["organization"]["name"],
        source,
        frozenset(each["postal_code"] for at in places for each in at["addresses"] if each["postal_code"]),
        frozenset(number(each["number"]) for desk in document["contacts"] for each in desk["phones"]),
        address(document.get("url", "")),
    )


def number(said: str) -> str:
    """Return a phone number so that two ways of writing it are one."""
    digits = re.sub(r"\D", "", said)
    return digits.removeprefix("44").removeprefix("0") if len(digits) > 6 else digits


def address(url: str) -> str:
    """Return a web address so that two ways of writing it are one; empty for the front page of nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/").lower()


def suggested(new: Iterable[Card], others: Iterable[Card]) -> list[Alike]:
    """Return the pairs that look alike, the most alike first."""
    near: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for each in others:
        for key in _keys(each):
            near[key].append(each)
    found = {}
    for one in new:
        close = {each.service_id: each for key in _keys(one) if len(near[key]) <= CROWD for each in near[key]}
        for other in close.values():
            pair = _compared(one, other) if other.service_id != one.service_id else None
            if pair:
                found[one.service_id, other.service_id] = pair
    return sorted(found.values(), key=lambda each: (-each.score, each.one.name, each.other.name))[:MOST]


def _keys(each: Card) -> Iterator[tuple[str, str]]:
    """Yield what two services must have in common to be compared at all."""
    yield "name", text.label(each.name)
    yield "organization", text.label(each.organization)
    yield from (("postcode", code) for code in each.postcodes)
    yield from (("phone", digits) for digits in each.phones if len(digits) > 6)
    if "/" in each.url:
        yield "url", each.url


def _compared(one: Card, other: Card) -> Alike | None:
    """Compare two: the name decides, and something else has to agree unless the names are nearly one."""
    mine, theirs = text.label(one.name), text.label(other.name)
    names = fuzz.token_sort_ratio(mine, theirs)
    if max(names, fuzz.token_set_ratio(mine, theirs)) < ALIKE:
        return None
    owners = fuzz.token_set_ratio(text.label(one.organization), text.label(other.organization))
    reasons = [
        ("the same organisation", owners >= SAME_ORGANIZATION),
        ("the same postcode", bool(one.postcodes & other.postcodes)),
        ("the same phone number", bool(one.phones & other.phones)),
        ("the same web page", bool(one.url) and one.url == other.url),
    ]
    because = tuple(words for words, holds in reasons if holds)
    if not because and names < VERY_ALIKE:
        return None
    alike = "the same name" if mine == theirs else "a name much alike"
    return Alike(one, other, round(names + 5 * len(because), 1), (alike, *because))
