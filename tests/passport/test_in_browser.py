"""On her own phone: nothing leaves it, it keeps words only when told to, and paper cuts no line off."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request

from portal.passport.questions import NAMES

pytestmark = pytest.mark.browser
SHEET = re.compile(rb"/Type\s*/Page\b")
NEUTRAL = "https://www.bbc.co.uk/**"
STORED = "Object.entries(localStorage).flat().join(' ')"
WORD = "kingfisher"
PAPER = {"a4": (703, 1031), "a5": (491, 725)}
"""What is left of each paper between our margins, in CSS pixels."""


@pytest.fixture
def asked() -> list[Request]:
    """List what the browser asks of anybody."""
    return []


@pytest.fixture
def phone(chromium: Browser, asked: list[Request]) -> Iterator[Page]:
    """Open a phone whose every request is counted; the neutral site is stood in for."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.route(NEUTRAL, lambda route: route.fulfill(status=200, content_type="text/html", body="Weather"))
    page = context.new_page()
    page.on("request", lambda request: asked.append(request))
    yield page
    context.close()


def write(page: Page, words: str = f"I go quiet by the {WORD} pond.") -> None:
    """Write into every box."""
    for name in NAMES:
        page.fill(f"textarea[name={name}]", words)


def told(page: Page, asked: list[Request]) -> list[str]:
    """Name every place where her words have gone: requests, the address, cookies, what the device keeps."""
    sent = [each.url for each in asked if WORD in each.url or WORD in (each.post_data or "")]
    kept = {"address": page.url, "cookies": str(page.context.cookies()), "device": page.evaluate(STORED)}
    return [*sent, *(place for place, words in kept.items() if WORD in words)]


def test_writing_asks_nothing_of_anybody_and_keeps_nothing(phone: Page, wexlow: str, asked: list[Request]) -> None:
    phone.goto(wexlow + "/passport")
    phone.wait_for_load_state("networkidle")
    asked.clear()
    write(phone)
    phone.get_by_label("Keep it on this device").focus()
    phone.locator("[data-keep]").press("Enter")
    phone.locator("[name=agree]").press("Enter")
    phone.locator("input[value=a5]").check()
    phone.wait_for_timeout(200)
    assert asked == []
    assert told(phone, asked) == []
    assert phone.context.cookies() == []


def test_a_script_that_sends_would_be_noticed(phone: Page, wexlow: str, asked: list[Request]) -> None:
    phone.goto(wexlow + "/passport")
    write(phone)
    phone.evaluate("fetch('/passport?q=' + document.querySelector('textarea').value.split(' ')[5])")
    phone.evaluate("localStorage.setItem('x', document.querySelector('textarea').value)")
    phone.wait_for_timeout(200)
    assert len(told(phone, asked)) == 2


def test_the_device_keeps_it_only_after_the_tick_and_until_it_is_wiped(phone: Page, wexlow: str) -> None:
    phone.goto(wexlow + "/passport")
    write(phone)
    phone.reload()
    assert phone.input_value("textarea[name=helps]") == ""
    write(phone)
    phone.locator("[data-keep]").check()
    assert WORD in phone.evaluate(STORED)
    phone.goto(wexlow + "/ur/passport")
    assert WORD in phone.input_value("textarea[name=helps]"), "it stays when the language changes"
    phone.locator("[data-keep]").uncheck()
    assert phone.evaluate(STORED) == ""
    phone.locator("[data-keep]").check()
    phone.locator("[data-wipe]").click()
    assert phone.evaluate(STORED) == ""
    assert phone.input_value("textarea[name=helps]") == ""


@pytest.mark.parametrize("keep", [False, True])
def test_leaving_wipes_it_from_any_page(phone: Page, wexlow: str, keep: bool) -> None:
    phone.goto(wexlow + "/passport")
    write(phone)
    if keep:
        phone.locator("[data-keep]").check()
        phone.goto(wexlow + "/guides")
    phone.get_by_role("button", name="Leave this site").click()
    phone.wait_for_url(NEUTRAL)
    phone.go_back(wait_until="commit")
    phone.wait_for_timeout(300)
    assert WORD not in phone.content()
    phone.goto(wexlow + "/passport")
    assert phone.evaluate(STORED) == ""
    assert phone.input_value("textarea[name=helps]") == ""


