"""What a search costs, and how that grows: CPU time per search with all its counts, memory, and the first answer.

    python -m benchmarks.engine [--sizes 1000,10000,100000] [--keep FOLDER]

Every search is asked for the first time ("first": nothing is remembered of it) and again ("again": everybody types
much the same). A figure is the median of CPU time, so it does not mind who else uses the machine. Each size runs in a
process of its own that starts from the index file, as a web process does.
"""

import argparse
import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import seeding
from portal import clock, config, db, kept, schema
from portal.directory import index_file, reference, search
from portal.directory.index import Index
from portal.directory.vocabulary import EMPTY
from portal.directory.wanted import Wanted

ASKED = 100
AIMS = {1000: None, 10_000: (40, 0.3, 20), 100_000: (150, 1.5, 150)}
"""By size: µs for a common word with its counts, seconds to the first answer, MB the index may take."""


def classes(place: object) -> dict[str, Callable[[random.Random], Wanted]]:
    """Return how to make up a search of each class."""
    words = seeding.words()
    common, mid, rare = words[:30], words[40:400], words[3000:9000]
    long = [word for word in mid if len(word) > 5]
    return {
        "rare": lambda die: Wanted(q=die.choice(rare)),
        "mid": lambda die: Wanted(q=die.choice(mid)),
        "common": lambda die: Wanted(q=die.choice(common)),
        "two words": lambda die: Wanted(q=f"{die.choice(common)} {die.choice(mid)}"),
        "two common": lambda die: Wanted(q=" ".join(die.sample(common, 2))),
        "prefix": lambda die: Wanted(q=die.choice(long)[:5]),
        "all": lambda _die: Wanted(),
        "distance": lambda die: Wanted(q=die.choice(common), near=place),  # type: ignore[arg-type]
        "within": lambda die: Wanted(q=die.choice(common), near=place, within=20.0),  # type: ignore[arg-type]
        "open_now": lambda die: Wanted(q=die.choice(common), open_now=True),
        "age": lambda die: Wanted(q=die.choice(common), age=die.randrange(26)),
        "slip": lambda die: Wanted(q=_slip(die, die.choice(long))),
    }


def _slip(die: random.Random, word: str) -> str:
    at = die.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def prepare(folder: Path, size: int) -> str:
    """Make a database of so many services once, and its index; return its address."""
    url = f"sqlite:///{folder / f'{size}.db'}"
    if not (folder / f"{size}.db").exists():
        draft = folder / "draft.db"
        engine = db.engine_for(f"sqlite:///{draft}")
        schema.metadata().create_all(engine)
        seeding.fill(engine, size, progress=lambda done: print(f"\r{done} of {size}", end="", file=sys.stderr))
        engine.dispose()
        draft.rename(folder / f"{size}.db")
    kept.install(folder / "kept")
    engine = db.engine_for(url)
    if index_file.ready(engine, clock.today()) is None:
        began = time.process_time()
        index_file.renewed(engine, clock.today(), wait=True)
        print(f"{size:>7} services: index made in {time.process_time() - began:.1f} s of CPU time", file=sys.stderr)
    return url


def measure(url: str, folder: Path) -> dict[str, object]:
    """Start from the index file, and measure every class."""
    tables = reference.load(config.PROJECT / "content")
    place = tables.places.find("QX1")
    now = search.Now(clock.now(), clock.today(), tables.year)
    kept.install(folder / "kept")
    engine = db.engine_for(url)
    gc.collect()
    before, began, cpu = _resident(), time.perf_counter(), time.process_time()
    index = index_file.ready(engine, clock.today())
    assert index, "the index file is not current"
    search.search(index, EMPTY, tables.places, Wanted(q="anxiety"), now).page()
    started, started_cpu = time.perf_counter() - began, time.process_time() - cpu
    figures = {}
    for name, make in classes(place).items():
        die = random.Random(name)
        asked = [make(die) for _ in range(ASKED)]
        run = lambda wanted: _ask(index, tables, wanted, now)  # noqa: E731
        first = statistics.median(_first(index, run, wanted) for wanted in asked)
        for wanted in asked:
            run(wanted)
        figures[name] = (first, statistics.median(_timed(run, wanted) for wanted in asked))
    gc.collect()
    return {
        "services": len(index.documents),
        "values": sum(map(len, index.bits.values())),
        "start": started,
        "start_cpu": started_cpu,
        "megabytes": (_resident()[0] - before[0]) / 1e6,
        "shared": (_resident()[1] - before[1]) / 1e6,
        "figures": figures,
    }


def _ask(index: Index, tables: reference.Reference, wanted: Wanted, now: search.Now) -> None:
    found = search.search(index, EMPTY, tables.places, wanted, now)
    found.page()
    assert found.total >= 0
    for facet in found.counts:
        assert found.counts[facet] is not None


def _first(index: Index, run: Callable[[Wanted], None], wanted: Wanted) -> float:
    """Time a search of which nothing is remembered; what single words are made of stays, as it does in a process."""
    index.recent.clear()
    index.memo.clear()
    return _timed(run, wanted)


def _timed(run: Callable[[Wanted], None], wanted: Wanted) -> float:
    """Return the CPU time of one search in µs."""
    began = time.process_time_ns()
    run(wanted)
    return (time.process_time_ns() - began) / 1000


def _resident() -> tuple[float, float]:
    """Return the memory of this process in bytes, and how much of it is a file that all processes share."""
    try:
        rows = Path("/proc/self/status").read_text().splitlines()
        found = {row.split()[0]: 1024.0 * int(row.split()[1]) for row in rows if row.startswith("Rss")}
        return found["RssAnon:"], found["RssFile:"]
    except OSError:
        return 1024.0 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0.0


def show(results: dict[int, dict[str, object]]) -> None:
    """Print the table, the growth, and what was not reached."""
    sizes = list(results)
    print(f"{'CPU µs, first / again':<22}" + "".join(f"{size:>20,}" for size in sizes) + f"{'growth':>10}")
    for name in next(iter(results.values()))["figures"]:  # type: ignore[attr-defined]
        cells = [results[size]["figures"][name] for size in sizes]  # type: ignore[index]
        print(
            f"{name:<22}"
            + "".join(f"{f'{first:,.0f} / {again:,.0f}':>20}" for first, again in cells)
            + f"{cells[-1][0] / cells[0][0]:>9.1f}x"
        )
    for size, result in results.items():
        print(
            f"{size:>7} services, {result['values']} counts: first answer after {result['start']:.2f} s "
            f"({result['start_cpu']:.2f} s of CPU time), {result['megabytes']:.0f} MB of its own "
            f"and {result['shared']:.0f} MB of the file that processes share"
        )
    for size, aim in AIMS.items():
        if aim and size in results:
            first = results[size]["figures"]["common"][0]  # type: ignore[index]
            for what, got, most in zip(
                ("µs for a common word", "s to the first answer", "MB"),
                (first, results[size]["start_cpu"], results[size]["megabytes"]),
                aim,
                strict=True,
            ):
                print(f"{size:>7}: {got:,.2f} {what}, aim {most}: {'reached' if got <= most else 'NOT reached'}")  # type: ignore[operator]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--keep", type=Path, help="keep the databases here for the next run")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.one:
        print(json.dumps(measure(said.one, said.keep)))
        return
    with tempfile.TemporaryDirectory() as spare:
        folder = said.keep or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        results = {}
        for size in map(int, said.sizes.split(",")):
            url = prepare(folder, size)
            command = [sys.executable, "-m", "benchmarks.engine", "--one", url, "--keep", str(folder)]
            results[size] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        show(results)


if __name__ == "__main__":
    main()
