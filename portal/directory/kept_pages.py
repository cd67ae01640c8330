"""Pages that were asked for lately, ready to be sent again: as long as their index stands and their minute lasts.

Many people type the same few words. A page depends on nothing but its address, the language, the index and the minute
(what is open now); only the nonce is each answer's own, so a page is kept in pieces around it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from portal.web import tokens

MOST_BYTES = 8 << 20
"""In each process: some two hundred pages."""


class KeptPages:
    """The pages of one process; the oldest go first, and all of them when they are out of date."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._held = most_bytes, 0
        self._state: tuple[Hashable, ...] = ()
        self._pages: OrderedDict[Hashable, tuple[bytes, ...]] = OrderedDict()
        # Nobody who types can know this mark, so no words of theirs are ever taken for it.
        self._mark = tokens.take().encode()
        self._busy = Lock()

    def page(self, key: Hashable, state: tuple[Hashable, ...], nonce: bytes, make: Callable[[bytes], bytes]) -> bytes:
        """Return a page with its nonce in place, made first if need be. `state` is all that it depends on besides."""
        pieces = self._pages.get(key) if state == self._state else None
        if pieces is None:
            pieces = tuple(make(self._mark).split(self._mark))
            self._keep(key, state, pieces)
        return nonce.join(pieces)

    def _keep(self, key: Hashable, state: tuple[Hashable, ...], pieces: tuple[bytes, ...]) -> None:
        """Take in a page, and let go of the oldest that there is no more room for."""
        with self._busy:
            if state != self._state:
                self._pages.clear()
                self._state, self._held = state, 0
            self._held += _size(pieces) - _size(self._pages.pop(key, ()))
            self._pages[key] = pieces
            while self._held > self._most:
                self._held -= _size(self._pages.popitem(last=False)[1])


def _size(pieces: tuple[bytes, ...]) -> int:
    return sum(map(len, pieces))
