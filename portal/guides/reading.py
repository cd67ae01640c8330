"""How hard an English text is to read, by two formulae: one counts syllables, the other letters.

Each can be cheated alone: by short words that nobody knows, or by cutting sentences to pieces. Their errors differ.
"""

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
    """School grade by Flesch and Kincaid, from syllables: 4 is read at about nine years, 6 at about eleven."""
    letters_grade: float
    """School grade by Coleman and Liau, from letters."""

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
    sentences = words = spoken = letters = 0
    for block in blocks:
        for sentence in SENTENCE_END.split(block):
            found = WORD.findall(sentence)
            if found:
                sentences += 1
                words += len(found)
                spoken += sum(map(syllables, found))
                letters += sum(letter.isalnum() for word in found for letter in word)
    if not sentences:
        return Reading(0, 0, 0.0, 0.0)
    grade = 0.39 * words / sentences + 11.8 * spoken / words - 15.59
    by_letters = 5.88 * letters / words - 29.6 * sentences / words - 15.8
    return Reading(words, sentences, round(grade, 1), round(by_letters, 1))
