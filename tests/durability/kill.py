"""Kill the real server at random instants under people who send the real form, then count what was promised.

python -m tests.durability.kill --database sqlite --kills 60 [--mutant answer-first]
"""

import argparse
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from portal import config, db, sealed
from tests.durability import house, ledger
from tests.durability.house import House
from tests.durability.people import Memory, Person

POSTGRESQL = os.environ.get("PORTAL_TEST_POSTGRESQL", "postgresql+psycopg://root@127.0.0.1:5432/test")
PEOPLE = 20
LIVES = (10, 200)
"""After how many answers a life ends: counted, not timed, so that a slow machine is hit at the same moments."""
LIFE_SECONDS = 10.0
MOMENTS = ("", "sendings", "thanks")
"""A life ends at any time, or while something is being sent, or in the moment after somebody was thanked."""
ONE_ONLY = 0.25
FINISH_SECONDS = 60


@dataclass
class Day:
    """What happened, and what was found."""

    kills: int = 0
    single_kills: int = 0
    restarts: list[float] = field(default_factory=list)
    restart_costs: list[float] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    findings: ledger.Findings = field(default_factory=ledger.Findings)
    trail: dict[str, Any] = field(default_factory=dict)
    crashed: list[str] = field(default_factory=list)
    """People whose browser met something it could not make sense of."""

    @property
    def good(self) -> bool:
        """Tell whether every promise was kept."""
        return self.findings.good and not self.memory.broken and not self.crashed and self.trail.get("ok") is True

    def figures(self) -> dict[str, Any]:
        """Return the figures to print."""
        wanting = {name: value if name == "stored" else len(value) for name, value in asdict(self.findings).items()}
        return {
            "good": self.good,
            "kills": self.kills,
            "single_kills": self.single_kills,
            "acknowledged": len(self.memory.acknowledged),
            "broken": len(self.memory.broken),
            **wanting,
            "events": self.trail.get("events"),
            "restart_median_ms": round(statistics.median(self.restarts) * 1000),
            "restart_max_ms": round(max(self.restarts) * 1000),
            "restart_cpu_median_ms": round(statistics.median(self.restart_costs) * 1000),
            "lines_broken": self.memory.dropped,
            "statuses": dict(sorted(self.memory.statuses.items())),
            "examples": (self.memory.broken + self.findings.damage + self.crashed)[:5],
        }


def live_through(home: House, kills: int, seed: int) -> Day:
    """Let people ask for help while the server is killed so many times, then look what is there."""
    day, up, stop, chance = Day(), threading.Event(), threading.Event(), random.Random(seed)
    home.start()
    up.set()

    def live(number: int) -> None:
        try:
            Person(home.port, day.memory, up, stop, seed * 1000 + number).live()
        except RuntimeError as error:
            day.crashed.append(str(error))

    crowd = [threading.Thread(target=live, args=(number,), daemon=True) for number in range(PEOPLE)]
    for person in crowd:
        person.start()
    try:
        for _kill in range(kills):
            _one_life(home, day, up, chance)
        time.sleep(0.5)
        stop.set()
        for person in crowd:
            person.join(FINISH_SECONDS)
        day.crashed += [f"{person.name} never finished" for person in crowd if person.is_alive()]
        home.interrupt()
    finally:
        stop.set()
        if home.family():
            home.kill()
    return day


def _one_life(home: House, day: Day, up: threading.Event, chance: random.Random) -> None:
    """Let the server live for a moment, sometimes lose one process of it, kill it whole, and start it again."""
    _let_live(day, chance)
    children = home.children()
    if children and chance.random() < ONE_ONLY:
        os.kill(chance.choice(children), signal.SIGKILL)
        day.single_kills += 1
        _let_live(day, chance)
    home.kill()
    up.clear()
    day.kills += 1
    day.restarts.append(home.start())
    day.restart_costs.append(home.cpu_seconds())
    up.set()


def _let_live(day: Day, chance: random.Random) -> None:
    """Wait for so many answers, and then for the moment to strike."""
    enough, deadline = day.memory.statuses.total() + chance.randint(*LIVES), time.monotonic() + LIFE_SECONDS
    _wait(lambda: day.memory.statuses.total() >= enough, deadline)
    moment = chance.choice(MOMENTS)
    if moment:
        before = getattr(day.memory, moment)
        _wait(lambda: getattr(day.memory, moment) > before, deadline)
    if moment != "thanks":
        time.sleep(chance.uniform(0, 0.1))


def _wait(happened: Callable[[], bool], deadline: float) -> None:
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.001)


def take_stock(home: House, day: Day) -> None:
    """Open the database and compare."""
    sealed.install(sealed.parse_keys(config.from_environment(home.environ).data_keys))
    engine = db.engine_for(home.database_url)
    day.findings = ledger.examine(engine, day.memory.acknowledged)
    engine.dispose()
    verified = home.command_line("audit", "verify")
    day.trail = json.loads(verified.stdout or "{}")


def run(database: str, kills: int, mutant: str = "", seed: int = 1) -> Day:
    """Live through one day on a database of its own: "sqlite" or "postgresql"."""
    command = ("tests.durability.mutants", mutant) if mutant else house.REAL
    with tempfile.TemporaryDirectory(prefix="kill-") as name:
        folder = Path(name)
        if database == "sqlite":
            return _whole_day(House(folder, f"sqlite:///{folder / 'portal.db'}", command), kills, seed)
        with house.postgresql_database(POSTGRESQL) as url:
            return _whole_day(House(folder, url, command), kills, seed)


def _whole_day(home: House, kills: int, seed: int) -> Day:
    day = live_through(home, kills, seed)
    take_stock(home, day)
    return day


def main() -> None:
    """Print the figures, and exit 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--mutant", default="")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    day = run(given.database, given.kills, given.mutant, given.seed)
    print(json.dumps(day.figures(), indent=1))
    sys.exit(0 if day.good else 1)


if __name__ == "__main__":
    main()
