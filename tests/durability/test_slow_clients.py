"""A hundred connections that dribble stop nobody who needs help now."""

import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.durability.house import House

DRIBBLERS, SECONDS = 100, 5.0
PAGE = "/help-now"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """Run the real server."""
    house = House(tmp_path, f"sqlite:///{tmp_path / 'portal.db'}")
    house.start()
    yield house
    house.kill()


def read_calmly(port: int, seconds: float) -> list[float]:
    """Ask for help again and again on a line of one's own each time, and return how long each answer took."""
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", PAGE)
        assert connection.getresponse().status == 200
        connection.close()
        took.append(time.monotonic() - began)
        time.sleep(0.01)
    return took


def dribble(port: int, stop: threading.Event, post: bool) -> None:
    """Open many lines and send one letter down each of them now and then, never finishing a request."""
    # A form, so that the server does wait for the whole of it.
    kind = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n"
    opening = b"POST /refer/young-person/worry HTTP/1.1\r\nHost: x\r\n" + kind + b"\r\nstory="
    with ExitStack() as lines:
        sockets = [lines.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(DRIBBLERS)]
        for line in sockets:
            line.sendall(opening if post else b"GET /guides HTTP/1.1\r\nX-Slow: ")
        while not stop.wait(0.2):
            for line in sockets:
                try:
                    line.sendall(b"a")
                except OSError:
                    continue  # the server has lost patience, which is its right


def slowest(took: list[float]) -> float:
    """Return the time within which 99 of 100 were answered, in milliseconds."""
    return statistics.quantiles(took, n=100)[98] * 1000


@pytest.mark.slow
def test_help_is_shown_at_once_beside_a_hundred_slow_clients(home: House) -> None:
    read_calmly(home.port, 0.5)
    quiet, stop = slowest(read_calmly(home.port, 2)), threading.Event()
    crowd = [threading.Thread(target=dribble, args=(home.port, stop, post)) for post in (True, False)]
    for dribbler in crowd:
        dribbler.start()
    time.sleep(0.5)
    try:
        took = read_calmly(home.port, SECONDS)
    finally:
        stop.set()
        for dribbler in crowd:
            dribbler.join()
    beside = slowest(took)
    print(f"{len(took)} of {len(took)} answered; 99 of 100 within {beside:.1f} ms, on a quiet line {quiet:.1f} ms")
    assert len(took) > 20
    assert beside <= max(10 * quiet, 200)
