"""What answers come to: places found, own words read the way the search reads them, everything else as it was said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.directory import reference
from portal.directory.bits import members
from portal.directory.index import Index
from portal.directory.reference import Reference
from portal.directory.wanted import Wanted
from portal.signposting.asked import Asked, unsaid
from portal.signposting.questions import EASIER, MEETS, ages

WANTED_ACCESS = frozenset(key for key, _name in EASIER)
ALONE = ("access", "self_referral")
"""What "don't tell my parents" means to the search."""


@dataclass(frozen=True)
class Room:
    """What answers are read with."""

    index: Index
    tables: Reference
    language: str
    moment: datetime
    shown: frozenset[str]
    """Contacts that stand on the page anyway: the team's own, and the number for danger to life."""


def listen(said: Mapping[str, Any], room: Room) -> Asked:
    """Turn answers by field into what was asked; what was left empty or could not be read is left open."""
    place = room.tables.places.find(said.get("near") or "")
    asked = Asked(
        who=unsaid(said.get("who") or ""),
        ages=ages(said.get("age"), said.get("band") or ""),
        needs=tuple(need for need in said.get("need") or () if unsaid(need)),
        now=said.get("now") or "",
        how=tuple(way for way in said.get("how") or () if way in MEETS),
        access=tuple(said.get("access") or ()),
        private=bool(said.get("private")),
        point=place.point if place else None,
        ward=room.tables.places.ward(place) if place else "",
        language=room.language,
        not_these=room.shown,
    )
    words = said.get("words") or ""
    return _hear(words, asked, room) if words else asked


def _hear(words: str, asked: Asked, room: Room) -> Asked:
    """Add what somebody wrote in their own words. Nothing written ever takes an answer away."""
    answer = reference.ask(room.tables, room.index, Wanted(q=words), room.language, room.moment)
    meant = sorted(answer.found.meanings)
    exact = not answer.danger and not answer.found.relaxed
    return replace(
        asked,
        words=True,
        needs=tuple(dict.fromkeys((*asked.needs, *(key for kind, key in meant if kind == "need")))),
        cohorts=asked.cohorts | {key for kind, key in meant if kind == "cohort"},
        access=tuple(dict.fromkeys((*asked.access, *(key for _kind, key in meant if key in WANTED_ACCESS)))),
        how=asked.how or tuple(key for kind, key in meant if kind == "mode" and key in MEETS),
        private=asked.private or ALONE in meant,
        danger=answer.danger,
        spoken_of=frozenset(members(answer.found.ranked.found)) if exact else frozenset(),
    )
