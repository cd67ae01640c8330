"""A team lead sees which messages have not left, and sends one again; a clinician and a stranger do not."""

import re
import uuid
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.accounts.permissions import Role
from portal.notifications import outbox
from portal.notifications.channels import Envelope, Senders, folder
from portal.notifications.leave import Way
from portal.notifications.messages import Audience, Kind, Words
from portal.notifications.models import Delivery, OutboxMessage
from portal.post_room import caught

REFERENCE = "FD-7K3M-9QPD-2XHV-R"


def sit(site: Flask, engine: Engine, role: Role, patch: pytest.MonkeyPatch) -> FlaskClient:
    """Put somebody at a browser, signed in."""
    patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with db.writing(engine) as session:
        who = accounts.add_staff(
            session,
            f"{role.value}@example.org",
            "Lee Ford",
            role,
            "secret",
            actor="command",
            moment=clock.now(),
            fictional=True,
        ).id
        token = accounts.sign_in(session, who, "a device", moment=clock.now())
    client = site.test_client()
    client.set_cookie("fd_staff", token, path="/staff")
    return client


def test_a_team_lead_sees_a_dead_letter_and_sends_it_again(
    site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(engine) as session:
        dead = outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, referral_id=uuid.uuid4(), reference=REFERENCE)
        dead.status, dead.trouble = Delivery.DEAD, "TimeoutError"
    lead = sit(site, engine, Role.TEAM_LEAD, monkeypatch)
    answer = lead.get("/staff/messages")
    page = answer.text
    assert answer.status_code == 200
    assert REFERENCE in page
    assert "TimeoutError" in page
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
    assert lead.post(f"/staff/messages/{dead.id}/again", data={"csrf_token": token}).status_code == 303
    with db.reading(engine) as session:
        assert session.get_one(OutboxMessage, dead.id).status is Delivery.DUE
    assert lead.get("/staff/post-room").status_code == 200


def test_a_clinician_has_no_business_there(site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    priya = sit(site, engine, Role.DUTY_CLINICIAN, monkeypatch)
    assert {priya.get(path).status_code for path in ("/staff/messages", "/staff/post-room")} == {403}


def test_what_was_caught_reads_as_its_reader_sees_it(tmp_path: Path) -> None:
    send = folder(tmp_path, Senders(("Front Door", "desk@example.org"), ("FD Team", "fd@example.org")))
    send(Envelope("1", Way.EMAIL, ("amina@example.org",), Words("Hello", "Cześć.\n"), quiet=True))
    send(Envelope("2", Way.TEXT, ("07700900123",), Words("", "Hello."), quiet=True))
    found = {one.way: one for one in caught.newest(tmp_path)}
    assert (found["Email"].to, found["Email"].body.strip()) == ("amina@example.org", "Cześć.")
    assert (found["Text"].to, found["Text"].sender, found["Text"].body.strip()) == ("07700900123", "FD Team", "Hello.")
