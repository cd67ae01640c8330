"""One computer for everybody: after sending, after leaving, and for whoever comes next, nothing is left to see."""

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.journeys.tales import CANARY, TALES, Tale, briefly
from tests.journeys.walking import by_tap, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("tale", TALES.values(), ids=TALES)]
NEUTRAL = "https://www.bbc.co.uk/"
SHOWN = (
    "document.documentElement.outerHTML + [...document.querySelectorAll('[name]')].map((one) => one.value).join(' ')"
)
STEPS_BACK = 6


@pytest.fixture
def library(remembering: Browser) -> Iterator[Page]:
    """Sit down at a computer that others use; the neutral site is stood in for, for no test may ask for it."""
    context = remembering.new_context()
    context.route(
        NEUTRAL + "**",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>Weather"),
    )
    yield context.new_page()
    context.close()


def look(page: Page) -> str:
    """Read everything a page holds, what was typed included; one that is just going away is left for the next."""
    for _ in range(50):
        with contextlib.suppress(Error):
            shown: str = page.evaluate(SHOWN)
            return shown
        page.wait_for_timeout(100)
    raise AssertionError(f"Nothing to read at {page.url}")


def back(page: Page, *secrets: str) -> None:
    """Go back as far as it goes, and see none of this on the way."""
    for _ in range(STEPS_BACK):
        with contextlib.suppress(Error):  # the browser itself asks before it sends a form again
            page.go_back(wait_until="commit")
        shown = look(page)
        assert not [each for each in secrets if each in shown], page.url
        if page.url == "about:blank":
            return


def leave(page: Page) -> None:
    page.get_by_role("button", name="Leave this site").click()
    page.wait_for_url(NEUTRAL + "**")


def forgotten(page: Page, wexlow: str) -> None:
    """Wait until the browser holds no cookie but the one that says somebody left: it hears while it already leaves."""
    for _ in range(50):
        if {cookie["name"] for cookie in page.context.cookies(wexlow)} <= {"left"}:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.context.cookies(wexlow))


def test_back_never_shows_what_was_sent(library: Page, wexlow: str, tale: Tale) -> None:
    walk(library, wexlow, tale, answers=briefly(tale, shared=True))
    assert library.locator("[data-reference]").is_visible()
    back(library, CANARY)


@pytest.mark.slow
def test_after_leaving_neither_back_nor_an_address_shows_anything(library: Page, wexlow: str, tale: Tale) -> None:
    seen: list[str] = []
    walk(
        library,
        wexlow,
        tale,
        answers=briefly(tale, shared=True),
        stop="check",
        visit=lambda page: seen.append(page.url),
    )
    leave(library)
    forgotten(library, wexlow)
    back(library, CANARY)
    tab = library.context.new_page()
    for address in dict.fromkeys(seen):
        tab.goto(address)
        assert CANARY not in look(tab), address
        assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
        assert tab.evaluate("indexedDB.databases().then((all) => all.length)") == 0


@pytest.mark.slow
def test_a_code_to_come_back_is_not_seen_again_with_back(library: Page, wexlow: str, tale: Tale) -> None:
    first = next(iter(briefly(tale)))
    walk(library, wexlow, tale, answers=briefly(tale), stop=first)
    if first == "form":
        library.fill("textarea[name=story]", CANARY)
        library.locator(".fd-long__parts button[value=save]").click()
        library.wait_for_url("**#saved")
        library.goto(wexlow + tale.home + "come-back")
    else:
        by_tap(library, briefly(tale)[first])
        library.click("button[value=come-back]")
    library.get_by_role("button", name="Show me my code").click()
    code = library.get_attribute("[data-return-code]", "data-return-code")
    assert code
    library.click("main a[href=next]")
    library.wait_for_url(lambda url: not url.endswith("come-back"))
    back(library, code)


@pytest.mark.slow
def test_the_next_person_begins_a_clean_form(library: Page, wexlow: str, tale: Tale) -> None:
    walk(library, wexlow, tale, answers=briefly(tale, shared=True))
    found = library.get_attribute("[data-reference]", "data-reference") or "nothing was sent"
    seen: list[str] = []
    walk(library, wexlow, tale, answers={}, stop=next(iter(briefly(tale))), visit=lambda page: seen.append(look(page)))
    assert seen
    assert not [page for page in seen if CANARY in page or found in page]
    library.goto(wexlow + tale.home + "sent")
    assert found not in look(library)
