"""How somebody is doing, by their own goals and by measures an area has a licence for. Pure; no measure is shipped.

A measure is a file of the area's own content. Its words belong to whoever holds the licence, so this repository has
none. Answers are kept like all others; a score is worked out when staff look, and no rule reads it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.area import AreaError
from portal.languages import SOURCE, current
from portal.referrals.voices import Voice, tells_back

Answers = Mapping[str, Mapping[str, Any]]
Words = tuple[tuple[str, str], ...]
"""Words by language; English is always among them."""
NUMBERS = range(1, 4)
LEAST, MOST = 0, 10
FOLDER = "measures"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PREFIX = "measure_"


@dataclass(frozen=True)
class Item:
    """One question of a measure, with the score of each answer."""

    id: str
    text: Words
    answers: tuple[tuple[int, Words], ...]


@dataclass(frozen=True)
class Measure:
    """A measure that the area may use, by which licence, and whom it is for."""

    id: str
    title: Words
    licence: str
    voices: tuple[Voice, ...]
    items: tuple[Item, ...]

    def field(self, item: Item) -> str:
        """Name the field of an item."""
        return f"{PREFIX}{self.id}_{item.id}".replace("-", "_")

    @property
    def name(self) -> str:
        """Its title as staff read it."""
        return dict(self.title)[SOURCE]

    @property
    def most(self) -> int:
        """The highest score."""
        return sum(max(score for score, _text in item.answers) for item in self.items)


@dataclass(frozen=True)
class Taken:
    """One time somebody answered a measure; without a total where an item was left open."""

    at: datetime
    total: int | None
    answered: int


@dataclass(frozen=True)
class Measured:
    """A measure as somebody answered it over time."""

    measure: Measure
    voice: Voice
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Goal:
    """One goal in somebody's own words, with how near it was each time they said."""

    text: str
    scores: tuple[tuple[datetime, int], ...]


def load(folder: Path) -> tuple[Measure, ...]:
    """Read an area's measures; most areas have none. Raises AreaError."""
    found = tuple(_read(path) for path in sorted(folder.joinpath(FOLDER).glob("*.toml")))
    names = [measure.field(item) for measure in found for item in measure.items]
    if len(set(names)) < len(names):
        raise AreaError(f"{FOLDER}: two measures, or two items of one, have the same id.")
    return found


def _read(path: Path) -> Measure:
    """Read one measure. Raises AreaError."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        return Measure(
            _name(said["id"]),
            _words(said["title"]),
            _line(said["licence"]),
            tuple(_voice(one) for one in _some(said["voices"])),
            tuple(_item(one, said.get("answers")) for one in _some(said["items"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise AreaError(f"{FOLDER}/{path.name} does not read well: {wrong}.") from wrong


def _item(said: Mapping[str, Any], shared: Any) -> Item:
    """Read one item, with its own answers or those of all. Raises ValueError, KeyError or TypeError."""
    answers = tuple((_whole(one["score"]), _words(one["text"])) for one in _some(said.get("answers", shared)))
    if len({score for score, _text in answers}) < len(answers):
        raise ValueError("two answers of one item have the same score")
    return Item(_name(said["id"]), _words(said["text"]), answers)


def _some(said: Any) -> list[Any]:
    """Refuse an empty list, or none."""
    if not isinstance(said, list) or not said:
        raise ValueError("voices, items and answers are lists, and not empty")
    return said


def _name(said: str) -> str:
    """Refuse an id that is no plain name."""
    if not NAME.fullmatch(said):
        raise ValueError(f"{said!r} is no id: small letters, digits and hyphens")
    return said


def _line(said: str) -> str:
    """Refuse empty words."""
    if not said.strip():
        raise ValueError("a title, licence, text or answer is empty")
    return said.strip()


def _words(said: Any) -> Words:
    """Read words, in English only or by language."""
    by_language = {SOURCE: said} if isinstance(said, str) else dict(said)
    if SOURCE not in by_language:
        raise ValueError(f"words lack {SOURCE!r}")
    return tuple((code, _line(text)) for code, text in by_language.items())


def _whole(said: Any) -> int:
    """Refuse a score that is no whole number."""
    if type(said) is not int:
        raise ValueError(f"{said!r} is no whole score")
    return said


def _voice(said: str) -> Voice:
    """Refuse whoever does not exist, or is told nothing back."""
    voice = Voice(said)
    if not tells_back(voice):
        raise ValueError(f"{said!r} is asked no measure")
    return voice


def say(words: Words) -> str:
    """Return words in the current language, or in English."""
    spoken = dict(words)
    return spoken.get(current(), spoken[SOURCE])


def scores(
    voice: Voice, versions: Sequence[tuple[datetime, Answers]], measures: Sequence[Measure]
) -> Iterator[Measured]:
    """Yield each measure that a voice has answered, with its score each time."""
    for measure in measures:
        sent = (_taken(at, answers, measure) for at, answers in sorted(versions, key=lambda version: version[0]))
        if taken := tuple(each for each in sent if each):
            yield Measured(measure, voice, taken)


def _taken(at: datetime, answers: Answers, measure: Measure) -> Taken | None:
    """Return the score in one sending; None where it says nothing of the measure."""
    said = {name: value for page in answers.values() for name, value in page.items()}
    given = [said.get(measure.field(item)) for item in measure.items]
    known = [
        int(value)
        for value, item in zip(given, measure.items, strict=True)
        if value in {str(score) for score, _text in item.answers}
    ]
    if not known:
        return None
    return Taken(at, sum(known) if len(known) == len(measure.items) else None, len(known))


def goals(versions: Sequence[tuple[datetime, Answers]]) -> tuple[Goal, ...]:
    """Return the goals in all that was sent, each with its scores over time; new words are a goal of their own."""
    found: dict[str, list[tuple[datetime, int]]] = {}
    named: dict[int, str] = {}
    for at, answers in sorted(versions, key=lambda version: version[0]):
        said = {name: value for page in answers.values() for name, value in page.items()}
        for number in NUMBERS:
            text = str(said.get(f"goal_{number}") or named.get(number, "")).strip()
            if not text:
                continue
            named[number] = text
            scores = found.setdefault(text, [])
            if (score := _score(said.get(f"goal_{number}_now"))) is not None:
                scores.append((at, score))
    return tuple(Goal(text, tuple(scores)) for text, scores in found.items())


def _score(said: Any) -> int | None:
    """Read a number from 0 to 10."""
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 and LEAST <= int(text) <= MOST else None
