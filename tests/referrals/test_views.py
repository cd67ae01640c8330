"""Amina asks for help on her brother's phone, and the form holds whatever happens."""

import io
import itertools
import re
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from portal import db
from portal.referrals import drafts, status
from portal.referrals.facts import said
from portal.referrals.lifecycle import Status
from portal.referrals.models import Draft, Referral
from tests.browser import Browser, walk

AMINA = {
    "worry": {"story": "i cant sleep and i cry a lot"},
    "age": {"age": "14"},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none"},
    "self-harm": {"self_harm": "none"},
    "contact": {"name": "Amina", "phone": "07700 900123", "unsafe_contact": "yes"},
}


@pytest.fixture
def amina(client: FlaskClient) -> Browser:
    return Browser(client)


def only_referral(engine: Engine) -> Referral:
    with db.reading(engine) as session:
        return session.scalars(select(Referral)).one()


def test_amina_tells_us_and_we_have_it(amina: Browser, engine: Engine) -> None:
    walk(amina, AMINA)
    referral = only_referral(engine)
    assert amina.reference == referral.reference
    assert said(referral.answers or {})["story"] == "i cant sleep and i cry a lot"
    assert (referral.age, referral.band, referral.status) == (14, "ROUTINE", Status.RECEIVED)
    assert "We've got it" in amina.page


def test_she_reads_where_it_is_with_both_secrets_and_with_neither_alone(amina: Browser, site: Flask) -> None:
    walk(amina, AMINA)
    reference, code = amina.reference, amina.code
    later = Browser(site.test_client())
    assert "A trained person" in later.open("/my-referral").send(reference=reference.lower(), code=code.lower()).page
    wrong = [("", ""), (reference, ""), (reference, "000-000"), ("FD-0000-0000-0000-0", code)]
    pages = {
        re.sub(r'value="[^"]*"|nonce="[^"]*"', "", later.open("/my-referral").send(reference=one, code=two).page)
        for one, two in wrong
    }
    assert len(pages) == 1
    assert "can't find a form" in pages.pop()


def test_every_page_can_be_passed_over_but_the_way_to_reach_her(amina: Browser, engine: Engine) -> None:
    walk(amina, {"contact": {"contact": "none"}})
    assert amina.reference
    # Nothing was answered, so nothing could calm: the missing answers themselves raise.
    assert only_referral(engine).band == "U48"


def test_without_any_way_to_reach_her_the_page_asks_and_keeps_what_she_typed(amina: Browser) -> None:
    walk(amina, AMINA, stop="contact")
    amina.send(name="Amina", unsafe_contact="yes")
    assert amina.status == 422
    assert "no safe way" in amina.page
    assert 'value="Amina"' in amina.page


def test_an_answer_that_cannot_wait_shows_help_at_once_and_never_blocks(amina: Browser, engine: Engine) -> None:
    answers = AMINA | {"thoughts": {"sui_thoughts": "active", "sui_plan": "yes"}}
    walk(amina, answers)
    assert any(path.endswith("/help") for path in amina.seen)
    assert amina.reference
    assert only_referral(engine).band == "U2H"
    assert amina.seen.count("/refer/young-person/help") == 1


def test_the_help_page_never_frightens_and_never_sends_her_to_her_parents(amina: Browser) -> None:
    walk(amina, AMINA | {"home": {"abuse": "yes", "abuse_now": "yes"}}, stop="help")
    plain = re.sub(r"<[^>]+>", " ", amina.page).lower()
    for word in ("u2h", "u48", "high risk", "low risk", "call your parents", "tell your mum"):
        assert word not in plain
    assert "Keep going with this form" in amina.page


def test_sending_twice_gives_one_reference(amina: Browser, engine: Engine) -> None:
    walk(amina, AMINA, stop="check")
    token, at = amina.token, amina.at
    first = amina.client.post(at, data={"csrf_token": token})
    second = amina.client.post(at, data={"csrf_token": token})
    assert [first.status_code, second.status_code] == [303, 303]
    assert amina.open(second.headers["Location"]).reference == only_referral(engine).reference


