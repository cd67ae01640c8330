"""Which THRIVE groupings to discuss first: a suggestion beside the young person's own wish, never a decision."""

from collections.abc import Collection
from typing import Any

from portal.triage.facts import Facts
from portal.triage.outcome import Band

THRIVING = "thriving"
ADVICE = "getting_advice"
HELP = "getting_help"
MORE_HELP = "getting_more_help"
RISK_SUPPORT = "getting_risk_support"


def suggest(band: Band, flags: Collection[str], pathways: Collection[str], facts: Facts) -> tuple[str, ...]:
    """Return the groupings to discuss; where there are two, the young person's preference comes first."""
    found = _by_risk(band, flags, pathways) or _by_need(facts) or _by_band(band)
    preferred = facts.get("thrive_preference")
    return tuple(sorted(found, key=lambda grouping: grouping != preferred))


def _by_risk(band: Band, flags: Collection[str], pathways: Collection[str]) -> tuple[str, ...]:
    if band in {Band.NOW, Band.U2H} or {"life_at_risk", "safeguarding_now"} & set(flags):
        return (RISK_SUPPORT,)
    if band is Band.U48:
        return (RISK_SUPPORT, MORE_HELP)
    if {"eating_disorder", "eip", "perinatal"} & set(pathways):
        return (MORE_HELP,)
    return (MORE_HELP,) if "neuro" in flags and band is Band.SOON else ()


def _by_need(facts: Facts) -> tuple[str, ...]:
    function, duration, wants = facts.get("function"), facts.get("duration"), facts.get("wants")
    areas = _count(facts.get("life_areas"))
    if function == "severe" or (duration == "over_six_months" and areas >= 2):
        return (MORE_HELP,)
    if areas == 1 and wants == "regular_help":
        return (HELP,)
    if wants in {"tips", "one_off"} or (function == "mild" and duration == "under_a_month"):
        return (ADVICE,)
    return (THRIVING,) if wants == "wellbeing" else ()


def _by_band(band: Band) -> tuple[str, ...]:
    # Nothing was said about what is wanted: start the conversation somewhere instead of offering nothing.
    return (HELP,) if band is Band.SOON else (ADVICE,)


def _count(value: Any) -> float:
    return value if isinstance(value, int | float) else 0
