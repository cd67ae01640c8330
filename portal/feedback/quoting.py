"""Whether a note tells again what somebody wrote. Pure."""

import re
import unicodedata

IN_A_ROW = 5
"""So many of their words in their order are theirs, and no longer anybody's way of saying it."""
WORD = re.compile(r"\w+")


def quotes(note: str, words: str) -> bool:
    """Tell whether a note holds a stretch of somebody's words; all of them, where they wrote very few."""
    theirs, ours = _words(words), _words(note)
    length = min(IN_A_ROW, len(theirs))
    if length < 2:
        return False
    taken = {tuple(ours[at : at + length]) for at in range(len(ours) - length + 1)}
    return any(tuple(theirs[at : at + length]) in taken for at in range(len(theirs) - length + 1))


def _words(text: str) -> list[str]:
    """Cut a text into words, as they sound: no capitals, no marks."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())
