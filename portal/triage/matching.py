"""Find the listed phrases among the words of a text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from portal.triage.phrases import Entry, Openings, Step
from portal.triage.reading import Word
from portal.triage.tokens import STOP
from portal.triage.words import PART, WordList

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
        if (entry.list == "strong" or entry.list.startswith(PART)) and _passes_over_a_no(words[at:after], entry, lists):
            continue
        if not (entry.unless and otherwise(words, at, after, entry)):
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


def _after(words: Sequence[Word], at: int, steps: Sequence[Step], fillers: Set[str], begun: bool = False) -> int | None:
    for number, step in enumerate(steps):
        if not step.gap and at < len(words) and words[at].text in step.words:
            # The common case, kept out of the slower search.
            if begun and words[at].pause == STOP:
                return None
            at, begun = at + 1, True
            continue
        fitting = _places(words, at, step, fillers, begun)
        if step.gap:
            # The first word that fits a gap is not always the right one: "took some of the box of tablets".
            ends = (_after(words, place + 1, steps[number + 1 :], fillers, begun=True) for place in fitting)
            end = next((end for end in ends if end is not None), None)
            if end is not None or not step.optional:
                return end
            continue
        place = next(fitting, None)
        if place is None and not step.optional:
            return None
        at, begun = (at, begun) if place is None else (place + 1, True)
    return at


def _places(words: Sequence[Word], at: int, step: Step, fillers: Set[str], begun: bool) -> Iterator[int]:
    for skipped, place in enumerate(range(at, min(len(words), at + 1 + max(step.gap, FILLERS)))):
        if begun and words[place].pause == STOP:
            return
        if words[place].text in step.words:
            yield place
        if skipped >= step.gap and words[place].text not in fillers:
            return


def otherwise(words: Sequence[Word], first: int, after: int, entry: Entry) -> bool:
    """Say whether words close by give a phrase another meaning."""
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
