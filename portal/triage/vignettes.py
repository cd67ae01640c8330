"""Check a rule set against told stories: what must at least come out of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.triage.outcome import Band, Outcome
from portal.triage.rules import Ruleset, assess


def mismatches(told: Mapping[str, Any], ruleset: Ruleset) -> Iterator[str]:
    """Yield one line for every way in which an outcome falls short of what its story expects."""
    for story in told["vignettes"]:
        answers = {**told.get("defaults", {}), **story["answers"]}
        for wrong in _wrong(story["expect"], assess(answers, ruleset)):
            yield f"{story['id']}: {wrong}"


def _wrong(expect: Mapping[str, Any], outcome: Outcome) -> Iterator[str]:
    at_least = Band(expect["at_least"]) if "at_least" in expect else Band.ROUTINE
    if outcome.band.rank > at_least.rank:
        yield f"band {outcome.band} is less urgent than {at_least}"
    for name, found in (("flags", outcome.flags), ("pathways", outcome.pathways)):
        missing = [each for each in expect.get(name, []) if each not in found]
        if missing:
            yield f"{name} without {', '.join(missing)}"
    fired = {rule.id for rule in outcome.rules}
    if "rules" in expect and fired != set(expect["rules"]):
        yield f"rules {', '.join(sorted(fired)) or 'none'}, expected {', '.join(sorted(expect['rules'])) or 'none'}"
