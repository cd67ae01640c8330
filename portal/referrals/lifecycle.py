"""Which moves a referral can make. The prose first, then the same as data. Pure.

A referral is *received* by the machine, and by nothing else. A clinician *claims* it and it is *in screening*;
released, it is received again. From screening a clinician *accepts* it (the young person waits for a first
contact), *escalates* it (the same, and at once), *asks for more* (the clock keeps running), or closes it with a named
next step: *signposts* it, *advises*, *declines* it, or *ends the tries* to reach somebody. What takes two clinicians
is *put before a second one*: it waits as before, and nothing has changed for the child. Another clinician may *take it
over* with a reason. A word to the people for *safeguarding* moves nothing. New words from the person bring it back to
received from wherever it was, unless somebody is reading it at that moment. A person may *ask to withdraw*: a wish that
a clinician reads, and the referral stays where it is. Once care has run its course a clinician *ends* it, again with a
named next step, and may *open it again* within a few days. Nothing is ever closed by the machine.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass


class Status(enum.StrEnum):
    """Where a referral is."""

    RECEIVED = "received"
    IN_SCREENING = "in_screening"
    INFO_REQUESTED = "info_requested"
    AWAITING_FIRST = "awaiting_first"
    CLOSED = "closed"


class Move(enum.StrEnum):
    """What can happen to a referral."""

    RECEIVE = "receive"
    ADD_WORDS = "add_words"
    CLAIM = "claim"
    RELEASE = "release"
    ACCEPT = "accept"
    ESCALATE = "escalate"
    ASK_FOR_MORE = "ask_for_more"
    SIGNPOST = "signpost"
    ASK_TO_WITHDRAW = "ask_to_withdraw"
    ADVISE = "advise"
    DECLINE = "decline"
    END_TRIES = "end_tries"
    SAFEGUARD = "safeguard"
    ASK_SECOND = "ask_second"
    TAKE_OVER = "take_over"
    END_CARE = "end_care"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Rule:
    """From where a move may start, where it ends, and what must be said with it."""

    start: frozenset[Status | None]
    end: Status | None
    """None where it stays as it was."""
    decision: bool = False
    """A clinician's judgement: needs a rationale, and the claim in the clinician's own hands."""
    next_step: bool = False
    """Must name what the young person can do or who will help instead."""


def _from(*statuses: Status | None) -> frozenset[Status | None]:
    return frozenset(statuses)


SCREENING = _from(Status.IN_SCREENING)
MOVES: dict[Move, Rule] = {
    Move.RECEIVE: Rule(_from(None), Status.RECEIVED),
    Move.ADD_WORDS: Rule(_from(Status.INFO_REQUESTED, Status.AWAITING_FIRST, Status.CLOSED), Status.RECEIVED),
    Move.CLAIM: Rule(_from(Status.RECEIVED, Status.IN_SCREENING, Status.INFO_REQUESTED), Status.IN_SCREENING),
    Move.RELEASE: Rule(SCREENING, Status.RECEIVED),
    Move.ACCEPT: Rule(SCREENING, Status.AWAITING_FIRST, decision=True),
    Move.ESCALATE: Rule(SCREENING, Status.AWAITING_FIRST, decision=True),
    Move.ASK_FOR_MORE: Rule(SCREENING, Status.INFO_REQUESTED, decision=True),
    Move.SIGNPOST: Rule(SCREENING, Status.CLOSED, decision=True, next_step=True),
    Move.ADVISE: Rule(SCREENING, Status.CLOSED, decision=True, next_step=True),
    Move.DECLINE: Rule(SCREENING, Status.CLOSED, decision=True, next_step=True),
    Move.END_TRIES: Rule(SCREENING, Status.CLOSED, decision=True, next_step=True),
    Move.SAFEGUARD: Rule(SCREENING, None),
    Move.ASK_SECOND: Rule(SCREENING, Status.RECEIVED),
    Move.TAKE_OVER: Rule(SCREENING, None),
    Move.ASK_TO_WITHDRAW: Rule(
        _from(Status.RECEIVED, Status.IN_SCREENING, Status.INFO_REQUESTED, Status.AWAITING_FIRST), None
    ),
    Move.END_CARE: Rule(_from(Status.AWAITING_FIRST), Status.CLOSED, decision=True, next_step=True),
    Move.REOPEN: Rule(_from(Status.CLOSED), Status.AWAITING_FIRST, decision=True),
}
DECISIONS = tuple(move for move, rule in MOVES.items() if rule.decision)
TO_SCREEN = (Status.RECEIVED, Status.IN_SCREENING, Status.INFO_REQUESTED)
"""What the queue holds: asking for more takes nobody off it, for the clock keeps running."""


class MoveRefused(Exception):
    """The referral is not where this move can start, or the move lacks something it must say."""


def after(status: Status | None, move: Move) -> Status:
    """Return where a move leads. Raises MoveRefused."""
    rule = MOVES[move]
    end = rule.end or status
    if status not in rule.start or end is None:
        raise MoveRefused(f"{move.value} cannot start from {status and status.value}")
    return end


def wishes_to_withdraw(moves: Sequence[Move]) -> bool:
    """Tell whether somebody has asked to withdraw and no clinician has decided anything since."""
    for move in reversed(moves):
        if move is Move.ASK_TO_WITHDRAW or MOVES[move].decision:
            return move is Move.ASK_TO_WITHDRAW
    return False
