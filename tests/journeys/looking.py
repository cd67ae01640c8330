"""What can be wrong with a page as somebody sees it, listens to it, or as a browser reads it."""

from typing import Any

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from portal.languages import LANGUAGES
from tests.journeys.walking import name_of

GRAVE = {"serious", "critical"}
# What html5lib says about markup that today's standard allows: a doctype in small letters, and A&E with its ampersand.
ALLOWED = {"expected-doctype-but-got-start-tag", "expected-named-entity"}
SIZE = {"width": 320, "height": 640}
AXE = Axe()
WRONG = """() => {
  const wrong = [], root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) {
    const wide = [...document.querySelectorAll("body *")].filter((one) => {
      const place = one.getBoundingClientRect();
      const out = place.right > root.clientWidth + 1 || place.left < -1;
      return place.width && out && getComputedStyle(one).position !== "absolute";
    });
    wrong.push(`${over} px too wide: ${wide.slice(-3).map((one) => one.outerHTML.slice(0, 90))}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  wrong.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two things are called ${id}`));
  const read = "main :is(h1, h2, h3, label, legend, summary, button, dt, dd, a.nhsuk-button)";
  for (const one of document.querySelectorAll(read)) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".nhsuk-u-visually-hidden")) continue;
    const place = one.getBoundingClientRect(), look = getComputedStyle(one);
    const words = one.textContent.trim();
    const said = `${one.localName} ${words.slice(0, 50)}`;
    if (!words) wrong.push(`${one.outerHTML.slice(0, 90)} says nothing`);
    if (/%\\(|undefined|\\{\\{/.test(words) && one.localName !== "dd") wrong.push(`${said}: not meant to be read`);
    if (parseFloat(look.fontSize) < 16) wrong.push(`${said}: ${look.fontSize} is too small`);
    if (place.left < -1 || place.right > root.clientWidth + 1) wrong.push(`${said}: runs out of the page`);
    if (one.scrollWidth > one.clientWidth + 1 && look.display !== "inline" && look.overflowX !== "visible")
      wrong.push(`${said}: cut off`);
  }
  return wrong;
}"""
OPEN = (
    "open => document.querySelectorAll('details').forEach((one) => { one.open = open ?? one.hasAttribute('data-was') })"
)
REMEMBER = "document.querySelectorAll('details[open]').forEach((one) => one.setAttribute('data-was', ''))"


def seen(page: Page, code: str = "en") -> list[str]:
    """Say what is wrong with a page at a glance: too wide, cut off, unreadable, the wrong way round."""
    root = page.locator("html")
    wrong: list[str] = page.evaluate(WRONG)
    if root.get_attribute("lang") != code or root.get_attribute("dir") != LANGUAGES[code].direction:
        wrong.append(f"said to be {root.get_attribute('lang')}, {root.get_attribute('dir')}")
    return [f"{name_of(page)}: {each}" for each in wrong]


def searched(page: Page, code: str = "en") -> list[str]:
    """Say everything that is wrong with a page: closed, with every fold open, to who listens, and as markup."""
    wrong = seen(page, code)
    page.evaluate(REMEMBER)
    page.evaluate(OPEN, True)
    wrong += [each for each in seen(page, code) if each not in wrong]
    wrong += [f"{name_of(page)}: {each}" for each in listened(page)]
    page.evaluate(OPEN, None)
    return wrong + misspelt(page)


def listened(page: Page) -> list[str]:
    """Say what would shut somebody out who listens to a page, or sees little."""
    found: list[dict[str, Any]] = AXE.run(page).response["violations"]
    return [f"axe {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found if each["impact"] in GRAVE]


def misspelt(page: Page) -> list[str]:
    """Say which mistakes the markup of this address has, as the server sends it."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.request.get(page.url).text())
    return [f"{name_of(page)}: {error}" for error in {error for _at, error, _v in parser.errors} - ALLOWED]
