"""What can come of screening. The prose first, then the same as data. Pure.

Somebody is in danger now: *contact now*, or the *crisis team*. They need to be seen: an *urgent appointment*, or a
*routine* one. Another team looks after them better: a *partner*, who has to accept before they leave our list. What we
need to know is missing: *more is needed*, and the clock keeps running. The rest close it here, and each names a next
step and writes a letter in plain English: *advice was given*, *signposted* with a warm hand-over, *not for us*, and
*not reached* after every try. A word to the people for *safeguarding* comes on top: the case goes on.

Every outcome says why and who was told. Raising needs no reason, lowering does. Some things take two clinicians.
"""

import enum
import uuid
from dataclasses import dataclass, field

from portal.referrals import grave
from portal.referrals.lifecycle import MOVES, Move, Status
from portal.triage.outcome import Band


class Outcome(enum.StrEnum):
    """What a clinician decides after reading."""

    CONTACT_NOW = "contact_now"
    CRISIS_TEAM = "crisis_team"
    URGENT_APPOINTMENT = "urgent_appointment"
    ROUTINE = "routine"
    PARTNER = "partner"
    MORE_NEEDED = "more_needed"
    ADVICE_GIVEN = "advice_given"
    SIGNPOST = "signpost"
    SAFEGUARDING = "safeguarding"
    NOT_FOR_US = "not_for_us"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True)
class Rule:
    """How one outcome is told to clinicians, and what it does."""

    label: str
    hint: str
    move: Move
    band: Band | None = None
    """It makes the referral at least this urgent."""
    care: bool = False
    """Somebody looks after them from here."""
    partner: bool = False
    """It is handed to another organisation, with their story."""
    asks: bool = False
    """It asks the person something."""

    @property
    def is_no(self) -> bool:
        """It ends here: it takes a named next step, and writes a letter."""
        return MOVES[self.move].end is Status.CLOSED


OUTCOMES: dict[Outcome, Rule] = {
    Outcome.CONTACT_NOW: Rule(
        "Contact now", "Somebody rings them at once. The on-call route is told.", Move.ESCALATE, Band.NOW, care=True
    ),
    Outcome.CRISIS_TEAM: Rule(
        "Crisis team", "Within 2 hours. The on-call route is told.", Move.ESCALATE, Band.U2H, care=True
    ),
    Outcome.URGENT_APPOINTMENT: Rule(
        "Urgent appointment", "They are seen within a day or two.", Move.ACCEPT, Band.U48, care=True
    ),
    Outcome.ROUTINE: Rule(
        "Routine assessment", "They wait for a first contact. Their clock keeps running.", Move.ACCEPT, care=True
    ),
    Outcome.PARTNER: Rule(
        "Partner service",
        "They stay ours until the partner accepts.",
        Move.ACCEPT,
        care=True,
        partner=True,
    ),
    Outcome.MORE_NEEDED: Rule(
        "More information needed", "It stays in the queue and its clock keeps running.", Move.ASK_FOR_MORE, asks=True
    ),
    Outcome.ADVICE_GIVEN: Rule("Advice given", "Closes it here, with a letter.", Move.ADVISE),
    Outcome.SIGNPOST: Rule(
        "Signpost, with a warm hand-over", "Closes it here, with a letter. You make the first call.", Move.SIGNPOST
    ),
    Outcome.SAFEGUARDING: Rule(
        "Safeguarding referral", "Comes on top: it stays in your hands, and you decide again.", Move.SAFEGUARD
    ),
    Outcome.NOT_FOR_US: Rule(
        "Not for us", "Only with an alternative. The letter says how to question it.", Move.DECLINE
    ),
    Outcome.NOT_REACHED: Rule("Not reached", "Only after every try. Closes it here, with a letter.", Move.END_TRIES),
}
TELLABLE: dict[str, str] = {
    "young_person": "Young person",
    "parent": "Parent or carer",
    "referrer": "Referrer",
    "gp": "GP",
    "school": "School",
    "social_worker": "Social worker",
    "nobody": "Nobody yet",
}
"""Who may have been told."""


@dataclass(frozen=True)
class Told:
    """Who was told what was decided."""

    who: tuple[str, ...] = ()
    note: str = ""
    agreed: str = ""
    """How the clinician knows that they agree to be handed over, or why it is done all the same."""


