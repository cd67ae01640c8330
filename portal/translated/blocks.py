"""The blocks of a text, each with a mark made from its words: what a translation was made from. Pure.

A block is what its room says it is: a section of a guide or a letter, a paragraph of a message, a card of a helpline.
Its mark has two parts: the first changes with any word, the second only with a number, a name in braces or a link.
Times and places of files say nothing.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

SOURCE = "en"
TOKEN = re.compile(r"\{([^{}\n]*)\}")
# Bounded, so that a page of nothing but brackets cannot keep the check busy for minutes.
LINK = re.compile(r"\]\(([^)\n]{0,500})\)")
MARK = re.compile(r"[0-9a-f]{8}-[0-9a-f]{6}")
ALIKE = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "*": "", "`": ""})
NOISE = re.compile(r"^[ \t]*(?:#{1,6}|[-+>])[ \t]+|(?<!\w)_|_(?!\w)", re.MULTILINE)
HOUR = re.compile(r"(\d{1,2})(?::(\d\d))?[ ]?([ap])\.?m\b", re.IGNORECASE)
O_CLOCK = re.compile(r"(?<=\d)[:.]00(?!\d)")
NOON = re.compile(r"\b(?:noon|midday|midnight)\b", re.IGNORECASE)
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Block:
    """One block: what it is called, all that it says, and the line it begins in."""

    name: str
    said: str
    line: int

    @cached_property
    def mark(self) -> str:
        """Return the fingerprint of the words, then that of the numbers, names and links among them."""
        facts = sorted((named(self.said) + counted(self.said)).elements())
        return f"{_short(_plain(self.said), 8)}-{_short(' '.join(facts), 6)}"


class Text(Protocol):
    """Anything that is said in several languages: what its file says about it, and its blocks."""

    @property
    def meta(self) -> Mapping[str, Any]:
        """Return what its file says about it: `source_blocks` in a translation, `same_meaning` in the English."""

    @property
    def lang(self) -> str:
        """Return the language it is written in."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return its blocks. The first of a text is only ever paired with the first of another."""


@dataclass(frozen=True)
class Pair:
    """A block of the English text and its translation; one of the two may be missing."""

    english: int | None
    translated: int | None
    fresh: bool = False
    """Whether the translation was made from these very words, or from words that mean the same."""


def _plain(text: str) -> str:
    """Return the words alone: no spacing, no shape of quotes, no signs of markdown."""
    said = NOISE.sub("", unicodedata.normalize("NFC", text).translate(ALIKE))
    return " ".join(said.split())


