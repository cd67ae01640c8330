"""The questions in a real browser: Back works, leaving leaves nothing, and scripts are not needed."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from portal.languages import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEUTRAL = "https://www.bbc.co.uk/"
ON = "main form button.nhsuk-button[value=on], main form button.nhsuk-button[value=calm]"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Open a small phone, with a stand-in for the neutral site, which no test may ask for."""
    opened = chromium.new_context(viewport={"width": 320, "height": 640})
    opened.route(NEUTRAL + "**", lambda route: route.fulfill(status=200, content_type="text/html", body="Weather"))
    yield opened
    opened.close()


def on(page: Page, heading: str = "") -> None:
    """Press the button that goes on, and wait for the next page."""
    before = page.inner_text("h1")
    page.click(ON)
    page.wait_for_function("before => document.querySelector('h1')?.innerText !== before", arg=before)
    assert heading in page.inner_text("h1")


def to_the_end(page: Page, wexlow: str, root: str = "") -> None:
    page.goto(f"{wexlow}{root}/find-help")
    page.check("input[name=who][value=me]")
    on(page)
    page.fill("input[name=age]", "14")
    on(page)
    page.check("input[name=need][value=sleep]")
    page.fill("textarea[name=words]", "canary")
    on(page)
    page.check("input[name=now][value=some]")
    on(page)
    page.check("input[name=how][value=text]")
    on(page)
    on(page)


def nothing_kept(page: Page, wexlow: str) -> None:
    assert page.url.removeprefix(wexlow) in {"/find-help", "/pl/find-help", "/ur/find-help"}
    assert (
        page.evaluate("JSON.stringify([localStorage, sessionStorage, history.state, document.cookie])").count("canary")
        == 0
    )
    assert not page.context.cookies()


def test_back_and_forward_lead_through_the_questions_with_every_answer(context: BrowserContext, wexlow: str) -> None:
    page = context.new_page()
    to_the_end(page, wexlow)
    assert "This could help" in page.inner_text("h1")
    nothing_kept(page, wexlow)
    page.go_back()
    page.wait_for_function("document.querySelector('h1').innerText.includes('Where')")
    page.go_back()
    page.wait_for_function("document.querySelector('h1').innerText.includes('How would')")
    assert page.is_checked("input[value=text]")
    page.go_back()
    page.go_back()
    page.wait_for_function("document.querySelector('h1').innerText.includes('What would')")
    assert page.input_value("textarea") == "canary"
    page.check("input[name=need][value=anger]")
    on(page, "How is it")
    assert page.is_checked("input[value=some]")
    page.click("button[value=back]")
    page.wait_for_function("document.querySelector('h1').innerText.includes('What would')")
    assert page.is_checked("input[name=need][value=anger]")
    nothing_kept(page, wexlow)


def test_danger_shows_help_and_the_answers_are_still_there(context: BrowserContext, wexlow: str) -> None:
    page = context.new_page()
    page.goto(f"{wexlow}/find-help")
    on(page)
    on(page)
    page.fill("textarea[name=words]", "i want to die")
    on(page, "Thank you for telling us")
    assert page.is_visible("a[href='tel:999']")
    on(page, "How is it right now?")
    page.go_back()
    page.go_back()
    page.wait_for_function("document.querySelector('h1').innerText.includes('What would')")
    assert page.input_value("textarea") == "i want to die"


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_leaves_nothing_to_come_back_to(chromium: Browser, wexlow: str, scripts: bool) -> None:
    context = chromium.new_context(java_script_enabled=scripts)
    context.route(NEUTRAL + "**", lambda route: route.fulfill(status=200, content_type="text/html", body="Weather"))
    page = context.new_page()
    page.goto(f"{wexlow}/find-help")
    page.click(ON)
    page.wait_for_selector("input[name=band]")
    page.click(ON)
    page.wait_for_selector("textarea")
    page.fill("textarea[name=words]", "canary")
    page.click(ON)
    page.wait_for_selector("input[name=now][type=radio]")
    page.get_by_role("button", name="Leave this site").click()
    page.wait_for_url(NEUTRAL + "**", timeout=8000)
    for _ in range(5):
        page.go_back()
        page.wait_for_timeout(300)
        assert "canary" not in page.content()
    page.goto(f"{wexlow}/find-help")
    assert "canary" not in page.content()
    context.close()


def test_it_works_without_scripts_and_enter_goes_on(chromium: Browser, wexlow: str) -> None:
    page = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{wexlow}/find-help")
    page.click(ON)
    page.fill("input[name=age]", "14")
    page.press("input[name=age]", "Enter")
    page.check("input[name=need][value=sleep]")
    for _ in range(4):
        page.click(ON)
    assert "This could help" in page.inner_text("h1")
    assert page.url == f"{wexlow}/find-help"
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_step_is_fit_to_be_seen(context: BrowserContext, wexlow: str, code: str) -> None:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{wexlow}{'' if code == 'en' else '/' + code}/find-help")
    wrong = []
    for step in ("who", "age", "what", "help", "now", "how", "where", "found"):
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{step}: {wide} px too wide"] if wide > 0 else []
        found = Axe().run(page).response["violations"]
        wrong += [f"{step}: {each['id']}" for each in found if each["impact"] in {"serious", "critical"}]
        if step == "what":
            page.fill("textarea[name=words]", "kill myself")
        if step != "found":
            on(page)
    assert not wrong
    assert not complaints
