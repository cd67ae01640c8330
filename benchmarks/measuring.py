"""How the benchmarks measure: requests and CPU time of a whole server, cases interleaved, medians of rounds."""

import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# Every number of wrk's report that we read.
REPORT = {
    "requests": re.compile(r"(\d+) requests in"),
    "rps": re.compile(r"Requests/sec:\s+([\d.]+)"),
    "p99": re.compile(r"99%\s+([\d.]+)(us|ms|s)\b"),
    "bad": re.compile(r"Non-2xx or 3xx responses: (\d+)"),
    "broken": re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)"),
}
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Round:
    """One burst of requests to one address."""

    rps: float
    p99_ms: float
    cpu_us: float
    """Of the server and everything below it, for one request."""


@dataclass(frozen=True)
class Case:
    """What is asked of which server."""

    name: str
    addresses: tuple[str, ...]
    """Asked for in turn."""
    pid: int
    headers: Mapping[str, str]


def need(tool: str, package: str) -> None:
    """Stop with one line where a tool is missing."""
    if shutil.which(tool) is None:
        sys.exit(f"{tool} is not here: install the package {package} and run this again.")


def family(pid: int) -> list[int]:
    """Return a process and everything below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in below for each in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process and everything below it have used."""
    fields = (Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in family(pid))
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def burst(case: Case, script: Path, seconds: int, connections: int) -> Round:
    """Ask for a case's addresses as fast as they come. Raises RuntimeError when one answer was not good."""
    script.write_text(_script(case))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(script), case.addresses[0]]
    before = cpu_seconds(case.pid)
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(case.pid) - before
    if REPORT["bad"].search(said) or REPORT["broken"].search(said):
        raise RuntimeError(f"{case.name}: not every answer was good.\n{said}")
    requests, slow = _number(said, "requests"), REPORT["p99"].search(said)
    assert slow
    return Round(_number(said, "rps"), float(slow[1]) * MILLISECONDS[slow[2]], used / requests * 1e6)


def rounds(cases: Iterable[Case], folder: Path, *, times: int, seconds: int, connections: int) -> dict[str, Round]:
    """Measure every case in turn, several times over, and return each one's medians."""
    cases = list(cases)
    found: dict[str, list[Round]] = {case.name: [] for case in cases}
    for number in range(times + 1):
        for case in cases:
            measured = burst(case, folder / "requests.lua", seconds if number else 1, connections)
            if number:  # the first one only warms up
                found[case.name].append(measured)
    return {name: median(each) for name, each in found.items()}


def median(each: list[Round]) -> Round:
    """Return the middle of each figure."""
    return Round(
        statistics.median(one.rps for one in each),
        statistics.median(one.p99_ms for one in each),
        statistics.median(one.cpu_us for one in each),
    )


def _number(said: str, name: str) -> float:
    found = REPORT[name].search(said)
    assert found, said
    return float(found[1])


def _script(case: Case) -> str:
    """Write what wrk asks for: paths in turn, the same in every round."""
    paths = ",".join(f'"{"/" + address.split("/", 3)[3]}"' for address in case.addresses)
    headers = "".join(f'wrk.headers["{name}"]="{value}"\n' for name, value in case.headers.items())
    return (
        f"{headers}local paths={{{paths}}}\nlocal ready={{}}\nlocal at=0\n"
        'function init() for i,p in ipairs(paths) do ready[i]=wrk.format("GET",p) end end\n'
        "function request() at=at%#ready+1 return ready[at] end\n"
    )
