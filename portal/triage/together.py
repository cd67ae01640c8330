"""Hear what is said in parts: a deed and a time, a place and no way back, in whichever order they come.

A list of phrases knows its wordings one by one; people have more. What is denied or a figure of speech is no part
of anything, and a whole only ever adds to what the phrases themselves have found.
"""

from collections.abc import Iterable, Iterator, Sequence

from portal.triage.matching import Found, otherwise, places
from portal.triage.phrases import Together
from portal.triage.reading import Word
from portal.triage.tokens import STOP
from portal.triage.words import LISTS, WordList


def wholes(parts: Iterable[Found], spoken: Sequence[Found], words: Sequence[Word], lists: WordList) -> list[Found]:
    """Return what the parts make together, but nothing over a phrase that its own list has found."""
    in_order = sorted(parts, key=lambda each: (each.first, each.after))
    at_hand = {each.entry.list for each in in_order}
    taken = {name: set(places(each for each in spoken if each.entry.list == name)) for name in LISTS}
    made: list[Found] = []
    for rule in lists.together:
        if rule.parts <= at_hand:
            chosen = [each for each in in_order if each.entry.list in rule.parts]
            already = taken[rule.entry.list]
            for each in _made(rule, chosen, words):
                if already.isdisjoint(span := range(each.first, each.after)):
                    already.update(span)
                    made.append(each)
    return made


def _made(rule: Together, parts: Sequence[Found], words: Sequence[Word]) -> Iterator[Found]:
    finished = 0
    for at, first in enumerate(parts):
        if first.first < finished:
            continue
        after = _completed(rule, first, parts[at + 1 : at + 1 + 4 * rule.within], words)
        if after is None or (rule.entry.unless and otherwise(words, first.first, after, rule.entry)):
            continue
        finished = after
        yield Found(rule.entry, first.first, after, noun=False)


def _completed(rule: Together, first: Found, following: Sequence[Found], words: Sequence[Word]) -> int | None:
    """Return where the whole ends that begins with this part, if all its parts follow closely enough."""
    lacking, after = rule.parts - {first.entry.list}, first.after
    for each in following:
        parted = each.first - after > rule.within or (
            not rule.across and any(words[at].pause == STOP for at in range(after, each.first + 1))
        )
        if not lacking or parted:
            break
        if each.entry.list in lacking and each.first >= after:
            lacking, after = lacking - {each.entry.list}, each.after
    return None if lacking else after
