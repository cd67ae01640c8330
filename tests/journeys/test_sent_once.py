"""Two taps, two tabs and a lost connection: one form is sent once, in every voice."""

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, Route
from sqlalchemy import Engine, func, select

from portal import db
from portal.referrals.models import Referral
from tests.journeys.tales import TALES, Tale, briefly
from tests.journeys.walking import walk, way_on

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.parametrize("tale", TALES.values(), ids=TALES),
]


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def phone(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a phone, with scripts and without."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def checked(page: Page, address: str, tale: Tale) -> None:
    """Go as far as the page where the answers are checked."""
    walk(page, address, tale, answers=briefly(tale), stop="check")


def referrals(engine: Engine) -> int:
    """Count what was sent."""
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Referral)) or 0


def reference(page: Page) -> str:
    return page.get_attribute("[data-reference]", "data-reference") or ""


def test_a_double_tap_sends_one(phone: Page, nearby: str, engine: Engine, tale: Tale) -> None:
    checked(phone, nearby, tale)
    way_on(phone).dblclick()
    phone.wait_for_url("**/sent")
    assert reference(phone)
    assert referrals(engine) == 1


def test_two_tabs_of_one_form_send_one(phone: Page, nearby: str, engine: Engine, tale: Tale) -> None:
    checked(phone, nearby, tale)
    tab = phone.context.new_page()
    tab.goto(phone.url)
    for page in (phone, tab):
        way_on(page).click()
        page.wait_for_url("**/sent")
    assert reference(phone) == reference(tab) != ""
    assert referrals(engine) == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_a_connection_lost_while_sending_sends_one(
    phone: Page, nearby: str, engine: Engine, tale: Tale, arrived: bool
) -> None:
    checked(phone, nearby, tale)
    check = phone.url

    def lose(route: Route) -> None:
        """Let the form arrive, or not, and the answer never."""
        if arrived:
            route.fetch(max_redirects=0)
        route.abort()

    phone.route(check, lose)
    with phone.expect_event("requestfailed"):
        way_on(phone).click()
    phone.unroute(check)
    assert referrals(engine) == int(arrived)
    with contextlib.suppress(Error):  # the browser may still be showing that it is offline
        phone.goto(check)
    phone.goto(check)
    if not arrived:
        way_on(phone).click()
    phone.wait_for_url("**/sent")
    assert reference(phone)
    assert referrals(engine) == 1
