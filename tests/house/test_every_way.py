"""One page of each kind by keyboard alone and without scripts; what is lost in other colours or on paper is found."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from portal.languages import LANGUAGES
from tests.house import looks

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 320, "height": 640}
KINDS = (
    "/",
    "/help-now",
    "/guides",
    "/guides/when-it-all-feels-too-much",
    "/guides/easy-i-need-help-now",
    "/services?q=sleep",
    "/services/camhs-ashmere",
    "/find-help",
    "/waiting-times",
    "/report-card",
    "/thrive",
    "/thrive/gaps",
    "/refer",
    "/refer/young-person/",
    "/advice",
    "/my-referral",
    "/passport",
    "/passport/print?size=a5",
    "/shortlist?s=camhs-ashmere",
    "/shortlist/pack?s=camhs-ashmere",
    "/feedback",
    "/problem/camhs-ashmere",
    "/stay-safe",
    "/no-such-page",
)
"""One of each kind: what differs between two guides is not how one gets through them."""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """Open the smallest phone that people still have, with a keyboard."""
    context = chromium.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """Open the same phone without scripts."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def everywhere(page: Page, root: str, look: Callable[[Page], list[str]]) -> dict[str, list[str]]:
    """Look at one page of each kind, and say what is wrong by address."""
    wrong = {}
    for path in KINDS:
        page.goto(root + path)
        if found := look(page):
            wrong[path] = found
    return wrong


@pytest.mark.parametrize("code", ["en", "ur"])
def test_by_keyboard_everything_is_reached_in_order_and_seen(phone: Page, wexlow: str, code: str) -> None:
    assert not everywhere(phone, wexlow + ("" if code == "en" else f"/{code}"), looks.by_tab)


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_scripts_everything_can_be_read_and_sent(plain: Page, wexlow: str, code: str) -> None:
    assert not everywhere(plain, wexlow + ("" if code == "en" else f"/{code}"), looks.without_scripts)


def in_the_dark(page: Page) -> list[str]:
    return looks.in_forced_colours(page, "dark")


def zoomed(page: Page) -> list[str]:
    return looks.too_wide(page, 320, 256)


def styled(selector: str, style: str) -> str:
    return f"document.querySelectorAll({selector!r}).forEach((one) => {{ one.style = {style!r} }})"


@pytest.mark.parametrize(
    ("look", "script", "fault"),
    [
        (looks.by_tab, "document.querySelector('.nhsuk-skip-link').remove()", "the first stop is not the way past"),
        (looks.by_tab, "document.querySelector('main a').tabIndex = -1", "the keyboard never comes to"),
        (looks.by_tab, "document.querySelector('main a').onkeydown = () => false", "the keyboard never comes to"),
        (looks.by_tab, styled("main a", "outline: 0; box-shadow: none"), "nobody sees that it is the one"),
        (looks.by_tab, styled("main a", "position: absolute; top: -99px"), "out of sight"),
        (in_the_dark, styled("main a", "outline: 0"), "no focus is seen"),
        (in_the_dark, styled(".fd-quick a", "border: 0"), "no edge is seen"),
        (in_the_dark, styled("svg, svg *", "fill: #000; stroke: #000"), "a picture is not seen"),
        (looks.on_paper, styled(".fd-quick", "display: flex !important"), "printed for nothing"),
        (looks.on_paper, styled("main *", "display: none"), "nothing is printed"),
        (
            looks.without_scripts,
            "document.querySelector('main form button').type = 'button'",
            "works with scripts alone",
        ),
        (looks.without_scripts, styled("main h1", "display: none"), "cannot be read"),
        (zoomed, styled("main h1", "width: 400px"), "too wide"),
    ],
)
def test_every_planted_fault_is_found(
    phone: Page, wexlow: str, look: Callable[[Page], list[str]], script: str, fault: str
) -> None:
    phone.goto(wexlow)
    phone.evaluate(script)
    found = look(phone)
    assert any(fault in each for each in found), found
