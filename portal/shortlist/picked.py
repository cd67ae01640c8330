"""Which services somebody picked: an address that can be shared says all of it. Pure."""

from collections.abc import Iterable
from urllib.parse import urlencode

MOST = 20
"""More than a page of search results is no shortlist."""
LONGEST = 120
"""A slug is never longer."""


def read(said: Iterable[object]) -> tuple[str, ...]:
    """Read picked slugs, each once, in their order; nonsense is left out, and so is what is too much."""
    slugs = (each.strip() for each in said if isinstance(each, str))
    return tuple(dict.fromkeys(each for each in slugs if each and len(each) <= LONGEST and each.isprintable()))[:MOST]


def with_one(slugs: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return a list with more services at its end. A full list stays as it is."""
    return read([*slugs, *more])


def without(slugs: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    """Return a list without some services."""
    leave_out = set(gone)
    return tuple(each for each in slugs if each not in leave_out)


def query(slugs: Iterable[str], **more: str) -> str:
    """Return the part of an address that says a list: ?s=one&s=two."""
    pairs = [("s", each) for each in slugs] + [(name, value) for name, value in more.items() if value]
    return f"?{urlencode(pairs)}" if pairs else ""
