"""Find the listed phrases among the words of a text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from portal.triage.phrases import Entry, Openings, Step
from portal.triage.reading import Word
from portal.triage.tokens import STOP
from portal.triage.words import WordList

NEARBY = 8  # words to either side in which another meaning is looked for
FILLERS = 2  # words like "just" or "really" that may stand between two words of a phrase


@dataclass(frozen=True)
class Found:
    """A phrase that was found, from word `first` up to, not including, word `after`."""

    entry: Entry
    first: int
    after: int
    noun: bool


def find(words: Sequence[Word], text: str, lists: WordList) -> list[Found]:
    """Return every phrase that stands in no longer phrase of the same list, in order."""
    said = frozenset(word.text for word in words)
    openings = {word: _within(lists.by_first[word], said) for word in said if word in lists.by_first}
    begins = [at for at, word in enumerate(words) if word.text in openings]
    return _outermost(found for at in begins for found in _at(words, at, text, lists, openings))


def places(found: Iterable[Found]) -> frozenset[int]:
    """Return the positions of all words that belong to some phrase."""
    return frozenset(at for each in found for at in range(each.first, each.after))


def _within(openings: Openings, said: Set[str]) -> Openings:
    # Most phrases lack one of their words in the whole text; what cannot stand anywhere is not looked for everywhere.
    def sayable(entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple(e for e in entries if all(step.optional or not step.words.isdisjoint(said) for step in e.steps))

    seconds = {word: sayable(entries) for word, entries in openings.by_second.items() if word in said}
    return Openings(sayable(openings.every), sayable(openings.open), seconds)


def _at(
    words: Sequence[Word], at: int, text: str, lists: WordList, openings: Mapping[str, Openings]
) -> Iterator[Found]:
    for entry in _candidates(words, at, openings[words[at].text], lists):
        after = _after(words, at, entry.steps, lists.fillers)
        if after is None or not _as_written(entry, text[words[at].start : words[after - 1].end]):
            continue
        if entry.list == "strong" and _passes_over_a_no(words[at:after], entry, lists):
            continue
        if not (entry.unless and _otherwise(words, at, after, entry)):
            yield Found(entry, at, after, entry.noun or words[at].text in lists.negation.nouns)


def _candidates(words: Sequence[Word], at: int, openings: Openings, lists: WordList) -> Sequence[Entry]:
    following = words[at + 1].text if at + 1 < len(words) else ""
    if following in lists.fillers:
        return openings.every
    return openings.open + openings.by_second.get(following, ())


def _as_written(entry: Entry, original: str) -> bool:
    return entry.exact is None or original == entry.exact


def _passes_over_a_no(part: Sequence[Word], entry: Entry, lists: WordList) -> bool:
    # "Says she does not want to die" is not "says … want to die"; a no of the phrase itself is part of it.
    said = {word.text for word in part} & lists.negation.before
    return bool(said) and not said.issubset(word for step in entry.steps for word in step.words)


def _after(words: Sequence[Word], at: int, steps: Iterable[Step], fillers: Set[str]) -> int | None:
    following = at
    for step in steps:
        if following < len(words) and words[following].text in step.words:
            # The common case, kept out of the slower search.
            if following > at and words[following].pause == STOP:
                return None
            following += 1
            continue
        place = _next(words, following, step, fillers, begun=following > at)
        if place is None and not step.optional:
            return None
        following = following if place is None else place + 1
    return following


def _next(words: Sequence[Word], at: int, step: Step, fillers: Set[str], begun: bool) -> int | None:
    for skipped, place in enumerate(range(at, min(len(words), at + 1 + max(step.gap, FILLERS)))):
        if begun and words[place].pause == STOP:
            return None
        if words[place].text in step.words:
            return place
        if skipped >= step.gap and words[place].text not in fillers:
            return None
    return None


def _otherwise(words: Sequence[Word], first: int, after: int, entry: Entry) -> bool:
    near = f" {' '.join(word.text for word in _clause(words, first, after))} "
    return any(f" {phrase} " in near for phrase in entry.unless)


def _clause(words: Sequence[Word], first: int, after: int) -> Sequence[Word]:
    start, end = first, after
    while start > max(0, first - NEARBY) and words[start].pause < STOP:
        start -= 1
    while end < min(len(words), after + NEARBY) and words[end].pause < STOP:
        end += 1
    return words[start:end]


def _outermost(found: Iterable[Found]) -> list[Found]:
    reach: dict[str, int] = {}
    kept = []
    for each in sorted(found, key=lambda each: (each.first, -each.after)):
        if each.after > reach.get(each.entry.list, 0):
            reach[each.entry.list] = each.after
            kept.append(each)
    return kept
