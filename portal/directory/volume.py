"""One file of named sections with a seal: written whole or not at all, read in place, and never trusted unchecked."""

import hashlib
import io
import json
import mmap
import os
import pickle
import secrets
import sys
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"FRONTDR2"
ALIGN = 8
SEAL = hashlib.sha256().digest_size
CHUNK = 1 << 20
PLAIN = frozenset({("datetime", "date"), ("datetime", "time")})
OURS = frozenset(f"portal.directory.{name}" for name in ("documents", "hours", "recurrence", "terms"))
"""Where the classes of what we keep live. Nothing else can come out of a file, whoever wrote it."""


class Damaged(Exception):
    """Say that a file is not what we wrote."""


class Writer:
    """Writes sections one after the other; sealing tells how long they are and that nothing was lost."""

    def __init__(self, target: BinaryIO) -> None:
        self._target, self._seen, self._at = target, hashlib.sha256(), 0
        self._sections: dict[str, tuple[int, int]] = {}
        self._put(MAGIC)

    def _put(self, data: Any) -> None:
        self._seen.update(data)
        self._at += self._target.write(data)

    def section(self, name: str, parts: Iterable[Any]) -> None:
        """Write one section of bytes or arrays."""
        self._put(b"\0" * (-self._at % ALIGN))
        start = self._at
        for part in parts:
            self._put(memoryview(part).cast("B") if len(part) else b"")
        self._sections[name] = (start, self._at - start)

    def seal(self, facts: dict[str, Any]) -> None:
        """Finish with what is said about the whole, and the seal."""
        said = json.dumps({"facts": facts, "sections": self._sections}).encode()
        self._put(said)
        self._put(len(said).to_bytes(8, "little"))
        self._target.write(self._seen.digest())


class Volume:
    """The sections of a file or of memory, read in place."""

    def __init__(self, data: Any) -> None:
        """Read what it says of itself. Raises Damaged."""
        self.data = memoryview(data)
        foot = len(self.data) - SEAL
        length = int.from_bytes(self.data[foot - 8 : foot], "little") if foot >= 8 else 0
        if self.data[: len(MAGIC)] != MAGIC or not 0 < length < foot:
            raise Damaged
        try:
            said = json.loads(bytes(self.data[foot - 8 - length : foot - 8]))
            self.facts: dict[str, Any] = said["facts"]
            self._sections: dict[str, tuple[int, int]] = said["sections"]
        except (ValueError, KeyError, TypeError) as wrong:
            raise Damaged from wrong

    def view(self, name: str, kind: str) -> Any:
        """Return a section as an array of one kind of number."""
        start, length = self._sections[name]
        piece: Any = self.data[start : start + length]
        return piece.cast(kind)

    def thing(self, name: str) -> Any:
        """Return a section that holds one thing."""
        return thawed(self.view(name, "B"))


class _Narrow(pickle.Unpickler):
    """Reads plain values and our own plain classes, and nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        """Return one of the classes that may come out of a file. Raises Damaged for every other."""
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        found = getattr(sys.modules.get(module), name, None) if module in OURS else None
        if not isinstance(found, type) or found.__module__ != module:
            raise Damaged
        return found


def frozen(thing: object) -> bytes:
    """Write plain values down."""
    return pickle.dumps(thing, protocol=5)


def thawed(data: Any) -> Any:
    """Read plain values back."""
    return _Narrow(io.BytesIO(data)).load()


def write(path: Path, fill: Any) -> None:
    """Write a file by `fill(writer)`, whole or not at all: readers keep the old one until the new one stands."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("wb") as target:
            fill(Writer(target))
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def facts(path: Path) -> dict[str, Any]:
    """Return what a file says of itself, without checking the rest. Raises OSError or Damaged."""
    with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        volume = Volume(mapped)
        volume.data.release()
        return volume.facts


def read(path: Path) -> Volume:
    """Map a file into memory once its seal is proven. Raises OSError or Damaged."""
    with path.open("rb") as source:
        left, seen = os.fstat(source.fileno()).st_size - SEAL, hashlib.sha256()
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            seen.update(chunk)
            left -= len(chunk)
        if left or source.read(SEAL) != seen.digest():
            raise Damaged
        return Volume(mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ))


class Strings(Sequence[str]):
    """Many strings in one section, sorted by their bytes, found by halving."""

    def __init__(self, volume: Volume, name: str) -> None:
        self._text, self._ends = volume.view(f"{name}.text", "B"), volume.view(f"{name}.ends", "I")

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ends) - 1

    def __getitem__(self, place: Any) -> Any:
        """Return one of them."""
        return str(self._text[self._ends[place] : self._ends[place + 1]], "utf-8")


def write_strings(writer: Writer, name: str, strings: Sequence[str]) -> None:
    """Write strings as one section."""
    written = [each.encode() for each in strings]
    ends, at = [0], 0
    for each in written:
        at += len(each)
        ends.append(at)
    writer.section(f"{name}.text", [b"".join(written)])
    writer.section(f"{name}.ends", [array("I", ends)])
