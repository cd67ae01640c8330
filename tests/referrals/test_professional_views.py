"""A GP with four minutes and a school lead, through the real pages."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from portal import db
from portal.referrals import professional_forms, professional_views
from portal.referrals.facts import said
from portal.referrals.models import Draft, Referral
from portal.referrals.voices import Voice
from portal.web import logs
from portal.web.fields import NumberField, TextAreaField, TextField, TickField, TickGroup
from tests.browser import Browser

FORM = "/refer/professional/form"
CANARY = "zanzibar4711"
TOO_LONG = "x" * 201


def begin(client: FlaskClient) -> Browser:
    browser = Browser(client).open("/refer/professional/").send()
    assert browser.at == FORM
    return browser


@pytest.fixture
def gp(client: FlaskClient) -> Browser:
    return begin(client)


def send(browser: Browser, **values: Any) -> Browser:
    """Press a button of the long page, as it is in the browser."""
    mark = re.search(r'name="form_id" value="(\w*)"', browser.page)
    assert mark
    return browser.send(**({"form_id": mark[1]} | values))


def to_the_end(browser: Browser) -> Browser:
    """Walk from the check, or from the page that says whom to call, to the end."""
    if browser.at.endswith("/help"):
        browser.open("/refer/professional/next")
    assert browser.at.endswith("/check"), browser.at
    return browser.send()


def referrals(engine: Engine) -> list[Referral]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Referral).order_by(Referral.received_at)))


def kept(engine: Engine) -> dict[str, Any]:
    with db.reading(engine) as session:
        return said(session.scalars(select(Draft)).one().answers or {})


def test_a_gp_pastes_a_summary_says_how_to_reach_her_and_is_done(gp: Browser, engine: Engine) -> None:
    to_the_end(send(gp, go="check", story="Fifteen, low for months.", referrer_phone="01632 960123"))
    (referral,) = referrals(engine)
    assert gp.reference == referral.reference
    assert referral.voice is Voice.PROFESSIONAL
    assert "We have your referral" in gp.page
    assert "took courage" not in gp.page


def test_saving_for_now_keeps_it_on_the_server_and_shows_it_again(gp: Browser, engine: Engine) -> None:
    send(gp, go="save", story="Half a letter", dob="31 3 2012", tried="Sleep diary")
    assert gp.status == 200
    assert "Saved" in gp.page
    held = kept(engine)
    assert held.pop("age_from_dob") > 10
    assert held == {"story": "Half a letter", "dob": "2012-03-31", "tried": "Sleep diary"}
    gp.open("/refer/professional/")
    assert "Carry on where you were" in gp.page
    assert "Half a letter" in gp.send().page


def test_each_sections_button_saves_and_leads_to_the_next(gp: Browser, engine: Engine) -> None:
    send(gp, go="child", name="Sam", story="Worried")
    assert gp.at.endswith("/form#safety")
    assert kept(engine) == {"name": "Sam", "story": "Worried"}
    assert gp.open("/refer/professional/you").at.endswith("/form#you")


def test_the_first_button_only_saves_because_enter_presses_it(gp: Browser) -> None:
    first = re.search(r"<button[^>]*name=\"go\"[^>]*>", gp.page)
    assert first
    assert 'value="save"' in first[0]


def test_an_unfinished_safety_section_is_no_reason_to_interrupt(gp: Browser) -> None:
    assert send(gp, go="save", story="I will finish this later").at.endswith("#saved")


def test_without_any_way_to_reach_anybody_it_is_saved_and_asked_once(gp: Browser, engine: Engine) -> None:
    send(gp, go="check", story="No number yet")
    assert "one way to reach you or the young person" in gp.page
    assert kept(engine)["story"] == "No number yet"


def test_one_wrong_answer_loses_no_other(gp: Browser, engine: Engine) -> None:
    send(gp, go="check", story="Kept", name=TOO_LONG, referrer_phone="01632 960123")
    assert "Please check" in gp.page
    assert f'value="{TOO_LONG}"' in gp.page
    assert kept(engine)["story"] == "Kept"


def test_a_box_that_is_refused_keeps_what_was_saved_in_it_before(gp: Browser, engine: Engine) -> None:
    send(gp, go="save", story="Low for months", name="Sam", dob="31 3 2012", pronouns="he")
    before = kept(engine)
    send(gp, go="save", story="Low for months", name=TOO_LONG, dob=TOO_LONG, pronouns="they")
    assert f'value="{TOO_LONG}"' in gp.page, "what was typed stays on the page"
    assert kept(engine) == before | {"pronouns": "they"}


def test_an_age_in_words_is_read_and_kept_as_it_was_written(gp: Browser, engine: Engine) -> None:
    send(gp, go="save", age="twelve and a half")
    assert 'value="twelve and a half"' in gp.page
    assert kept(engine) == {"age": 12, "age_said": "twelve and a half"}
    send(gp, go="save", age="older than she looks")
    assert 'value="older than she looks"' in gp.page
    assert kept(engine) == {"age_said": "older than she looks"}
    send(gp, go="save", age="13")
    assert kept(engine) == {"age": 13}


@pytest.mark.parametrize("letter", ["A long letter. " * 6_666, "لمبا خط " * 12_000], ids=["english", "urdu"])
def test_a_long_letter_can_be_pasted_whole(gp: Browser, engine: Engine, letter: str) -> None:
    to_the_end(send(gp, go="check", story=letter, referrer_phone="01632 960123"))
    assert said(referrals(engine)[0].answers or {})["story"] == letter.strip()


@pytest.mark.parametrize("first", [{}, {"name": "Sam"}])
def test_a_section_with_a_refused_box_is_not_passed(gp: Browser, engine: Engine, first: dict[str, str]) -> None:
    reach = {"referrer_phone": "01632 960123", "story": "Low for months"}
    send(gp, go="check", **(reach | first | {"name": TOO_LONG, "pronouns": "he"}))
    assert "Please check" in gp.page
    gp.open("/refer/professional/check")
    assert gp.at.endswith("/form#child"), "nothing is offered to be sent without it"
    assert 'value="he"' in gp.page
    to_the_end(send(gp, go="check", **(reach | {"name": "Sam", "pronouns": "he"})))
    assert said(referrals(engine)[0].answers or {})["name"] == "Sam"


def test_a_wrong_nhs_number_loses_nothing_and_stops_nothing(gp: Browser, engine: Engine) -> None:
    send(gp, go="child", nhs_number="999 000 0019", story="Kept", referrer_phone="01632 960123")
    assert "does not look like an NHS number" in gp.page
    to_the_end(send(gp, go="check", nhs_number="999 000 0019", story="Kept", referrer_phone="01632 960123"))
    told = said(referrals(engine)[0].answers or {})
    assert (told["nhs_number"], told["nhs_number_check"]) == ("999 000 0019", "not_well_formed")


def test_a_professional_is_told_whom_to_call_and_not_spoken_to_as_a_child(gp: Browser) -> None:
    send(gp, go="safety", sui_thoughts="active", referrer_phone="01632 960123")
    assert gp.at.endswith("/help")
    assert "not an emergency service" in gp.page
    assert "999" in gp.page
    assert "111" in gp.page
    assert "not a safeguarding referral" in gp.page
    assert "your life" not in gp.page
    assert "What you said matters" not in gp.page


def test_a_school_lead_types_a_part_of_a_name_and_chooses(gp: Browser, engine: Engine) -> None:
    send(gp, go="places", school="foundry", gp_practice="q9x1", organisation="A school nobody listed")
    assert gp.at.endswith("#places")
    assert len(re.findall(r'name="school_urn"', gp.page)) == 2  # one school, and none of these
    assert len(re.findall(r'name="gp_ods"', gp.page)) == 6
    assert "None of these: keep what I typed" in gp.page
    send(gp, go="places", school="foundry", school_urn="990002", gp_practice="q9x1", gp_ods="none")
    assert gp.at.endswith("#support")
    found = kept(engine)
    assert (found["school"], found["school_urn"]) == ("Bellcast Foundry School", "990002")
    assert found["gp_practice"] == "q9x1"
    assert "gp_ods" not in found


def test_another_name_typed_over_a_chosen_one_has_no_old_code(gp: Browser, engine: Engine) -> None:
    send(gp, go="save", school="Wexlow College")
    assert kept(engine)["school_urn"] == "990009"
    send(gp, go="save", school="Taught at home")
    assert (kept(engine)["school"], kept(engine).get("school_urn")) == ("Taught at home", None)


def mixed(client: FlaskClient, engine: Engine) -> list[dict[str, Any]]:
    """Send one child's form, begin another's, then save the first child's old page again."""
    first = begin(client)
    old = first.page
    to_the_end(send(first, go="check", story="The first child", referrer_phone="01632 960123"))
    second = begin(client)
    send(second, go="save", story="The second child")
    stale = Browser(client, FORM, old)
    send(stale, go="save", story="More about the first child")
    with db.reading(engine) as session:
        return [said(draft.answers or {}) for draft in session.scalars(select(Draft))]


