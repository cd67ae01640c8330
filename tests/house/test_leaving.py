"""Leave this site: by tap, by key and without scripts, and Back does not return."""

import contextlib

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEUTRAL = "https://www.bbc.co.uk/"


def away(context: BrowserContext) -> None:
    """Stand in for the neutral site, which no test may ask for."""
    context.route(
        NEUTRAL + "**",
        lambda route: route.fulfill(
            status=200, content_type="text/html", body="<title>Weather</title><h1>Weather</h1>"
        ),
    )


def opened(chromium: Browser, **options: object) -> Page:
    context = chromium.new_context(**options)  # type: ignore[arg-type]
    away(context)
    return context.new_page()


def halfway(page: Page, wexlow: str) -> None:
    """Write something into the form, as if somebody then came into the room."""
    page.goto(wexlow + "/refer/young-person/")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/age")
    page.click("main form button[type=submit]")
    page.fill("textarea[name=story]", "canary in my story")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/safe")


def left(page: Page) -> bool:
    page.wait_for_url(NEUTRAL + "**", timeout=5000)
    return "Weather" in page.content()


@pytest.mark.parametrize("how", ["tap", "key"])
def test_amina_leaves_and_back_does_not_return(chromium: Browser, wexlow: str, how: str) -> None:
    page = opened(chromium)
    halfway(page, wexlow)
    if how == "tap":
        page.get_by_role("button", name="Leave this site").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    assert left(page)
    for _ in range(4):
        page.go_back()
        page.wait_for_timeout(400)
        assert "canary" not in page.content()
        assert "Weather" in page.content() or page.url == "about:blank", page.url
    page.goto(wexlow + "/refer/young-person/worry")
    assert "canary" not in page.content()


def test_it_works_without_scripts(chromium: Browser, wexlow: str) -> None:
    page = opened(chromium, java_script_enabled=False)
    halfway(page, wexlow)
    page.get_by_role("button", name="Leave this site").click()
    assert left(page)
    page.goto(wexlow + "/refer/young-person/worry")
    assert "canary" not in page.content()
    assert page.url.endswith("/refer/young-person/")


def test_a_phones_keyboard_never_triggers_it(chromium: Browser, wexlow: str) -> None:
    page = opened(chromium, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    halfway(page, wexlow)
    for _ in range(5):
        page.keyboard.press("Shift")
    page.wait_for_timeout(500)
    assert page.url.startswith(wexlow)


def test_writing_in_capitals_never_triggers_it(chromium: Browser, wexlow: str) -> None:
    page = opened(chromium)
    page.goto(wexlow + "/refer/young-person/")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/age")
    page.click("main form button[type=submit]")
    page.focus("textarea[name=story]")
    for letter in "PLEASE":
        page.keyboard.press(f"Shift+{letter}")
    page.wait_for_timeout(300)
    assert page.url.startswith(wexlow)


@pytest.mark.parametrize("path", ["/", "/help-now", "/guides", "/services", "/refer", "/my-referral", "/no-such-page"])
def test_the_button_is_on_every_public_page(chromium: Browser, wexlow: str, path: str) -> None:
    page = opened(chromium, viewport={"width": 360, "height": 740})
    page.goto(wexlow + path)
    assert page.get_by_role("button", name="Leave this site").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_leaves_with_a_code_leaves_nothing_behind_either(chromium: Browser, wexlow: str, scripts: bool) -> None:
    page = opened(chromium, java_script_enabled=scripts)
    halfway(page, wexlow)
    page.click("button[value=come-back]")
    page.click("main form button")
    code = page.get_attribute("[data-return-code]", "data-return-code")
    assert code
    page.get_by_role("button", name="Keep my answers and leave").click()
    assert left(page)
    for _ in range(3):
        with contextlib.suppress(Error):  # the browser itself asks before it sends a form again
            page.go_back()
        page.wait_for_timeout(300)
        assert code not in page.content()
        assert "canary" not in page.content()
    page.goto(wexlow + "/refer/young-person/worry")
    assert page.url.endswith("/refer/young-person/")
    page.goto(wexlow + "/refer/resume")
    page.fill("input[name=code]", code)
    page.click("main form button[type=submit]")
    page.goto(wexlow + "/refer/young-person/worry")
    assert "canary in my story" in page.input_value("textarea[name=story]")
