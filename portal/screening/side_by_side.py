"""What the voices of a case say of the same things, in columns, with the differences. Pure."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.referrals import facts
from portal.referrals.models import Referral
from portal.screening import answers, words

APART = frozenset(
    {*answers.REACH, *facts.FREE_TEXT, "referrer_name", "referrer_phone", "referrer_email", "relationship"}
    | {"referrer_role", "organisation", "organisation_code", "referrer_best_time", "stay_involved", "asked_for"}
)
"""What each voice says of itself, and words of their own, are no differences."""


@dataclass(frozen=True)
class Column:
    """One voice: who it is, and its own words."""

    id: uuid.UUID
    voice: str
    title: str
    reference: str
    received_at: datetime
    status: str
    shown: bool
    own_words: tuple[answers.Answer, ...]
    reach: tuple[answers.Answer, ...]
    language: str


@dataclass(frozen=True)
class Line:
    """One question as every voice answered it; an empty cell is a question nobody put, or one left open."""

    field: str
    label: str
    cells: tuple[str, ...]
    differs: bool


def title(referral: Referral) -> str:
    """Name a referral in a few words."""
    age = "age not said" if referral.age is None else f"age {referral.age}"
    return f"{words.voice(referral.voice.value)}, {age}"


def column(voice: Referral, shown: bool, judged: facts.Judgement) -> Column:
    """Gather one voice."""
    said = facts.together(voice.versions)
    hits, before = facts.hits(said, voice.language, judged.words), facts.said_before(voice.versions)
    read = answers.reading(voice.voice, said, (), hits, before)
    return Column(
        voice.id,
        words.voice(voice.voice.value),
        title(voice),
        voice.reference,
        voice.received_at,
        words.STATUSES[voice.status],
        shown,
        read.own_words,
        read.reach,
        voice.language,
    )


def lines(voices: Sequence[Referral], rules: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Compare what the voices said: what made a rule fire first, then where they differ, then the rest."""
    if len(voices) < 2:
        return ()
    said = [facts.said(facts.together(voice.versions)) for voice in voices]
    behind = list(dict.fromkeys(name for rule in rules for name in rule["because"]))
    names = list(dict.fromkeys([*behind, *(name for each in said for name in each)]))
    found = [_line(name, voices, said) for name in names if name not in APART and any(name in each for each in said)]
    order = {name: at for at, name in enumerate(behind)}
    return tuple(sorted(found, key=lambda one: (order.get(one.field, len(order)), not one.differs)))


def _line(name: str, voices: Sequence[Referral], said: Sequence[Mapping[str, Any]]) -> Line:
    """Compare one answer."""
    asked = [answers.asked_of(voice.voice, {"": each}) for voice, each in zip(voices, said, strict=True)]
    first = next(one for one, each in zip(asked, said, strict=True) if name in each)
    cells = tuple(
        answers.said_in_words(one, name, each[name]) if name in each else ""
        for one, each in zip(asked, said, strict=True)
    )
    given = {str(each[name]) for each in said if name in each}
    return Line(name, answers.question(first, name), cells, len(given) > 1)
