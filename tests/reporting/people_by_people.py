"""The same future as `what_if` tells, slowly and by other means: person by person, gap by gap."""

from random import Random

from portal.reporting.what_if import KNOWN_FROM, Plan


def ends(plan: Plan, weeks: int, runs: int, seed: int) -> list[int]:
    """Return how many wait in the end of each run, in order."""
    rng = Random(seed)
    return sorted(_end(plan, weeks, rng) for _run in range(runs))


def _end(plan: Plan, weeks: int, rng: Random) -> int:
    """Let one future happen."""
    arrivals, starts = _mean(plan.arrivals, rng), _mean(plan.starts, rng)
    waiting = plan.waiting
    for week in range(weeks):
        season = plan.seasons[week] if plan.seasons else 1.0
        waiting += _happenings(arrivals * season, rng)
        for _room in range(_happenings(starts * (1 + (plan.change if week >= plan.from_week else 0)), rng)):
            if waiting:
                waiting -= 1
        waiting -= sum(rng.random() < plan.leaving for _person in range(waiting))
    return waiting


def _mean(counted: float, rng: Random) -> float:
    """Draw what a mean may be, after so many happenings in so many weeks: a gamma distribution."""
    return rng.gammavariate(counted * KNOWN_FROM, 1 / KNOWN_FROM) if counted else 0.0


def _happenings(mean: float, rng: Random) -> int:
    """Count what happens in a week when the gaps between are exponential."""
    count, at = 0, rng.expovariate(mean) if mean else 2.0
    while at < 1:
        count, at = count + 1, at + rng.expovariate(mean)
    return count
