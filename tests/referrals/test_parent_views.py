"""Amina's father writes to us: seventeen pages, none of them needed, and he hears nothing of what she said."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from portal import db
from portal.notifications.leave import May, Way
from portal.notifications.messages import Audience
from portal.referrals import safe_contact
from portal.referrals.facts import said
from portal.referrals.models import Referral
from portal.referrals.parent_forms import PAGES
from portal.referrals.safe_contact import Account, Known
from portal.referrals.voices import Voice
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA, only_referral

HOME = "/refer/parent-carer/"
FATHER: dict[str, dict[str, Any]] = {
    "worry": {"story": "she cries every night and will not go to school", "duration": "one_to_six_months"},
    "child": {"name": "Amina", "legal_name": "Amina Example", "dob": "31 3 2012", "postcode": "ZZ99 3VZ"},
    "you": {"referrer_name": "Yusuf Example", "relationship": "Father", "lives_where": "With me and her mother"},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none", "sui_attempt": "none"},
    "self-harm": {"self_harm": "none", "sh_worse": "no"},
    "home": {"abuse": "no", "missing_from_home": "no"},
    "senses": {"psychosis": "no"},
    "eating": {"eating": "no"},
    "others": {"harm_others": "none", "substance": "none"},
    "life": {"function": "moderate", "referrer_urgency": "routine", "neuro": "yes"},
    "places": {"school": "Wexlow High", "attendance": "two days a week", "exclusions": "Never"},
    "support": {"household": "Her mother and two brothers", "who_helps": "Her aunt"},
    "wishes": {"goal_1": "to sleep", "goal_1_now": "2", "wants": "regular_help", "interpreter_not": "Her brother"},
    "knows": {"yp_consent": "yes", "yp_wishes": "She wants somebody to talk to"},
    "contact": {"referrer_phone": "07700 900456", "contact_text": "ok_quiet", "code_word": "bluebell"},
    "identity": {"faith": "Muslim"},
}


@pytest.fixture
def father(client: FlaskClient) -> Browser:
    return Browser(client)


def sent(father: Browser, answers: dict[str, dict[str, Any]], stop: str = "") -> Browser:
    return walk(father, answers, stop, home=HOME)


def known(referral: Referral) -> Known:
    versions = tuple((referral.received_at, version) for version in referral.versions)
    return Known((Account(referral.voice, versions),))


def test_he_tells_us_on_every_page_and_we_have_all_of_it(father: Browser, engine: Engine) -> None:
    sent(father, FATHER)
    referral = only_referral(engine)
    answers = referral.answers or {}
    assert father.reference == referral.reference
    assert (referral.voice, referral.band) == (Voice.PARENT_CARER, "ROUTINE")
    assert set(answers) == set(PAGES)
    for page, told in FATHER.items():
        assert set(told) <= set(answers[page]), page
    assert answers["child"]["dob"] == "2012-03-31"
    assert referral.age == answers["child"]["age_from_dob"]
    assert "we talk with you" in father.page
    assert "What they tell us we only pass on if they agree" in father.page


def test_the_number_of_pages_it_names_is_the_number_there_are(father: Browser) -> None:
    assert f"There are {len(PAGES)} short pages" in father.open(HOME).page
    assert "There are 11 pages, one at a time, and you can skip anything" in father.open("/refer/young-person/").page
    assert f'href="{HOME}"' in father.open("/refer").page
    assert "on its way" not in father.page


def test_skipping_everything_but_a_phone_works(father: Browser, engine: Engine) -> None:
    sent(father, {"contact": {"referrer_phone": "07700 900456"}})
    assert father.reference
    assert only_referral(engine).band == "U48", "what is missing can only raise"


def test_without_a_way_to_reach_anybody_it_asks_and_keeps_what_he_typed(father: Browser) -> None:
    sent(father, FATHER, stop="contact")
    father.send(code_word="bluebell", contact_text="not_ok")
    assert father.status == 422
    assert "no safe way" in father.page
    assert 'value="bluebell"' in father.page
    assert re.search(r"<details[^>]* open", father.page), "what he typed is not folded away"


@pytest.mark.parametrize(("page", "name"), [("eating", "not_eating_days"), ("wishes", "goal_1_now")])
def test_what_is_no_number_stays_in_its_box(father: Browser, page: str, name: str) -> None:
    sent(father, FATHER, stop=page)
    father.send(**{name: "about ten"})
    assert (father.status, 'value="about ten"' in father.page) == (422, True)


def test_a_birthday_that_nobody_can_read_is_kept_as_it_is(father: Browser, engine: Engine) -> None:
    sent(father, FATHER | {"child": {"dob": "spring 2012", "nhs_number": "12"}})
    child = (only_referral(engine).answers or {})["child"]
    assert child == {"dob": "spring 2012", "nhs_number": "12", "nhs_number_check": "not_well_formed"}


def test_her_school_is_found_when_he_writes_its_name(father: Browser, engine: Engine, site: Flask) -> None:
    sent(father, FATHER, stop="places")
    offered = re.findall(r'<option value="([^"]+)"', father.page)
    father.send(school=offered[0])
    assert 'id="list-gp_practice"' in father.open(HOME + "places").page
    sent(father, FATHER | {"places": {"school": offered[0].upper()}})
    places = (only_referral(engine).answers or {})["places"]
    assert (places["school"], bool(places["school_urn"])) == (offered[0], True)


@pytest.mark.parametrize(
    ("page", "told", "band"),
    [
        ("safe", {"attempt_in_progress": "yes"}, "NOW"),
        ("thoughts", {"sui_thoughts": "active", "sui_plan": "yes"}, "U2H"),
        ("worry", {"story": "she says she is doing it tonight"}, "U2H"),
        ("home", {"abuse": "no", "domestic_abuse": "yes"}, "U48"),
    ],
)
def test_what_cannot_wait_shows_help_in_his_words_and_still_goes_on(
    father: Browser, engine: Engine, page: str, told: dict[str, str], band: str
) -> None:
    sent(father, FATHER | {page: told}, stop="help")
    assert "get help for your child" in father.page
    assert "999" in father.page[father.page.index("<main") :]
    father.open(HOME + "next")
    assert father.at != HOME + "help"
    sent(father, FATHER | {page: told})
    assert father.reference
    assert only_referral(engine).band == band


def test_a_daughter_who_does_not_agree_stops_nothing_and_he_hears_nothing(father: Browser, engine: Engine) -> None:
    sent(father, FATHER | {"knows": {"yp_consent": "no"}})
    assert father.reference
    referral = only_referral(engine)
    outcome = referral.triages[-1].outcome or {}
    assert "consent_check" in outcome["flags"]
    leave = safe_contact.table(known(referral))[Audience.PARENT]
    assert {each.may for each in leave} == {May.NOT}


def test_when_she_agrees_he_is_reached_by_the_way_he_gave(father: Browser, engine: Engine) -> None:
    contact = FATHER["contact"] | {"unsafe_contact": "no"}
    sent(father, FATHER | {"contact": contact})
    case = known(only_referral(engine))
    assert safe_contact.leave(case, Audience.PARENT, Way.PHONE).may is May.OPENLY
    assert safe_contact.leave(case, Audience.PARENT, Way.EMAIL).may is May.NOT, "he gave none"
    assert safe_contact.leave(case, Audience.YOUNG_PERSON, Way.TEXT).may is May.QUIETLY


@pytest.mark.parametrize("no", [{"other_parent_ok": "no"}, {"do_not_contact": "Her mother"}])
def test_somebody_who_must_not_know_keeps_it_closed_until_a_clinician_decides(
    father: Browser, engine: Engine, no: dict[str, str]
) -> None:
    sent(father, FATHER | {"knows": {"yp_consent": "yes"} | no})
    assert safe_contact.parents_blocked(known(only_referral(engine)))


def test_sent_twice_is_one_referral(father: Browser, engine: Engine) -> None:
    sent(father, FATHER, stop="check")
    token, at = father.token, father.at
    answers = [father.client.post(at, data={"csrf_token": token}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Referral)) == 1


def test_he_comes_back_another_day_with_a_code(father: Browser, site: Flask, engine: Engine) -> None:
    sent(father, FATHER, stop="safe")
    father.send(safe_now="yes", after="come-back")
    assert father.at.endswith("/parent-carer/come-back")
    father.press("Show me my code")
    code = father.return_code
    father.press("Check my code", typed=code)
    later = Browser(site.test_client()).open("/refer/resume")
    later.send(code=code)
    assert later.at == HOME + "thoughts"
    assert "she cries every night" in later.open(HOME + "worry").page


def his_page(site: Flask, phone: Browser) -> Browser:
    return Browser(site.test_client()).open("/my-referral").send(reference=phone.reference, code=phone.code)


def test_his_own_page_speaks_to_him(father: Browser, site: Flask, engine: Engine) -> None:
    later = his_page(site, sent(father, FATHER))
    assert "Yes, your child is on our list" in later.page
    later.press("Change how you may reach me")
    assert "how we may reach your child" in later.page
    assert "Your phone number" in later.page
    assert "bluebell" not in later.page
    later.press("Send it to the team", referrer_email="father@example.org", contact_text="not_ok")
    later.press("See where your form is").press("It's got worse")
    assert "Is your child safe right now?" in later.page
    later.press("Send it to the team", story="she has a plan", sui_thoughts="active", sui_plan="yes")
    later.press("See where your form is").press("I don't want this any more").press(
        "Ask to stop", story="she is better"
    )
    referral = only_referral(engine)
    assert referral.band == "U2H"
    assert [said(each)["story"] for each in referral.versions if "story" in said(each)][1:] == [
        "she has a plan",
        "she is better",
    ]


def plain(page: str) -> str:
    """Return a page without what differs for everybody."""
    return re.sub(r'FD-[\w-]+|nonce="[^"]*"|value="[^"]*"', "", page)


def test_nothing_that_amina_says_changes_what_he_reads(father: Browser, site: Flask, engine: Engine) -> None:
    sent(father, FATHER)
    before = plain(his_page(site, father).page)
    alarming = {"safe": {"safe_now": "no", "attempt_in_progress": "yes"}, "thoughts": {"sui_thoughts": "active"}}
    walk(Browser(site.test_client()), AMINA | alarming | {"worry": {"story": "canary"}})
    with db.writing(engine) as session:
        hers, his = (
            session.scalars(select(Referral).where(Referral.voice == voice)).one()
            for voice in (Voice.YOUNG_PERSON, Voice.PARENT_CARER)
        )
        hers.case_id = his.case_id
        his.band, his.band_rank, his.contact_by = hers.band, hers.band_rank, hers.contact_by
    assert plain(his_page(site, father).page) == before
    assert "canary" not in before
