"""What a listed phrase is: its words, the choices among them, and what else it may mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.triage.documents import DocumentError
from portal.triage.letters import fold

Groups = Mapping[str, frozenset[str]]
Meanings = Mapping[str, frozenset[tuple[str, ...]]]

GAPS = {"*": 3, "**": 6}  # how many other words may stand where a phrase leaves room


@dataclass(frozen=True)
class Step:
    """One place in a phrase: the words that fit, how many others may come before, and whether it may lack."""

    words: frozenset[str]
    gap: int = 0
    optional: bool = False


@dataclass(frozen=True)
class Entry:
    """One phrase of one list."""

    id: str
    list: str
    steps: tuple[Step, ...]
    noun: bool = False
    """Names a thing ("suicidal ideation"), so "no" before it, and a list after "denies", reach it."""
    firm: bool = False
    """Holds its own no ("notice if I was gone"), so another no before it does not turn it."""
    exact: str | None = None
    """Shorthand that counts only when written exactly so, capitals included."""
    unless: tuple[str, ...] = ()
    """Words close by with which the phrase means something else."""


@dataclass(frozen=True)
class Together:
    """Parts of phrases that say something only near one another, in whichever order they come."""

    entry: Entry
    parts: frozenset[str]
    within: int
    """How many other words may stand between two parts."""
    across: bool = False
    """Whether a sentence may end between two parts."""


@dataclass(frozen=True)
class Openings:
    """The entries that can begin with one word, so that a text is read in one pass."""

    every: tuple[Entry, ...]
    open: tuple[Entry, ...]
    """Those whose second word is not settled."""
    by_second: Mapping[str, tuple[Entry, ...]]


def parse_unless(raw: list[str], meanings: Meanings) -> tuple[str, ...]:
    """Return the words that give a phrase another meaning; `{name}` stands for a whole list of them."""
    named = [each.strip("{}") for each in raw if each.startswith("{")]
    if set(named) - meanings.keys():
        raise DocumentError(f"unknown meanings {', '.join(sorted(set(named) - meanings.keys()))}")
    own = {tuple(fold(each)[0].split()) for each in raw if not each.startswith("{")}
    return tuple(sorted(" ".join(words) for words in own.union(*(meanings[name] for name in named))))


def parse_steps(term: object, groups: Groups) -> tuple[Step, ...]:
    """Read a phrase: `a/b` is a choice, `{name}` a group, `word?` may lack, `*` up to three other words, `**` six."""
    steps: list[Step] = []
    gap = 0
    for part in str(term).split():
        if part in GAPS:
            gap = GAPS[part]
            continue
        optional = part.endswith("?")
        steps.append(Step(_choices(part.removesuffix("?"), groups), gap, optional))
        gap = 0
    if not steps or steps[0].optional or gap:
        raise DocumentError("a phrase begins and ends with a word that is needed")
    return tuple(steps)


def _choices(part: str, groups: Groups) -> frozenset[str]:
    choices: set[str] = set()
    for word in part.split("/"):
        if word.startswith("{") and word.strip("{}") not in groups:
            raise DocumentError(f"unknown group {word}")
        choices |= groups[word.strip("{}")] if word.startswith("{") else {fold(word)[0]}
    return frozenset(choices)


def by_first(entries: Iterable[Entry]) -> dict[str, Openings]:
    """Return the entries under each word they can begin with."""
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        for word in entry.steps[0].words:
            index.setdefault(word, []).append(entry)
    return {word: _openings(found) for word, found in index.items()}


def _openings(entries: list[Entry]) -> Openings:
    by_second: dict[str, list[Entry]] = {}
    unsettled = []
    for entry in entries:
        if len(entry.steps) == 1 or entry.steps[1].gap or entry.steps[1].optional:
            unsettled.append(entry)
            continue
        for word in entry.steps[1].words:
            by_second.setdefault(word, []).append(entry)
    settled = {word: tuple(found) for word, found in by_second.items()}
    return Openings(tuple(entries), tuple(unsettled), settled)
