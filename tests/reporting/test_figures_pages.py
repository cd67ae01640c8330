"""Leads see every figure, partners their own, and who sees only sums can find nobody in them."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal import db
from portal.accounts.permissions import Role
from portal.care.models import Spell
from portal.cli import portal
from portal.config import Settings
from portal.reporting import measures, scorecard
from portal.waiting_times import suppression
from portal.waiting_times.suppression import Told
from tests.care.conftest import Care
from tests.reporting import spring
from tests.reporting.spring import DAY, START
from tests.staff import seat

Sit = Callable[[str], FlaskClient]
LATER = START + 200 * DAY


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    """Look at the spring from the autumn after it."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def commissioner(site: Flask, care: Care) -> FlaskClient:
    return seat(site, care.engine, Role.COMMISSIONER)


def card(page: str, name: str) -> str:
    """Return what stands in one measure's card, without markup."""
    found = re.search(rf'data-measure="{name}">(.*?)</section>', page, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))


def test_a_lead_reads_figures_definitions_and_limits_of_every_measure(care: Care, sit: Sit) -> None:
    spring.lived(care)
    page = sit("lena").get("/staff/scorecard").text
    for measure in measures.MEASURES:
        told = card(page, measure.id)
        assert measure.owner in told
        assert f"{measure.id}, version {measure.version}" in told
    assert "40 % 2 of 5" in card(page, "first_18w")
    assert "Target not met" in card(page, "first_18w")
    assert "at least 85 %" in card(page, "first_18w")
    assert "longest 130 days" in card(page, "wait_first")
    assert page.count('class="fd-chart"') >= 10


def test_days_can_be_chosen_and_nonsense_is_said(care: Care, sit: Sit) -> None:
    spring.lived(care)
    lena = sit("lena")
    assert "1 of 1" in card(lena.get("/staff/scorecard?from=2026-03-02&to=2026-03-02").text, "contact_2h")
    assert "the earlier one first" in lena.get("/staff/scorecard?from=2026-05-02&to=2026-03-02").text


def test_a_commissioner_sees_no_small_number_and_no_free_period(care: Care, commissioner: FlaskClient) -> None:
    spring.lived(care)
    page = commissioner.get("/staff/scorecard").text
    for measure in measures.MEASURES:
        told = card(page, measure.id).partition("What it counts")[0]
        counts = [int(number) for number in re.findall(r"\b(\d+) (?:of|people)", told)]
        assert all(number >= 5 and number % 5 == 0 for number in counts), told
    assert 'name="from"' not in page
    assert "could give people away" in commissioner.get("/staff/scorecard?from=2026-03-02&to=2026-03-02").text
    assert "fewer than 5" in page


def test_what_a_commissioner_sees_of_many_is_rounded(care: Care, commissioner: FlaskClient, sit: Sit) -> None:
    for _ in range(3):
        spring.lived(care)
    lead, told = (card(each.get("/staff/scorecard").text, "first_18w") for each in (sit("lena"), commissioner))
    assert "6 of 15" in lead
    assert "5 of 15" in told
    assert "6 of 15" not in told


def test_showing_true_numbers_to_a_commissioner_is_noticed(
    care: Care, commissioner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    spring.lived(care)
    monkeypatch.setattr(
        suppression, "suppress", lambda counts, sums=(), **_more: {k: Told(v) for k, v in counts.items()}
    )
    assert "2 of 5" in card(commissioner.get("/staff/scorecard").text, "first_18w")


def test_a_partner_sees_their_own_organisations_figures_and_nobody_elses(care: Care, sit: Sit) -> None:
    cast = spring.lived(care)
    with db.writing(care.engine) as session:
        mine = update(Spell).where(Spell.referral_id == cast["hal"])
        session.execute(mine.values(owner_organization_id=care.organizations["Kite"]))
    assert "0 of 1" in card(sit("kite").get("/staff/scorecard").text, "first_18w")
    assert "Nobody in this period" in card(sit("harbour").get("/staff/scorecard").text, "first_18w")
    assert "Nobody in this period" in card(sit("adrift").get("/staff/scorecard").text, "first_18w")


def test_what_is_written_down_today_comes_in_when_somebody_looks_again(care: Care, sit: Sit) -> None:
    lena = sit("lena")
    assert "Nobody in this period" in card(lena.get("/staff/scorecard").text, "first_18w")
    spring.lived(care)
    assert "Nobody in this period" in card(lena.get("/staff/scorecard").text, "first_18w"), (
        "kept for five minutes, and it says when"
    )
    with time_machine.travel(LATER + 0.01 * DAY):
        assert "2 of 5" in card(lena.get("/staff/scorecard").text, "first_18w")


def test_fairness_refuses_what_is_blocked_and_opens_answers_once(
    care: Care, commissioner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    spring.lived(care)
    assert commissioner.get("/staff/scorecard/fairness?side=age&across=language").status_code == 200
    monkeypatch.setattr("portal.reporting.answered.read", lambda *_said: pytest.fail("opened twice"))
    assert commissioner.get("/staff/scorecard/fairness?side=ethnicity").status_code == 200
    for wrong in ("side=ethnicity&across=looked_after", "side=looked_after&across=ethnicity", "side=clinician"):
        assert commissioner.get(f"/staff/scorecard/fairness?{wrong}").status_code == 404


def test_somebody_tries_out_more_room(care: Care, sit: Sit) -> None:
    spring.lived(care)
    lena = sit("lena")
    page = lena.get("/staff/scorecard/what-if?list=worries&arrivals=12,5&starts=7.5&change=0&from_week=0").text
    assert "About 130 more people would be waiting in 26 weeks" in page
    more = lena.get("/staff/scorecard/what-if?list=worries&arrivals=12.5&starts=7.5&change=100&from_week=0").text
    assert "more people would" not in re.search(r"data-sentence>.*?</p>", more)[0]  # type: ignore[index]
    wrong = lena.get("/staff/scorecard/what-if?list=worries&arrivals=many&starts=-1&change=900&from_week=1.5")
    assert wrong.status_code == 422
    assert "Write a number from 0 to 300." in wrong.text
    assert "Write a number from -100 to 300." in wrong.text
    assert "Write a whole number of weeks" in wrong.text
    assert 'value="many"' in wrong.text


def test_no_page_of_figures_carries_a_person(care: Care, sit: Sit) -> None:
    spring.lived(care)
    for path in ("", "/fairness", "/what-if"):
        page = sit("lena").get(f"/staff/scorecard{path}").text
        assert "Amina" not in page
        assert "Priya" not in page


def test_the_command_prints_every_measure_with_its_definition(
    care: Care, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    spring.lived(care)
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("PORTAL_DATA_KEYS", settings.data_keys)
    answer = CliRunner().invoke(portal, ["reports", "scorecard", "--from", "2026-03-01", "--to", "2026-08-31"])
    said = json.loads(answer.output)
    assert [each["id"] for each in said["measures"]] == [each.id for each in measures.MEASURES]
    half = next(each for each in said["measures"] if each["id"] == "first_18w")
    assert (half["numerator"], half["denominator"], half["version"]) == (2, 5, "1.0")
    assert half["excluded"] == {"left_before": 1, "helped_by_reading": 1}
    assert half["definition"]["denominator"]
    assert said["data_date"].startswith("2026-08-31T23:00")
    assert {each["milestone"] for each in said["still_waiting"]} == set(scorecard.MILESTONES)
    assert (
        CliRunner().invoke(portal, ["reports", "scorecard", "--from", "2026-03-02", "--to", "2026-03-01"]).exit_code
        == 2
    )
