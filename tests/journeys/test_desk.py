"""A whole way over the desk in a browser: read, decided, cared for, handed over, with one first receipt throughout."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts.permissions import Role
from portal.area import Area
from portal.directory.models import Organization
from portal.referrals import actions, drafts, facts
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.web.assets import with_static_files
from tests.served import serving
from tests.staff import code_now, give_apps, take_on

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
SAID = {
    "worry": {"story": "School is hard and I can't sleep."},
    "age": {"age": 14},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none", "sui_plan": "no", "sui_intent": "no", "sui_attempt": "none"},
    "self-harm": {"self_harm": "none"},
    "contact": {"name": "Amina", "phone": "07700 900123", "unsafe_contact": "no"},
}
STORY = "Amina is 14. School is hard, she sleeps badly, and she likes to walk while she talks."
Door = Callable[[str], Page]


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Serve the site with its static files."""
    with serving(with_static_files(site)) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def enter(chromium: Browser, address: str, engine: Engine) -> Iterator[Door]:
    """Return a way for somebody to come in by the door, with a password and the code of an app."""
    opened = []

    def come_in(email: str) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        opened.append(context)
        page = context.new_page()
        page.goto(f"{address}/staff/sign-in")
        page.fill("[name=email]", email)
        page.fill("[name=password]", "secret")
        page.click("main button[type=submit]")
        give_apps(engine)
        page.fill("[name=code]", code_now())
        page.click("main button[type=submit]")
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return page

    yield come_in
    for context in opened:
        context.close()


@pytest.fixture
def arrive(engine: Engine, here: Area, judgement: facts.Judgement) -> Callable[[], Referral]:
    """Return a way for somebody to ask for help, two days ago."""

    def sends() -> Referral:
        moment = clock.now() - timedelta(days=2, hours=1)
        with db.writing(engine) as session:
            draft = drafts.start(session, drafts.new_key(), Voice.YOUNG_PERSON, "en", moment)
            draft.answers = {page: dict(said) for page, said in SAID.items()}
            return actions.submit(session, draft, None, judgement, here, moment)

    return sends


@pytest.fixture
def kite(engine: Engine) -> str:
    """Take a partner organisation on, with Kay who works there; return her address."""
    with db.writing(engine) as session:
        home = Organization(name="Kite", description="Helps.", email=None, website=None)
        session.add(home)
        session.flush()
        own = home.id
    take_on(engine, Role.SERVICE_PARTNER, organization_id=own, name="Kay Webb")
    take_on(engine, Role.DUTY_CLINICIAN, name="Priya Nair")
    return "kay.webb@example.org"


def decide(page: Page, address: str, referral: Referral) -> None:
    """Take it in hand, read it, and decide, saying who was told."""
    page.goto(f"{address}/staff/referrals/{referral.id}")
    page.get_by_role("button", name="Take it in hand").click()
    page.get_by_label(re.compile("I have read what")).check()
    page.get_by_label("Routine assessment").check()
    page.fill("[name=rationale]", "She is safe, and she asks for somebody to talk to.")
    page.get_by_label("Young person", exact=True).check()
    page.fill("[name=told_note]", "By phone, on her own number.")
    page.get_by_role("button", name="Record this decision").click()
    page.goto(f"{address}/staff/referrals/{referral.id}")
    expect(page.get_by_text("Told: young person.")).to_be_visible()


def offer(page: Page) -> None:
    """Offer a time to meet, tomorrow."""
    tomorrow = clock.today() + timedelta(days=1)
    page.locator("summary", has_text="Offer a time to meet").click()
    for part, value in (("day", tomorrow.day), ("month", tomorrow.month), ("year", tomorrow.year)):
        page.fill(f"[name=offer-day-{part}]", str(value))
    page.fill("[name=offer-at_time]", "15:30")
    page.locator("[name=offer-way][value=in_person]").check()
    page.get_by_role("button", name="Offer a time to meet").click()
    expect(page.get_by_text(re.compile("15:30 tomorrow, in person"))).to_be_visible()


def hand_over(page: Page) -> None:
    """Offer her care to Kite, saying how she agrees."""
    page.locator("summary", has_text="Hand over").click()
    page.select_option("[name=hand-over-to]", label="Kite")
    page.fill("[name=hand-over-story]", STORY)
    page.fill("[name=hand-over-reason]", "She said so on the phone today.")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("stays responsible")).to_be_visible()


def test_one_receipt_from_the_queue_to_another_house(
    enter: Door, address: str, arrive: Callable[[], Referral], kite: str
) -> None:
    amina, stranger = arrive(), arrive()
    priya = enter("priya.nair@example.org")
    decide(priya, address, amina)
    priya.get_by_role("link", name="Care: waiting for first contact").click()
    waited = priya.locator(".fd-said > div", has_text="Waited since the first receipt").locator("dd")
    expect(waited).to_have_text("2 days")
    offer(priya)
    hand_over(priya)

    kay = enter(kite)
    kay.goto(f"{address}/staff/tracking-list")
    expect(kay.locator("tbody tr")).to_have_count(1)
    assert stranger.reference not in kay.content()
    assert kay.goto(f"{address}/staff/referrals/{stranger.id}/care").status == 404  # type: ignore[union-attr]
    kay.goto(f"{address}/staff/referrals/{amina.id}/care")
    expect(kay.get_by_text(STORY)).to_be_visible()
    kay.get_by_role("button", name="Accept").click()
    same = kay.locator(".fd-said > div", has_text="Waited since the first receipt").locator("dd")
    expect(same).to_have_text("2 days")
    expect(kay.locator(".fd-said > div", has_text="Responsible").locator("dd").first).to_contain_text("Kite")

    priya.reload()
    expect(waited).to_have_text("2 days")
