"""Before she sends, Amina may look at what could help sooner. She need not, and nothing she wrote goes anywhere."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.directory import index
from portal.directory.index import Index
from portal.referrals import before_sending, before_sending_views
from portal.referrals.models import Draft, Referral
from portal.web import logs
from tests.browser import Browser, walk
from tests.directory.conftest import MONDAY, a_service, filled, names, seeded_file  # noqa: F401 - fixtures
from tests.referrals.test_professional_views import send

CHECK = "/refer/young-person/check"
CANARY = "zanzibar4711"
AMINA: dict[str, dict[str, Any]] = {
    "worry": {"story": f"i worry so much and cant sleep {CANARY}"},
    "age": {"age": "14"},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none", "sui_attempt": "none"},
    "self-harm": {"self_harm": "none"},
    "home": {"abuse": "no"},
    "senses": {"psychosis": "no"},
    "eating": {"eating": "no"},
    "others": {"harm_others": "none"},
    "life": {"function": "mild"},
    "contact": {"name": "Amina", "phone": "07700 900123", "unsafe_contact": "no"},
}
SOONER, OPEN, CRISIS = "These could help sooner", "What would help us help you", "Talk to someone now"


@pytest.fixture
def database_url(filled: Engine) -> str:  # noqa: F811 - a fixture asks for another by its name
    """Write into a copy of Wexlow's directory."""
    return str(filled.url)


@pytest.fixture
def shelf(filled: Engine) -> Index:  # noqa: F811
    with db.reading(filled) as session:
        return index.read(session, MONDAY)


def at_the_check(client: FlaskClient, **changed: dict[str, Any]) -> Browser:
    return walk(Browser(client), AMINA | {name.replace("_", "-"): said for name, said in changed.items()}, "check")


def block(browser: Browser) -> str:
    found = re.search(r"<section[^>]*data-before-sending.*?</section>\s*(?=</div>|</form>)", browser.page, re.DOTALL)
    return found[0] if found else ""


def services(browser: Browser) -> list[str]:
    return re.findall(r'href="/services/([\w-]+)"', block(browser))


def sent(engine: Engine) -> list[Referral]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Referral)))


# It stands beside the way, never in it.


def test_the_button_comes_first_and_one_press_sends(client: FlaskClient, engine: Engine) -> None:
    browser = at_the_check(client)
    assert SOONER in block(browser)
    assert browser.page.index("Send it to the team") < browser.page.index("data-before-sending")
    assert "<form" not in block(browser)
    assert "<input" not in block(browser)
    assert browser.send().at.endswith("/sent")
    assert len(sent(engine)) == 1


def test_with_everything_left_open_one_press_still_sends(client: FlaskClient, engine: Engine) -> None:
    browser = walk(Browser(client), {"contact": {"contact": "none"}}, "check")
    assert OPEN in block(browser)
    assert browser.send().at.endswith("/sent")
    assert len(sent(engine)) == 1


