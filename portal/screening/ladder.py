"""What to try next when somebody cannot be reached. Pure: what was done is given, and so is the moment.

The tries come first, as many, on as many ways and over as long a time as the area says for the band. Then what the
area says comes then, where it is safe for this person. Reaching them begins it anew. The end of it closes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.area import NoContact
from portal.notifications.leave import Way

THEM = "young_person"
STEPS: dict[str, str] = {
    "somebody_else": "Ring somebody else, if it is safe",
    "welfare_check": "Ask the police for a welfare check, as the procedure says",
    "letter": "Write a letter to an address that is safe",
    "referrer": "Tell whoever referred them",
}
"""What comes after the tries, in words."""
DONE_BY: dict[str, tuple[str, Way | None]] = {
    "somebody_else": ("somebody_else", None),
    "welfare_check": ("police", None),
    "letter": (THEM, Way.LETTER),
    "referrer": ("referrer", None),
}
"""Whom a try must be made to, and on which way if it matters, for a step to be done."""


@dataclass(frozen=True)
class Try:
    """One try that was made."""

    at: datetime
    to: str
    way: Way
    reached: bool


@dataclass(frozen=True)
class Stand:
    """How far the tries have come."""

    made: int
    wanted: int
    next_step: str
    due: datetime | None
    """From when the next one counts; None: at once."""
    exhausted: bool


def stand(done: Sequence[Try], rung: NoContact, left_out: Collection[str] = ()) -> Stand:
    """Return where somebody stands on the ladder of their band. `left_out` is what is not safe for this person."""
    since = _since_reached(done)
    tries = [one for one in since if one.to == THEM and one.way is not Way.LETTER and _counts(one, rung)]
    made = min(len(tries), rung.tries)
    ways = {one.way for one in tries}
    spread = bool(tries) and max(one.at for one in tries) - min(one.at for one in tries) >= rung.over
    if len(tries) < rung.tries or not spread:
        return Stand(made, rung.tries, _next_try(tries, rung), _next_at(tries, rung), False)
    if len(ways) < rung.ways:
        return Stand(made, rung.tries, "Try once more, on another way that is safe", None, False)
    for step in rung.then:
        to, way = DONE_BY[step]
        if step not in left_out and not any(one.to == to and way in (None, one.way) for one in since):
            return Stand(made, rung.tries, STEPS[step], None, False)
    return Stand(made, rung.tries, "Every try has been made. It stays open until a clinician decides.", None, True)


def _since_reached(done: Sequence[Try]) -> list[Try]:
    """Return the tries since somebody was last reached."""
    in_order = sorted(done, key=lambda one: one.at)
    last = max((at for at, one in enumerate(in_order) if one.reached and one.to == THEM), default=-1)
    return in_order[last + 1 :]


def _counts(one: Try, rung: NoContact) -> bool:
    """Tell whether a try is on a way that counts."""
    return not rung.first_by or one.way.value in rung.first_by


def _next_try(tries: Sequence[Try], rung: NoContact) -> str:
    """Say which try comes next."""
    number = len(tries) + 1
    on = f" by {' or '.join(rung.first_by)}" if rung.first_by else ""
    return f"Try {number} of {rung.tries}{on}" if number <= rung.tries else f"Try once more{on}"


def _next_at(tries: Sequence[Try], rung: NoContact) -> datetime | None:
    """Return from when the next try counts, spread evenly over the time the area gives."""
    if not tries or not rung.over:
        return None
    first, gaps = min(one.at for one in tries), max(rung.tries - 1, 1)
    return first + rung.over * min(len(tries), gaps) / gaps


def in_words(rung: NoContact) -> str:
    """Say what a band's ladder asks for."""
    tries = f"{rung.tries} tries" + (f" by {' or '.join(rung.first_by)}" if rung.first_by else "")
    ways = f" on {rung.ways} different ways" if rung.ways > 1 else ""
    over = f" over {_span(rung.over)}" if rung.over else ""
    then = "".join(f", then: {STEPS[step][:1].lower()}{STEPS[step][1:]}" for step in rung.then)
    return f"{tries}{ways}{over}{then}."


def _span(length: timedelta) -> str:
    """Say how long a time is."""
    hours = length // timedelta(hours=1)
    return f"{hours} hours" if hours <= 48 else f"{hours // 24} days"
