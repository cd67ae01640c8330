"""Slow down guessing: so many wrong tries at one secret, and so many at all, whoever makes them.

Nobody is counted by address, for a school is one address. What was tried is counted, in this process only and for
minutes only. Right answers cost nothing. Only looking something up is slowed: asking for help never is.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Pace:
    """How many wrong tries may come at once, and how many more each minute."""

    at_once: float
    a_minute: float


FOR_ONE = Pace(at_once=10, a_minute=6)
FOR_ALL = Pace(at_once=300, a_minute=300)
KEPT = 10_000
ALL = "all"


@dataclass
class Tries:
    """The wrong tries of the last minutes."""

    left: "OrderedDict[str, tuple[float, datetime]]" = field(default_factory=OrderedDict, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def may_try(self, what: str, moment: datetime) -> bool:
        """Tell whether another try is welcome now."""
        with self.lock:
            return all(self._left(name, pace, moment) >= 1 for name, pace in _counted(what))

    def was_wrong(self, what: str, moment: datetime) -> None:
        """Count one wrong try."""
        with self.lock:
            for name, pace in _counted(what):
                self.left[name] = (max(self._left(name, pace, moment) - 1, 0), moment)
                self.left.move_to_end(name)
            while len(self.left) > KEPT:
                self.left.popitem(last=False)

    def _left(self, name: str, pace: Pace, moment: datetime) -> float:
        """Return how many tries are left: what was left then, and what has come since."""
        left, then = self.left.get(name, (pace.at_once, moment))
        minutes = max((moment - then).total_seconds(), 0) / 60
        return min(left + minutes * pace.a_minute, pace.at_once)


def _counted(what: str) -> tuple[tuple[str, Pace], tuple[str, Pace]]:
    """Return under which names a try counts; no name that was typed is the one for all."""
    return (f"one:{what}", FOR_ONE), (ALL, FOR_ALL)