@dataclass(frozen=True)
class Decision:
    """What a clinician decided, and why."""

    outcome: Outcome
    rationale: str
    next_step: str = ""
    """What the young person reads: the next step, or what we ask."""
    told: Told = field(default_factory=Told)
    read: frozenset[uuid.UUID] = frozenset()
    """The voices whose own words the clinician says to have read."""
    band: Band | None = None
    """How soon somebody must act, when the clinician says so."""
    why_lower: str = ""
    partner: uuid.UUID | None = None
    story: str = ""
    """What the partner must know."""


@dataclass(frozen=True)
class Facts:
    """What of a case bears on a decision about it."""

    band: Band
    worst: Band
    """The most urgent band that anybody or any triage has ever said."""
    safeguarding: bool
    age: int | None
    thoughts: bool
    unread: tuple[str, ...] = ()
    """Whose own words nobody says to have read."""
    tried: bool = False
    """Every try that the ladder asks for has been made."""
    agrees: bool = False
    """Their yes to being handed over is on record, and nothing speaks against it."""


def band_after(decision: Decision, facts: Facts) -> Band:
    """Return how urgent a referral is after a decision: as the clinician says, never less than the outcome asks."""
    rule = OUTCOMES[decision.outcome]
    wanted = [decision.band or facts.band, *([rule.band] if rule.band else [])]
    return min(wanted, key=lambda band: band.rank)


def lowers(decision: Decision, facts: Facts) -> bool:
    """Tell whether a decision makes a referral less urgent."""
    return band_after(decision, facts).rank > facts.band.rank


def lacks(decision: Decision, facts: Facts) -> dict[str, str]:
    """Return what a decision must still say: the name of each box, and a sentence."""
    rule = OUTCOMES[decision.outcome]
    told, step = set(decision.told.who), decision.next_step.strip()
    ask = "Write what you would like to know."
    wanting = (
        ("read", bool(facts.unread), f"Read what {' and '.join(facts.unread)} wrote, and tick that you have."),
        ("rationale", not decision.rationale.strip(), "Write why. Somebody may ask in a year."),
        ("told", not told, "Say who was told, or that nobody was yet."),
        ("told", "nobody" in told and len(told) > 1, "Nobody yet, or somebody: not both."),
        ("told", bool(told - TELLABLE.keys()), "Choose from the people here."),
        ("next_step", rule.is_no and not step, "Name one next step: who helps, and how they get there."),
        ("ask", rule.asks and not step, ask),
        ("partner", rule.partner and decision.partner is None, "Choose who it is handed to."),
        (
            "story",
            rule.partner and not decision.story.strip(),
            "Write what the partner must know.",
        ),
        (
            "agreed",
            rule.partner and not facts.agrees and not decision.told.agreed.strip(),
            "No yes of theirs is on record. Write how you know that they agree, or why it cannot wait for that.",
        ),
        ("why_lower", lowers(decision, facts) and not decision.why_lower.strip(), "Write why it is less urgent now."),
        (
            "outcome",
            decision.outcome is Outcome.NOT_REACHED and not facts.tried,
            "Not every try to reach them has been made. See “Try to reach them”.",
        ),
    )
    return {box: said for box, wrong, said in reversed(wanting) if wrong}


HOURS = Band.U2H
"""From this band on somebody waits for hours, not for days."""


def needs_second(decision: Decision, facts: Facts) -> tuple[str, ...]:
    """Say why a decision takes a second clinician; nothing means that it does not."""
    closes = OUTCOMES[decision.outcome].is_no
    urgent = facts.band.rank <= HOURS.rank
    found = (
        (urgent and lowers(decision, facts), "it lowers somebody who was to hear within 2 hours"),
        (urgent and closes, "it closes somebody who is to hear within 2 hours"),
        (
            decision.outcome is Outcome.NOT_REACHED and facts.worst.rank <= Band.U48.rank,
            "nobody was reached, and once it was urgent",
        ),
    )
    always = grave.closes(safeguarding=facts.safeguarding, age=facts.age, thoughts=facts.thoughts) if closes else ()
    return (*(why for applies, why in found if applies), *always)
