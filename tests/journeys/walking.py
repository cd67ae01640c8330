"""How a person goes through a form in a real browser: page by page, by tap or by keyboard alone."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.tales import Answers, Tale

FOCUSED = """(wayOn) => {
  const at = document.activeElement, look = getComputedStyle(at);
  const shows = (one) => {
    const style = one && getComputedStyle(one);
    const line = style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return Boolean(style) && ((line && !/, 0\\)$|transparent/.test(style.outlineColor)) || style.boxShadow !== "none");
  };
  const box = at.type === "radio" || at.type === "checkbox";
  const card = box ? at.closest(".nhsuk-radios__item, .nhsuk-checkboxes__item") : at;
  const place = card.getClientRects()[0] ?? card.getBoundingClientRect();
  const hit = document.elementFromPoint(
    Math.min(Math.max(place.left + place.width / 2, 0), innerWidth - 1),
    Math.min(Math.max(place.top + Math.min(place.height / 2, 20), 0), innerHeight - 1));
  return {
    name: at.name ?? "", value: at.value ?? "", tag: at.localName, type: at.type ?? "",
    words: (at.textContent || at.name || "").trim().slice(0, 60), wayOn: at === wayOn,
    fold: at.localName === "summary" ? [...at.parentElement.querySelectorAll("[name]")].map((one) => one.name) : [],
    open: Boolean(at.parentElement?.open), checked: Boolean(at.checked),
    top: place.top + scrollY, bottom: place.bottom + scrollY,
    shown: shows(at) || shows(card), seen: Boolean(hit) && (card.contains(hit) || hit.contains(at)),
  };
}"""
Visit = Callable[[Page], Any]


def name_of(page: Page) -> str:
    """Return the last part of the address, which is the page's name."""
    return page.url.partition("?")[0].partition("#")[0].rsplit("/", 1)[-1]


def way_on(page: Page) -> Locator:
    """Return the button or link that leads to the next page."""
    name = name_of(page)
    if name == "help":
        return page.locator("main a.nhsuk-button").last
    if name == "form":
        return page.locator("section.fd-long__part button[value=check]")
    return page.locator("main form button.nhsuk-button:not([name])").first


def put(page: Page, name: str, value: str) -> None:
    """Fill in one box by tap, where it can be seen, and open the fold it lies in."""
    box = page.locator(f"main [name='{name}']")
    kind = box.first.evaluate("one => one.type")
    if kind in {"radio", "checkbox"}:
        box = page.locator(f"main input[name='{name}'][value='{value}']")
    if not box.first.is_visible():
        folds = page.locator("main details:not([open])", has=page.locator(f"[name='{name}']"))
        if not folds.count():
            return  # it belongs to an answer that was not given, and nobody can say it
        folds.locator("summary").first.click()
    if kind in {"radio", "checkbox"}:
        box.check()
    elif kind == "select-one":
        box.select_option(value)
    else:
        box.fill(value)


def by_tap(page: Page, said: dict[str, str]) -> Visit:
    """Fill in this page, and return how to go on."""
    for name, value in said.items():
        put(page, name, value)
    return lambda where: way_on(where).click()


def by_keyboard(page: Page, said: dict[str, str]) -> Visit:
    """Go through this page with Tab, fill it in, stop at the way on, and return how to go on.

    Raises AssertionError where somebody could not see where they are, or would jump about.
    """
    left, target = dict(said), way_on(page).element_handle()
    page.locator("#main").focus()
    last = 0.0
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED, target)
        where = f"{name_of(page)}: {at['tag']} {at['words']!r} {at['value']!r}"
        assert at["tag"] != "body", f"{where}: the keyboard fell out of the page before {left}"
        assert at["shown"], f"{where}: nobody sees that it is the one"
        assert at["seen"], f"{where}: out of sight, or covered"
        assert at["bottom"] > last, f"{where}: the keyboard jumps up the page"
        last = at["top"]
        if at["wayOn"]:
            assert not left, f"{name_of(page)}: the keyboard never came to {left}"
            return lambda where: where.keyboard.press("Enter")
        _type(page, at, left)
    raise AssertionError(f"{name_of(page)}: no end to this page")


def _type(page: Page, at: dict[str, Any], left: dict[str, str]) -> None:
    """Answer where the keyboard is, if there is something to say."""
    name = at["name"]
    if at["fold"] and not at["open"] and set(at["fold"]) & set(left):
        page.keyboard.press("Enter")
    elif name not in left:
        return
    elif at["type"] == "radio":
        page.keyboard.press("Space")
        _arrows(page, left[name])
        assert page.evaluate("document.activeElement.checked")
    elif at["type"] == "checkbox":
        page.keyboard.press("Space")
    elif at["type"] == "select-one":
        _arrows(page, left[name])
    else:
        page.keyboard.insert_text(left[name])
    left.pop(name, None)  # a fold that was opened has no name


def _arrows(page: Page, value: str) -> None:
    """Go down the answers as far as one."""
    for _ in range(12):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name_of(page)}: the arrows never came to {value}")


def walk(
    page: Page,
    address: str,
    tale: Tale,
    *,
    answer: Callable[[Page, dict[str, str]], Visit] = by_tap,
    visit: Visit = lambda page: None,
    stop: str = "sent",
    answers: Answers | None = None,
) -> list[str]:
    """Go from the beginning of a form as far as `stop`, look at each page filled in, and return the pages' names."""
    said = tale.answers if answers is None else answers
    page.goto(address + tale.start)
    names = []
    for _ in range(40):
        name = name_of(page)
        names.append(name)
        if name == stop and len(names) > 1:
            visit(page)
            return names
        go_on = answer(page, said.get(name if len(names) > 1 else "start", {}))
        visit(page)
        with page.expect_navigation():
            go_on(page)
    raise AssertionError(f"The form never ended: {names[-5:]}")
