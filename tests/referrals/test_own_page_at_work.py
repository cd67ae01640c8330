"""A GP and a teacher look where theirs is: nobody tells them that they are on a list, or that they are doing well."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.referrals import changing_forms, facts
from portal.referrals.lifecycle import Status
from portal.referrals.status_words import BY_JOURNEY, OWN
from portal.referrals.voices import Voice
from tests.browser import Browser
from tests.referrals.owners import only_referral
from tests.referrals.test_advice_and_friends import ask
from tests.referrals.test_professional_views import send, to_the_end

MEANT_FOR_CHILDREN = (
    "you are on our list",
    "You still have your place",
    "get worse? You",
    "reach me",
    "keep your place",
)


STEPS = (
    ("It has got worse for them", "Send it to the team", {"story": "She has stopped eating."}, "reads it again"),
    ("Change how to reach you or them", "Send it to the team", {"contact_phone": "not_ok"}, "We have added it."),
    ("Withdraw this referral", "Ask to stop", {"story": "Seen elsewhere."}, "the young person keeps their place"),
)


def own_page(browser: Browser, engine: Engine) -> Browser:
    sent = only_referral(engine)
    return browser.open("/my-referral").send(reference=sent.reference, code=sent.code)


@pytest.fixture
def gp(client: FlaskClient, engine: Engine) -> Browser:
    """A GP, who has sent a referral and has opened its page."""
    browser = Browser(client).open("/refer/professional/").send()
    send(browser, go="check", story="Fourteen, low for months.", referrer_phone="0113 496 0123", name="Amina")
    return own_page(to_the_end(browser), engine)


@pytest.fixture
def teacher(client: FlaskClient, engine: Engine) -> Browser:
    """A teacher, who has asked a question and has opened its page."""
    sent = ask(client, advice_question="How do we talk with a class after a loss?")
    return own_page(sent, engine)


def test_a_gp_reads_about_the_referral_on_every_page_behind_both_secrets(gp: Browser, engine: Engine) -> None:
    pages = [gp.page]
    assert "We have had your referral since" in gp.page
    for button, send_it, said, then in STEPS:
        pages += [gp.press(button).page, gp.press(send_it, **said).page]
        assert then in gp.page
        gp.press("See where your form is")
    assert "You asked us to stop" in gp.page
    assert not [(words, page[:200]) for page in pages for words in MEANT_FOR_CHILDREN if words in page]
    assert all("not a safeguarding referral" in page for page in pages[:3])
    assert len(only_referral(engine).amendments) == 3


def test_a_teacher_reads_about_the_question_and_is_asked_no_more_than_before(teacher: Browser, engine: Engine) -> None:
    assert "We have had your question since" in teacher.page
    assert "young person is on our list" not in teacher.page
    teacher.press("It is more urgent now")
    assert 'name="safe_now"' in teacher.page
    assert 'name="sui_thoughts"' not in teacher.page
    teacher.press("Send it to the team", story="One pupil talks of dying.", safe_now="no")
    found = only_referral(engine)
    assert found.band == "U2H"
    assert facts.is_question(facts.together(found.versions))
    teacher.press("See where your form is").press("Change how to reach you")
    assert 'name="referrer_phone"' in teacher.page
    assert 'name="contact_phone"' not in teacher.page


def test_every_status_has_words_at_work_and_they_are_not_a_young_persons() -> None:
    own = {str(telling.meaning) for telling in OWN.tellings.values()}
    for words in BY_JOURNEY.values():
        assert set(words.tellings) == set(Status)
        assert len(words.steps) == len(OWN.steps)
        assert own.isdisjoint(str(telling.meaning) for telling in words.tellings.values())


def test_a_gp_is_not_asked_the_short_forms_questions_when_it_has_got_worse() -> None:
    assert "advice" not in changing_forms.safety_pages(Voice.PROFESSIONAL)
    assert changing_forms.safety_pages(Voice.PROFESSIONAL, question=True) == ("advice",)


@pytest.mark.parametrize(
    ("typed", "kept"), [("14 and a half", 14), ("fourteen", 14), ("year 9", 9), ("a teenager", None)]
)
def test_an_age_added_later_is_read_as_it_is_at_first(
    teacher: Browser, engine: Engine, typed: str, kept: int | None
) -> None:
    teacher.press("It is more urgent now").press("Send it to the team", age=typed)
    assert teacher.status == 200
    said = facts.said(facts.together(only_referral(engine).versions))
    assert (said.get("age"), said["age_said"]) == (kept, typed)
    assert own_page(teacher, engine).status == 200
