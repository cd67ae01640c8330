"""How care goes from stage to stage. The prose first, then the same as data. Pure.

A clinician who accepts a referral *opens* care: the young person *waits for a first contact*. An appointment is
*offered*; it is *kept*, or they were *not brought*, or one side *calls it off*. Only a kept appointment or another
real talk is a contact: an unanswered call, a letter, a message by a machine and a questionnaire are not, and leave
everything where it is. After the *first contact* a further offer makes them *wait for the second*; the *second
contact* ends that. When a clinician says that help has *started*, the young person is *in help*. Nobody is in help who
has not been met.

Care may be *handed over* to another organisation. Until the other side *accepts*, whoever had it goes on being
responsible, and if it *declines* nothing has changed. The clock and the story go along. The young person or the family
may *choose a delay*, the only thing that pauses a clock; it *ends* on its day or sooner. Both stand beside the stage
and are no stages.

Care is *closed* by a person, with a reason and a named next step, and by nothing else. Where more can go wrong one
person only *asks to close* it, and somebody else closes it or *gives it back*; until then nothing changes. Whoever
*comes back* within a few days goes on where they stood; later it is a new spell. How they are is *asked* while they
wait; what they answer, and an answer that does not come, closes nothing. No event takes anybody off the list but
*close*.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Stage(enum.StrEnum):
    """How far care has come."""

    AWAITING_FIRST = "awaiting_first"
    FIRST_CONTACT = "first_contact"
    AWAITING_SECOND = "awaiting_second"
    SECOND_CONTACT = "second_contact"
    IN_HELP = "in_help"
    CLOSED = "closed"


class Event(enum.StrEnum):
    """What can happen to somebody's care."""

    OPEN = "open"
    OFFER = "offer"
    KEPT = "kept"
    NOT_BROUGHT = "not_brought"
    CALLED_OFF = "called_off"
    NO_REPLY = "no_reply"
    HELP_STARTED = "help_started"
    HAND_OVER = "hand_over"
    ACCEPT_TRANSFER = "accept_transfer"
    DECLINE_TRANSFER = "decline_transfer"
    CHOOSE_DELAY = "choose_delay"
    END_DELAY = "end_delay"
    PLAN = "plan"
    DISCUSS = "discuss"
    ASK_MORE_OFTEN = "ask_more_often"
    CLOSE = "close"
    ASK_TO_CLOSE = "ask_to_close"
    GIVE_BACK = "give_back"
    COME_BACK = "come_back"
    # What the worker does, and what the young person says: never anything that moves a stage.
    ASK_HOW_THEY_ARE = "ask_how_they_are"
    SAY_HOW_THEY_ARE = "say_how_they_are"
    SILENCE = "silence"
    UPDATE = "update"
    RAISE = "raise"
    EARLIER_RECEIPT = "earlier_receipt"
    LIMIT_PASSED = "limit_passed"
    TRANSFER_LATE = "transfer_late"


NO_ANSWER = frozenset(
    {
        Event.OPEN,
        Event.DISCUSS,
        Event.ASK_MORE_OFTEN,
        Event.ASK_HOW_THEY_ARE,
        Event.SILENCE,
        Event.UPDATE,
        Event.LIMIT_PASSED,
        Event.TRANSFER_LATE,
    }
)
"""What leaves a question to a second clinician open; anything else that happens sets it aside."""


@dataclass(frozen=True)
class Rule:
    """From where an event may start, where each stage goes, and what must be said with it."""

    start: frozenset[Stage | None]
    ends: dict[Stage | None, Stage]
    """A stage that is not named stays as it was."""
    by_person: bool = True
    needs: tuple[str, ...] = ()
    """What must be said; without it the event does not happen."""
    contact: bool = False
    """It is a contact: somebody of the team and the young person, or whoever speaks for them, really talked."""


FIRST, MET, SECOND, TWICE, HELP, CLOSED = Stage
OPEN = frozenset[Stage | None]({FIRST, MET, SECOND, TWICE, HELP})
STAYS: dict[Stage | None, Stage] = {}


def _by_machine() -> Rule:
    return Rule(OPEN, STAYS, by_person=False)


EVENTS: dict[Event, Rule] = {
    Event.OPEN: Rule(frozenset({None}), {None: FIRST}),
    Event.OFFER: Rule(OPEN, {MET: SECOND}, needs=("at", "way")),
    Event.KEPT: Rule(OPEN, {FIRST: MET, MET: TWICE, SECOND: TWICE}, needs=("purpose",), contact=True),
    Event.NOT_BROUGHT: Rule(OPEN, STAYS, needs=("note",)),
    Event.CALLED_OFF: Rule(OPEN, STAYS, needs=("note",)),
    Event.NO_REPLY: Rule(OPEN, STAYS, needs=("note",)),
    Event.HELP_STARTED: Rule(OPEN - {FIRST}, {MET: HELP, SECOND: HELP, TWICE: HELP}, needs=("note",)),
    Event.HAND_OVER: Rule(OPEN, STAYS, needs=("to", "story")),
    Event.ACCEPT_TRANSFER: Rule(OPEN, STAYS),
    Event.DECLINE_TRANSFER: Rule(OPEN, STAYS, needs=("note",)),
    Event.CHOOSE_DELAY: Rule(OPEN, STAYS, needs=("until", "asked_by", "note")),
    Event.END_DELAY: Rule(OPEN, STAYS),
    Event.PLAN: Rule(OPEN, STAYS, needs=("note",)),
    Event.DISCUSS: Rule(OPEN, STAYS, needs=("note",)),
    Event.ASK_MORE_OFTEN: Rule(OPEN, STAYS, needs=("every", "note")),
    Event.CLOSE: Rule(OPEN, dict.fromkeys(OPEN, CLOSED), needs=("reason", "next_step")),
    Event.ASK_TO_CLOSE: Rule(OPEN, STAYS, needs=("reason", "next_step")),
    Event.GIVE_BACK: Rule(OPEN, STAYS, needs=("note",)),
    # It goes on where it stood: the spell remembers.
    Event.COME_BACK: Rule(frozenset({CLOSED}), STAYS),
    Event.ASK_HOW_THEY_ARE: _by_machine(),
    Event.SAY_HOW_THEY_ARE: _by_machine(),
    Event.SILENCE: _by_machine(),
    Event.UPDATE: _by_machine(),
    Event.RAISE: _by_machine(),
    Event.EARLIER_RECEIPT: _by_machine(),
    Event.LIMIT_PASSED: _by_machine(),
    Event.TRANSFER_LATE: _by_machine(),
}


class StepRefused(Exception):
    """Care is not where this event can happen, or the event lacks something it must say."""


def after(stage: Stage | None, event: Event, *, stood: Stage | None = None) -> Stage:
    """Return where an event leads; `stood` is where care stood before it was closed. Raises StepRefused."""
    rule = EVENTS[event]
    if stage not in rule.start:
        raise StepRefused(f"{event.value} cannot happen in {stage and stage.value}")
    end = stood if event is Event.COME_BACK else rule.ends.get(stage, stage)
    if end is None or (event is Event.COME_BACK and end is CLOSED):
        raise StepRefused("nobody knows where this care stood")
    return end


def check(event: Event, *, by_person: bool, said: Iterable[str] = ()) -> None:
    """Refuse what only a person may do, and what does not say what it must. Raises StepRefused."""
    rule, given = EVENTS[event], set(said)
    if rule.by_person and not by_person:
        raise StepRefused(f"only a person may {event.value}")
    if missing := [name for name in rule.needs if name not in given]:
        raise StepRefused(f"{event.value} must say {', '.join(missing)}")
