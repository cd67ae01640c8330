"""The worker lives on through trouble, and processes end with their parent."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from portal import serving
from portal.config import PROJECT, Settings


def wait_for(pid: int, seconds: float = 10) -> bool:
    """Tell whether a process that is not our child ends in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_a_port_is_free_until_somebody_listens() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not serving.port_is_free("127.0.0.1", port)
    assert serving.port_is_free("127.0.0.1", port)


def test_a_database_is_up_to_date_or_not_and_looking_makes_no_file(settings: Settings, tmp_path: Path) -> None:
    assert serving.is_up_to_date(settings)
    elsewhere = replace(settings, database_url=f"sqlite:///{tmp_path / 'no' / 'folder.db'}")
    assert not serving.is_up_to_date(elsewhere)
    assert not (tmp_path / "no").exists()


def test_looking_loads_no_machinery_of_migrations() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, portal.serving, wsgi; print('alembic' in sys.modules)"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "False"


def in_a_process(act: Callable[[], None]) -> int:
    """Do something in a process of its own and return its id."""
    child = os.fork()
    if not child:
        try:
            act()
        finally:
            os._exit(0)
    return child


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "child"

    def be_a_parent() -> None:
        serving.bind_children()
        child = in_a_process(lambda: time.sleep(60))
        note.write_text(str(child))
        time.sleep(60)

    parent = in_a_process(be_a_parent)
    while not (note.exists() and note.read_text()):
        time.sleep(0.01)
    time.sleep(0.2)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    assert wait_for(int(note.read_text()))


def test_a_child_whose_parent_was_gone_first_ends_at_once() -> None:
    child = in_a_process(lambda: (serving.die_with_parent(1), time.sleep(60)))  # type: ignore[func-returns-value]
    assert os.waitpid(child, 0)[1] == 0


def test_a_child_does_not_hear_ctrl_c_itself(tmp_path: Path) -> None:
    """It ends by its parent's word: two words at once made a web process wait for itself for ever."""
    note = tmp_path / "mask"

    def be_a_parent() -> None:
        serving.bind_children()
        os.waitpid(in_a_process(lambda: note.write_text(str(signal.pthread_sigmask(signal.SIG_BLOCK, []))) and None), 0)

    os.waitpid(in_a_process(be_a_parent), 0)
    assert "SIGINT" in note.read_text()