def test_going_back_with_new_words_adds_them(amina: Browser, engine: Engine) -> None:
    walk(amina, AMINA)
    first = amina.reference
    amina.open("/refer/young-person/safe")
    assert "/refer/young-person/sent" in amina.at, "answers that were sent are not shown again"
    # Her phone still shows the old page: Back, one more tick, and the same button.
    token = amina.open("/my-referral").token
    amina.at = "/refer/young-person/safe"
    amina._arrive(amina.at, amina.client.post(amina.at, data={"csrf_token": token, "taken_something": "yes"}))
    assert amina.at.endswith("/help")
    amina.open("/refer/young-person/next")
    assert "We already have your form" in amina.page
    amina.send()
    assert amina.reference == first
    assert only_referral(engine).band == "NOW"


def test_a_lost_token_costs_no_word(amina: Browser) -> None:
    amina.open("/refer/young-person/").send().send(age="14")
    page = amina.client.post(amina.at, data={"story": "please read this", "csrf_token": "old"})
    assert page.status_code == 422
    assert "please read this" in page.text
    assert "Everything you wrote is still here" in page.text


def test_a_lost_visit_costs_no_word_and_the_next_press_goes_on(client: FlaskClient, engine: Engine) -> None:
    amina = Browser(client)
    first = client.post("/refer/young-person/worry", data={"story": "please read this"})
    assert first.status_code == 422
    assert "please read this" in first.text
    amina.at, amina.page = "/refer/young-person/worry", first.text
    amina.send(story="please read this")
    assert amina.at.endswith("/age")
    with db.reading(engine) as session:
        assert (session.scalars(select(Draft)).one().answers or {})["worry"] == {"story": "please read this"}


def test_she_can_go_back_and_change_an_answer(amina: Browser, engine: Engine) -> None:
    walk(amina, AMINA, stop="check")
    amina.open("/refer/young-person/age")
    assert 'value="14"' in amina.page
    amina.send(age="15")
    assert amina.at.endswith("/check")
    amina.send()
    assert only_referral(engine).age == 15


def test_nobody_can_jump_ahead(amina: Browser) -> None:
    amina.open("/refer/young-person/").send()
    assert amina.open("/refer/young-person/contact").at.endswith("/age")
    assert amina.open("/refer/young-person/check").at.endswith("/age")


def test_leaving_wipes_the_visit_on_the_server(amina: Browser, engine: Engine) -> None:
    walk(amina, AMINA, stop="contact")
    response = amina.client.post("/exit")
    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"]
    assert "no-store" in response.headers["Cache-Control"]
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0
    assert amina.open("/refer/young-person/contact").at == "/refer/young-person/"


