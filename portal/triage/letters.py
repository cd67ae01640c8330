"""Letters as a reader sees them: disguises, accents and slips of the finger removed."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

LONG_WORD = 7  # one slip is forgiven only in words over six letters: shorter ones resemble too many others

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ`´ʹ‛", "'"),
        # Latin letters that do not decompose.
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ı": "i",
        # Arabic and Urdu keyboards send different letters for the same sound and shape.
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ه": "ہ",
        "ة": "ہ",
        "ھ": "ہ",
        "ـ": "",
    }
)
_CYRILLIC = str.maketrans("аеорсухіѕкмнтв", "aeopcyxiskmhtb")
_LEET = str.maketrans("013457@$!|(", "oieastasilc", ".-_*+~^=")


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    # Invisible marks (zero width, direction) and accents are dropped; both sides of a comparison lose them.
    spread = unicodedata.normalize("NFKD", character).casefold()
    kept = (c for c in spread if unicodedata.category(c) not in {"Cf", "Mn", "Me"})
    return "".join(kept).translate(_SAME)


def fold(text: str) -> tuple[str, list[int]]:
    """Return the text without case and disguise, and for each of its characters the place it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    parts = [_fold(character) for character in text]
    places = [place for place, part in enumerate(parts) for _ in part]
    return "".join(parts), [*places, len(text)]


def undisguise(word: str) -> str:
    """Return a word with look-alike letters, digits and signs read as the letters they stand for."""
    if any("a" <= c <= "z" for c in word):
        word = word.translate(_CYRILLIC)
    return word.translate(_LEET)


def squeeze(word: str) -> str:
    """Return a word with every repeated letter written once."""
    return "".join(c for c, before in zip(word, " " + word, strict=False) if c != before)


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def slip_index(words: Iterable[str]) -> dict[str, list[str]]:
    """Return every long word under itself and under each form that lacks one of its letters."""
    index: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) >= LONG_WORD:
            for form in {word} | _shorter(word):
                index[form].append(word)
    return dict(index)


def slipped(word: str, index: Mapping[str, list[str]]) -> str | None:
    """Return the long word that one missing, extra, wrong or swapped letter would explain."""
    if not LONG_WORD - 1 <= len(word) <= 24:
        return None
    for form in [word, *sorted(_shorter(word))]:
        for meant in index.get(form, ()):
            if _one_apart(word, meant):
                return meant
    return None


def _one_apart(a: str, b: str) -> bool:
    if len(a) != len(b):
        return abs(len(a) - len(b)) == 1  # the index only offers forms of one another
    wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return len(wrong) == 1 or (swapped and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]])
