"""Look for words that make a person read at once. A scan can only raise: it finds, it never clears.

"Denies", "no" and "not" turn one strong hit into a mention, that hit and no other; what is imminent or
tells of abuse is never turned. What could not be read counts as unread, and unread words raise too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.triage.coverage import covered
from portal.triage.matching import Found, find, places
from portal.triage.negation import Listed, denied
from portal.triage.reading import Word, read
from portal.triage.together import wholes
from portal.triage.tokens import Token, split
from portal.triage.words import IDIOM, LISTS, PART, WordList

LONGEST_TEXT = 200_000  # what stands beyond is not scanned, and therefore counts as unread


@dataclass(frozen=True)
class Hit:
    """One listed phrase in a text; positions count the characters of the original."""

    list: str
    term: str
    start: int
    end: int
    negated: bool
    entry: str

    @property
    def counts_as(self) -> str:
        """Return the list the hit counts for once a no has been heard."""
        return "mention" if self.negated else self.list


@dataclass(frozen=True)
class Scan:
    """What was found in a text, and whether the whole of it could be read."""

    hits: tuple[Hit, ...]
    covered: bool

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the lists that count, each once, in alphabetical order."""
        return tuple(sorted({hit.counts_as for hit in self.hits}))

    def as_dict(self) -> dict[str, Any]:
        """Return the scan as plain values for JSON."""
        keys = ("list", "term", "start", "end", "negated")
        hits = [{key: getattr(hit, key) for key in keys} for hit in self.hits]
        return {"hits": hits, "categories": list(self.categories), "covered": self.covered}


def scan(text: str, language: str, lists: Mapping[str, WordList]) -> Scan:
    """Find the listed phrases of every language in a text, and say whether its own language is covered."""
    part = text[:LONGEST_TEXT]
    hits = sorted(_heard(part, lists), key=lambda hit: (hit.start, hit.end, hit.list))
    return Scan(tuple(hits), len(text) <= LONGEST_TEXT and covered(part, language, lists))


def heard(text: str, lists: Mapping[str, WordList]) -> frozenset[str]:
    """Return the lists that count in a few words, where nobody asks whether their language is covered."""
    return frozenset(hit.counts_as for hit in _heard(text[:LONGEST_TEXT], lists))


def _heard(text: str, lists: Mapping[str, WordList]) -> list[Hit]:
    # People mix languages, and a form does not know which one was typed: every list is tried.
    tokens = split(text)
    return [hit for each in lists.values() for hit in _hits(text, tokens, each)]


def with_text(
    answers: Mapping[str, object], text: str, language: str, lists: Mapping[str, WordList]
) -> dict[str, object]:
    """Return the answers with what the free text adds to them; nothing already there is taken away."""
    seen, before = scan(text, language, lists), answers.get("text")
    already = before if isinstance(before, list | tuple) else [before] if isinstance(before, str) else []
    added = [each for each in seen.categories if each not in already]
    answered = {**answers, "text": [*already, *added]}
    return answered if seen.covered else {**answered, "text_lang": "uncovered"}


def _hits(text: str, tokens: list[Token], lists: WordList) -> list[Hit]:
    words = read(tokens, lists)
    found = find(words, text, lists)
    if not found:
        return []
    figurative = places(each for each in found if each.entry.list == IDIOM)
    parts = [each for each in found if each.entry.list.startswith(PART)]
    spoken = [each for each in found if each.entry.list in LISTS]
    listed = Listed(places(spoken), frozenset(each.first for each in spoken if each.noun))
    said = [
        each
        for each in parts
        if figurative.isdisjoint(range(each.first, each.after)) and not denied(each, words, text, lists, listed)
    ]
    spoken += wholes(said, spoken, words, lists)
    stronger = places(each for each in spoken if each.entry.list != "mention")
    hits = []
    for each in spoken:
        span = range(each.first, each.after)
        figure = not figurative.isdisjoint(span)
        if each.entry.list == "mention" and (figure or not stronger.isdisjoint(span)):
            continue  # a figure of speech, or a word of a phrase already found
        hits.append(_hit(each, words, figure, _turned(each, words, text, lists, listed)))
    return hits


def _turned(each: Found, words: list[Word], text: str, lists: WordList, listed: Listed) -> bool:
    can_turn = each.entry.list == "strong" and not each.entry.firm
    return can_turn and denied(each, words, text, lists, listed)


def _hit(found: Found, words: list[Word], figure: bool, negated: bool) -> Hit:
    part = words[found.first : found.after]
    kept = "mention" if figure and found.entry.list == "strong" else found.entry.list
    term = found.entry.exact or " ".join(word.text for word in part)
    return Hit(kept, term, part[0].start, part[-1].end, negated, found.entry.id)
