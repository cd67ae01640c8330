"""The day of the canaries, played once on each kind of database."""

import io
import logging
import shutil
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
import time_machine
from argon2 import PasswordHasher
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal import clock, config, create_app, db, schema
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.permissions import Role
from portal.cli import portal
from portal.directory import actions as directory
from portal.notifications import channels, delivery, wording
from portal.notifications.leave import OUTSIDE
from portal.notifications.models import OutboxMessage
from portal.referrals import reaching
from portal.web import logs
from tests.canary import endings, plan, story, training
from tests.canary.story import PASSWORD, STARTS, Day
from tests.databases import empty
from tests.served import KEYS

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
STAFF = {
    "priya": Role.DUTY_CLINICIAN,
    "sena": Role.SENIOR_DUTY_CLINICIAN,
    "lena": Role.TEAM_LEAD,
    "edith": Role.DIRECTORY_EDITOR,
    "wim": Role.CONTENT_EDITOR,
}
SLUG = "nightlamp-sleep"
COMMANDS = (["notifications", "list"], ["audit", "verify"], ["directory", "export", "--dir"])


class PostOffice(socketserver.StreamRequestHandler):
    """A mail server that keeps every line it is told: envelope, headers and body."""

    lines: list[bytes]

    def handle(self) -> None:
        """Take letters until the caller hangs up."""
        self.wfile.write(b"220 here\r\n")
        body = False
        while line := self.rfile.readline():
            self.lines.append(line)
            word = line.strip().upper()
            if body and word != b".":
                continue
            body = word == b"DATA"
            self.wfile.write(b"354 go on\r\n" if body else b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
            if word == b"QUIT":
                return


@contextmanager
def post_office(lines: list[bytes]) -> Iterator[str]:
    """Run a mail server on this machine."""
    handler = type("Handler", (PostOffice,), {"lines": lines})
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """Hear everything that is written to standard error and output or logged at any level, by us or a library."""
    paper = io.StringIO()
    handler, root, before = logging.StreamHandler(paper), logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", paper)
        patch.setattr(sys, "stdout", paper)
        patch.setattr(logs, "log", structlog.get_logger())  # one that has not settled on another test's paper
        try:
            yield paper
        finally:
            root.removeHandler(handler)
            root.setLevel(before)


def environment(url: str, folder: Path) -> dict[str, str]:
    """Settle everything the environment decides; logs as loud as they get."""
    return {
        "PORTAL_DATABASE_URL": url,
        "PORTAL_SECRET_KEY": "a secret for tests only",
        "PORTAL_DATA_KEYS": KEYS,
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_BASE_URL": "http://localhost",
        "PORTAL_LOG_LEVEL": "DEBUG",
    }


def open_desk(engine: Engine) -> None:
    """Put staff and the directory of Wexlow there."""
    with db.writing(engine) as session:
        for who, role in STAFF.items():
            mail, name = f"{who}@example.org", who.title()
            accounts.add_staff(session, mail, name, role, PASSWORD, actor="command", moment=MONDAY, fictional=True)
        directory.load_seed(session, config.PROJECT / "content" / "area", clock.today())


def send_all(engine: Engine, letters: list[bytes]) -> None:
    """Let the worker send what is due; the first round finds a post office that is closed."""
    senders = channels.Senders(("Front Door", "desk@example.org"), ("FD Team", "fd-team@example.org"))

    def find(session: Session, message: OutboxMessage) -> delivery.Reached:
        if message.audience in OUTSIDE:
            # Her own address stands on the envelope of what she said may come to her. Here only words are looked at.
            return replace(reaching.reach(session, message), to=(f"{message.audience.value}@example.org",))
        return delivery.Reached((f"{message.audience.value}@example.org",))

    def room(url: str) -> delivery.PostRoom:
        words = wording.load(config.PROJECT / "content")
        return delivery.PostRoom(channels.smtp(url, senders), find, words, "http://localhost")

    delivery.deliver_due(engine, room("smtp://127.0.0.1:1"))
    with time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=UTC)), post_office(letters) as url:
        while delivery.deliver_due(engine, room(url)):
            pass


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Return every value of every column of every table."""
    found: dict[str, list[Any]] = {}
    with engine.connect() as connection:
        for table in schema.metadata().sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")).mappings():
                for column, value in row.items():
                    found.setdefault(f"{table.name}.{column}", []).append(value)
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file: the database, what lies beside it, what was built and exported."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run_commands(engine: Engine, environ: dict[str, str], folder: Path) -> str:
    """Run what an operator runs."""
    said = ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "engine_for", lambda _url: engine)
        for command in COMMANDS:
            more = [str(folder / "export")] if command[-1] == "--dir" else []
            result = CliRunner().invoke(portal, [*command, *more], env=environ)
            assert result.exit_code == 0, result.output
            said += result.output
    return said


def whole_day(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Play everything."""
    for who in STARTS:
        story.ask_for_help(day, who)
    for who in STARTS:
        story.say_more(day, who)
    story.crash(day, monkeypatch)
    story.report_a_problem(day, SLUG)
    story.say_what_they_think(day)
    story.look_for_help(day)
    story.search(day)
    plan.keep_a_plan(day)
    training.learn(day)
    story.work(day)
    for who in STARTS:
        story.say_more(day, who)
    endings.end_what_can_end(day)
    story.look_after_the_directory(day)
    story.read_what_they_think(day)
    story.look_around(day)


def short_day(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one young person ask for help, and one clinician read it."""
    story.ask_for_help(day, "young-person")
    story.say_more(day, "young-person")
    story.crash(day, monkeypatch)
    story.look_at_one(day, "young-person")


@contextmanager
def played(url: str, folder: Path, play: Callable[[Day, pytest.MonkeyPatch], None]) -> Iterator[Day]:
    """Play a day on a database, and gather all that it has left behind."""
    with pytest.MonkeyPatch.context() as patch, listening() as paper, time_machine.travel(MONDAY, tick=True):
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        environ = environment(url, folder)
        site: Flask = create_app(config.from_environment(environ))
        engine = site.extensions["portal"]["engine"]
        open_desk(engine)
        day = Day(site)
        play(day, patch)
        send_all(engine, day.letters)
        day.rows, day.files = rows(engine), files(folder)
        day.log = run_commands(engine, environ, folder) + paper.getvalue() if play is whole_day else paper.getvalue()
        day.files |= files(folder)
        yield day
        engine.dispose()


def copy_of(migrated: Path, folder: Path) -> str:
    """Copy an empty database into a folder."""
    for suffix in ("", "-wal"):
        if Path(f"{migrated}{suffix}").exists():
            shutil.copy(f"{migrated}{suffix}", folder / f"portal.db{suffix}")
    return f"sqlite:///{folder / 'portal.db'}"


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.slow])]
)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Day]:
    """Play the whole day."""
    folder = tmp_path_factory.mktemp("canaries")
    on_files = request.param == "sqlite"
    url = copy_of(migrated_file, folder) if on_files else request.getfixturevalue("postgresql_url")
    with played(url, folder, whole_day) as seen:
        yield seen
        if not on_files:
            empty(seen.site.extensions["portal"]["engine"])


@pytest.fixture
def one_young_person(tmp_path: Path, migrated_file: Path) -> Callable[[], Day]:
    """Return a way to play a short day, for faults that are planted before."""

    def play() -> Day:
        with played(copy_of(migrated_file, tmp_path), tmp_path, short_day) as seen:
            return seen

    return play
