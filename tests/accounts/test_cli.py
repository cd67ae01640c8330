import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine

from portal import config, db
from portal.accounts import cli
from portal.directory.models import Organization
from tests.served import KEYS

NEW = ["add", "sam@example.org", "--name", "Sam Reed", "--role", "duty_clinician"]


@pytest.fixture
def portal(settings: config.Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("PORTAL_DATA_KEYS", settings.data_keys)
    return CliRunner()


def run(portal: CliRunner, *words: str) -> Result:
    return portal.invoke(cli.staff, list(words))


def test_adding_prints_a_password_that_opens_the_door(portal: CliRunner, site: Flask, sign_in) -> None:  # type: ignore[no-untyped-def]
    made = json.loads(run(portal, *NEW).stdout)
    assert (made["email"], made["name"], made["role"]) == ("sam@example.org", "Sam Reed", "duty_clinician")
    assert sign_in(site.test_client(), "sam@example.org", password=made["password"]).status_code == 303


def test_the_list_shows_everybody_and_no_secret(portal: CliRunner) -> None:
    made = json.loads(run(portal, *NEW).stdout)
    listed = run(portal, "list").stdout
    assert [row["email"] for row in json.loads(listed)] == ["sam@example.org"]
    assert made["password"] not in listed
    assert "argon2" not in listed


def test_disabling_closes_the_account(portal: CliRunner) -> None:
    run(portal, *NEW)
    assert json.loads(run(portal, "disable", "SAM@example.org").stdout)["disabled_at"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "not an address", "--name", "Sam", "--role", "team_lead"), 2),
        (("add", "sam@example.org", "--name", " ", "--role", "team_lead"), 2),
        (("add", "sam@example.org", "--name", "Sam", "--role", "king"), 2),
        (("add", "sam@example.org"), 2),
        (("disable", "nobody@example.org"), 1),
    ],
)
def test_misuse_is_2_and_found_wanting_is_1(portal: CliRunner, words: tuple[str, ...], code: int) -> None:
    answer = run(portal, *words)
    assert answer.exit_code == code
    assert not answer.stdout.strip()


def test_adding_twice_is_found_wanting(portal: CliRunner) -> None:
    run(portal, *NEW)
    assert run(portal, *NEW).exit_code == 1


def test_a_partner_belongs_to_an_organisation_by_name_or_id_and_nobody_else_does(
    portal: CliRunner, engine: Engine
) -> None:
    with db.writing(engine) as session:
        session.add(Organization(name="The Quiet Room", description="A charity."))
    partner = ("add", "lena@example.org", "--name", "Lena Fox", "--role", "service_partner")
    assert run(portal, *partner).exit_code == 2
    assert run(portal, *partner, "--organization", "Somewhere else").exit_code == 2
    assert run(portal, *NEW, "--organization", "The Quiet Room").exit_code == 2
    made = json.loads(run(portal, *partner, "--organization", "the quiet room").stdout)
    other = ("add", "olu@example.org", "--name", "Olu Ade", "--role", "service_partner")
    again = json.loads(run(portal, *other, "--organization", made["organization_id"]).stdout)
    assert made["organization_id"] == again["organization_id"]


def test_the_first_account_of_a_new_house_is_made_by_a_fresh_process(settings: config.Settings) -> None:
    """In the suite's own process every table is known already."""
    keys = {"PORTAL_DATABASE_URL": settings.database_url, "PORTAL_DATA_KEYS": KEYS, "PORTAL_SECRET_KEY": "for tests"}
    command = [sys.executable, "-m", "portal.cli", "staff", "add", "first@example.org", "--name", "First"]
    command += ["--role", "administrator"]
    made = subprocess.run(command, env=os.environ | keys, cwd=config.PROJECT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["email"] == "first@example.org"


def test_an_organisation_nobody_knows_is_refused_with_those_that_are_known(portal: CliRunner, engine: Engine) -> None:
    partner = ("add", "lena@example.org", "--name", "Lena Fox", "--role", "service_partner")
    assert "no organisations yet" in run(portal, *partner, "--workplace", "Kite").stderr
    with db.writing(engine) as session:
        session.add_all(Organization(name=f"{name} Trust", description="Helps.") for name in ("Kite", "Harbour"))
    for words in ((), ("--workplace", "Kit Trust")):
        answer = run(portal, *partner, *words)
        assert answer.exit_code == 2
        assert "The directory knows:\n  Harbour Trust\n  Kite Trust\n" in answer.stderr
    assert json.loads(run(portal, *partner, "--workplace", "kite trust").stdout)["organization_id"]


def test_a_school_contact_works_where_they_say_and_nobody_of_the_house_works_elsewhere(portal: CliRunner) -> None:
    contact = ("add", "may@example.org", "--name", "May Lin", "--role", "school_or_gp_contact")
    assert run(portal, *contact, "--workplace", "x" * 161).exit_code == 2
    made = json.loads(run(portal, *contact, "--workplace", "Ashmere School").stdout)
    assert (made["workplace"], made["organization_id"]) == ("Ashmere School", None)
    assert run(portal, *NEW, "--workplace", "Ashmere School").exit_code == 2