def test_two_children_are_never_mixed(client: FlaskClient, engine: Engine) -> None:
    assert mixed(client, engine) == [{"story": "The second child"}]


def test_a_page_without_its_mark_would_mix_them(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(professional_views.views, "mark_of", lambda _journey: "same")
    assert mixed(client, engine) != [{"story": "The second child"}]


def test_an_old_page_keeps_its_words_until_they_can_be_saved_as_their_own(client: FlaskClient, engine: Engine) -> None:
    first = begin(client)
    old = first.page
    to_the_end(send(first, go="check", story="The first child", referrer_phone="01632 960123"))
    second = begin(client)
    stale = send(Browser(client, FORM, old), go="check", story="More about the first", referrer_phone="01632 960123")
    assert stale.status == 409
    assert "More about the first" in stale.page
    to_the_end(send(second, go="check", story="The second child", referrer_phone="01632 960123"))
    to_the_end(send(stale, go="check", story="More about the first", referrer_phone="01632 960123"))
    told = [said(version)["story"] for referral in referrals(engine) for version in (referral.answers or {},)]
    assert sorted(told) == ["More about the first", "The first child", "The second child"]


def answers() -> st.SearchStrategy[dict[str, str]]:
    """Draw any part of the page, filled in as a browser would send it."""
    with Flask(__name__).test_request_context():
        given: dict[str, st.SearchStrategy[str]] = {}
        for form in professional_forms.PAGES.values():
            for field in form(meta={"csrf": False}):
                if isinstance(field, TickGroup):
                    continue
                values = (
                    [field.value] if isinstance(field, TickField) else [c.value for c in getattr(field, "choices", ())]
                )
                number = isinstance(field, NumberField)
                given[field.name] = st.sampled_from(values or (["0", "7"] if number else ["x", "31 3", "a b c"]))
    return st.lists(st.sampled_from(sorted(given)), max_size=12, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: given[name] for name in names})
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers(), st.sampled_from(["referrer_phone", "referrer_email", "phone", "email", "contact_person"]))
def test_no_form_is_refused_for_being_incomplete(site: Flask, told: dict[str, str], way: str) -> None:
    browser = begin(site.test_client())
    to_the_end(send(browser, **(told | {"go": "check", way: "anna@example.org"})))
    assert browser.reference


def test_nothing_typed_shows_where_others_could_read_it(client: FlaskClient, capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    try:
        with Flask(__name__).test_request_context():
            every = [field for form in professional_forms.PAGES.values() for field in form(meta={"csrf": False})]
            texts = {field.name: CANARY for field in every if isinstance(field, (TextField, TextAreaField))}
        browser = begin(client)
        send(browser, go="you", **(texts | {"age": "11", "safe_now": "no"}))
        browser.open(FORM)
        to_the_end(send(browser, go="check", **(texts | {"age": "11"})))
        titles = re.findall(r"<title>[^<]*", browser.page)
        cookies = [str(cookie) for cookie in client._cookies.values()]
        written = capfd.readouterr()
        assert CANARY not in "".join([*browser.seen, *titles, *cookies, written.out, written.err])
    finally:
        logs.configure("CRITICAL")
