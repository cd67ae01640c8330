"""From what people type to words that can be compared: one way of writing each word, in every language. Pure."""

import unicodedata
from functools import lru_cache

LONGEST = 200
LONGEST_TEXT = LONGEST * 50
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"), None)
# Marks that say how to write a word, not which word it is: zero-width joiners, direction marks, the Arabic stretch.
SILENT = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF, 0x0640], None)
# Letters that no decomposition brings together: stroked Latin ones, and Arabic forms that Urdu keyboards mix up.
TWINS = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe"}
    | {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ە": "ہ", "ۀ": "ہ", "ؤ": "و"}
)
BEFORE_INDIA = 0x0900
"""Accents and vowel points of the scripts below can be left out by whoever writes; from here on they are letters."""
LOOSE_MARKS = (range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100), range(0xFE20, 0xFE30))
ENDINGS = (
    ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ellors", "el"), ("ellor", "el"), ("elling", "el"),
    ("apists", "apy"), ("apist", "apy"), ("apies", "apy"), ("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""),
    ("edly", ""), ("ied", "y"), ("ed", ""), ("s", ""),
)  # fmt: skip
SHORTEST_STEM = 3


class _Marks(dict[int, int | None]):
    """What becomes of each sign once letters and marks stand apart: optional marks go, the rest stays."""

    def __missing__(self, code: int) -> int | None:
        optional = code < BEFORE_INDIA or any(code in block for block in LOOSE_MARKS)
        self[code] = None if optional and unicodedata.combining(chr(code)) else code
        return self[code]


class _Letters(dict[int, int | str]):
    """What belongs to a word: letters, digits (as 0 to 9), and the marks that Panjabi or Bengali are written with."""

    def __missing__(self, code: int) -> int | str:
        sign = chr(code)
        if sign.isdecimal():
            self[code] = str(unicodedata.decimal(sign))
        else:
            self[code] = code if sign.isalnum() or unicodedata.category(sign) in {"Mn", "Mc"} else " "
        return self[code]


_MARKS, _LETTERS = _Marks(), _Letters()


def plain(text: str) -> str:
    """Write a text plainly: lower case, no accents, no apostrophes, one form of each letter."""
    if text.isascii():
        return text[:LONGEST_TEXT].lower().replace("'", "").replace("`", "")
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold().translate(APOSTROPHES).translate(SILENT)
    text = unicodedata.normalize("NFKD", text).translate(_MARKS)
    return unicodedata.normalize("NFC", text).translate(TWINS)


def words(text: str) -> list[str]:
    """Return the plain words of a text, in order."""
    return plain(text).translate(_LETTERS).split()


@lru_cache(8192)
def stem(word: str) -> str:
    """Return what the forms of an English word share. Other scripts, and short words, stay as they are."""
    if len(word) <= SHORTEST_STEM or not word.isascii() or word.endswith(("ss", "us", "is")):
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            base = word[: len(word) - len(ending)] + instead
            # stopped -> stop, running -> run; but tell and pass keep both letters.
            doubled = ending in {"ing", "ed", "ings"} and base[-1:] == base[-2:-1] and base[-1:] not in "lsz"
            return _without_e(base[:-1] if doubled else base)
    return _without_e(word)


def _without_e(word: str) -> str:
    """Drop a silent e, so that caring and care meet."""
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST_STEM else word


def stems(text: str) -> list[str]:
    """Return the stems of a text, in order."""
    return [stem(word) for word in words(text)]
