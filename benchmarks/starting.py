"""From the start to the first page, and what two web processes weigh, with the index in its file.

    python -m benchmarks.starting [--sizes 10000,100000] [--keep FOLDER] [--starts 5]

Starts the server so that it makes the index's file, stops it, and then starts it several times more: how long until the
search page is there (the median), and how much memory its processes hold by themselves or their share of what they hold
together (PSS, from /proc). The bars: 0.8 s at 10,000 services and 3 s at 100,000; 150 MB and 500 MB for the two web
processes with the process that watches over them. Exits 1 where one of them is missed.
"""

import argparse
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks import measuring, stage

SECONDS = {10_000: 0.8, 100_000: 3.0}
MEGABYTES = {10_000: 150.0, 100_000: 500.0}
WARM = ("/services?q=anxiety", "/services?q=young+people&age=14&near=QX1", "/ur/services", "/pl/services?need=sleep")


def memory(pid: int) -> float:
    """Return the megabytes that a process and everything below it hold, shared pages divided among their holders."""
    kilobytes = 0
    for each in measuring.family(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            kilobytes += int(line.split()[1]) if line.startswith("Pss:") else 0
    return kilobytes / 1024


def once(folder: Path) -> tuple[float, float]:
    """Start the server, and return the seconds to its first page and its memory after some pages."""
    port = stage.free_port()
    began = time.monotonic()
    with stage.served(stage.ours(port), port, folder, "/services") as server:
        seconds = time.monotonic() - began
        for path in WARM * 20:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).read()
        return seconds, memory(server.pid)


def main() -> int:
    """Measure, print, and tell by the exit code whether every bar is met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--keep", type=Path, help="where to keep the made services for the next run")
    parser.add_argument("--starts", type=int, default=5)
    options = parser.parse_args()
    met, said = True, []
    with tempfile.TemporaryDirectory() as thrown_away:
        for size in map(int, options.sizes.split(",")):
            folder = stage.filled(options.keep or Path(thrown_away), size)
            once(folder)  # makes the index's file
            starts = [once(folder) for _ in range(options.starts)]
            seconds = statistics.median(each[0] for each in starts)
            held = statistics.median(each[1] for each in starts)
            print(f"{size} services: first page after {seconds:.2f} s, {held:.0f} MB", flush=True)
            met &= seconds <= SECONDS.get(size, seconds) and held <= MEGABYTES.get(size, held)
            bars = f"bars {SECONDS.get(size, 0):g} s and {MEGABYTES.get(size, 0):g} MB"
            said.append(f"{size}: {seconds:.2f} s and {held:.0f} MB, {bars}")
    print("; ".join(said) + (": met" if met else ": NOT met"))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
