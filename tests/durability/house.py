"""The real server as its operator starts it, in a folder of its own, with everything it started in reach."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import text

from portal import db
from portal.config import PROJECT

START_SECONDS = 60.0
REAL = ("portal.cli",)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postgresql_database(server: str) -> Iterator[str]:
    """Make an empty database on a PostgreSQL server, and drop it afterwards. `server` ends in any database's name."""
    name = f"portal_{uuid.uuid4().hex[:12]}"
    admin = db.engine_for(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@dataclass
class House:
    """One server with its web processes and its worker. `command` is the module to run, then words before `run`."""

    folder: Path
    database_url: str
    command: tuple[str, ...] = REAL
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    furnished: bool = False

    @property
    def environ(self) -> dict[str, str]:
        """Return the settings that the server and its commands read."""
        return os.environ | {
            "PORTAL_INSTANCE": str(self.folder / "instance"),
            "PORTAL_DATABASE_URL": self.database_url,
            "PORTAL_LOG_LEVEL": "WARNING",
        }

    def start(self) -> float:
        """Start everything, and return after how many seconds the first page was answered."""
        self._furnish()
        began = time.monotonic()
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.command, "run", "--port", str(self.port)],
                cwd=PROJECT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > START_SECONDS:
                raise RuntimeError("The server did not start:\n" + (self.folder / "server.log").read_text()[-2000:])
            time.sleep(0.005)
        return time.monotonic() - began

    def _furnish(self) -> None:
        """Bring this week's people in, once, without their history: it would come in behind every start and kill."""
        if not self.furnished:
            self.command_line("db", "upgrade")
            self.command_line("demo", "load", "--cases", "40")
            self.furnished = True

    def answers(self, path: str = "/healthz", seconds: float = 2.0) -> bool:
        """Tell whether a page is answered well."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    @property
    def pid(self) -> int:
        """Return the process that was started, whose id is also that of its session."""
        if self.process is None:
            raise RuntimeError("The server was not started.")
        return self.process.pid

    def family(self) -> list[int]:
        """Return every living process of the server's session."""
        return [pid for pid in _living() if _session_of(pid) == self.pid]

    def children(self) -> list[int]:
        """Return the living processes that the server has started."""
        return [pid for pid in self.family() if pid != self.pid]

    def cpu_seconds(self) -> float:
        """Return what the server has cost so far: unlike the clock, hardly moved by neighbours on the machine."""
        return sum(_ticks_of(pid) for pid in self.family()) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End everything at once, as a power switch would, and wait until it is gone."""
        os.killpg(self.pid, signal.SIGKILL)
        self.wait_until_gone(10)

    def interrupt(self) -> int:
        """Press Ctrl-C, wait until everything has ended, and return the exit code."""
        os.killpg(self.pid, signal.SIGINT)
        return self.wait_until_gone(20)

    def wait_until_gone(self, seconds: float) -> int:
        """Wait until no process of the server is left, and return the exit code of the one that was started."""
        deadline = time.monotonic() + seconds
        code = self.process.wait(seconds) if self.process else 0
        while self.family():
            if time.monotonic() > deadline:
                raise TimeoutError(f"Still there: {self.family()}")
            time.sleep(0.005)
        return code

    def command_line(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one `portal` command on this server's database."""
        command = [sys.executable, "-m", "portal.cli", *words]
        return subprocess.run(command, cwd=PROJECT, env=self.environ, capture_output=True, text=True, timeout=120)


def _living() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def _ticks_of(pid: int) -> int:
    """Return the ticks that a process and its ended children have used."""
    try:
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
    except OSError:
        return 0


def _session_of(pid: int) -> int | None:
    """Return the session of a process that still does something; None when it is gone or only its entry is left."""
    try:
        state, _parent, _group, session = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:4]
    except OSError:
        return None
    return None if state == "Z" else int(session)
