"""What the benchmarks stand on: a filled instance in a folder of its own, and servers that end with the benchmark."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks import seeding
from portal import config, db, schema

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 600


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a server on this folder: a demonstration that keeps everything to itself."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return own | {"PORTAL_INSTANCE": str(folder), "PYTHONPATH": str(PROJECT)}


def filled(folder: Path, services: int) -> Path:
    """Fill an instance with so many services, unless it has been filled before."""
    own = folder / f"services-{services}"
    if not (own / "filled").exists():
        own.mkdir(parents=True, exist_ok=True)
        settings = config.from_environment({"PORTAL_INSTANCE": str(own)})
        print(f"making {services} services ...", flush=True)
        schema.upgrade(settings)
        engine = db.engine_for(settings.database_url)
        seeding.fill(engine, services, seed=7)
        engine.dispose()
        (own / "filled").touch()
    return own


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def served(command: list[str], port: int, folder: Path, path: str = "/") -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends. Its log goes to a file, as it would anywhere."""
    with (folder / "server.log").open("ab") as log:
        started = subprocess.Popen([sys.executable, *command], cwd=PROJECT, env=environment(folder), stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}{path}", started)
        yield started
    finally:
        started.terminate()
        started.wait(20)


def ours(port: int) -> list[str]:
    return ["-m", "portal.cli", "serve", "--port", str(port)]


def bare(port: int) -> list[str]:
    return [str(PROJECT / "benchmarks" / "bare.py"), str(port)]


def wait_for(address: str, server: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until a server answers. Raises RuntimeError when it has ended instead."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE_SECONDS).read()
        except (urllib.error.URLError, ConnectionError):
            if server is not None and server.poll() is not None:
                break
            time.sleep(0.005)
        else:
            return
    raise RuntimeError(f"Nothing answers at {address}")
