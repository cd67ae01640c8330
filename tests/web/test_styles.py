"""Style sheets: small, ours, readable in light and dark, and nothing asked of other hosts."""

import re
from itertools import product

import brotli
import pytest

from portal.web.assets import SOURCE, names

SHEETS = {name: (SOURCE / "css" / name).read_text() for name in ("portal.css", "portal-rtl.css", "staff.css")}
TEXT_ON = [
    ("ink", ("ground", "surface", "band", "apricot", "heather", "mint", "check-soft", "danger-soft")),
    ("quiet", ("ground", "surface", "band")),
    ("action", ("ground", "surface", "band", "mint")),
    ("check", ("ground", "surface", "check-soft")),
    ("on-action", ("action", "action-deep")),
    ("on-danger", ("danger",)),
    ("on-focus", ("focus",)),
    ("surface", ("heather-deep", "ink")),
]
STORES = {
    "leave.js": {"localStorage.clear"},
    "passport.js": {"localStorage.setItem", "localStorage.getItem", "localStorage.removeItem"},
}
"""Which scripts touch what a device keeps: one when its reader asks for it, and one that wipes it."""
EDGES = [("edge", ("ground", "surface")), ("action", ("ground", "surface")), ("danger", ("ground", "surface"))]


def themes(css: str) -> dict[str, dict[str, str]]:
    """Return the palette of each theme: the first block is light, the one with a dark scheme is dark."""
    blocks = re.findall(r":root\{color-scheme:(light|dark);([^}]*)", css)
    return {name: dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})", body)) for name, body in blocks}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def too_faint(palette: dict[str, str], pairs: list, least: float) -> list[str]:
    return [
        f"{front} on {back}: {contrast(palette[front], palette[back]):.2f}"
        for front, backs in pairs
        for back in backs
        if contrast(palette[front], palette[back]) < least
    ]


@pytest.mark.parametrize(("sheet", "theme"), list(product(SHEETS, ("light", "dark"))))
def test_words_can_be_read_in_both_themes(sheet: str, theme: str) -> None:
    palette = themes(SHEETS[sheet])[theme]
    assert too_faint(palette, TEXT_ON, 4.5) == []
    assert too_faint(palette, EDGES, 3.0) == []


def test_the_check_on_contrast_would_notice_a_faint_grey() -> None:
    palette = themes(SHEETS["portal.css"])["light"] | {"quiet": "#a9a2b3"}
    assert too_faint(palette, TEXT_ON, 4.5)


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_asked_of_other_hosts_and_no_font_is_borrowed(sheet: str) -> None:
    css = SHEETS[sheet]
    assert not re.search(r"@font-face|@import|sourceMappingURL|https?:|//[a-z]", re.sub(r"data:[^\"')]*", "", css))
    assert not re.search(r"frutiger|005eb8", css, re.IGNORECASE)
    assert "NOTICE.txt" in css


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_whole_and_small(sheet: str) -> None:
    css = SHEETS[sheet]
    assert css.count("{") == css.count("}")
    assert "\ufeff" not in css
    assert len(brotli.compress(css.encode())) <= 13_000


def test_the_licence_travels_with_what_it_covers() -> None:
    notice = (SOURCE / "css" / "NOTICE.txt").read_text()
    assert "10.6.1" in notice
    assert "Permission is hereby granted, free of charge" in notice


def test_a_chevron_points_the_other_way_in_the_mirrored_sheet() -> None:
    assert "translateX(-.105em) rotate(45deg)" in SHEETS["portal-rtl.css"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_readers_who_want_less_movement_paper_or_strong_contrast_get_it(sheet: str) -> None:
    for query in ("prefers-reduced-motion: reduce", "forced-colors: active", "@media print"):
        assert query in SHEETS[sheet]


def test_the_scripts_of_a_page_are_small() -> None:
    size = sum(len(brotli.compress((SOURCE / "js" / name).read_bytes())) for name in ("leave.js", "portal.js"))
    assert size < 4_000


def test_no_script_writes_markup_or_keeps_anything() -> None:
    for script in (SOURCE / "js").glob("*.js"):
        text = script.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|indexedDB", text)
        assert set(re.findall(r"\w*Storage\.?\w*", text)) == STORES.get(script.name, set()), script.name


@pytest.mark.parametrize("sheet", SHEETS)
def test_on_paper_a_number_is_black_on_white(sheet: str) -> None:
    assert re.search(r"\.fd-main \.fd-call\{[^}]*background:none !important;color:#000 !important", SHEETS[sheet])


@pytest.mark.parametrize("letters", ["arabic.css", "gurmukhi.css"])
def test_every_font_that_a_style_asks_for_is_served(letters: str) -> None:
    served = set(names().values())
    asked = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', (SOURCE / "css" / letters).read_text())
    assert asked
    assert set(asked) <= served