def test_a_directory_that_fails_stops_nobody(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[BaseException] = []
    monkeypatch.setattr(logs, "failure", seen.append)
    monkeypatch.setattr(before_sending_views, "current_index", lambda: 1 / 0)
    browser = at_the_check(client)
    assert (browser.status, services(browser)) == (203, [])
    assert seen
    assert browser.send().at.endswith("/sent")


def test_sending_does_not_wait_for_it(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = at_the_check(client)
    monkeypatch.setattr(before_sending_views, "of", lambda *_said, **_more: pytest.fail("sending asked for help"))
    assert browser.send().at.endswith("/sent")


def test_a_friend_and_who_adds_to_a_form_are_shown_none_of_it(client: FlaskClient) -> None:
    friend = Browser(client).open("/refer/friend/").send()
    for page in ("worry", "who", "safe", "thoughts", "you"):
        if friend.at.endswith("/help"):
            friend.open("/refer/friend/next")
        friend.send(**({"story": "She is so sad and worried"} if page == "worry" else {}))
    friend.open("/refer/friend/check")
    assert "Send it to the team" in friend.page
    assert not block(friend)
    amina = at_the_check(client)
    old = Browser(client, "/refer/young-person/worry", amina.page)
    amina.send()
    old.send(story="Something more").open(CHECK)
    assert "add this to it" in old.page
    assert not block(old)


# What could help sooner.


def test_what_is_suggested_is_for_her_age_and_says_why(client: FlaskClient, shelf: Index) -> None:
    browser = at_the_check(client)
    found = services(browser)
    assert 0 < len(found) <= 3
    for slug in found:
        service = shelf.service(slug)
        assert service
        assert (service.minimum_age or 0) <= 14 <= (25 if service.maximum_age is None else service.maximum_age)
        assert not service.paused
        assert not service.via_front_door, "this form already leads there"
        assert service.routes
    assert block(browser).count("Because ") == len(found)
    assert "Your answers are kept while you look" in block(browser)


def test_each_leads_to_a_page_and_the_answers_are_still_there(client: FlaskClient) -> None:
    browser = at_the_check(client)
    for slug in services(browser):
        assert client.get(f"/services/{slug}").status_code == 200
        assert CANARY in browser.open("/refer/young-person/next").page


@pytest.mark.parametrize(
    "said",
    [{"safe": {"safe_now": "no"}}, {"thoughts": {"sui_thoughts": "passive"}}, {"self_harm": {"self_harm": "daily"}}],
)
def test_where_it_is_urgent_help_for_right_now_stands_there_instead(client: FlaskClient, said: Any) -> None:
    browser = at_the_check(client, **said)
    assert CRISIS in block(browser)
    assert SOONER not in block(browser)
    assert not services(browser)
    assert "tel:" in block(browser)


def test_words_of_danger_alone_are_enough(client: FlaskClient) -> None:
    browser = at_the_check(client, worry={"story": "i want to die"})
    assert CRISIS in block(browser)
    assert not services(browser)


def test_who_does_not_tell_her_parents_is_sent_nowhere_that_would(client: FlaskClient, shelf: Index) -> None:
    private = AMINA["contact"] | {"parents_know": "no"}
    for slug in services(at_the_check(client, contact=private)):
        service = shelf.service(slug)
        assert service
        assert "self" in service.routes


def test_without_an_age_only_what_is_open_to_every_age(client: FlaskClient, shelf: Index) -> None:
    for slug in services(at_the_check(client, age={})):
        service = shelf.service(slug)
        assert service
        assert not service.minimum_age
        assert (service.maximum_age or 25) >= 25


# Nothing personal leaves.


def test_nothing_she_said_stands_in_an_address_or_is_remembered(client: FlaskClient) -> None:
    lists_in = client.application.extensions["directory"].lists_in
    # Others may have searched in this process: it is what looking at her page remembers that counts.
    lists_in.cache_clear()
    browser = at_the_check(client)
    assert not lists_in.cache_info().currsize
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', block(browser))
    assert addresses
    for address in map(unquote, addresses):
        assert "?" not in address
        assert CANARY not in address
        assert "14" not in address
        assert address.startswith(("/services/", "/refer/young-person/"))
    assert CANARY not in block(browser)
    assert 'target="' not in block(browser)


# What was left open.


def test_what_she_left_open_leads_to_its_page_three_at_most(client: FlaskClient) -> None:
    browser = walk(Browser(client), {"contact": {"contact": "none"}}, "check")
    leads = re.findall(r'href="(/refer/[^"]+)"', block(browser))
    assert 0 < len(leads) <= before_sending.MOST
    assert "/refer/young-person/age" in leads
    assert "You haven't said how old you are" in block(browser)
    browser.open("/refer/young-person/age").send(age="14")
    assert browser.at == CHECK
    assert "how old you are" not in block(browser)


def test_rather_not_say_is_an_answer_and_she_is_not_asked_again(client: FlaskClient) -> None:
    browser = at_the_check(client, safe={"safe_now": "prefer_not"})
    assert "safe right now: add it" not in block(browser)


# A professional, on one long page.


def test_a_professional_is_told_in_their_own_words_at_the_end_of_the_long_page(client: FlaskClient) -> None:
    browser = Browser(client).open("/refer/professional/").send()
    send(browser, go="save", story=f"Worried all the time, panic at school. {CANARY}", age="14")
    assert browser.page.rindex('value="check"') < browser.page.index("data-before-sending")
    said = block(browser)
    assert "What would make your referral easier to act on" in said
    assert 'href="#safety"' in said
    assert "sending a form calls nobody out" in said
    assert services(browser)
    assert "Press “Save for now” before you open one" in said
    assert CANARY not in said
    send(browser, go="check", story="Worried", age="14", referrer_phone="01632 960123", safe_now="yes")
    if browser.at.endswith("/help"):
        browser.open("/refer/professional/next")
    assert 'href="/refer/professional/' in block(browser)
    assert browser.send().at.endswith("/sent")


def test_a_question_for_advice_is_left_alone(client: FlaskClient) -> None:
    browser = Browser(client).open("/advice").send().send(advice_question="About worry", referrer_phone="01632 960123")
    browser.open("/refer/advice/check")
    assert "Send it to the team" in browser.page
    assert not block(browser)


# What the team can and can't help with.


def test_the_areas_own_lines_are_shown_to_each_voice(client: FlaskClient) -> None:
    said = block(at_the_check(client))
    assert "What the team can and can't help with" in said
    assert "call 999" in said
    assert "calls nobody out" not in said


def test_looking_at_the_page_changes_no_row(client: FlaskClient, engine: Engine) -> None:
    browser = at_the_check(client)

    def held() -> tuple[Any, ...]:
        with db.reading(engine) as session:
            draft = session.scalars(select(Draft)).one()
            return draft.answers, draft.touched_at, draft.help_shown

    before = held()
    browser.open(CHECK)
    assert held() == before
