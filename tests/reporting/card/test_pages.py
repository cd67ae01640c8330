"""The report card from the command to the reader: counted, read by a person, and then the same in every shape."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import clock, config, db
from portal.accounts.permissions import Permission, Role, may
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.reporting.card import actions, queries
from portal.reporting.card.models import ReportCard
from portal.reporting.card.shape import Figure
from portal.reporting.card.year import figures
from tests.care.conftest import Care
from tests.reporting.card import attacking
from tests.reporting.card.test_year import EIGHTS, FORTY
from tests.reporting.card.years import year
from tests.reporting.conftest import Run
from tests.staff import seat, token_of

FOLDER = config.PROJECT / "content" / "area"
YEAR = actions.newest_over(FOLDER, clock.today())


def kept(engine: Engine, which: int = YEAR, told: list[Figure] | None = None) -> str:
    """Keep a year for somebody to approve; returns which version it is."""
    with db.writing(engine) as session:
        made = actions.keep(
            session,
            actions.span(FOLDER, which),
            told or figures(year(FORTY)),
            as_of=clock.today(),
            fictional=True,
            actor="command",
            moment=clock.now(),
        )
        return str(made.id)


def approve(site: Flask, engine: Engine, which: int, seen: str = "") -> int:
    browser = seat(site, engine, Role.COMMISSIONER)
    page = browser.get(f"/staff/report-card/{which}")
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', page.text)
    assert found
    said = {"csrf_token": token_of(page), "seen": seen or found[1]}
    return browser.post(f"/staff/report-card/{which}/approve", data=said).status_code


def test_nobody_reads_a_year_before_a_person_has(site: Flask, engine: Engine, client: FlaskClient) -> None:
    assert "not ready yet" in client.get("/report-card").text
    kept(engine)
    assert "not ready yet" in client.get("/report-card").text
    for shape in ("", ".csv", ".json"):
        assert client.get(f"/report-card/{YEAR}{shape}").status_code == 404
    assert approve(site, engine, YEAR) == 303
    page = client.get("/report-card").text
    assert f"Our report card for {YEAR}" in page
    assert "There are no numbers for the year before." in page
    assert "made up, and so is every number" in page
    with db.reading(engine) as session:
        assert session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == Tag.CARD_APPROVED)).all()


def test_page_table_and_program_say_the_same(site: Flask, engine: Engine, client: FlaskClient) -> None:
    for which, told in ((YEAR, FORTY), (YEAR - 1, EIGHTS)):
        kept(engine, which, figures(year(told)))
        assert approve(site, engine, which) == 303
    table = attacking.from_csv(client.get(f"/report-card/{YEAR}.csv").get_data(as_text=True))
    said = client.get(f"/report-card/{YEAR}.json")
    assert attacking.from_json(said.text) == table
    assert "known_on" in said.json
    cells = attacking.numbers_of_page(client.get(f"/report-card/{YEAR}").text)
    for (_table, _line, unit), (value, _why) in table.items():
        assert unit != "count" or not value or value in cells
    earlier = {row["table"]: row for row in json.loads(said.text)["figures"] if row["line"] == "all"}
    assert earlier["asked"]["last_year"] == 30


def test_what_everybody_read_stays_as_it_is(site: Flask, engine: Engine, care: Care, run: Run) -> None:
    assert care
    kept(engine)
    assert approve(site, engine, YEAR) == 303
    again = run("report-card", "make", "--year", str(YEAR))
    assert (again.exit_code, again.stdout) == (1, "")
    with pytest.raises(actions.Published):
        kept(engine)


def test_a_year_counted_again_meanwhile_is_not_approved_unread(site: Flask, engine: Engine) -> None:
    seen = kept(engine)
    kept(engine, told=figures(year(EIGHTS)))
    assert approve(site, engine, YEAR, seen) == 409
    with db.reading(engine) as session:
        assert session.scalars(select(ReportCard)).one().approved_at is None


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_answer_for_it_see_a_draft(site: Flask, engine: Engine, role: Role) -> None:
    kept(engine)
    answer = seat(site, engine, role).get(f"/staff/report-card/{YEAR}")
    assert answer.status_code == (200 if may(role, Permission.APPROVE_REPORT_CARD) else 403)


def test_the_command_counts_the_records(care: Care, run: Run) -> None:
    start, _after = actions.span(FOLDER, YEAR).moments
    for day in range(6):
        care.accepted(start + timedelta(days=day + 1), postcode="QX1 1AA")
    care.accepted(start - timedelta(days=2))
    printed = run("report-card", "make")
    assert printed.exit_code == 0, printed.stderr
    assert json.loads(printed.stdout)["year"] == YEAR
    with db.reading(care.engine) as session:
        told = session.scalars(select(ReportCard)).one().figures
        found = {(each.section, each.cell, each.unit.value): each for each in told}
    assert found["asked", "all", "count"].value == 5
    assert found["outcome", "accepted", "count"].value == 5
    assert found["first_contact_routine", "half", "weeks"].value is None


def test_a_year_that_runs_is_refused(care: Care, run: Run) -> None:
    assert care
    assert run("report-card", "make", "--year", str(YEAR + 1)).exit_code == 2


def test_where_somebody_lives_is_told_by_district_only() -> None:
    assert set(queries.places(FOLDER).values()) == {"Ashmere", "Saltmarsh District", "Northwold District"}
