"""What triage answers: a band, the reasons for it, and what to look at first."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

CALL_BACK = "call_back_safety"


class Band(StrEnum):
    """How soon a clinician must act; members stand in order of urgency, the most urgent first."""

    NOW = "NOW"
    U2H = "U2H"
    U48 = "U48"
    SOON = "SOON"
    ROUTINE = "ROUTINE"

    @property
    def rank(self) -> int:
        """Count the bands that are more urgent than this one (0 = most urgent)."""
        return list(Band).index(self)


def more_urgent(a: Band, b: Band) -> Band:
    """Return the more urgent of two bands."""
    return a if a.rank <= b.rank else b


@dataclass(frozen=True)
class FiredRule:
    """One rule that applied, with the answers that made it apply."""

    id: str
    reason: str
    raise_to: Band
    because: Mapping[str, Any]


@dataclass(frozen=True)
class RulesetStamp:
    """Which rules were used, so that a stored result can be understood for ever."""

    id: str
    version: str
    status: str


@dataclass(frozen=True)
class Outcome:
    """The result of one assessment; never changed afterwards, a later run makes another one."""

    band: Band
    flags: tuple[str, ...]
    pathways: tuple[str, ...]
    thrive: tuple[str, ...]
    """Groupings to discuss with the young person: a suggestion, never a decision."""
    rules: tuple[FiredRule, ...]
    """Most urgent first, so the first three are the reasons to show in the queue."""
    ruleset: RulesetStamp

    @property
    def cannot_wait(self) -> bool:
        """Say whether the person must see urgent help before the next question."""
        return self.band.rank <= Band.U48.rank or CALL_BACK in self.flags

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values for JSON."""
        return {
            "band": self.band.value,
            "flags": list(self.flags),
            "pathways": list(self.pathways),
            "thrive": list(self.thrive),
            "rules": [{"id": r.id, "reason": r.reason, "because": dict(r.because)} for r in self.rules],
            "ruleset": {
                "id": self.ruleset.id,
                "version": self.ruleset.version,
                "status": self.ruleset.status,
            },
        }


def both(one: Outcome, other: Outcome) -> Outcome:
    """Return what two assessments by the same rules say together: the more urgent band, and every reason of both."""
    rules = {rule.id: rule for rule in (*other.rules, *one.rules)}
    first = one if one.band.rank <= other.band.rank else other
    return Outcome(
        first.band,
        tuple(dict.fromkeys((*one.flags, *other.flags))),
        tuple(dict.fromkeys((*one.pathways, *other.pathways))),
        first.thrive,
        tuple(sorted(rules.values(), key=lambda rule: rule.raise_to.rank)),
        one.ruleset,
    )
