"""One service, the people who look after its entry, and the readers who know better."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.permissions import Role
from portal.area import Area
from portal.directory import actions as directory
from portal.directory.models import Organization, Service, Status
from portal.problems import actions
from portal.problems.actions import Said
from portal.problems.kinds import Kind
from portal.problems.models import ProblemReport

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SLUG = "quiet-room"
CAST = {
    "editor": ("Ed Marsh", Role.DIRECTORY_EDITOR),
    "second": ("Sal Reed", Role.DIRECTORY_EDITOR),
    "partner": ("Pat Ny", Role.SERVICE_PARTNER),
    "clinician": ("Priya Nair", Role.DUTY_CLINICIAN),
    "writer": ("Wim Oak", Role.CONTENT_EDITOR),
}


@dataclass
class Shelf:
    """The database of a story."""

    engine: Engine
    here: Area
    staff: dict[str, uuid.UUID]

    def tell(self, once: str = "", at: datetime = MONDAY, *, urgent: bool = False, **changes: Any) -> ProblemReport:
        """Keep a report."""
        said = {
            "kind": Kind.HOURS,
            "words": "The door was shut.",
            "contact": "07700 900123",
            "language": "en",
        } | changes
        with db.writing(self.engine) as session:
            row = session.scalars(select(Service).where(Service.slug == SLUG)).one()
            within = self.here.answer_reports_within
            spoken = Said(once=once or uuid.uuid4().hex, **said)
            return actions.report(session, row, spoken, self.here.clocks, within, at, urgent=urgent)

    def look(self, report: ProblemReport) -> ProblemReport:
        """Return a report as it is now."""
        with db.reading(self.engine) as session:
            return session.get_one(ProblemReport, report.id)

    def all(self) -> list[ProblemReport]:
        """Return every report."""
        with db.reading(self.engine) as session:
            return list(session.scalars(select(ProblemReport)))


@pytest.fixture
def shelf(engine: Engine, here: Area, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Put one service into the directory, and people to look after it."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with db.writing(engine) as session:
        runs_it = Organization(name="A charity", description="It listens.", email="charity@example.org")
        session.add(runs_it)
        session.add(
            Service(
                organization=runs_it, slug=SLUG, name="Quiet Room", status=Status.ACTIVE, last_modified=MONDAY,
                assured_date=date(2026, 11, 1), fictional=True,
            )
        )  # fmt: skip
        directory.changed(session)
        staff = {
            who: accounts.add_staff(
                session, f"{who}@example.org", name, role, "secret", actor="command", moment=MONDAY, fictional=True
            ).id
            for who, (name, role) in CAST.items()
        }
    return Shelf(engine, here, staff)


@pytest.fixture
def seat(site: Flask, shelf: Shelf) -> Callable[[str], FlaskClient]:
    """Return a way to put somebody at a browser, signed in."""

    def sit(who: str) -> FlaskClient:
        with db.writing(shelf.engine) as session:
            token = accounts.sign_in(session, shelf.staff[who], f"device of {who}", moment=clock.now())
        client = site.test_client()
        client.set_cookie("fd_staff", token, path="/staff")
        return client

    return sit


def hidden(page: str, name: str) -> str:
    """Read a hidden field of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def send(client: FlaskClient, path: str, page: TestResponse | None = None, **typed: Any) -> TestResponse:
    """Fill in the form of a page as it was opened, and press its button."""
    shown = (page or client.get(path)).text
    form = {name: hidden(shown, name) for name in ("csrf_token", "once", "version")}
    action = re.search(r'<form method="post" novalidate action="([^"]+)"', shown)
    return client.post(action[1] if action else path, data=form | typed)
