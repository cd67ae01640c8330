"""What the word lists found in somebody's words, with what clinicians have said of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from portal.screening import answers
from portal.triage.text_scan import Hit


class Marked(Protocol):
    """What is kept of one mark."""

    @property
    def useful(self) -> bool:
        """Whether it helped."""

    @property
    def hit(self) -> dict[str, Any] | None:
        """Which phrase it is about."""


@dataclass(frozen=True)
class Phrase:
    """One phrase that a list found, where it stands, and whether a clinician called it useful."""

    key: str
    words: str
    question: str
    found: str
    negated: bool
    kept: Mapping[str, Any]
    """What a mark keeps of it."""
    useful: bool | None = None
    """None when nobody has said."""


def phrases(
    asked: answers.Asked,
    said: Mapping[str, Any],
    found: Mapping[str, Sequence[Hit]],
    marks: Iterable[Marked],
) -> tuple[Phrase, ...]:
    """Return every phrase in reading order. `marks` come newest first; a mark of words that changed is of no use."""
    newest: dict[str, bool] = {}
    for mark in marks:
        newest.setdefault(_key(mark.hit or {}), mark.useful)
    return tuple(
        _phrase(answers.question(asked, name), _kept(name, str(said[name]), hit), hit, newest)
        for name, hits in found.items()
        for hit in hits
    )


def _kept(name: str, text: str, hit: Hit) -> dict[str, Any]:
    """Return what is kept of a hit."""
    words = " ".join(text[hit.start : hit.end].split())  # a browser sends no line break back as it was
    return {"field": name, "start": hit.start, "entry": hit.entry, "list": hit.list, "words": words}


def _phrase(question: str, kept: Mapping[str, Any], hit: Hit, newest: Mapping[str, bool]) -> Phrase:
    """Write one phrase with its mark."""
    key = _key(kept)
    return Phrase(key, kept["words"], question, hit.list, hit.negated, kept, newest.get(key))


def _key(kept: Mapping[str, Any]) -> str:
    """Name a hit: the same words of the same entry at the same place."""
    return "/".join(str(kept.get(part, "")) for part in ("field", "start", "entry", "words"))
