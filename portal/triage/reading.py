"""Pieces of text to words, spelt as the lists of one language spell them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from portal.triage.letters import slipped, squeeze, undisguise
from portal.triage.tokens import JOINED, Token
from portal.triage.words import WordList

LONGEST_WORD = 60


class Word(NamedTuple):
    """A word as it is matched; `start` and `end` point into the original text."""

    text: str
    start: int
    end: int
    pause: int


def read(tokens: Iterable[Token], words: WordList) -> list[Word]:
    """Return the words of a text; one token can hold several, and several one word."""
    known: dict[str, tuple[str, ...]] = {}
    found: list[Word] = []
    for token in _undisguised(tokens, words):
        forms = known.get(token.text)
        if forms is None:
            forms = known[token.text] = plain(token.text, words)
        found.append(Word(forms[0], token.start, token.end, token.pause))
        found += [Word(form, token.start, token.end, JOINED) for form in forms[1:]]
    return _merge_pairs(found, words)


def plain(token: str, words: WordList) -> tuple[str, ...]:
    """Return the listed spelling of a word, one or more words long; an unknown word stays as it is."""
    if len(token) > LONGEST_WORD:
        return (token,)
    found = _listed(token, words) or _ended(token, words)
    if found or token.isdigit():
        return found or (token,)
    bare = undisguise(token).replace("'", "")
    return (_listed(bare, words) if bare != token else None) or (token,)


def _listed(token: str, words: WordList) -> tuple[str, ...] | None:
    if token in words.spellings:
        return words.spellings[token]
    if token in words.vocabulary or token in words.real_words:
        return (token,)
    once = squeeze(token)
    if once == token:
        meant = _whole(token, words) or slipped(token, words.slips)
    elif once in words.spellings:
        return words.spellings[once]
    else:
        meant = words.squeezed.get(once) or slipped(token, words.slips) or slipped(once, words.slips)
    return (meant,) if meant else None


def _whole(token: str, words: WordList) -> str | None:
    """Return the word whose ending is written as it is said: "killin" for "killing"."""
    for said, written in words.clipped.items():
        if token.endswith(said) and (word := token.removesuffix(said) + written) in words.vocabulary:
            return word
    return None


def _ended(token: str, words: WordList) -> tuple[str, ...] | None:
    for ending, spelt in words.endings.items():
        if token.endswith(ending) and len(token) > len(ending):
            return (*plain(token.removesuffix(ending), words), spelt)
    return None


def _undisguised(tokens: Iterable[Token], words: WordList) -> Iterator[Token]:
    for token in tokens:
        if not token.parts:
            yield token
        elif _means_a_word(token.text, words):
            yield token._replace(parts=())
        elif len(token.parts) > 2 and all(len(part.text) == 1 for part in token.parts):
            yield from _spelt_out(token.parts[:LONGEST_WORD], words)
            yield from token.parts[LONGEST_WORD:]
        else:
            yield from token.parts


def _means_a_word(text: str, words: WordList) -> bool:
    if len(text) > LONGEST_WORD:
        return False
    bare = undisguise(text)
    return text in words.spellings or (len(bare) > 2 and _listed(bare, words) is not None)


def _spelt_out(letters: tuple[Token, ...], words: WordList) -> Iterator[Token]:
    """Read letters written apart as the fewest words they can spell."""
    text = "".join(letter.text for letter in letters)
    # fewest[n] holds where the words end that spell the first n letters.
    fewest: list[tuple[int, ...]] = [()]
    for end in range(1, len(text) + 1):
        starts = [at for at in range(end) if at + 1 == end or _is_word(text[at:end], words)]
        fewest.append((*min((fewest[at] for at in starts), key=len), end))
    for start, end in zip((0, *fewest[-1]), fewest[-1], strict=False):
        yield letters[start]._replace(text=text[start:end], end=letters[end - 1].end)


def _is_word(text: str, words: WordList) -> bool:
    return text in words.vocabulary or text in words.spellings


def _merge_pairs(words: list[Word], lists: WordList) -> list[Word]:
    merged: list[Word] = []
    for word in words:
        if merged and word.pause == JOINED and (merged[-1].text, word.text) in lists.pairs:
            text = lists.pairs[merged[-1].text, word.text]
            merged[-1] = merged[-1]._replace(text=text, end=word.end)
        else:
            merged.append(word)
    return merged
