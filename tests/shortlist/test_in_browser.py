"""On paper, by keyboard, and without scripts: a real browser keeps, prints and forgets."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.served import read

pytestmark = pytest.mark.browser
SHEET = re.compile(rb"/Type\s*/Page\b")
SOME = (
    "camhs-ashmere", "nightlamp-sleep", "domestic-abuse-family-support", "northwold-family-hub", "the-paint-loft",
    "mhst-vale", "shout-text-line",
)  # fmt: skip
A4 = {"width": 703, "height": 1031}
"""What is left of A4 between our margins, in CSS pixels."""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a phone that remembers what the browser complained about."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    opened = context.new_page()
    opened.complaints = []  # type: ignore[attr-defined]
    opened.on("console", lambda said: opened.complaints.append(said.text) if said.type != "log" else None)
    yield opened
    context.close()


def pack(wexlow: str, root: str = "", layout: str = "sheets") -> str:
    return f"{wexlow}{root}/shortlist/pack?layout={layout}&" + "&".join(f"s={slug}" for slug in SOME)


def sheets(page: Page, **paper: str) -> int:
    """Print a page and count the sheets of paper."""
    return len(SHEET.findall(page.pdf(**paper)))  # type: ignore[arg-type]


@pytest.mark.parametrize("root", ["", "/pl", "/ur"])
def test_each_service_fits_one_sheet_of_a4(page: Page, wexlow: str, root: str) -> None:
    page.goto(pack(wexlow, root))
    assert page.locator("article.fd-sheet").count() == len(SOME)
    assert sheets(page, format="A4") == len(SOME)


@pytest.mark.slow
@pytest.mark.parametrize("root", ["", "/ur"])
def test_every_service_of_wexlow_fits_one_sheet_of_a4(page: Page, wexlow: str, root: str) -> None:
    found = [slug for number in range(1, 6) for slug in slugs(read(f"{wexlow}/services?page={number}"))]
    assert len(found) == 84
    for start in range(0, 84, 20):
        part = found[start : start + 20]
        page.goto(f"{wexlow}{root}/shortlist/pack?layout=sheets&" + "&".join(f"s={slug}" for slug in part))
        assert sheets(page, format="A4") == len(part), part


def slugs(text: str) -> list[str]:
    return re.findall(r'<h3 class="fd-card__title"><a href="/services/([\w-]+)"', text)


def test_the_count_of_sheets_would_notice_one_that_runs_over(page: Page, wexlow: str) -> None:
    page.goto(pack(wexlow))
    page.evaluate("document.querySelector('.fd-sheet__body').append(...Array(40).fill().map(() => {"
                  "const line = document.createElement('p'); line.textContent = 'more'; return line}))")  # fmt: skip
    assert sheets(page, format="A4") > len(SOME)


def test_several_fit_on_a_sheet_and_a5_takes_no_more_than_twice_the_paper(page: Page, wexlow: str) -> None:
    page.goto(pack(wexlow, layout="cards"))
    few = sheets(page, format="A4")
    assert few <= 4
    page.goto(f"{wexlow}/shortlist/pack?s=camhs-ashmere")
    assert sheets(page, format="A5") <= 2


@pytest.mark.parametrize("root", ["", "/ur"])
@pytest.mark.parametrize("width", [A4["width"], 464])
def test_nothing_is_cut_off_on_paper(page: Page, wexlow: str, root: str, width: int) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": 700})
    for path in (pack(wexlow, root), pack(wexlow, root, "cards"), f"{wexlow}{root}/services/camhs-ashmere"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        for shown in ("Need help now?", "Leave this site"):
            assert not page.locator(".fd-quick").get_by_text(shown).is_visible()


def test_paper_shows_the_code_the_foot_and_the_notes_and_no_buttons(page: Page, wexlow: str) -> None:
    page.goto(pack(wexlow))
    page.emulate_media(media="print")
    first = page.locator("article.fd-sheet").first
    for part in (".fd-qr", ".fd-sheet__foot", ".fd-sheet__notes", ".fd-sheet__say", ".fd-sheet__code bdi"):
        assert first.locator(part).is_visible(), part
    size = first.locator(".fd-qr").bounding_box()
    assert size
    assert size["width"] >= 95, "a phone reads 25 mm well from a hand's distance"
    assert not page.get_by_role("button").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.fd-sheet__foot')).display") == "table-footer-group"


def test_print_is_a_button_only_where_it_can_work(page: Page, wexlow: str, chromium: Browser) -> None:
    page.goto(pack(wexlow))
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Print them").click()
    assert page.title() == "printed"
    plain = chromium.new_context(java_script_enabled=False).new_page()
    plain.goto(pack(wexlow))
    assert not plain.locator("[data-print]").is_visible()
    plain.context.close()


def test_without_scripts_amina_keeps_one_prints_it_and_leaves_nothing(chromium: Browser, wexlow: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    neutral = "https://www.bbc.co.uk/**"
    context.route(neutral, lambda route: route.fulfill(status=200, content_type="text/html", body="Weather"))
    page = context.new_page()
    page.goto(wexlow + "/services/camhs-ashmere")
    page.get_by_role("button", name="Keep it on my list").click()
    assert page.url == wexlow + "/shortlist"
    page.get_by_role("link", name="Make pages to print").click()
    assert page.locator("article.fd-sheet").count() == 1
    assert [cookie["name"] for cookie in context.cookies()] == ["fd"]
    page.get_by_role("button", name="Leave this site").click()
    page.wait_for_url(neutral)
    assert {cookie["name"] for cookie in context.cookies(wexlow)} <= {"left"}
    page.goto(wexlow + "/shortlist")
    assert page.get_by_text("There is nothing on your list.").is_visible()
    context.close()


def test_keeping_and_forgetting_by_keyboard_alone(page: Page, wexlow: str) -> None:
    page.goto(wexlow + "/services/camhs-ashmere")
    press(page, "Keep it on my list")
    page.wait_for_url("**/shortlist")
    press(page, "Take it off my list")
    page.get_by_text("There is nothing on your list.").wait_for()


def press(page: Page, words: str) -> None:
    """Go with Tab as far as a button, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"The keyboard never came to {words!r}")


def test_the_part_for_machines_is_no_script_to_the_browser(page: Page, wexlow: str) -> None:
    """Our policy lets no script run without this answer's number; data is not a script, and nothing complains."""
    page.goto(wexlow + "/services/camhs-ashmere")
    said = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert said["@type"] == "MedicalBusiness"
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("root", ["", "/ur"])
def test_a_service_page_holds_together_at_320(page: Page, wexlow: str, root: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/services/camhs-ashmere", "/shortlist?s=camhs-ashmere", "/problem/camhs-ashmere"):
        page.goto(wexlow + root + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
