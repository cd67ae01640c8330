"""A teacher asks a question, and a friend is heard and told nothing back."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.area import Area
from portal.languages import format_when
from portal.referrals.facts import said
from portal.referrals.models import Draft, Referral
from portal.referrals.voices import Voice, tells_back
from portal.screening import rows
from tests.browser import Browser

REACH = {"referrer_email": "teacher@example.org"}


def only(engine: Engine) -> Referral:
    with db.reading(engine) as session:
        found = session.scalars(select(Referral)).one()
        assert found.triages
        return found


def ask(client: FlaskClient, **told: Any) -> Browser:
    teacher = Browser(client).open("/advice").send()
    teacher.send(**(REACH | told))
    if teacher.at.endswith("/help"):
        teacher.open("/refer/advice/next")
    return teacher.send()


def test_a_teacher_asks_and_is_told_by_when_she_hears(client: FlaskClient, engine: Engine, here: Area) -> None:
    teacher = ask(client, advice_question="How do we talk with a class after a loss?", safe_now="yes")
    referral = only(engine)
    assert teacher.reference == referral.reference
    assert "You hear from us by" in teacher.page
    assert referral.voice is Voice.PROFESSIONAL
    assert referral.band == "ROUTINE"
    assert referral.contact_by == here.clocks.contact_by("ADVICE", referral.received_at)
    assert rows.asked_for(referral) == ("Advice asked for",)


def test_a_question_that_is_answered_soon_carries_its_date_too(client: FlaskClient, engine: Engine) -> None:
    teacher = ask(client, advice_question="How do we talk with a class after a loss?")
    referral = only(engine)
    assert referral.told_band == "SOON"
    assert f"You hear from us by {format_when(referral.told_contact_by)}" in teacher.page


def test_a_question_it_does_not_ask_is_not_one_left_open(client: FlaskClient, engine: Engine) -> None:
    ask(client, advice_question="A general question")
    assert {rule["id"] for rule in (only(engine).triages[-1].outcome or {})["rules"]} == {"M-02"}


@pytest.mark.parametrize(
    ("told", "band"),
    [
        ({"advice_question": "She says she is doing it tonight"}, "U2H"),
        ({"safe_now": "no"}, "U2H"),
        ({"referrer_urgency": "urgent"}, "U48"),
        ({"asks_for": "consultation", "safe_now": "not_sure"}, "U48"),
    ],
)
def test_what_cannot_wait_is_raised_like_anything_else(
    client: FlaskClient, engine: Engine, told: dict[str, str], band: str
) -> None:
    teacher = ask(client, **told)
    assert only(engine).band == band
    assert any(path.endswith("/help") for path in teacher.seen)


def test_a_question_without_a_way_to_answer_keeps_its_words(client: FlaskClient) -> None:
    teacher = Browser(client).open("/advice").send()
    teacher.send(advice_question="Please call me")
    assert teacher.status == 422
    assert "one way to reach you" in teacher.page
    assert "Please call me" in teacher.page


def test_a_referral_that_was_begun_is_not_sent_with_a_question(client: FlaskClient, engine: Engine) -> None:
    gp = Browser(client).open("/refer/professional/").send()
    gp.send(go="save", story="Half a referral")
    ask(client, advice_question="Another matter")
    assert "story" not in said(only(engine).answers or {})
    with db.reading(engine) as session:
        assert said(session.scalars(select(Draft)).one().answers or {}) == {"story": "Half a referral"}


def test_leaving_wipes_a_question_too(client: FlaskClient, engine: Engine) -> None:
    Browser(client).open("/advice").send()
    client.post("/exit")
    with db.reading(engine) as session:
        assert session.scalars(select(Draft)).all() == []


def worried(client: FlaskClient, **told: Any) -> Browser:
    friend = Browser(client).open("/refer/friend/").send()
    for _ in range(12):
        if friend.at.endswith("/sent"):
            return friend
        if friend.at.endswith("/help"):
            friend.open("/refer/friend/next")
        else:
            friend.send(**told)
    raise AssertionError(friend.seen)


def test_a_worried_friend_is_heard(client: FlaskClient, engine: Engine) -> None:
    friend = worried(client, story="He gave his things away", name="Kofi", safe_now="not_sure")
    referral = only(engine)
    assert friend.reference == referral.reference
    assert referral.voice is Voice.FRIEND
    assert said(referral.answers or {})["name"] == "Kofi"


def test_a_friend_may_leave_everything_empty(client: FlaskClient, engine: Engine) -> None:
    assert worried(client).reference
    assert only(engine).band == "U48"


def told_back(client: FlaskClient, **told: Any) -> str:
    """Return the page after sending, without what differs for everybody."""
    page = worried(client, name="Kofi", **told).page
    return re.sub(r'FD-[\w-]+|nonce="[^"]*"|value="[^"]*"', "", page)


def test_the_page_after_sending_says_nothing_of_the_other_person(client: FlaskClient) -> None:
    calm = told_back(client, safe_now="yes", sui_thoughts="none", self_harm="none", abuse="no")
    grave = told_back(client, safe_now="no", sui_thoughts="active", attempt_in_progress="yes")
    assert calm == grave
    assert "Kofi" not in calm
    assert "data-code" not in calm, "without a code there is no page about the other person to open"


def test_only_a_friend_is_told_nothing() -> None:
    assert [voice for voice in Voice if not tells_back(voice)] == [Voice.FRIEND]
