"""Addresses of searches: the search that is shown, with one thing said otherwise. Ready to stand in HTML. Pure."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote_plus

AND = b"&amp;"


class Links:
    """The address of one search, taken apart so that many like it cost little."""

    def __init__(self, here: bytes, order: Sequence[str], pairs: Iterable[tuple[str, str]]) -> None:
        """Take the address of a search below `here` apart. `order` names everything an address may say."""
        said = dict.fromkeys(order, b"")
        for name, value in pairs:
            said[name] += pair(name, value) + AND
        self._here, self._said = here, said
        self._before: dict[str, bytes] = {}
        whole = b""
        for name, own in said.items():
            self._before[name] = whole
            whole += own
        self._whole = whole

    def around(self, name: str, *, keep: bool = False) -> tuple[bytes, bytes]:
        """Return what stands before and after one thing that is said, or that is said besides (`keep`)."""
        before, own = self._before[name], self._said[name]
        after = self._whole[len(before) + len(own) :]
        start = self._here + b"?" + before
        return start + own if keep else start, AND + after[: -len(AND)] if after else b""

    def ends_with(self, name: str) -> bool:
        """Tell whether nothing is said after one thing."""
        return len(self._before[name]) + len(self._said[name]) == len(self._whole)

    def without(self, name: str, value: str = "", also: str = "") -> bytes:
        """Return the address without one thing, or without one value of it. The directory's own if it says nothing.

        `also` is what comes right after in the order and makes no sense by itself.
        """
        before, own = self._before[name], self._said[name]
        after = self._whole[len(before) + len(own) + len(self._said.get(also, b"")) :]
        # Equals signs are quoted inside of values, so a pair is found nowhere but where it stands.
        kept = own.replace(pair(name, value) + AND, b"", 1) if value else b""
        said = before + kept + after
        return self._here + b"?" + said[: -len(AND)] if said else self._here


def pair(name: str, value: str) -> bytes:
    """Return one thing that an address says."""
    return f"{name}={value if value.isalnum() and value.isascii() else quote_plus(value)}".encode()
