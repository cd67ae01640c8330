"""Cut a text into pieces, the same way for every language, and note the pauses between them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from portal.triage.letters import fold

JOINED, COMMA, PAUSE, STOP = 0, 1, 2, 3  # how strongly a piece is parted from the one before it

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[\U0001F300-\U0001FAFF\u2600-\u27bf]")
_EDGES = "\"'.,;:!?()[]{}<>«»“”„…–—-_*~#،؟۔"
_STOPS = re.compile(r"[.!?;؟۔•]|\n\s*\n")
_TRAILING_OFF = re.compile(r"\.{2,}|…")
_PAUSES = re.compile(r"[:()\[\]–—\n\t]|\s-|-\s|\.{2,}|…")
_COMMAS = re.compile(r"[,،]")


class Token(NamedTuple):
    """A piece of text; `start` and `end` point into the original.

    `parts` are its words when signs stand inside it, or its letters when they were written apart: what it
    says as a whole ("k!ll", "k m s") or in parts ("self-harm") only the lists of a language can tell.
    """

    text: str
    start: int
    end: int
    pause: int
    parts: tuple["Token", ...] = ()


def split(text: str) -> list[Token]:
    """Return the pieces of a text, in order."""
    return list(_letters_joined(_softened(list(_tokens(*fold(text))))))


def _tokens(folded: str, places: list[int]) -> Iterator[Token]:
    finished = 0
    for chunk in _CHUNK.finditer(folded):
        raw = chunk.group()
        if raw.isalnum():
            yield _token(folded, places, finished, *chunk.span())
        elif _WORD.search(raw):
            yield _with_signs(folded, places, finished, chunk)
        else:
            continue
        finished = chunk.start() + len(raw.rstrip(_EDGES))


def _token(folded: str, places: list[int], finished: int, start: int, end: int) -> Token:
    pause = _pause(folded[finished:start])
    return Token(folded[start:end], places[start], places[end - 1] + 1, pause)


def _with_signs(folded: str, places: list[int], finished: int, chunk: re.Match[str]) -> Token:
    core = chunk.group().strip(_EDGES) or chunk.group()
    start = chunk.start() + chunk.group().find(core)
    whole = _token(folded, places, finished, start, start + len(core))
    parts = []
    for match in _WORD.finditer(folded, start, start + len(core)):
        parts.append(_token(folded, places, finished, *match.span()))
        finished = match.end()
    return whole if [part.text for part in parts] == [core] else whole._replace(parts=tuple(parts))


def _pause(between: str) -> int:
    if between in {" ", ""}:
        return JOINED
    if _STOPS.search(_TRAILING_OFF.sub(" ", between)):
        return STOP
    if _PAUSES.search(between):
        return PAUSE
    return COMMA if _COMMAS.search(between) else JOINED


def _softened(tokens: list[Token]) -> list[Token]:
    # "I. Want. It. Over." is one sentence said with force: a stop after a single word only parts it lightly.
    begins = [True, *(token.pause == STOP for token in tokens[1:])]
    return [
        token._replace(pause=PAUSE) if token.pause == STOP and before else token
        for token, before in zip(tokens, [False, *begins], strict=False)
    ]


def _letters_joined(tokens: Iterable[Token]) -> Iterator[Token]:
    run: list[Token] = []
    for token in tokens:
        if run and (len(token.text) > 1 or token.pause != JOINED):
            yield from _joined(run)
            run = []
        if len(token.text) == 1:
            run.append(token)
        else:
            yield token
    yield from _joined(run)


def _joined(run: list[Token]) -> list[Token]:
    if len(run) < 3:
        return run
    letters = "".join(token.text for token in run)
    return [Token(letters, run[0].start, run[-1].end, run[0].pause, tuple(run))]
