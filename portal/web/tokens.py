"""Tokens nobody can guess, for nonces and names of requests: taken from a store, so that few of them ask the kernel."""

import base64
import os

STORE = 128
BYTES = 16

_store: list[str] = []


def take() -> str:
    """Return 128 random bits as 22 letters that fit an address or a header; never the same twice."""
    try:
        return _store.pop()
    except IndexError:
        # Asking the kernel lets another thread run, and this one then waits for its turn: once for many is enough.
        bits = os.urandom(STORE * BYTES)
        made = [_text(bits[at : at + BYTES]) for at in range(0, len(bits), BYTES)]
        _store.extend(made[1:])
        return made[0]


def _text(bits: bytes) -> str:
    return base64.urlsafe_b64encode(bits).rstrip(b"=").decode()


# A forked process must not hand out what its parent may hand out, too.
os.register_at_fork(after_in_child=_store.clear)
