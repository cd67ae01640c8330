"""Every test that the hazard log names is there: a control whose check has gone is no control."""

import re
from collections.abc import Iterator
from pathlib import Path

from portal.config import PROJECT

LOG = PROJECT / "docs" / "hazard-log.md"


def gone(log: str) -> Iterator[str]:
    """Name what a log points at and nobody finds; a bare file name stands in the folder named before it."""
    for line in log.splitlines():
        folder = PROJECT
        for named in re.findall(r"`((?:tests|docs)/[\w/.-]+|test_\w+\.py)`", line):
            path: Path = PROJECT / named if "/" in named else folder / named
            folder = path if path.is_dir() else path.parent
            if not path.exists():
                yield named


def test_every_check_of_the_hazard_log_is_there() -> None:
    assert list(gone(LOG.read_text("utf-8"))) == []


def test_a_check_that_has_gone_would_be_named() -> None:
    assert list(gone("| HAZ-99 | `tests/screening/test_ladder.py`, `test_never.py` |")) == ["test_never.py"]
