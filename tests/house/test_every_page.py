"""Every public page in every language, as markup: valid, with names, headings, languages and directions in order."""

import re

import pytest
from flask import Flask

from portal.languages import LANGUAGES
from tests.house import markup
from tests.house.every_page import every_page
from tests.served import read

pytestmark = pytest.mark.slow
URDU = """<!doctype html><html lang="ur" dir="rtl"><head><title>ع</title></head><body><main id="main"><h1>عنوان</h1>
<p>مدد، ابھی۔ <a href="tel:08081570300"><bdi>0808 157 0300</bdi></a></p><h2>دوسرا</h2>
<p lang="en" dir="ltr">Some words in English stand here.</p><label for="q">نام</label><input id="q" aria-label="نام">
<bdi dir="rtl">Wexlow Crisis Line (مقامی)</bdi></main></body></html>"""


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_is_sound_in_every_language(wexlow_site: Flask, public_paths: list[str], code: str) -> None:
    seen = dict(every_page(wexlow_site, code, public_paths))
    assert len(seen) > 180
    wrong = {name: found for name, text in seen.items() if (found := markup.faults(text, code))}
    assert not wrong
    print(f"{len(seen)} pages in {code}")


def test_a_sound_page_has_no_faults() -> None:
    assert markup.faults(URDU, "ur") == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<h2>دوسرا</h2>", "<h2>دوسرا</h3>", "end-tag"),
        ('id="q"', 'id="main"', "two things are called main"),
        ('for="q"', 'for="r"', "nothing is called r"),
        ("<h1>عنوان</h1>", "", "not one main heading"),
        ("<h2>دوسرا</h2>", "<h3>دوسرا</h3>", "a level is left out"),
        ("<h2>دوسرا</h2>", "<h2> </h2>", "a heading says nothing"),
        (' dir="ltr"', "", "without a direction"),
        (' lang="en" dir="ltr"', "", "English that does not say so"),
        ('lang="ur" dir="rtl"', 'lang="ur" dir="ltr"', "the page says another language or direction"),
        ('<bdi dir="rtl">', "<bdi>", "an Urdu name is read from the left"),
        ("<bdi>0808 157 0300</bdi>", "0808 157 0300", "a number stands unprotected"),
        ("ابھی۔", "ابھی.", "a mark of another language"),
        ("مدد،", "مدد,", "a mark of another language"),
        ("</h1>", "</h1>.", "a mark of another language"),
        ('aria-label="نام"', 'aria-label="Your name"', "aria-label is English"),
        ("<bdi>0808 157 0300</bdi>", "here", "does not say what it is"),
    ],
)
def test_every_planted_fault_is_found(old: str, new: str, fault: str) -> None:
    assert URDU.count(old) == 1
    found = markup.faults(URDU.replace(old, new), "ur")
    assert any(fault in each for each in found), found


def test_every_public_address_is_looked_at(wexlow: str, public_paths: list[str]) -> None:
    linked = set(
        re.findall(r'href="(/[a-z][^"?#]*)"', "".join(read(wexlow + path) for path in ("/", "/guides", "/refer")))
    )
    here = {path.partition("?")[0] for path in public_paths}
    assert not {path for path in linked if not path.startswith(("/static", "/pl", "/lt", "/pa", "/ro", "/ur"))} - here
