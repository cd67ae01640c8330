"""Sealed columns: text that only this installation can read, bound to the row it was written for.

AES-256-GCM under a ring of keys. The associated data names table, column and row, so a sealed value that is
moved to another row, column or table does not open. A blind index lets us find a value without reading it.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
Value = TypeVar("Value")


class SealError(Exception):
    """A sealed value does not open: wrong key, wrong row, or changed since it was written."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of one installation: the highest number seals, every number opens, the index key looks up."""

    keys: dict[int, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    @property
    def current(self) -> int:
        """Return the number of the key that seals new values."""
        return max(self.keys)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Seal bytes for one place (table.column:row)."""
        number, nonce = self.current, secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[number]).encrypt(nonce, plain, _bound(number, place))
        return bytes([number]) + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open bytes sealed for one place. Raises SealError."""
        number, nonce = int.from_bytes(sealed[:1]), sealed[1 : 1 + NONCE_BYTES]
        try:
            return AESGCM(self.keys[number]).decrypt(nonce, sealed[1 + NONCE_BYTES :], _bound(number, place))
        except (InvalidTag, KeyError, ValueError) as error:
            raise SealError(f"The sealed value at {place} does not open.") from error


def _bound(number: int, place: str) -> bytes:
    """Return the associated data: which key, and where the value belongs."""
    return f"{number}|{place}".encode()


def parse_keys(text: str) -> KeyRing:
    """Read a ring written as `1:KEY,2:KEY,index:KEY`, each key 32 bytes in URL-safe base 64."""
    keys: dict[int, bytes] = {}
    index_key = b""
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, encoded = part.partition(":")
        try:
            key = base64.urlsafe_b64decode(encoded)
        except binascii.Error:
            key = b""
        if len(key) != 32 or not (name == "index" or (name.isdecimal() and 0 < int(name) < 256)):
            raise ValueError("PORTAL_DATA_KEYS must read like 1:KEY,index:KEY with keys of 32 bytes in base 64.")
        if name == "index":
            index_key = key
        else:
            keys[int(name)] = key
    if not keys or not index_key:
        raise ValueError("PORTAL_DATA_KEYS needs at least one numbered key and one named index.")
    return KeyRing(keys, index_key)


_ring: KeyRing | None = None


def install(ring: KeyRing) -> None:
    """Give this process the keys that its sealed columns use."""
    global _ring
    _ring = ring


def ring() -> KeyRing:
    """Return the keys of this process."""
    if _ring is None:
        raise SealError("No keys are installed.")
    return _ring


def blind_index(value: str, purpose: str) -> bytes:
    """Return a keyed hash by which an exact value can be found and never read."""
    return hmac.new(ring().index_key, f"{purpose}|{value}".encode(), hashlib.sha256).digest()


def opened_by(code: str, purpose: str) -> KeyRing:
    """Return the lock that only a code opens, and only in this installation."""
    return KeyRing({1: blind_index(code, purpose)}, b"")


class Row(Protocol):
    """What a sealed column needs of its row."""

    __tablename__: str
    id: Any


class Column(Generic[Value]):
    """An attribute that reads and writes plain values over a sealed bytes column of the same row."""

    def __init__(self, column: str, dump: Callable[[Value], bytes], load: Callable[[bytes], Value]) -> None:
        self.column, self.dump, self.load = column, dump, load

    def _place(self, row: Row) -> str:
        return f"{row.__tablename__}.{self.column}:{row.id}"

    @overload
    def __get__(self, row: None, owner: type) -> "Column[Value]": ...
    @overload
    def __get__(self, row: Row, owner: type) -> Value | None: ...
    def __get__(self, row: Row | None, owner: type) -> "Column[Value] | Value | None":
        """Open the value of this row; an empty column is None."""
        if row is None:
            return self
        sealed = getattr(row, self.column)
        return None if sealed is None else self.load(ring().open(sealed, self._place(row)))

    def __set__(self, row: Row, value: Value | None) -> None:
        """Seal a value into this row."""
        setattr(row, self.column, None if value is None else ring().seal(self.dump(value), self._place(row)))


def text(column: str) -> Column[str]:
    """Declare sealed text kept in a bytes column."""
    return Column(column, str.encode, bytes.decode)


def structured(column: str) -> Column[dict[str, Any]]:
    """Declare a sealed JSON object kept in a bytes column."""
    return Column(column, lambda value: json.dumps(value, ensure_ascii=False).encode(), json.loads)
