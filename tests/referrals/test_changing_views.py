"""Amina on her own page: it has got worse, reach me another way, I want to stop. Nothing she says makes her wait."""

import io
import sys
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from portal import clock, db
from portal.audit import trail
from portal.languages import format_when
from portal.notifications.models import OutboxMessage
from portal.referrals import facts, status
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Referral
from portal.triage.outcome import Band
from portal.web import logs
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA, only_referral


def messages(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        return [row.kind.value for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at))]


def test_it_has_got_worse(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse")
    assert amina.page.count("<h1") == 1
    amina.press("Send it to the team", story="i have a plan now", safe_now="no", sui_thoughts="active", sui_plan="yes")
    assert "You do not have to wait for us" in amina.page
    assert "999" in amina.page[amina.page.index("<main") :]
    found = only_referral(engine)
    assert found.band == "U2H"
    said = facts.said(facts.together(found.versions))
    assert said["story"] == "i cant sleep\n\ni have a plan now", "her first words are still there"
    assert said["safe_now"] == "no"
    assert facts.said(found.answers or {})["safe_now"] == "yes", "what was first sent is never rewritten"
    assert messages(engine)[-1] == "alert"
    assert len(found.triages) == 2


def test_saying_nothing_more_than_worse_is_kept_too_and_brings_it_back(amina: Browser, engine: Engine) -> None:
    with db.writing(engine) as session:
        session.scalars(select(Referral)).one().status = Status.AWAITING_FIRST
    amina.press("It's got worse").press("Send it to the team")
    found = only_referral(engine)
    assert facts.without_open(found.amendments[-1].answers or {})["later"] == {"got_worse": "yes"}
    assert found.status is Status.RECEIVED


def test_worse_is_heard_even_when_she_writes_nothing_at_all(
    amina: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(engine) as session:
        session.scalars(select(Referral)).one().status = Status.AWAITING_FIRST
    before = only_referral(engine)
    assert before.band == "ROUTINE"
    tomorrow = clock.now() + timedelta(days=1)
    amina.press("It's got worse")
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    found_before = len(messages(engine))
    amina.press("Send it to the team", reference=before.reference, code=before.code)
    found = only_referral(engine)
    assert Band(found.band).rank <= Band.SOON.rank
    assert found.screen_by > before.screen_by, "somebody reads it from now, not by last week's time"
    assert found.contact_by < before.contact_by
    assert len(messages(engine)) == found_before + 1, "the desk is told, whatever else she said"
    assert format_when(before.contact_by) not in amina.page, "nobody tells her to wait for weeks"
    outcome = found.triages[-1].outcome or {}
    assert "got_worse" in outcome["flags"]
    assert "They say it has got worse since they wrote" in [rule["reason"] for rule in outcome["rules"]]


def test_last_weeks_calm_answers_are_not_todays(amina: Browser, engine: Engine) -> None:
    assert facts.said(only_referral(engine).answers or {})["safe_now"] == "yes"
    amina.press("It's got worse").press("Send it to the team", story="much worse, I cry all day")
    found = only_referral(engine)
    assert found.band == "U48", "no safety question answered today"
    said = facts.said(facts.together(found.versions))
    assert said["safe_now"] == "unanswered"
    assert facts.said_before(found.versions)["safe_now"] == ["yes"], "staff see what she said at first beside it"


def test_a_blank_today_hides_no_alarm_of_last_week(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse").press("Send it to the team", sui_thoughts="active", self_harm="none")
    amina.press("See where your form is").press("It's got worse").press("Send it to the team", sui_plan="yes")
    found = only_referral(engine)
    assert found.band == "U2H"
    fired = [rule["id"] for rule in (found.triages[-1].outcome or {})["rules"]]
    assert "U2-02" in fired, "thoughts of last week and the plan of today belong together"


def test_the_same_page_sent_twice_is_once_and_worse_again_tomorrow_is_news(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse")
    page, at = amina.page, amina.at
    amina.press("Send it to the team", story="worse")
    amina.page, amina.at = page, at
    amina.press("Send it to the team", story="worse")
    assert "We've got it" in amina.page
    assert len(only_referral(engine).amendments) == 1
    amina.press("See where your form is").press("It's got worse").press("Send it to the team", story="worse")
    assert len(only_referral(engine).amendments) == 2


def test_calm_answers_never_make_it_less_urgent(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse").press("Send it to the team", attempt_in_progress="yes")
    by = only_referral(engine).contact_by
    amina.press("See where your form is").press("It's got worse")
    amina.press("Send it to the team", safe_now="yes", sui_thoughts="none", self_harm="none", abuse="no")
    found = only_referral(engine)
    assert (found.band, found.contact_by) == ("NOW", by)


def test_a_no_to_a_way_of_reaching_her_is_kept_beside_a_later_yes(amina: Browser, engine: Engine) -> None:
    amina.press("Change how you may reach me")
    assert "07700" not in amina.page, "who finds the two secrets must not find her number"
    amina.press("Send it to the team", contact_phone="not_ok", contact_text="ok_quiet")
    amina.press("See where your form is").press("Change how you may reach me")
    amina.press("Send it to the team", contact_phone="ok", unsafe_contact="no")
    assert "We keep to that no until a person has talked with you" in amina.page
    found = only_referral(engine)
    assert {("contact_phone", "not_ok"), ("unsafe_contact", "yes")} <= status.noes(found.versions)
    before = facts.said_before(found.versions)
    assert (before["contact_phone"], before["unsafe_contact"]) == (["not_ok"], ["yes"]), "staff see old and new"


def test_a_wish_to_stop_is_a_wish(amina: Browser, engine: Engine) -> None:
    amina.press("I don't want this any more")
    page, at = amina.page, amina.at
    amina.press("Ask to stop", story="i am ok now")
    assert "A person reads what you said before anything ends" in amina.page
    found = only_referral(engine)
    assert found.status is Status.RECEIVED
    assert [change.move for change in found.history][-1] is Move.ASK_TO_WITHDRAW
    assert found.history[-1].author_id is None
    amina.page, amina.at = page, at
    amina.press("Ask to stop", story="i am ok now")
    assert len(only_referral(engine).history) == len(found.history)
    amina.press("See where your form is")
    assert "You asked us to stop" in amina.page
    assert "Yes, you are on our list" in amina.page
    assert "I don't want this any more" not in amina.page


def test_a_wish_to_stop_reaches_a_clinician_also_after_a_decision(amina: Browser, engine: Engine) -> None:
    with db.writing(engine) as session:
        session.scalars(select(Referral)).one().status = Status.AWAITING_FIRST
    amina.press("I don't want this any more").press("Ask to stop")
    assert only_referral(engine).status is Status.RECEIVED, "what nobody sees would be lost"


def test_a_closed_form_is_told_plainly_and_more_words_reopen_it(amina: Browser, engine: Engine) -> None:
    page, at = amina.press("I don't want this any more").page, amina.at
    with db.writing(engine) as session:
        session.scalars(select(Referral)).one().status = Status.CLOSED
    amina.press("Ask to stop")
    assert not only_referral(engine).amendments
    amina.page, amina.at = page, at
    amina.press("Go back without sending")
    assert "You are not on our list any more" in amina.page
    amina.press("It's got worse").press("Send it to the team", story="again")
    assert only_referral(engine).status is Status.RECEIVED


def test_after_a_long_while_both_secrets_are_asked_and_no_word_is_lost(
    amina: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = only_referral(engine)
    amina.press("It's got worse")
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    amina.press("Send it to the team", story="it took me long to write this")
    assert amina.status == 422
    assert "it took me long to write this" in amina.page
    amina.press("Send it to the team", story="it took me long to write this", reference=found.reference, code="000-000")
    assert (amina.status, len(only_referral(engine).amendments)) == (422, 0)
    amina.press(
        "Send it to the team", story="it took me long to write this", reference=found.reference, code=found.code
    )
    assert "We've got it" in amina.page
    assert len(only_referral(engine).amendments) == 1


def test_the_secrets_of_another_form_do_not_open_an_old_page(
    amina: Browser, site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = walk(Browser(site.test_client()), AMINA)
    amina.press("It's got worse")
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    amina.press("Send it to the team", story="canary", reference=other.reference, code=other.code)
    assert amina.status == 422
    with db.reading(engine) as session:
        assert not any(found.amendments for found in session.scalars(select(Referral)))


@pytest.mark.parametrize("name", ["worse", "contact", "withdraw"])
def test_nobody_gets_there_by_the_address_alone(site: Flask, engine: Engine, name: str) -> None:
    stranger = Browser(site.test_client())
    assert stranger.open(f"/my-referral/{name}").at == "/my-referral"
    answer = stranger.client.post(f"/my-referral/{name}", data={"step": "send", "story": "x", "note": "AAAA"})
    assert answer.headers["Location"] == "/my-referral"
    assert stranger.open("/my-referral/nothing").status == 404


def test_a_lost_token_costs_no_word(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse").press("Send it to the team", story="every word of it", csrf_token="lost")
    assert amina.status == 422
    assert "every word of it" in amina.page
    amina.press("Send it to the team", story="every word of it")
    assert len(only_referral(engine).amendments) == 1


def test_a_canary_is_in_no_address_title_cookie_or_log(amina: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = io.StringIO()
    monkeypatch.setattr(logs, "_paper", paper)
    monkeypatch.setattr(logs, "_wanted", True)
    monkeypatch.setattr(sys, "stderr", paper)
    for button, send in (("It's got worse", "Send it to the team"), ("I don't want this any more", "Ask to stop")):
        amina.press(button).press(send, story="canary").press("See where your form is")
    amina.press("Change how you may reach me").press("Send it to the team", phone="canary", code_word="canary")
    assert "canary" not in " ".join(amina.seen) + amina.page
    assert all("canary" not in str(cookie) for cookie in amina.client._cookies.values())
    assert paper.getvalue()
    assert "canary" not in paper.getvalue()


def test_the_trail_is_whole_after_all_of_it(amina: Browser, engine: Engine) -> None:
    amina.press("I don't want this any more").press("Ask to stop")
    with db.reading(engine) as session:
        assert trail.verify(session).ok
