"""Every public page in a real browser: nothing from elsewhere, nothing cut off, nothing that shuts somebody out."""

import urllib.request
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from portal.config import PROJECT
from portal.languages import LANGUAGES
from tests.house import looks, markup
from tests.served import read

pytestmark = [pytest.mark.browser]
GRAVE = {"serious", "critical"}
PHONE = {"width": 360, "height": 740}
SIZES = ((1280, 900), (320, 256), (360, 740))
"""A desk, the same at 400 % zoom, and a phone."""


def in_language(paths: list[str], code: str) -> list[str]:
    """Leave out guides nobody has translated, but one: they are the English page with one notice, looked at once."""
    guides = [path for path in paths if path.startswith("/guides/")]
    theirs = PROJECT / "content" / code
    without = [path for path in guides if not (theirs / f"{path.rpartition('/')[2]}.md").exists()]
    return [path for path in paths if path not in without[1:]]


def address(wexlow: str, code: str, path: str) -> str:
    return wexlow + ("" if code == "en" else f"/{code}") + path


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a page that remembers what was asked of other sites, and what the browser complained about."""
    context = chromium.new_context(viewport=PHONE)
    opened = context.new_page()
    opened.elsewhere, opened.complaints = [], []  # type: ignore[attr-defined]
    opened.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()


def look(page: Page, url: str, wexlow: str) -> list[str]:
    """Look at one page at every size, in a device's own colours and on paper, and say everything that is wrong."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    wrong = [each for width, height in SIZES for each in looks.too_wide(page, width, height)]
    found = Axe().run(page).response["violations"]
    wrong += [f"axe {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found if each["impact"] in GRAVE]
    wrong += [each for scheme in ("light", "dark") for each in looks.in_forced_colours(page, scheme)]
    wrong += looks.on_paper(page)
    wrong += [f"asked elsewhere: {each}" for each in asked if not each.startswith((wexlow, "data:"))]
    wrong += [f"said: {each}" for each in page.complaints if "404" not in each]  # type: ignore[attr-defined]
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_public_page_is_fit_to_be_seen(page: Page, wexlow: str, public_paths: list[str], code: str) -> None:
    paths = in_language(public_paths, code)
    wrong = {path: found for path in paths if (found := look(page, address(wexlow, code, path), wexlow))}
    assert not wrong


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_first_page_and_help_now_are_fit_to_be_seen(page: Page, wexlow: str, code: str) -> None:
    for path in ("/", "/help-now"):
        assert not look(page, address(wexlow, code, path), wexlow)
        assert page.get_attribute("html", "dir") == LANGUAGES[code].direction
        assert page.get_attribute("html", "lang") == code


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_markup_is_sound(wexlow: str, public_paths: list[str], code: str) -> None:
    paths = [path for path in in_language(public_paths, code) if path != "/no-such-page"]
    wrong = {path: found for path in paths if (found := markup.faults(read(address(wexlow, code, path)), code))}
    assert not wrong


def test_a_planted_picture_from_elsewhere_would_be_noticed(page: Page, wexlow: str) -> None:
    page.goto(wexlow + "/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.invalid/x.png'}))")
    page.wait_for_timeout(200)
    blocked = any("Content Security Policy" in said for said in page.complaints)  # type: ignore[attr-defined]
    assert blocked or asked


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_whole_form_is_fit_to_be_seen(page: Page, wexlow: str, code: str) -> None:
    page.goto(address(wexlow, code, "/refer/young-person/"))
    wrong = {}
    for _ in range(20):
        name = page.url.rsplit("/", 1)[-1]
        if found := look(page, page.url, wexlow):
            wrong[name] = found
        if name == "sent":
            break
        if name == "contact":
            page.fill("input[name=phone]", "07700 900123")
        if name == "help":
            page.click("main a.nhsuk-button")
        else:
            page.click("main form button[type=submit]")
    assert page.url.endswith("/sent")
    assert not wrong


def test_pages_are_small_enough_for_a_cheap_phone(wexlow: str, public_paths: list[str]) -> None:
    """First answers stay below one megabyte by far; the figure that matters is printed."""
    sizes = {}
    for path in public_paths:
        if path != "/no-such-page":
            with urllib.request.urlopen(wexlow + path, timeout=20) as answer:
                sizes[path] = len(answer.read())
    print("largest pages, bytes:", sorted(sizes.values())[-3:])
    assert max(sizes.values()) < 120_000