def test_leaving_works_even_when_the_database_is_gone(amina: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    walk(amina, AMINA, stop="contact")

    def broken(*_arguments: object) -> bool:
        raise TimeoutError

    monkeypatch.setattr(drafts, "forget", broken)
    assert amina.client.post("/exit").status_code == 303


def test_when_saving_fails_her_words_are_shown_to_her(amina: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    amina.open("/refer/young-person/").send().send(age="14")

    def broken(*_arguments: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(drafts, "save", broken)
    amina.send(story="a long sentence that she will not type twice")
    assert amina.status == 503
    assert "a long sentence that she will not type twice" in amina.page


def test_real_people_are_asked_in_words_that_somebody_has_checked(site: Flask) -> None:
    settings = site.extensions["portal"]["settings"]
    drafted = site.test_client().get("/ur/refer/young-person/").text
    site.extensions["portal"]["settings"] = replace(settings, env="production")
    checked = site.test_client().get("/ur/refer/young-person/").text
    assert "Tell us what's going on" not in unescape(drafted)
    assert "Tell us what's going on" in unescape(checked)


def test_no_time_that_has_passed_is_promised_and_nobody_is_told_a_contact_that_cannot_be(amina: Browser) -> None:
    walk(amina, AMINA | {"safe": {"safe_now": "no", "attempt_in_progress": "yes"}, "contact": {"contact": "none"}})
    assert "there is no safe way to reach you" in amina.page
    assert "We aim to contact you" not in amina.page
    walk(amina, AMINA | {"safe": {"safe_now": "no", "attempt_in_progress": "yes"}})
    assert "We try to reach you as soon as we read it" in amina.page


def test_whoever_cannot_be_reached_is_promised_no_time_and_told_to_look_again(amina: Browser, engine: Engine) -> None:
    walk(amina, AMINA | {"contact": {"contact": "none"}})
    assert "We aim for" not in amina.page
    sent = only_referral(engine)
    amina.open("/my-referral").send(reference=sent.reference, code=sent.code)
    assert "We aim for" not in amina.page
    assert "Please look here again" in amina.page


def test_nobody_is_said_to_read_what_nobody_holds() -> None:
    assert status.as_told(Status.IN_SCREENING, in_hand=True) is Status.IN_SCREENING
    assert status.as_told(Status.IN_SCREENING, in_hand=False) is Status.RECEIVED
    assert all(status.as_told(one, in_hand=False) is one for one in Status if one is not Status.IN_SCREENING)


def test_an_area_without_a_night_route_takes_no_forms(site: Flask) -> None:
    here = site.extensions["portal"]["area"]
    site.extensions["portal"]["area"] = replace(here, out_of_hours_contact="")
    page = site.test_client().get("/refer/young-person/").text
    assert "We can't take forms right now" in page
    assert '<form method="post" novalidate' not in page


RUBBISH = (
    b"\x00\xff\xfe random \x80 bytes",
    b"story=" + b"A" * 300_000,
    "story=\u202eevil\u202c \U0001f600 \x00 null&age=½".encode(),
    b"age=99999999999999999999999&safe_now=maybe&sui_thoughts[]=x",
    b"&".join(b"x%d=1" % number for number in range(2000)),
    b'{"story": 1}',
)
KINDS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")


@pytest.mark.parametrize("page", ["worry", "age", "contact", "check"])
def test_rubbish_gets_a_clear_page_and_loses_nothing(amina: Browser, engine: Engine, page: str) -> None:
    amina.open("/refer/young-person/").send().send().send(story="kept")
    for body, kind in itertools.product(RUBBISH, KINDS):
        response = amina.client.post(f"/refer/young-person/{page}", data=body, content_type=kind)
        assert response.status_code < 500
        assert "<h1" in response.text or response.status_code == 303
    with db.reading(engine) as session:
        assert (session.scalars(select(Draft)).one().answers or {})["worry"] == {"story": "kept"}


@pytest.mark.parametrize("code", ["é11-111", "٣٣٣٣٣٣", "ąąąąąą", "\U0001f600"])
def test_a_code_in_any_script_is_read_or_refused_kindly(amina: Browser, code: str) -> None:
    assert amina.open("/my-referral").send(reference="FD-0000-0000-0000-0", code=code).status == 422


@pytest.mark.parametrize(
    "path", ["/refer/young-person/worry", "/refer/young-person/", "/my-referral", "/staff/sign-in"]
)
@pytest.mark.parametrize("body", [b"[1,2]", b'{"story": 5}', b"null", b'{"csrf_token": []}'])
def test_json_is_not_a_form_and_breaks_nothing(amina: Browser, path: str, body: bytes) -> None:
    assert amina.client.post(path, data=body, content_type="application/json").status_code < 500


def test_a_file_in_a_form_is_not_read(amina: Browser) -> None:
    amina.open("/refer/young-person/").send()
    files = {"story": (io.BytesIO(b"text"), "a.txt"), "csrf_token": amina.token}
    answer = amina.client.post("/refer/young-person/worry", data=files, content_type="multipart/form-data")
    assert answer.status_code < 500


def test_the_same_words_after_others_are_news_again(amina: Browser, engine: Engine) -> None:
    walk(amina, AMINA)
    for story in ("it got worse", "i am fine", "it got worse"):
        token = amina.open("/my-referral").token
        amina.at = "/refer/young-person/worry"
        amina._arrive(amina.at, amina.client.post(amina.at, data={"csrf_token": token, "story": story}))
        amina.open("/refer/young-person/check").send()
    with db.reading(engine) as session:
        kept = session.scalars(select(Referral)).one().versions
    assert [said(version)["story"] for version in kept[1:]] == ["it got worse", "i am fine", "it got worse"]
