"""Amina's brother has a learning disability: one idea a line, a drawing beside each, the same help at the top."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from portal.guides import checks, easy_read
from portal.guides.library import Library
from portal.guides.page import Page, parse
from portal.guides.references import Surroundings
from portal.web import drawings

EIGHT = {1, 2, 3, 4, 6, 9, 31, 33}
EASY = """---
id: 190
title: Sleep
slug: easy-cannot-sleep
audience: [young_person]
age_min: 8
age_max: 25
needs: [sleep]
thrive: [getting_advice]
lang: en
translation_of: null
source_version: 1
state: draft
author: Content editor
clinical_reviewer: null
yp_reviewed_by: null
reviewed_on: null
review_due: 2027-05-31
reading_grade: 4
easy_read_of: cannot-sleep
contacts: [childline]
sensitive: false
summary: Easy words about sleep.
---

## Is it too much tonight? {right-now}

{picture:phone} Call {number:childline}.

## Who can help here? {who}

{contacts}
"""
Broken = Callable[..., set[str]]


@pytest.fixture
def broken(around: Surroundings) -> Broken:
    """Return the rules that a good Easy Read page breaks once it is spoilt."""
    there = Surroundings(around.today, around.contacts, around.sources, around.terms, drawings.names())

    def rules(*changes: tuple[str, str]) -> set[str]:
        text = EASY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        found = parse("en/easy-cannot-sleep.md", text)
        assert isinstance(found, Page)
        return {problem.rule for problem in checks.check(found, there)}

    return rules


def test_a_good_page_is_good(broken: Broken) -> None:
    assert broken() == set()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("{picture:phone} Call", "Call"), "easy-read"),
        (("{picture:phone} Call", "{picture:phone} " + "One. Two. Three. Call"), "easy-read"),
        (("{picture:phone} Call", "{picture:phone} " + "so and " * 12 + "call"), "easy-read"),
        (("easy_read_of: cannot-sleep", "easy_read_of: nowhere"), "easy-read"),
        (("easy_read_of: cannot-sleep", "easy_read_of: null"), "easy-read"),
        (("{picture:phone}", "{picture:elephant}"), "unknown-token"),
        (("{picture:phone} Call", "{picture:phone} ![](a.svg) Call"), "image-alt"),
    ],
)
def test_every_planted_fault_is_found(broken: Broken, change: tuple[str, str], rule: str) -> None:
    assert rule in broken(change)


def test_it_is_never_quieter_about_danger_than_the_full_page(shipped: Library) -> None:
    page = parse("en/x.md", EASY.replace("cannot-sleep", "safer-coping"))
    assert isinstance(page, Page)
    there = Surroundings(page.review_due, {}, shipped.pages["en"], {})
    assert [problem.rule for problem in easy_read.source(page, there)] == ["easy-read"]


@pytest.fixture
def easy(shipped: Library) -> Iterator[dict[str, Page]]:
    """Give every Easy Read page by the slug of its full page."""
    return shipped.easy_read("en")


def test_the_eight_are_there_and_in_no_other_list(shipped: Library, easy: dict[str, Page]) -> None:
    assert {shipped.pages["en"][slug].meta["id"] for slug in easy} == EIGHT
    assert not [page for page in shipped.guides("en") if page.easy_read]
    assert not [each for each in shipped.search("I need help now", "en", 60) if each.page.easy_read]


def test_each_calls_where_its_full_page_calls_first(shipped: Library, easy: dict[str, Page]) -> None:
    for slug, page in easy.items():
        assert ("{number:emergency}" in page.body) >= (shipped.pages["en"][slug].sensitive), slug


def test_full_and_easy_lead_to_each_other(client: FlaskClient, easy: dict[str, Page]) -> None:
    for slug, page in easy.items():
        assert f'href="/guides/{page.slug}"' in client.get(f"/guides/{slug}").text
        assert f'href="/guides/{slug}"' in client.get(f"/guides/{page.slug}").text


def test_every_line_has_a_drawing_that_is_silent_for_those_who_listen(
    client: FlaskClient, easy: dict[str, Page]
) -> None:
    for page in easy.values():
        text = client.get(f"/guides/{page.slug}").text
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        lines = [each for each in tree.iter("div") if each.get("class") == "fd-easy__line"]
        assert len(lines) == page.body.count("{picture:") > 8
        assert all(line[0].get("aria-hidden") == "true" and line[1].tag == "p" for line in lines)
        assert re.search(r'href="[^"]*css/easy\.[0-9a-f]+\.css"', text)


def test_words_are_sixteen_points_or_more() -> None:
    css = (Path(drawings.__file__).parent / "static" / "css" / "easy.css").read_text("utf-8")
    sizes = [float(size) * 12 for size in re.findall(r"font-size: ([\d.]+)rem", css)]
    sizes += [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", css)]
    assert min(sizes) >= 16