def test_a_copy_leaves_only_after_the_tick(phone: Page, wexlow: str, asked: list[Request]) -> None:
    phone.goto(wexlow + "/passport")
    write(phone)
    asked.clear()
    phone.get_by_role("button", name="Keep a copy").click()
    phone.wait_for_timeout(200)
    assert asked == [], "the browser itself keeps it back"
    phone.locator("[name=agree]").check()
    phone.get_by_role("button", name="Keep a copy").click()
    phone.locator("[data-own-code]").wait_for()
    assert [each.method for each in asked if WORD in (each.post_data or "")] == ["POST"]
    assert phone.context.cookies() == []


@pytest.mark.parametrize("root", ["", "/pl", "/ro", "/ur"])
@pytest.mark.parametrize("size", PAPER)
def test_the_empty_page_fits_one_sheet_without_scripts(chromium: Browser, wexlow: str, root: str, size: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{wexlow}{root}/passport")
    page.locator(f"main a[href$='size={size}']").click()
    printed = page.pdf(prefer_css_page_size=True)
    assert len(SHEET.findall(printed)) == 1
    wide, high = (float(each) for each in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)[0])
    assert (round(wide), round(high)) == {"a4": (595, 842), "a5": (420, 595)}[size]
    page.emulate_media(media="print")
    assert page.locator(".fd-plan section li").count() == 13
    assert page.locator(".fd-plan section li").first.is_visible()
    context.close()


CUT = """() => [...document.querySelectorAll('.fd-plan, .fd-plan *')].filter((one) =>
  one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
  || getComputedStyle(one).overflow !== 'visible').map((one) => one.className + one.localName)"""


@pytest.mark.parametrize("root", ["", "/ur"])
@pytest.mark.parametrize("size", PAPER)
def test_paper_cuts_no_line_off(phone: Page, wexlow: str, root: str, size: str) -> None:
    phone.goto(f"{wexlow}{root}/passport")
    write(phone, "Sit next to me. " * 30 + "x" * 200 + "\nlast line")
    phone.fill("textarea[name=worse]", "")
    phone.locator(f"input[value={size}]").check()
    assert len(SHEET.findall(phone.pdf(prefer_css_page_size=True))) <= 3
    phone.emulate_media(media="print")
    phone.set_viewport_size(dict(zip(("width", "height"), PAPER[size], strict=True)))
    assert phone.evaluate(CUT) == []
    assert phone.locator("[data-part=helps] p").inner_text().endswith("last line")
    assert not phone.locator("[data-part=worse]").is_visible()
    assert not phone.locator("textarea").first.is_visible()
    assert not phone.get_by_role("button").first.is_visible()
    assert phone.locator(".fd-plan__foot li").count() >= 3
    phone.evaluate("document.querySelector('[data-part=helps] p').style.whiteSpace = 'pre'")
    assert phone.evaluate(CUT) != [], "a line that runs out of the paper would be noticed"


NUMBER = "خالہ: 07700 900123"
LEFT_OF = """() => { const node = document.querySelector('[data-part=people] p');
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const edge = (digits) => { walk.currentNode = node; while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(digits); if (at < 0) continue;
    const range = document.createRange(); range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + digits.length); return range.getBoundingClientRect().left; } };
  return edge('07700') < edge('900123'); }"""


def test_a_phone_number_is_never_turned_round(phone: Page, wexlow: str) -> None:
    phone.goto(wexlow + "/ur/passport")
    phone.fill("textarea[name=people]", NUMBER)
    phone.emulate_media(media="print")
    assert phone.evaluate(LEFT_OF)
    phone.emulate_media(media="screen")
    phone.locator("[name=agree]").check()
    phone.locator("form[data-passport] button[type=submit]").click()
    own = phone.get_attribute("[data-own-code]", "data-own-code")
    phone.goto(wexlow + "/ur/passport/mine")
    phone.fill("[name=code]", own or "")
    phone.locator("main form button").click()
    phone.locator("textarea[name=people]").wait_for()
    phone.emulate_media(media="print")
    assert phone.evaluate(LEFT_OF), "nor where the server wrote it"
    phone.evaluate("(said) => { document.querySelector('[data-part=people] p').textContent = said }", NUMBER)
    assert not phone.evaluate(LEFT_OF), "without care for it, it would be"
