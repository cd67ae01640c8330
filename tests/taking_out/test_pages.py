"""A team lead takes a record out with a reason; others cannot; what is left out leaves no trace of itself."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock, db
from portal.accounts.permissions import Permission, Role, may
from portal.audit.models import AuditEvent
from portal.care.models import Spell, SpellEvent
from portal.care.stages import Event, Stage
from portal.referrals.models import Referral
from portal.taking_out import held, queries
from portal.taking_out.models import RecordTaken
from tests.taking_out.conftest import HER_STORY, HIS_STORY, MONDAY, WHY, Two

DAY = timedelta(days=1)

OF_HIM = (HIS_STORY, "Parent", "parent", "father", "Joined", "The same child.")
"""What tells that he has written, too."""


def test_the_page_before_says_whose_words_and_what_is_in_it_without_a_word_of_them(two: Two) -> None:
    page = two.sit().get(two.path()).text
    assert "Young person, age 14" in page
    assert "Parent or carer, age 14" in page
    assert "in confidence" in page
    assert "What was told to us" in page
    assert HER_STORY not in page
    assert HIS_STORY not in page


def test_the_file_holds_both_accounts_and_its_envelope_says_nothing(two: Two) -> None:
    answer = two.take()
    assert HER_STORY in answer.text
    assert HIS_STORY in answer.text
    assert "The same child." in answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record.html"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert "<script" not in answer.text
    assert "http" not in answer.text.replace("http-equiv", "")


def test_data_is_the_same_record(two: Two) -> None:
    browser = two.sit()
    page, answer = two.take(browser=browser).text, two.take(browser=browser, kind="data")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record.json"'
    said = json.loads(answer.text)
    assert said["format"] == "front-door-record-1"
    accounts = said["parts"][0]["entries"]
    assert {each["answer"] for one in accounts for each in one["said"]} >= {HER_STORY, HIS_STORY, "14"}
    assert all(part["heading"] in page for part in said["parts"])


OF_HER = (HER_STORY, "Joined", "The same child.", "econd contact", "Somebody had told us earlier", "Became more urgent")
"""What tells her father that she has written, too."""
OF_HER_CARE = ("Said how they are", "22 November")


def traces_of_him(two: Two) -> list[str]:
    """Take his account out in both ways, and name what still tells that there was one."""
    with db.reading(two.engine) as session:
        his = session.get_one(Referral, two.father).reference
    texts = [two.take(str(two.father), kind=kind).text for kind in ("page", "data")]
    assert all(HER_STORY in text for text in texts)
    return [trace for text in texts for trace in (*OF_HIM, his, str(two.father)) if trace in text]


def test_an_account_that_is_left_out_leaves_no_trace(two: Two) -> None:
    two.take(why="A copy of both for her father.")  # what was taken before is no trace either
    assert traces_of_him(two) == []


def traces_of_her(two: Two) -> list[str]:
    """Open care that she leads, take her account out, and name what still tells her father that there was one."""
    with db.writing(two.engine) as session:
        spell = Spell(
            referral_id=two.amina, clock_started_at=MONDAY - DAY, opened_at=MONDAY, stage=Stage.AWAITING_FIRST,
            band="ROUTINE", band_rank=5, band_since=MONDAY, next_action="read",
        )  # fmt: skip
        session.add(spell)
        session.flush()
        session.add_all(SpellEvent(spell_id=spell.id, at=MONDAY, event=event, stage=spell.stage) for event in Event)
    text = two.take(str(two.amina)).text
    assert HIS_STORY in text
    assert "Offered a time" in text
    return [trace for trace in (*OF_HER, *OF_HER_CARE) if trace in text]


def test_a_father_reads_nothing_that_only_she_can_have_caused(two: Two) -> None:
    assert traces_of_her(two) == []


def test_a_file_that_forgets_what_is_left_out_would_be_noticed(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "held", lambda *said, **_more: held.held(*said, whole=True))
    assert traces_of_him(two)
    assert set(traces_of_her(two)) == {*OF_HER[1:], *OF_HER_CARE}


def test_care_can_stay_here_and_somebody_must_be_left_in(two: Two) -> None:
    parts = json.loads(two.take("care", kind="data").text)["parts"]
    assert not {"care", "meetings", "transfers", "waits"} & {part["key"] for part in parts}
    refused = two.take(str(two.amina), str(two.father))
    assert refused.status_code == 422
    assert "Leave at least one account in" in refused.text


@pytest.mark.parametrize("lacks", [{"why": ""}, {"looked": ""}, {"kind": "everything"}])
def test_without_a_reason_nothing_is_taken(two: Two, lacks: dict[str, str]) -> None:
    answer = two.take(**lacks)
    assert answer.status_code == 422
    assert HER_STORY not in answer.text
    with db.reading(two.engine) as session:
        assert not session.scalars(select(RecordTaken)).all()


def test_who_took_it_and_why_is_kept_and_the_trail_holds_no_word_of_it(two: Two) -> None:
    two.take(str(two.father))
    with db.reading(two.engine) as session:
        kept = session.scalars(select(RecordTaken)).one()
        assert kept.said == {"why": WHY, "kind": "page", "left_out": [str(two.father)]}
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(3)).all()
        assert [event.tag for event in events] == ["record:taken", "referral:read", "referral:read"]
        assert events[0].detail == {"taken": str(kept.id), "kind": "page"}


@pytest.mark.parametrize("role", Role)
def test_only_those_who_answer_for_records_may(two: Two, role: Role) -> None:
    allowed = may(role, Permission.EXPORT_RECORDS)
    assert two.sit(role).get(two.path()).status_code == (200 if allowed else 403)
    assert allowed is (role in {Role.TEAM_LEAD, Role.SAFEGUARDING_LEAD})
    if may(role, Permission.READ_REFERRAL):
        page = two.sit(role).get(f"/staff/referrals/{two.amina}").text
        assert ("Take this record out" in page) is allowed


def test_it_takes_a_fresh_second_factor(two: Two) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        browser = two.sit()
        token = browser.get(two.path()).text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        time.shift(timedelta(minutes=11))
        assert browser.get(two.path()).location.startswith("/staff/confirm?next=")
        refused = browser.post(two.path(), data={"csrf_token": token, "why": WHY, "kind": "page", "looked": "yes"})
        assert refused.status_code == 409
        assert HER_STORY not in refused.text


def test_a_record_of_the_demonstration_says_so_on_the_page_and_in_the_data(two: Two) -> None:
    assert 'class="made-up"' in two.take().text
    assert json.loads(two.take(kind="data").text)["fictional"] is True
