"""A referral as a clinician reads it: what caused its place, then their own words, then the rest. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.referrals import facts, wording
from portal.referrals.ages import AgeGroup, age_group
from portal.referrals.voices import Voice
from portal.screening import words
from portal.triage.text_scan import Hit

REACH = (
    "name",
    "phone",
    "email",
    "contact_person",
    "contact",
    "unsafe_contact",
    "parents_know",
    "interpreter",
)
UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Asked:
    """Whom the questions were put to: which voice, in the words of which age."""

    voice: Voice
    group: AgeGroup = AgeGroup.FROM_11


@dataclass(frozen=True)
class Piece:
    """A run of text; `found` names the word list that knows it, if one does."""

    text: str
    found: str = ""
    negated: bool = False


@dataclass(frozen=True)
class Answer:
    """One question with what was said, and the reasons it gave."""

    field: str
    label: str
    pieces: tuple[Piece, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Everything somebody said, in the order in which it should be read."""

    causes: tuple[Answer, ...]
    own_words: tuple[Answer, ...]
    others: tuple[Answer, ...]
    reach: tuple[Answer, ...]


def reading(
    voice: Voice,
    answers: Mapping[str, Mapping[str, Any]],
    rules: Sequence[Mapping[str, Any]],
    hits: Mapping[str, Sequence[Hit]],
    before: Mapping[str, Sequence[Any]],
) -> Reading:
    """Order the answers for reading. `rules` are the fired ones, the most urgent first; `before` was said earlier."""
    said, asked = facts.said(answers), asked_of(voice, answers)
    why = reasons_by_field(rules)
    shown = {name: _answer(asked, name, value, hits, why, before.get(name, ())) for name, value in said.items()}
    causes = [
        shown.get(name) or _answer(asked, name, caused, hits, why)
        for name, caused in _causes(rules)
        if name not in facts.FREE_TEXT
    ]
    apart = {answer.field for answer in causes} | {*facts.FREE_TEXT, *REACH}
    return Reading(
        causes=tuple(causes),
        own_words=tuple(shown[name] for name in facts.FREE_TEXT if name in shown and name not in REACH),
        others=tuple(answer for name, answer in shown.items() if name not in apart),
        reach=tuple(shown[name] for name in REACH if name in shown),
    )


def reasons_by_field(rules: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Say for every field which reasons it gave."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        for name in rule["because"]:
            found[name] = (*found.get(name, ()), rule["reason"])
    return found


def _causes(rules: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield each field that made a rule fire, once, in the rules' order."""
    seen: set[str] = set()
    for rule in rules:
        for name, value in rule["because"].items():
            if name not in seen:
                seen.add(name)
                yield name, value


def _answer(
    asked: Asked,
    name: str,
    value: Any,
    hits: Mapping[str, Sequence[Hit]],
    why: Mapping[str, tuple[str, ...]],
    before: Sequence[Any] = (),
) -> Answer:
    """Put one answer beside its question, and what was said there at first beside it."""
    said = str(value) if name in hits else said_in_words(asked, name, value)
    if before:
        said += f" (before: {', '.join(said_in_words(asked, name, each) for each in before)})"
    return Answer(name, question(asked, name), highlighted(said, hits.get(name, ())), why.get(name, ()))


def asked_of(voice: Voice, answers: facts.Answers) -> Asked:
    """Return whom a set of answers was asked of: the age is the one that they say."""
    return Asked(voice, age_group(facts.age(answers)))


def plain(asked: Asked, answers: Mapping[str, Mapping[str, Any]]) -> tuple[Answer, ...]:
    """Return answers in the order they were given, for a line of history."""
    return tuple(_answer(asked, name, value, {}, {}) for name, value in facts.said(answers).items())


def question(asked: Asked, name: str) -> str:
    """Say the question behind a field, as it was put to them."""
    return wording.label(asked.voice, name, asked.group)


def said_in_words(asked: Asked, name: str, value: Any) -> str:
    """Say one answer as it was offered."""
    if value in (UNANSWERED, None, ""):
        return "Not answered"
    words_of_it = wording.value_label(asked.voice, name, value, asked.group)
    # What somebody typed is theirs to the letter; only our own short names get a capital.
    return words_of_it if name in {*facts.SCANNED, *REACH} else words_of_it[:1].upper() + words_of_it[1:]


def highlighted(text: str, hits: Iterable[Hit]) -> tuple[Piece, ...]:
    """Cut a text at what the word lists found in it. Joined again, the pieces are the whole text."""
    pieces: list[Piece] = []
    at = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start < at or hit.end <= hit.start:
            continue
        pieces += [Piece(text[at : hit.start]), Piece(text[hit.start : hit.end], hit.list, hit.negated)]
        at = hit.end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text) or (Piece(text),)


@dataclass(frozen=True)
class Safety:
    """Whether contact is safe: `unsafe`, `unsaid`, `others` (only others say that it is) or `safe`, and who says so."""

    state: str
    by: tuple[Voice, ...] = ()


def safe_contact(said: Sequence[tuple[Voice, facts.Answers]], flags: Iterable[str]) -> Safety:
    """Return whether contact is safe, from everything that every voice ever said.

    A yes to unsafe, whoever said it, is never taken back by whoever holds the phone later. Only the young person's
    own plain no, every time, means safe: what others say of it is their word.
    """
    given = [(voice, value) for voice, each in said if (value := facts.said(each).get("unsafe_contact"))]
    unsafe = tuple(dict.fromkeys(voice for voice, value in given if value == "yes"))
    if unsafe or "safe_contact" in set(flags):
        return Safety("unsafe", unsafe)
    own = {value for voice, value in given if voice is Voice.YOUNG_PERSON}
    if own or any(voice is Voice.YOUNG_PERSON for voice, _each in said):
        return Safety("safe", (Voice.YOUNG_PERSON,)) if own == {"no"} else Safety("unsaid")
    others = {value for _voice, value in given}
    return (
        Safety("others", tuple(dict.fromkeys(voice for voice, _no in given))) if others == {"no"} else Safety("unsaid")
    )


def banners(said: Sequence[tuple[Voice, facts.Answers]], flags: Collection[str]) -> tuple[str, ...]:
    """Say what changes how this person may be spoken to, safe contact first."""
    contact = words.SAFE_CONTACT_BRIEF.get(safe_contact(said, flags).state)
    others = tuple(words.BANNERS[name] for name in flags if name in words.BANNERS)
    return (contact, *others) if contact else others
