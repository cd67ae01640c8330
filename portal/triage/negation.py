"""Hear a "no" that belongs to a phrase, and only one that certainly does: when in doubt the phrase stands."""

from collections.abc import Sequence, Set
from typing import NamedTuple

from portal.triage.matching import Found
from portal.triage.reading import Word
from portal.triage.tokens import COMMA, JOINED
from portal.triage.words import WordList

REACH = 10  # words over which a no can carry, through bridges like "any current thoughts of"
JOINING_SIGNS = {":", "-", "–", "?", "=", ":-", "?:"}


class Listed(NamedTuple):
    """Where the phrases of a text stand: all their words, and where those begin that name a thing."""

    places: Set[int]
    nouns: Set[int]


def denied(found: Found, words: Sequence[Word], text: str, lists: WordList, listed: Listed) -> bool:
    """Say whether a phrase is denied by a word before or after it."""
    return _before(found, words, lists, listed) or (found.noun and _after(found, words, text, lists))


def _before(found: Found, words: Sequence[Word], lists: WordList, listed: Listed) -> bool:
    at = found.first - 1
    while at >= max(0, found.first - REACH):
        if not _reachable(words, at, lists, listed):
            return False
        if words[at].text in lists.negation.before:
            return _is_no(found, words, at, lists)
        width = _bridge(found, words, at, lists, listed)
        if not width:
            return False
        at -= width
    return False


def _reachable(words: Sequence[Word], at: int, lists: WordList, listed: Listed) -> bool:
    """Say whether the pause after a word lets a no through: only in a list, "denies this, that or the other"."""
    pause, following = words[at + 1].pause, words[at + 1].text
    in_list = at in listed.places and (following in lists.negation.joins or at + 1 in listed.nouns)
    return pause == JOINED or (pause == COMMA and in_list)


def _bridge(found: Found, words: Sequence[Word], at: int, lists: WordList, listed: Listed) -> int:
    """Count the words ending here that a no reaches across."""
    no = lists.negation
    for width in (3, 2, 1):
        span = words[max(0, at - width + 1) : at + 1]
        unbroken = all(word.pause == JOINED for word in span[1:])
        if unbroken and tuple(word.text for word in span) in no.bridges:
            return width
    if at in listed.places or words[at].text in no.joins:
        return 1
    in_pair = found.noun and at + 1 == found.first and at - 1 in listed.places
    return 1 if in_pair and words[at].text in no.joins_nouns else 0


def _is_no(found: Found, words: Sequence[Word], at: int, lists: WordList) -> bool:
    no, said = lists.negation, words[at].text
    if said in no.nouns_only and at + 1 == found.first and not found.noun:
        return False
    earlier = [word.text for word in words[max(0, at - REACH) : at]]
    if said in no.doubled and not no.before.isdisjoint(earlier):
        return False
    return not (earlier and earlier[-1] in no.cancels and words[at].pause == JOINED)


def _after(found: Found, words: Sequence[Word], text: str, lists: WordList) -> bool:
    at, no = found.after, lists.negation
    while at < len(words) and words[at].text in no.after_bridges and words[at].pause == JOINED:
        at += 1
    if at == len(words) or "\n" in (sign := text[words[at - 1].end : words[at].start]):
        return False
    if sign.strip() not in JOINING_SIGNS | {""}:
        return False
    ends = at + 1 == len(words) or words[at + 1].pause >= COMMA
    return words[at].text in no.after or (ends and words[at].text in no.after_final)
