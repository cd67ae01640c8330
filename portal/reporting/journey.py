"""One person's way from the first receipt, as every count of this room needs it: a row per clock, no words. Pure."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.care.limits import Pause
from portal.clock import london
from portal.referrals.lifecycle import MOVES, Move, Status
from portal.referrals.voices import Voice
from portal.waiting_times import Stay

SCREENED = frozenset(move for move, rule in MOVES.items() if rule.decision and rule.start == {Status.IN_SCREENING}) - {
    Move.ASK_FOR_MORE
}
"""What completes reading. Asking for more does not: the clock runs on."""


class Excluded(StrEnum):
    """Why somebody is in no count of waits."""

    WITHDRAWN = "withdrawn"
    """They or their family asked to stop before anybody had read it, and it was closed so."""
    DUPLICATE = "duplicate"
    """Another voice of somebody whose own clock is counted already."""


@dataclass(frozen=True, slots=True)
class Journey:
    """One clock of one person. What has not happened is None."""

    referral_id: uuid.UUID
    """The voice that leads it."""
    spell_id: uuid.UUID | None
    """None: care has not been opened, or was not what came of reading."""
    list_id: str | None
    """On which of the area's lists; None for whoever was read and helped in another way, so never waited on one."""
    band: str
    voice: Voice
    language: str
    age: int | None
    received: datetime
    """First receipt by anybody: every wait is counted from here."""
    screened_at: datetime | None
    first_contact_at: datetime | None
    second_contact_at: datetime | None
    help_started_at: datetime | None
    closed_at: datetime | None
    owner: uuid.UUID | None
    """The organisation responsible; None is the front door's own team."""
    return_ticket: bool
    """They came back without being referred again: a clock of its own, to be counted apart."""
    pauses: tuple[Pause, ...]
    """Delays that the young person or the family chose. No figure for the public takes them off."""
    fictional: bool

    def until(self, reached: datetime | None) -> Stay:
        """Return the stay that ends when a milestone of this journey is reached, or when they leave before it."""
        began = london(self.received).date()
        ended = reached or self.closed_at
        return Stay(began, max(london(ended).date(), began) if ended else None, reached is not None)

    def paused_before(self, moment: datetime) -> timedelta:
        """Return how much of the wait up to a moment was a chosen delay: what an adjusted wait takes off."""
        total, covered = timedelta(), self.received
        for pause in sorted(self.pauses, key=lambda each: each.since):
            since, until = max(pause.since, covered), min(pause.until, moment)
            total += max(until - since, timedelta())
            covered = max(covered, until)
        return total

    @property
    def day(self) -> date:
        """The day of receipt in London."""
        return london(self.received).date()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One voice that is no journey of its own, and when it was received."""

    why: Excluded
    received: datetime


@dataclass(frozen=True)
class Journeys:
    """Everybody who is counted, and how many are not, by reason."""

    each: tuple[Journey, ...]
    excluded: Counter[Excluded]
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False)
    """The same, one by one."""


@dataclass(frozen=True)
class Way:
    """What a referral's history says of its last time round: words long after a closing begin something new."""

    began: datetime
    screened_at: datetime | None = None
    asked_to_stop: bool = False
    """Before anybody had decided anything."""


def way(received: datetime, moves: Sequence[tuple[datetime, Move]], joined_within: timedelta) -> Way:
    """Read the moves of a referral, oldest first."""
    found, closed = Way(received), None
    for at, move in moves:
        if move is Move.ADD_WORDS and closed is not None and at - closed > joined_within:
            found, closed = Way(at), None
        if move is Move.ASK_TO_WITHDRAW and found.screened_at is None:
            found = Way(found.began, None, asked_to_stop=True)
        if move in SCREENED:
            found = Way(found.began, found.screened_at or at, found.asked_to_stop)
        if MOVES[move].end is Status.CLOSED:
            closed = at
    return found
