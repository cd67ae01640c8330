"""Say whether a text is in a language whose lists are in use, so that finding nothing means something."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from portal.triage.letters import fold
from portal.triage.words import WordList

FOREIGN_SHARE = 0.4
ENOUGH_WORDS = 20  # fewer words than this say too little about the language they are in
COMMON_SHARE = 0.05


def covered(text: str, language: str, lists: Mapping[str, WordList]) -> bool:
    """Say whether a text can be read with the lists of its language; without letters it always can."""
    if not any(map(str.isalpha, text)):
        return True
    own = lists.get(re.split("[-_]", language.casefold().strip())[0])
    if own is None or own.status != "current":
        return False
    others = [each for each in lists.values() if each is not own]
    return _in_script(text, own.script) and _sounds_like(text, own, others)


def _in_script(text: str, script: str) -> bool:
    if text.isascii():
        return script == "latin"
    letters = [c for c in text if c.isalpha()]
    foreign = sum(1 for c in letters if _script(c) != script)
    return foreign <= FOREIGN_SHARE * len(letters)


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    return unicodedata.name(unicodedata.normalize("NFKC", character)[0], "").split(" ")[0].casefold()


def _sounds_like(text: str, words: WordList, others: Iterable[WordList]) -> bool:
    # Romanian typed into the English form has Latin letters, but hardly any of the small words of English.
    spoken = re.findall(r"[^\W\d_]+", fold(text)[0])
    if any(_more_of(each, words, spoken) for each in others):
        return False
    if not words.common or len(spoken) < ENOUGH_WORDS:
        return True
    return sum(1 for word in spoken if word in words.common) >= COMMON_SHARE * len(spoken)


def _more_of(other: WordList, own: WordList, spoken: Iterable[str]) -> bool:
    # Few words say little, but Polish ones in an English box say that it is Polish. What both know says nothing.
    known = [(_knows(own, word), _knows(other, word)) for word in spoken]
    return known.count((False, True)) > known.count((True, False))


def _knows(words: WordList, word: str) -> bool:
    return word in words.common or word in words.vocabulary
