"""The desk in a real browser: forty rows at a glance, and clocks that go on by themselves."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from portal import clock, db
from portal.accounts import actions as accounts
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.web.assets import with_static_files
from tests.served import serving

Desk = Any
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@dataclass
class Screen:
    """Priya's screen, and what the browser complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Serve the site with its static files."""
    with serving(with_static_files(site)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def screen(chromium: Browser, address: str, desk: Desk) -> Iterator[Screen]:
    """Put Priya before a screen of 1280 by 900, signed in."""
    with db.writing(desk.engine) as session:
        token = accounts.sign_in(session, desk.staff["priya"], "device", moment=clock.now())
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "fd_staff", "value": token, "url": f"{address}/staff"}])
    seen = Screen(context.new_page(), address)
    seen.page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    yield seen
    context.close()


def look_again(page: Page) -> None:
    """Do what the page does by itself every half minute."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_forty_rows_without_scrolling_sideways(desk: Desk, screen: Screen) -> None:
    for turn in range(41):
        answers = {"sui_thoughts": "active", "sui_plan": "yes", "self_harm": "daily", "unsafe_contact": "yes"}
        desk.arrive(clock.now() - timedelta(minutes=turn), interpreter="yes", function="severe", **answers)
    screen.page.goto(f"{screen.address}/staff/queue")
    expect(screen.page.locator("tbody tr")).to_have_count(41)
    too_wide = "[...document.querySelectorAll('html, .fd-scroll')].filter((one) => one.scrollWidth > one.clientWidth)"
    assert screen.page.evaluate(f"{too_wide}.length") == 0
    assert screen.complaints == []


def test_the_queue_renews_itself_without_losing_the_place(desk: Desk, screen: Screen) -> None:
    first = desk.arrive(clock.now() - timedelta(minutes=3))
    page = screen.page
    page.goto(f"{screen.address}/staff/queue")
    page.keyboard.press("j")
    link = page.locator(f"tr[data-id='{first.id}'] a")
    expect(link).to_be_focused()
    urgent = desk.arrive(clock.now(), sui_thoughts="active", sui_plan="yes")
    look_again(page)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").first).to_have_attribute("data-id", str(urgent.id))
    expect(page.locator("h1")).to_contain_text("(2)")
    expect(link).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(f"tr[data-id='{urgent.id}'] a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{screen.address}/staff/referrals/{urgent.id}")
    assert screen.complaints == []


def test_an_empty_queue_fills_by_itself(desk: Desk, screen: Screen) -> None:
    screen.page.goto(f"{screen.address}/staff/queue")
    expect(screen.page.get_by_text("Nobody is waiting")).to_be_visible()
    desk.arrive(clock.now())
    look_again(screen.page)
    expect(screen.page.locator("tbody tr")).to_have_count(1)


def test_when_the_stay_ends_nothing_about_anybody_is_left_on_the_screen(desk: Desk, screen: Screen) -> None:
    desk.arrive(clock.now())
    screen.page.goto(f"{screen.address}/staff/queue")
    expect(screen.page.locator("tbody tr")).to_have_count(1)
    with db.writing(desk.engine) as session:
        accounts.revoke(session, desk.staff["priya"], moment=clock.now())
    look_again(screen.page)
    expect(screen.page).to_have_url(f"{screen.address}/staff/sign-in?next=/staff/queue")
    expect(screen.page.locator("tbody tr")).to_have_count(0)


def test_a_queue_that_cannot_be_reached_says_that_it_may_be_old(desk: Desk, screen: Screen) -> None:
    desk.arrive(clock.now())
    screen.page.goto(f"{screen.address}/staff/queue")
    screen.page.route("**/staff/queue", lambda route: route.abort())
    look_again(screen.page)
    expect(screen.page.get_by_text("What you see may be old.")).to_be_visible()
    expect(screen.page.locator("tbody tr")).to_have_count(1)


def test_what_comes_in_above_moves_nothing_under_the_eye(desk: Desk, screen: Screen) -> None:
    for turn in range(30):
        desk.arrive(clock.now() - timedelta(minutes=30 - turn))
    page = screen.page
    page.goto(f"{screen.address}/staff/queue")
    page.locator("tbody tr").nth(19).locator("a").focus()
    read = page.locator("tbody tr").nth(19)
    row = page.locator(f"tr[data-id='{read.get_attribute('data-id')}']")
    height = "(one) => one.getBoundingClientRect().top"
    before = row.evaluate(height)
    for _turn in range(3):
        desk.arrive(clock.now(), sui_thoughts="active", sui_plan="yes", unsafe_contact="yes", self_harm="daily")
    look_again(page)
    expect(page.locator("tbody tr")).to_have_count(33)
    assert abs(row.evaluate(height) - before) < 2


def test_the_keys_go_on_from_the_next_when_somebody_else_has_taken_a_row_away(desk: Desk, screen: Screen) -> None:
    arrived = [desk.arrive(clock.now() - timedelta(minutes=30 - turn)) for turn in range(4)]
    page = screen.page
    page.goto(f"{screen.address}/staff/queue")
    page.locator(f"tr[data-id='{arrived[1].id}'] a").focus()
    with db.writing(desk.engine) as session:
        session.execute(update(Referral).where(Referral.id == arrived[1].id).values(status=Status.CLOSED))
    look_again(page)
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator(f"tr[data-id='{arrived[2].id}'] a")).to_be_focused()


def test_forty_before_lunch_begin_within_the_first_screen(desk: Desk, screen: Screen) -> None:
    """Rows are as low as what they say: five of the gravest are seen without scrolling."""
    for turn in range(8):
        answers = {"sui_thoughts": "active", "sui_plan": "yes", "self_harm": "daily", "unsafe_contact": "yes"}
        desk.arrive(clock.now() - timedelta(minutes=turn), interpreter="yes", abuse="yes", **answers)
    screen.page.goto(f"{screen.address}/staff/queue")
    bottom = "(one) => one.getBoundingClientRect().bottom"
    assert screen.page.locator("tbody tr").nth(4).evaluate(bottom) <= 900


def test_keys_move_through_overdue_tasks_and_on_to_those_to_come(desk: Desk, screen: Screen) -> None:
    for _turn in range(2):
        desk.arrive(clock.now() - timedelta(days=9), abuse="yes")
    desk.arrive(clock.now(), abuse="yes")
    page = screen.page
    page.goto(f"{screen.address}/staff/tasks")
    expect(page.locator("table")).to_have_count(2)
    for _turn in range(3):
        page.keyboard.press("j")
    expect(page.locator("table").nth(1).locator("tbody a").first).to_be_focused()
