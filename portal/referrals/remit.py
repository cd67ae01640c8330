"""What the team can and can't help with, in an area's own few lines for each voice. Pure."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portal.area import AreaError
from portal.languages import SOURCE
from portal.referrals.voices import Voice, tells_back

FILE = "team.toml"
FEWEST, MOST = 3, 5
Lines = tuple[str, ...]
Remit = Mapping[Voice, Mapping[str, Lines]]
"""The lines by voice and language."""


@cache
def load(folder: Path) -> Remit:
    """Read an area's lines; an area without them says nothing here. Raises AreaError."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        return read(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as wrong:
        raise AreaError(f"{FILE} does not read well: {wrong}.") from wrong


def read(said: Mapping[str, Any]) -> Remit:
    """Make lines of what the file says. Raises ValueError."""
    found: dict[Voice, dict[str, Lines]] = {}
    for name, tables in said.items():
        voice = Voice(name)
        if not tells_back(voice) or SOURCE not in tables:
            raise ValueError(f"[{name}] has nobody to speak to, or lacks {SOURCE!r}")
        for language, lines in tables.items():
            if not FEWEST <= len(lines) <= MOST or not all(isinstance(line, str) and line.strip() for line in lines):
                raise ValueError(f"[{name}] {language} must be {FEWEST} to {MOST} lines of words")
        found[voice] = {language: tuple(lines) for language, lines in tables.items()}
    return found


def lines(remit: Remit, voice: Voice, language: str) -> tuple[Lines, str]:
    """Return the lines for a voice and the language they are in; English where there are no others."""
    spoken = remit.get(voice, {})
    chosen = language if language in spoken else SOURCE
    return spoken.get(chosen, ()), chosen
