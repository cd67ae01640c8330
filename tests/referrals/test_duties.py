"""A GP mistypes an NHS number: it is kept, nothing waits for it, and somebody asks."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from portal import db
from portal.area import Area
from portal.referrals import duties, facts
from portal.referrals.case_models import Duty, Task
from tests.referrals.test_professional_views import begin, referrals, send, to_the_end

WRONG, RIGHT = "999 000 0019", "999 000 0018"
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
STORY = {"story": "Fifteen, low for months.", "referrer_phone": "01632 960123", "safe_now": "yes"}


def tasks(engine: Engine) -> list[Task]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Task).order_by(Task.opened_at)))


def refer(client: FlaskClient, **more: Any) -> None:
    to_the_end(send(begin(client), go="check", **STORY | more))


def test_a_badly_formed_number_is_a_task_due_in_working_days(client: FlaskClient, engine: Engine, here: Area) -> None:
    refer(client, nhs_number=WRONG)
    (task,), (referral,) = tasks(engine), referrals(engine)
    assert (task.kind, task.referral_id, task.done_at) == (Duty.NHS_NUMBER, referral.id, None)
    assert task.due_at == here.clocks.calendar.add_working_days(task.opened_at, 3)
    assert facts.said(referral.answers or {})["nhs_number"] == WRONG


def test_a_weekend_is_no_working_day(here: Area) -> None:
    assert here.clocks.task_by("nhs_number", FRIDAY) == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("number", [RIGHT, "", None])
def test_a_number_that_can_be_one_or_none_at_all_asks_nothing_of_anybody(
    client: FlaskClient, engine: Engine, number: str | None
) -> None:
    refer(client, **({} if number is None else {"nhs_number": number}))
    assert tasks(engine) == []


def test_it_never_changes_how_soon_anybody_acts(client: FlaskClient, engine: Engine) -> None:
    for number in (RIGHT, WRONG):
        refer(client, nhs_number=number)
    right, wrong = referrals(engine)
    assert (right.band, right.band_rank, right.told_band) == (wrong.band, wrong.band_rank, wrong.told_band)
    assert (right.contact_by - right.received_at).days == (wrong.contact_by - wrong.received_at).days


@given(st.text(max_size=14), st.sampled_from(["yes", "no", "not_sure"]))
def test_no_number_reaches_the_rules(judgement: facts.Judgement, number: str, safe: str) -> None:
    said = {"safety": {"safe_now": safe}, "child": {"nhs_number": number, "nhs_number_check": "not_well_formed"}}
    without = {"safety": {"safe_now": safe}, "child": {}}
    assert facts.judge(said, "en", judgement) == facts.judge(without, "en", judgement)


def test_the_same_number_said_again_is_one_task(client: FlaskClient, engine: Engine) -> None:
    browser = begin(client)
    page = browser.page
    to_the_end(send(browser, go="check", **STORY | {"nhs_number": WRONG}))
    browser.page = page
    browser.at = "/refer/professional/form"
    to_the_end(send(browser, go="check", **STORY | {"nhs_number": WRONG, "story": "And something more."}))
    assert len(tasks(engine)) == 1


def test_a_disclosure_beside_it_is_a_task_of_its_own_and_due_first(client: FlaskClient, engine: Engine) -> None:
    refer(client, nhs_number=WRONG, abuse="yes")
    due = {task.kind: task.due_at for task in tasks(engine)}
    assert set(due) == {Duty.SAFEGUARDING, Duty.NHS_NUMBER}
    assert due[Duty.SAFEGUARDING] < due[Duty.NHS_NUMBER]


def test_the_stories_would_notice_a_number_that_nobody_looks_at(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties.nhs_numbers, "is_well_formed", lambda _number: True)
    refer(client, nhs_number=WRONG)
    assert tasks(engine) == []
