"""What is written after screening in the demonstration, as the area's file tells it. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Handover:
    """To which organisation a case goes, and why."""

    to: str
    why: str


@dataclass(frozen=True)
class LongWait:
    """Why somebody waited longer than promised, as a team lead found."""

    cause: str
    secondary: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Wish:
    """Who asked to wait, why, and for how long."""

    by: str
    reason: str
    days: int


@dataclass(frozen=True)
class Farewell:
    """Why a case ended well, and what the young person takes along."""

    reason: str
    next_step: str


@dataclass(frozen=True)
class CareWords:
    """Everything a team writes while it helps; each may be said about any made-up person whom it fits."""

    transfers: tuple[Handover, ...]
    breaches: tuple[LongWait, ...]
    delays: tuple[Wish, ...]
    contacts: tuple[str, ...]
    """Notes of first and second contacts that took place."""
    missed: tuple[str, ...]
    help: tuple[str, ...]
    endings: tuple[Farewell, ...]
    meeting: tuple[str, ...]
    returns: tuple[str, ...]
    """Why somebody came back, in their own words."""


def read(folder: Path) -> CareWords:
    """Read the words from `content/area/demo/`."""
    said = tomllib.loads((folder / "care.toml").read_text("utf-8"))
    return CareWords(
        transfers=tuple(Handover(**one) for one in said["transfers"]),
        breaches=tuple(LongWait(one["cause"], tuple(one["secondary"]), one["note"]) for one in said["breaches"]),
        delays=tuple(Wish(**one) for one in said["delays"]),
        contacts=_each("note", said["contacts"]),
        missed=_each("note", said["missed"]),
        help=_each("note", said["help"]),
        endings=tuple(Farewell(**one) for one in said["endings"]),
        meeting=_each("note", said["meeting"]),
        returns=_each("why", said["returns"]),
    )


def _each(name: str, said: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return one sentence of each."""
    return tuple(one[name] for one in said)
