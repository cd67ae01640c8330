"""The search page against a bare Flask page: same server, same settings, same run, rounds interleaved.

    python -m benchmarks.pages [--sizes 1000,10000,100000] [--keep FOLDER] [--rounds 5] [--gzip]

Makes services by the thousand, starts our server and a three-line Flask page under the same granian settings, and asks
both in turn. Our page is the whole one: layout, 20 cards, every facet with live counts, the log line, every header.

For each class of words it prints requests a second, the slowest hundredth, and the CPU time of a request (from /proc,
the server with all its children, so that other work on the machine hardly shows), each beside the bare page's.
Clients send no Accept-Encoding, as wrk does not; with --gzip they do, and compressing is part of what is measured.

Pages that were asked for lately are kept for a minute. So each class is measured twice: with far more different
searches than are kept, and with a few that come round ("again"), as popular words do. Single common words are few by
nature. The bars are held against the worst of each kind.

The bars: 60 % of the bare page's requests a second at 10,000 services and 40 % at 100,000 for the worst class of words,
and from 1,000 to 100,000 services at most twice the CPU. Exits 1 where one of them is missed. Needs wrk.
"""

import argparse
import itertools
import random
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import measuring, stage
from benchmarks.measuring import Case, Round
from benchmarks.seeding import HEAD, words
from portal.directory.forms import DISTANCES

BARS = {10_000: 0.60, 100_000: 0.40}
MOST_GROWTH = 2.0
MANY = 3000
CONNECTIONS = 8
PLACES = ("QX1", "QX2", "QX3", "QX4")


def classes() -> dict[str, list[str]]:
    """Return the searches of each class, as what stands after the question mark."""
    die, known = random.Random(11), words()
    middle, rare = known[40:400], known[3000:]
    pairs = list(itertools.permutations(HEAD, 2))
    needs = ("anxiety", "low_mood", "sleep", "anger", "autism", "bereavement")
    made = {
        "all": [{"sort": sort, "page": page} for sort in ("best", "name", "wait", "checked") for page in range(1, 40)],
        "rare": [{"q": word} for word in die.sample(rare, MANY)],
        "mid": [{"q": f"{one}", "age": die.randrange(26)} for one in middle for _ in range(8)],
        "common": [{"q": word} for word in HEAD],
        "two": [{"q": f"{die.choice(HEAD)} {die.choice(middle)}"} for _ in range(MANY)],
        "two common": [{"q": " ".join(pair), "age": die.randrange(26)} for pair in pairs for _ in range(3)],
        "prefix": [{"q": word[:4]} for word in die.sample(known, MANY)],
        "distance": [
            {
                "q": die.choice(HEAD),
                "near": die.choice(PLACES),
                "within": die.choice(DISTANCES),
                "age": die.randrange(26),
            }
            for _ in range(MANY)
        ],
        "facet": [
            {"q": die.choice(HEAD), "need": die.choice(needs), "mode": "online", "age": die.randrange(26)}
            for _ in range(MANY)
        ],
    }
    return {name: [urlencode(said) for said in searches] for name, searches in made.items()}


def measured(services: int, folder: Path, options: argparse.Namespace) -> dict[str, Round]:
    """Measure every class at one size, and print it."""
    own = stage.filled(folder, services)
    ours, bare = stage.free_port(), stage.free_port()
    headers = {"Accept-Encoding": "gzip"} if options.gzip else {}
    with (
        stage.served(stage.bare(bare), bare, own) as reference,
        stage.served(stage.ours(ours), ours, own, "/services") as server,
    ):
        stage.wait_for(f"http://127.0.0.1:{ours}/ur/services")
        cases = [Case("bare", (f"http://127.0.0.1:{bare}/",), reference.pid, {})]
        for name, searches in classes().items():
            for code in ("", "/ur") if name in {"common", "all"} else ("",):
                addresses = tuple(f"http://127.0.0.1:{ours}{code}/services?{search}" for search in searches)
                cases.append(Case(f"{name} {code[1:]}".strip(), addresses, server.pid, headers))
            again = tuple(f"http://127.0.0.1:{ours}/services?{search}" for search in searches[:: len(searches) // 20])
            cases.append(Case(f"{name}, again", again, server.pid, headers))
        found = measuring.rounds(cases, own, times=options.rounds, seconds=options.seconds, connections=CONNECTIONS)
    _print(services, found)
    return found


def _print(services: int, found: dict[str, Round]) -> None:
    bare = found["bare"]
    print(f"\n{services} services{'':13} req/s   p99 ms   CPU us   req/s ratio   CPU ratio")
    for name, each in found.items():
        ratios = f"{each.rps / bare.rps:13.2f} {each.cpu_us / bare.cpu_us:11.2f}"
        print(f"  {name:<24}{each.rps:9.0f} {each.p99_ms:8.1f} {each.cpu_us:8.0f} {ratios}", flush=True)


def worst(found: dict[str, Round]) -> tuple[float, str]:
    """Return the smallest share of the bare page's requests a second, and whose it is."""
    return min((each.rps / found["bare"].rps, name) for name, each in found.items() if name != "bare")


def growth(small: dict[str, Round], large: dict[str, Round]) -> tuple[float, str]:
    """Return how much more CPU the worst class takes, each size against the bare page of its own run."""
    cost = {
        name: (large[name].cpu_us / large["bare"].cpu_us) / (small[name].cpu_us / small["bare"].cpu_us)
        for name in small
    }
    return max((ratio, name) for name, ratio in cost.items())


def main() -> int:
    """Measure, print, and tell by the exit code whether every bar is met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--keep", type=Path, help="where to keep the made services for the next run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--gzip", action="store_true", help="ask for compressed pages")
    options = parser.parse_args()
    measuring.need("wrk", "wrk")
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = options.keep or Path(thrown_away)
        found = {size: measured(size, folder, options) for size in map(int, options.sizes.split(","))}
    met, said = True, []
    for size, bar in BARS.items():
        if size in found:
            value, name = worst(found[size])
            met &= value >= bar
            said.append(f"{size}: {value:.2f} of the bare page ({name}), bar {bar:.2f}")
    if {1000, 100_000} <= found.keys():
        value, name = growth(found[1000], found[100_000])
        met &= value <= MOST_GROWTH
        said.append(f"100 times the services: {value:.2f} times the CPU ({name}), bar {MOST_GROWTH:.1f}")
    print("\n" + "; ".join(said) + (": met" if met else ": NOT met"))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
