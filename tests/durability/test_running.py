"""What starts together ends together: nothing is left behind, and the port is free for the next start."""

import os
import signal
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from portal import serving
from tests.durability.house import House


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Keep one house for all, so that the demonstration is only loaded once."""
    folder = tmp_path_factory.mktemp("house")
    return House(folder, f"sqlite:///{folder / 'portal.db'}")


@pytest.fixture
def home(furnished: House) -> Iterator[House]:
    """Run the real server until it is seen to answer, web processes, worker and all."""
    furnished.start()
    deadline = time.monotonic() + 20
    while len(furnished.children()) < serving.WEB_PROCESSES + 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    yield furnished
    if furnished.family():
        furnished.kill()


def test_ctrl_c_ends_everything_cleanly(home: House) -> None:
    assert len(home.children()) == serving.WEB_PROCESSES + 1
    time.sleep(1)  # the web processes must be listening for signals for the test to mean something
    assert home.interrupt() == 0
    assert serving.wait_for_port("127.0.0.1", home.port)


def test_ctrl_c_ends_it_with_readers_on_the_line_as_well(home: House) -> None:
    line = HTTPConnection("127.0.0.1", home.port, timeout=5)
    line.request("GET", "/help-now")
    line.getresponse().read()
    time.sleep(1)
    assert home.interrupt() == 0
    line.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_word_to_the_parent_alone_ends_everything(home: House, how: signal.Signals) -> None:
    time.sleep(1)
    os.kill(home.pid, how)
    assert home.wait_until_gone(20) == 0


def test_a_parent_that_is_killed_leaves_no_orphans(home: House) -> None:
    os.kill(home.pid, signal.SIGKILL)
    home.wait_until_gone(10)
    assert serving.wait_for_port("127.0.0.1", home.port)
    home.start()
    assert home.answers()


def test_a_web_process_that_is_killed_is_replaced(home: House) -> None:
    before = home.children()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (home.answers() and len(home.children()) >= serving.WEB_PROCESSES):
        time.sleep(0.1)
    assert home.answers()
    assert not set(before) & set(home.children())


def test_a_taken_port_is_told_in_one_line(home: House) -> None:
    said = home.command_line("run", "--port", str(home.port))
    assert said.returncode == 1
    assert f"Port {home.port} on 127.0.0.1 is taken" in said.stderr
    assert "Traceback" not in said.stderr
