"""Which schools and practices somebody means: by name or a part of it, place, code or postcode, also misspelt. Pure."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from rapidfuzz import fuzz

from portal.named_contacts import organisations
from portal.named_contacts.organisations import PRACTICE, SCHOOL, Organisation

MOST = 20
LONGEST = 100
"""Characters of a search that are read."""
ALL_AT_ONCE = 60
"""So many places can still be looked through; of more, people search."""
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\d[A-Z]{2}")
LONG, ALIKE = 4, 80
"""Only words of so many letters can be misspelt, and must be so much like the right one, of 100."""


class Found(NamedTuple):
    """What a search found, and whether only near what was typed."""

    places: tuple[Organisation, ...]
    near: bool = False


def search(known: Sequence[Organisation], typed: str) -> Found:
    """Find what was typed; nothing found, what lies in the same postcode district, or is spelt nearly like it."""
    typed = typed[:LONGEST]
    if exact := organisations.find(known, typed, MOST):
        return Found(exact)
    if whole := POSTCODE.fullmatch(re.sub(r"\s", "", typed).upper()):
        return Found(organisations.find(known, whole[1], MOST), near=True)
    return Found(tuple(each for each in known if _is_like(each, typed))[:MOST], near=True)


def _is_like(place: Organisation, typed: str) -> bool:
    """Tell whether every longer word that was typed is nearly a word of a place's name or town."""
    said = [word for word in organisations.folded(typed) if len(word) >= LONG]
    known = organisations.folded(f"{place.name} {place.place}")
    return bool(said) and all(any(fuzz.ratio(word, each) >= ALIKE for each in known) for word in said)


def shelves(known: Sequence[Organisation]) -> dict[str, dict[str, tuple[Organisation, ...]]]:
    """Return all schools, then all practices, each by the place they are in."""
    return {kind: _by_place([each for each in known if each.kind == kind]) for kind in (SCHOOL, PRACTICE)}


def _by_place(places: Sequence[Organisation]) -> dict[str, tuple[Organisation, ...]]:
    """Sort places by town, then by name."""
    ordered = sorted(places, key=lambda each: (each.place, each.name))
    return {town: tuple(those) for town, those in groupby(ordered, key=lambda each: each.place)}