def _short(text: str, length: int) -> str:
    """Return the beginning of a fingerprint."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def named(text: str) -> Counter[str]:
    """Count the names in braces and the links."""
    held = Counter(match[0] for match in TOKEN.finditer(text))
    held.update(target(match) for match in LINK.finditer(text))
    return held


def target(link: re.Match[str]) -> str:
    """Return where a link or a picture leads."""
    return next(iter(link[1].split()), "").strip("<>")


def counted(text: str) -> Counter[str]:
    """Count the numbers in the words, with hours of the afternoon as the clock of 24 hours has them."""
    plain = TOKEN.sub("", LINK.sub("]", text)).translate(ALIKE)
    plain = O_CLOCK.sub("", HOUR.sub(_hour, plain))
    return Counter(str(int(found)) for found in DIGITS.findall(plain))


def _hour(match: re.Match[str]) -> str:
    """Write 4pm as 16:00."""
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour}:{match[2] or '00'}"


def made_from(text: Text) -> list[str]:
    """Return for each block of a translation the mark of the English that it was made from; empty where unknown."""
    kept = text.meta.get("source_blocks")
    if isinstance(kept, list) and len(kept) == len(text.blocks):
        return [str(mark) for mark in kept]
    return [""] * len(text.blocks)


def meaning_kept(source: Text) -> list[tuple[str, str]]:
    """Return the marks, old and new, between which somebody has said that the meaning stayed the same.

    A change of a number, a name or a link is always a change of meaning, whoever says otherwise.
    """
    said = source.meta.get("same_meaning")
    entries = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
    marks = [(str(each.get("was")), str(each.get("now"))) for each in entries]
    return [(was, now) for was, now in marks if same_facts(was, now)]


def same_facts(was: str, now: str) -> bool:
    """Tell whether two marks stand for the same numbers, names and links."""
    return was.partition("-")[2] == now.partition("-")[2]


def _reach(mark: str, kept: Iterable[tuple[str, str]]) -> set[str]:
    """Return a mark and every later one that means the same."""
    reached, edges = {mark}, list(kept)
    for _each in edges:
        reached |= {now for was, now in edges if was in reached}
    return reached


def pairs(text: Text, source: Text) -> list[Pair]:
    """Set every English block beside its translation, in the order of the English; what English has lost comes last."""
    today, kept = [block.mark for block in source.blocks], meaning_kept(source)
    reaches = [_reach(mark, kept) for mark in made_from(text)]
    beside: dict[int, int] = {}
    for at, mark in enumerate(today):
        free = (each for each in range(len(reaches)) if each not in beside.values() and (each == 0) == (at == 0))
        found = next((each for each in free if mark in reaches[each]), None)
        if found is not None:
            beside[at] = found
    fresh = set(beside)
    _neighbours(beside, len(today), len(reaches))
    paired = [Pair(at, beside.get(at), at in fresh) for at in range(len(today))]
    return paired + [Pair(None, at) for at in range(len(reaches)) if at not in beside.values()]


def _neighbours(beside: dict[int, int], english: int, translated: int) -> None:
    """Pair blocks that changed by those that stand before or after them."""
    beside.setdefault(0, 0)
    for step, order in ((1, range(1, english)), (-1, range(english - 1, 0, -1))):
        for at in order:
            # Beyond the last English block stands what is beyond the last translated one.
            before = translated if at - step == english else beside.get(at - step, -2)
            found = before + step
            if at not in beside and 1 <= found < translated and found not in beside.values():
                beside[at] = found


def lost(english: Block, translated: Block) -> list[str]:
    """Say which names, links and numbers two blocks do not share."""
    missing, extra = differences(english, translated)
    return sorted({*missing, *extra})


def differences(english: Block, translated: Block) -> tuple[list[str], list[str]]:
    """Say which names, links and numbers only the English holds, and which only the translation."""
    here, there = named(translated.said), named(english.said)
    numbers, asked = set(counted(translated.said)), set(counted(english.said))
    for match in HOUR.finditer(english.said):
        # Some languages say 4 in the afternoon where others write 16:00.
        twelve, full = match[1], _hour(match).partition(":")[0]
        if twelve in numbers and full not in numbers:
            numbers = numbers - ({twelve} - asked) | {full}
    spoken = {"12"} if NOON.search(english.said) else set()
    missing = {*(there - here), *(asked - numbers - spoken)}
    return sorted(missing), sorted({*(here - there), *(numbers - asked - spoken)})


def is_current(text: Text, source: Text) -> bool:
    """Tell whether every block of a translation says what the English says today."""
    return all(pair.fresh for pair in pairs(text, source))


def stale(paired: Sequence[Pair]) -> int:
    """Count the English blocks whose words have changed or are new."""
    return sum(not pair.fresh for pair in paired if pair.english is not None)


def told(text: Text, source: Text) -> list[str]:
    """Say which blocks are stale, with the marks of then and now: what `same_meaning` asks for."""
    marks, found = made_from(text), []
    for pair in pairs(text, source):
        if pair.english is not None and not pair.fresh:
            block, was = source.blocks[pair.english], "" if pair.translated is None else marks[pair.translated]
            found.append(f"'{block.name}' is stale: was {was or 'unknown'}, now {block.mark}")
    return found
