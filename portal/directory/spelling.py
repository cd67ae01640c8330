"""The words that services use, and the closest of them to one that nobody uses."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.directory.volume import Strings, Volume, Writer, write_strings

SHORTEST_SLIP, LONG_WORD = 4, 8
"""Shorter words are not corrected; longer ones may hold two slips."""


class Spoken:
    """Every word that services use, and how many times. In the file they stand by length, then by their bytes."""

    def __init__(self, volume: Volume) -> None:
        self._words, self._times = Strings(volume, "spoken"), volume.view("spoken.times", "I")
        self._ends = volume.view("spoken.lengths", "I")
        self._of_length = lru_cache(64)(self._read)
        self.times = lru_cache(4096)(self._count)

    def _count(self, word: str) -> int:
        """Return how many times services use a word."""
        known = self._of_length(len(word))
        at = bisect_left(known, word)
        found: int = self._times[self._ends[len(word)] + at] if known[at : at + 1] == [word] else 0
        return found

    def _read(self, length: int) -> list[str]:
        """Return the words of a length, sorted."""
        if length + 1 >= len(self._ends):
            return []
        return [self._words[at] for at in range(self._ends[length], self._ends[length + 1])]

    def near(self, word: str, slips: int, also: Iterable[str]) -> list[tuple[str, int]]:
        """Return the known words that so many slips can turn into this one, each with how many it takes."""
        lengths = range(max(1, len(word) - slips), len(word) + slips + 1)
        ours = [found for length in lengths for found in self._of_length(length)]
        found: dict[str, int] = {}
        for known in (ours, list(also)):
            near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
            found.update((said, int(away)) for said, away, _place in near)
        return list(found.items())


def slips(word: str) -> int:
    """Return how many slips a word may hold before it counts as another one."""
    if len(word) < SHORTEST_SLIP or word.isdigit():
        return 0
    return 1 if len(word) < LONG_WORD else 2


def write(writer: Writer, times: Mapping[str, int]) -> None:
    """Write the words that services use."""
    words = sorted(times, key=lambda word: (len(word), word))
    write_strings(writer, "spoken", words)
    writer.section("spoken.times", [array("I", (times[word] for word in words))])
    writer.section("spoken.lengths", [array("I", _ends(words))])


def _ends(words: Sequence[str]) -> Iterable[int]:
    """Yield for each length from 0 where its words begin, and at last where all end."""
    longest = len(words[-1]) if words else 0
    for length in range(longest + 2):
        yield bisect_left(words, length, key=len)
