"""Made-up lists whose truth is known. `python -m tests.waiting_times.simulation` prints the tables in weeks.

The first is a new portal whose waits do not change: 65 % quick help, 35 % slow. The second is a list that is served
week by week: urgent people first, then the others in order or in no order, while demand changes over two years and a
few leave.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from portal.waiting_times import estimates, survival
from portal.waiting_times.estimates import Stay

LAUNCH = date(2024, 1, 1)
A_WEEK = 40
"""Referrals in a week at the start, and contacts in every week."""
QUICK, SLOW = (5.0, 0.7), (45.0, 0.45)
"""Median in weeks and sigma of the log-normal waits; the sigmas give the told mean of 21.6 and p85 of 48.8 weeks."""
SHARE_QUICK = 0.65
BACKLOG, URGENT, LEAVING = 300, 0.12, 0.004
"""People waiting at the start; share of urgent ones; share of those waiting who leave in a week."""
REPORT = 104
"""The week of the figure."""
SCENARIOS = {
    "flat": (0.0, True),
    "+25 %": (0.25, True),
    "+50 %": (0.5, True),
    "flat, no order": (0.0, False),
    "+25 %, no order": (0.25, False),
    "-20 %": (-0.2, True),
}
"""How demand changes until the figure's week, and whether the others are seen in order."""

Waiting = list[float]


def day(week: float) -> date:
    return LAUNCH + timedelta(days=round(7 * week))


def mixture(rng: random.Random) -> float:
    median, sigma = QUICK if rng.random() < SHARE_QUICK else SLOW
    return rng.lognormvariate(math.log(median), sigma)


def new_portal(rng: random.Random, weeks: int) -> list[Stay]:
    """Everybody received by a week, with their whole wait."""
    begun = [week + rng.random() for week in range(weeks) for _ in range(A_WEEK)]
    return [Stay(day(week), day(week) + timedelta(days=round(7 * mixture(rng))), True) for week in begun]


def poisson(rng: random.Random, mean: float) -> int:
    count, passed = 0, rng.expovariate(mean)
    while passed < 1:
        count, passed = count + 1, passed + rng.expovariate(mean)
    return count


@dataclass
class Lived:
    """What became of everybody, band by band."""

    routine: list[Stay]
    urgent: list[Stay]


def a_list(rng: random.Random, growth: float, in_order: bool) -> Lived:
    """Run a list until everybody of the figure's last four weeks was seen or left."""
    waiting = sorted(rng.uniform(-BACKLOG / A_WEEK, 0) for _ in range(BACKLOG))
    lived, week = Lived([], []), 0
    while week < REPORT or any(REPORT - 4 <= received < REPORT for received in waiting):
        count = poisson(rng, A_WEEK * (1 + growth * min(week, REPORT) / REPORT))
        arrived = sorted(week + rng.random() for _ in range(count))
        urgent = [received for received in arrived if rng.random() < URGENT]
        waiting += sorted(set(arrived) - set(urgent))
        week += 1
        lived.urgent += [Stay(day(received), day(week), True) for received in urgent]
        waiting, left = _split(waiting, [rng.random() < LEAVING for _ in waiting])
        lived.routine += [Stay(day(received), day(week)) for received in left]
        if not in_order:
            rng.shuffle(waiting)
        places = max(0, A_WEEK - len(urgent))
        lived.routine += [Stay(day(received), day(week), True) for received in waiting[:places]]
        waiting = waiting[places:]
    lived.routine += [Stay(day(received)) for received in waiting]
    return lived


def _split(waiting: Waiting, leaves: list[bool]) -> tuple[Waiting, Waiting]:
    stay = [received for received, gone in zip(waiting, leaves, strict=True) if not gone]
    return stay, [received for received, gone in zip(waiting, leaves, strict=True) if gone]


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def waits(stays: list[Stay]) -> list[float]:
    return [(stay.ended - stay.received).days / 7 for stay in stays if stay.ended and stay.seen]


def portal_row(rng: random.Random, weeks: int) -> dict[str, float | None]:
    """One run of the first table, in weeks and shares."""
    stays, as_of = new_portal(rng, weeks), day(weeks)
    done = waits([stay for stay in stays if stay.ended and stay.ended <= as_of])
    figures = estimates.estimate(stays, as_of)
    steps = survival.curve(estimates.watched(stays, as_of.toordinal()))
    return {
        "seen": figures.seen / figures.n,
        "naive mean": (figures.mean_seen_days or 0) / 7,
        "naive 18": sum(wait <= 18 for wait in done) / len(done),
        "median": _weeks(figures.median_days),
        "km 18": 1 - min(step.survival for step in steps if step.day <= 126),
        "p85": _weeks(figures.p85_days),
    }


def list_row(rng: random.Random, growth: float, in_order: bool) -> dict[str, float | None]:
    """One run of the second table, in weeks and shares. The means are over who was seen in the last 26 weeks."""
    lived, as_of = a_list(rng, growth, in_order), day(REPORT)
    half_year = as_of - timedelta(days=182)
    recent = {
        band: waits([stay for stay in stays if stay.ended and half_year < stay.ended <= as_of])
        for band, stays in vars(lived).items()
    }
    figures = estimates.estimate(lived.routine, as_of)
    truth = waits([stay for stay in lived.routine if day(REPORT - 4) < stay.received <= as_of])
    naive, upper = fmean(recent["routine"]), (figures.upper_days or math.inf) / 7
    return {
        "pooled": fmean(recent["routine"] + recent["urgent"]),
        "routine": naive,
        "median": _weeks(figures.median_days),
        "p85": _weeks(figures.p85_days),
        "clearance": _weeks(figures.clearance_days),
        "true median": quantile(truth, 0.5),
        "true p85": quantile(truth, 0.85),
        "naive covers": sum(wait <= naive for wait in truth) / len(truth),
        "upper covers": sum(wait <= upper + 1e-9 for wait in truth) / len(truth),
    }


def _weeks(days: float | None) -> float | None:
    return None if days is None else days / 7


def averaged(rows: list[dict[str, float | None]]) -> dict[str, float]:
    """The mean of every column over the runs in which it was reached, and how often p85 was not."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    known = {name: [value for value in column if value is not None] for name, column in columns.items()}
    missing = {"p85 not reached": columns["p85"].count(None) / len(rows)}
    return {name: fmean(column) if column else math.nan for name, column in known.items()} | missing


def portal_table(runs: int, weeks: int) -> dict[str, float]:
    return averaged([portal_row(random.Random(f"{run} {weeks}"), weeks) for run in range(runs)])


def list_table(runs: int, scenario: str) -> dict[str, float]:
    return averaged([list_row(random.Random(f"{run} {scenario}"), *SCENARIOS[scenario]) for run in range(runs)])


def lines() -> Iterator[str]:
    for weeks in (13, 26, 52, 104):
        yield f"week {weeks}: " + _told(portal_table(60, weeks))
    for scenario in SCENARIOS:
        yield f"{scenario}: " + _told(list_table(30, scenario))


def _told(row: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in row.items())


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
