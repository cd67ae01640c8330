"""What can be wrong with a page at 400 % zoom, in forced colours, on paper, without a mouse and without scripts."""

from typing import Any

from playwright.sync_api import Page

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SEEN = """
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const hidden = (one) => one.closest(".nhsuk-u-visually-hidden, [aria-hidden=true]");
  const light = (text) => {
    const [r, g, b] = (text.match(/[\\d.]+/g) ?? [0, 0, 0]).map((part) => (part / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, two) => (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  const none = (colour) => !colour || colour === "none" || /^rgba.*, 0\\)$|transparent/.test(colour);
"""
FORCED = (
    "() => {"
    + SEEN
    + """
  const wrong = [], ground = light(getComputedStyle(document.body).backgroundColor);
  for (const one of document.querySelectorAll("a, button, summary, input, select, textarea")) {
    if (one.type === "hidden" || one.closest(".nhsuk-radios, .nhsuk-checkboxes")) continue;
    one.focus();
    const look = getComputedStyle(one);
    if (document.activeElement !== one || !seen(one)) continue;
    if (look.outlineStyle === "none" || (look.outlineStyle !== "auto" && parseFloat(look.outlineWidth) < 2))
      wrong.push(`no focus is seen on ${one.outerHTML.slice(0, 80)}`);
  }
  document.activeElement?.blur();
  const framed = ".nhsuk-button, .fd-call, .fd-quick :is(a, button), input, select, textarea";
  for (const one of document.querySelectorAll(framed)) {
    const look = getComputedStyle(one);
    if (!seen(one) || /hidden|radio|checkbox/.test(one.type)) continue;
    if (look.borderTopStyle === "none" || parseFloat(look.borderTopWidth) < 1)
      wrong.push(`no edge is seen around ${one.outerHTML.slice(0, 80)}`);
  }
  for (const svg of document.querySelectorAll("svg")) {
    if (!seen(svg) || svg.closest("[class*=qr]")) continue;
    const shapes = [...svg.querySelectorAll("path, rect, circle, line, ellipse, polyline, polygon, text, use")];
    const colours = shapes.flatMap((one) => {
      const look = getComputedStyle(one);
      return [look.fill, look.stroke].filter((colour) => !none(colour));
    });
    if (colours.length && !colours.some((colour) => contrast(light(colour), ground) >= 3))
      wrong.push(`a picture is not seen: ${svg.outerHTML.slice(0, 80)}`);
    for (const one of svg.querySelectorAll("text"))
      if (contrast(light(getComputedStyle(one).fill), ground) < 4.5)
        wrong.push(`words of a picture are not seen: ${one.textContent}`);
  }
  for (const one of document.querySelectorAll("main *"))
    if (/url\\(/.test(getComputedStyle(one).backgroundImage) && !one.textContent.trim())
      wrong.push(`said by a background alone: ${one.outerHTML.slice(0, 80)}`);
  return wrong;
}"""
)
PAPER = (
    "() => {"
    + SEEN
    + """
  const wrong = [];
  const bars = "nav, .fd-strip, .fd-quick, .nhsuk-skip-link, [data-leave-form], .fd-noprint, button";
  for (const one of document.querySelectorAll(bars))
    if (one.checkVisibility() && one.getBoundingClientRect().height && !one.closest(".nhsuk-u-visually-hidden"))
      wrong.push(`printed for nothing: ${one.outerHTML.slice(0, 80)}`);
  if (![...document.querySelectorAll("main :is(h1, h2)")].some((one) => one.checkVisibility()))
    wrong.push("nothing is printed");
  for (const one of document.querySelectorAll("main a[href^='http']")) {
    const address = one.getAttribute("href").replace(/^https?:\\/\\/(www\\.)?|\\/$/g, "");
    const said = one.textContent + getComputedStyle(one, "::after").content;
    if (seen(one) && !said.includes(address)) wrong.push(`no address is printed for ${one.textContent}`);
  }
  const printed = document.body.innerText.replace(/[^\\d]/g, "");
  for (const one of document.querySelectorAll("main :is(a[href^='tel:'], a[href^='sms:'])")) {
    const digits = one.getAttribute("href").replace(/\\D/g, "").slice(-3);
    if (!printed.includes(digits)) wrong.push(`a number is not printed: ${one.getAttribute("href")}`);
  }
  for (const one of document.querySelectorAll("main .fd-wait__bar, main .fd-scroll"))
    if (!one.checkVisibility() || !one.getBoundingClientRect().height)
      wrong.push(`a chart or its table is not printed: ${one.outerHTML.slice(0, 80)}`);
  return wrong;
}"""
)
PLAIN = """() => {
  const wrong = [], seen = (one) => one.checkVisibility({ visibilityProperty: true });
  for (const one of document.querySelectorAll("button")) {
    if (seen(one) && (one.type !== "submit" || !one.form))
      wrong.push(`works with scripts alone: ${one.outerHTML.slice(0, 90)}`);
  }
  for (const one of document.querySelectorAll("a"))
    if (seen(one) && !one.getAttribute("href")) wrong.push(`leads nowhere: ${one.outerHTML.slice(0, 90)}`);
  for (const one of document.forms) {
    const sends = one.querySelector("button[type=submit], button:not([type]), input[type=submit]");
    if (seen(one) && !sends) wrong.push(`cannot be sent: ${one.outerHTML.slice(0, 90)}`);
  }
  // Folds open without scripts, what belongs to another answer comes with it, and the plan on paper is for paper.
  const folded = "details:not([open]), [hidden], .nhsuk-u-visually-hidden, [class*=__conditional], .fd-plan";
  for (const one of document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, label, legend)"))
    if (!seen(one) && one.textContent.trim() && !one.closest(folded))
      wrong.push(`cannot be read: ${one.outerHTML.slice(0, 90)}`);
  return wrong;
}"""
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.type !== "hidden" && !one.disabled && !one.closest("[aria-hidden=true]"))
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one, at, all) => {
    if (one.type !== "radio") return true;
    const group = all.filter((other) => other.name === one.name && other.form === one.form);
    return one === (group.find((other) => other.checked) ?? group[0]);
  })
  .map((one, at) => { one.dataset.stop = at; return one.outerHTML.slice(0, 90); })"""
AT = """() => {
  const at = document.activeElement, look = getComputedStyle(at);
  const card = at.closest(".nhsuk-radios__item, .nhsuk-checkboxes__item") ?? at;
  const shows = [look, getComputedStyle(card)].some((style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && !/^rgba.*, 0\\)$/.test(style.outlineColor))
    || style.boxShadow !== "none");
  const place = at.getBoundingClientRect();
  const inside = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
  const stop = Number(at.dataset.stop ?? -1);
  return { stop, body: at === document.body, shows, inside, said: at.outerHTML.slice(0, 90) };
}"""


def too_wide(page: Page, width: int, height: int) -> list[str]:
    """Say whether a page is wider than a window of this size."""
    page.set_viewport_size({"width": width, "height": height})
    over: int = page.evaluate(WIDE)
    return [f"{width} px: {over} px too wide"] if over > 0 else []


def in_forced_colours(page: Page, scheme: Any) -> list[str]:
    """Say what is lost where a device paints with colours of its own."""
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    wrong: list[str] = page.evaluate(FORCED)
    page.emulate_media(forced_colors="none", color_scheme="light")
    return [f"forced colours, {scheme}: {each}" for each in wrong]


def on_paper(page: Page) -> list[str]:
    """Say what paper shows for nothing, and what it lacks."""
    page.emulate_media(media="print")
    wrong: list[str] = page.evaluate(PAPER)
    page.emulate_media(media="screen")
    return [f"paper: {each}" for each in wrong]


def without_scripts(page: Page) -> list[str]:
    """Say what a page, opened without scripts, keeps from its reader."""
    wrong: list[str] = page.evaluate(PLAIN)
    return wrong


def by_tab(page: Page) -> list[str]:
    """Go through a whole page with Tab, and say where somebody would be lost or trapped, or what they cannot reach."""
    page.evaluate("document.activeElement?.blur()")
    stops: list[str] = page.evaluate(STOPS)
    wrong, order = [], list[int]()
    for _ in range(len(stops) + 5):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        if at["body"] or at["stop"] in order[:1]:
            break
        if not at["shows"]:
            wrong.append(f"nobody sees that it is the one: {at['said']}")
        if not at["inside"]:
            wrong.append(f"out of sight: {at['said']}")
        order.append(at["stop"])
    if not order or "nhsuk-skip-link" not in stops[order[0]]:
        wrong.append("the first stop is not the way past the top")
    return wrong + [f"the keyboard never comes to {said}" for at, said in enumerate(stops) if at not in order]
