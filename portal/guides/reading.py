"""How hard an English text is to read: grade by Flesch and Kincaid, and how long its sentences run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SENTENCE_END = re.compile(r"(?<![.!?…:])[.!?…:]+[\"”’')]*(?=\s|$)")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
# The last e is silent in "while" and "hope" and "places", not in "table" and not in "wanted".
SILENT = re.compile(r"(?:[^laeiouy]e|[aeiouy]le|[^aeiouytdscxz]es|[^td]ed)$")


@dataclass(frozen=True)
class Reading:
    """What was counted in a text."""

    words: int
    sentences: int
    grade: float
    """School grade by Flesch and Kincaid: 4 is read at about nine years, 6 at about eleven."""

    @property
    def words_per_sentence(self) -> float:
        """Return the mean length of a sentence, in words."""
        return self.words / self.sentences if self.sentences else 0.0


def syllables(word: str) -> int:
    """Count the syllables of an English word, nearly."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    spoken = len(VOWELS.findall(letters))
    if spoken > 1 and SILENT.search(letters):
        spoken -= 1
    return max(spoken, 1)


def measure(blocks: Iterable[str]) -> Reading:
    """Measure a text given block by block (paragraphs, list items, headings): a block ends a sentence."""
    sentences = words = spoken = 0
    for block in blocks:
        for sentence in SENTENCE_END.split(block):
            found = WORD.findall(sentence)
            if found:
                sentences += 1
                words += len(found)
                spoken += sum(map(syllables, found))
    if not sentences:
        return Reading(0, 0, 0.0)
    grade = 0.39 * words / sentences + 11.8 * spoken / words - 15.59
    return Reading(words, sentences, round(grade, 1))
