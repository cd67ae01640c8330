"""Pages in pieces: what is the same for every reader is made once by a template, and each answer fills the gaps. Pure.

A template marks its gaps with `{{ gap("name") }}`, and parts that stand there never, once or often with
`{{ region("name") }} … {{ end("name") }}`: such a part leaves a gap of its own name, and is filled by itself.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Pieces:
    """A text with gaps, in bytes: joining those costs least."""

    parts: tuple[bytes, ...]
    gaps: tuple[str, ...]
    """What belongs between the parts."""
    regions: "dict[str, Pieces]"

    def fill(self, **values: bytes) -> bytes:
        """Return the text with its gaps filled by what is HTML already. Raises KeyError for a gap left open."""
        filled = list(self._template)
        for at, name in self._slots:
            filled[at] = values[name]
        return b"".join(filled)

    @cached_property
    def _template(self) -> list[bytes]:
        """Return the parts with room between them."""
        return [part for each in zip(self.parts, (*(b"" for _ in self.gaps), b""), strict=True) for part in each]

    @cached_property
    def _slots(self) -> list[tuple[int, str]]:
        """Return where each gap is in the template."""
        return [(2 * at + 1, name) for at, name in enumerate(self.gaps)]

    def __getitem__(self, name: str) -> "Pieces":
        """Return one of its regions."""
        return self.regions[name]


@dataclass(frozen=True)
class Marks:
    """How gaps are marked while a template is rendered. The secret keeps anybody's text from looking like a gap."""

    secret: str

    def gap(self, name: str) -> Markup:
        """Mark a gap."""
        return Markup(f"{self.secret}:{name};")  # noqa: S704 - letters, digits and a colon

    def region(self, name: str) -> Markup:
        """Mark the beginning of a region."""
        return self.gap(f"+{name}")

    def end(self, name: str) -> Markup:
        """Mark the end of a region."""
        return self.gap(f"-{name}")

    def in_template(self) -> dict[str, Any]:
        """Return what a template needs to mark its gaps."""
        return {"gap": self.gap, "region": self.region, "end": self.end}

    def cut(self, html: str) -> Pieces:
        """Cut a rendered template at its marks. Raises ValueError where a region does not end."""
        cuts = re.split(rf"{re.escape(self.secret)}:([+-]?\w+);", html)
        return _gather(cuts, "")[0]


def _gather(cuts: list[str], until: str) -> tuple[Pieces, list[str]]:
    """Gather pieces from texts and marks in turn, up to the end of a region, and return what comes after it."""
    parts, cuts = [cuts[0]], cuts[1:]
    gaps: list[str] = []
    regions: dict[str, Pieces] = {}
    while cuts:
        name, text, cuts = cuts[0], cuts[1], cuts[2:]
        if name.startswith("-"):
            if not until or name[1:] != until:
                raise ValueError(f"The region {name[1:]} ends, but it never began.")
            return Pieces(tuple(part.encode() for part in parts), tuple(gaps), regions), [text, *cuts]
        if name.startswith("+"):
            name = name[1:]
            regions[name], (text, *cuts) = _gather([text, *cuts], name)
        parts.append(text)
        gaps.append(name)
    if until:
        raise ValueError(f"The region {until} does not end.")
    return Pieces(tuple(part.encode() for part in parts), tuple(gaps), regions), []


def html(text: object) -> bytes:
    """Return anything as HTML, escaped unless it says that it is HTML."""
    return escape(text).encode()
