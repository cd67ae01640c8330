import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.guides import checks
from portal.guides.page import Page, parse
from portal.guides.references import Surroundings

Rules = Callable[..., set[str]]
FAULT = "It is not your fault."
DANGER = ("sensitive: false", "sensitive: true")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ((FAULT, "![](picture.svg)"), "image-alt"),
        ((FAULT, "<b>loud</b>"), "markup"),
        ((FAULT, "<!-- hidden -->"), "markup"),
        ((FAULT, "\n\n[a]: javascript:alert(1)"), "markup"),
        ((FAULT, "left\u202eright"), "markup"),
        ((FAULT, "zero\u200bwidth"), "markup"),
        (("## What can I try?", "## Things to try"), "heading"),
        (("{try-this}", "{try-that}"), "heading"),
        ((FAULT, "\n\n# Another title"), "heading"),
        ((FAULT, "\n\n### Is this too deep?"), "heading"),
        (("## What can I try?", "## One?\n\n#### Two?\n\n## What can I try?"), "heading"),
        (("## Who can help here? {who}", "## Who can help here?"), "heading"),
    ],
)
def test_every_planted_fault_is_found(rules: Rules, change: tuple[str, str], rule: str) -> None:
    assert rule in rules(change)


def test_a_page_about_danger_says_so_and_begins_with_help(rules: Rules) -> None:
    assert rules(DANGER) == set()
    assert rules((FAULT, "Some think of suicide.")) == {"sensitive"}
    assert rules(("needs: [sleep]", "needs: [crisis]")) == {"sensitive"}


@pytest.mark.parametrize(
    "change",
    [
        ("{number:emergency}", "an ambulance"),
        ("{right-now}", "{try-this}"),
        ("## Is it too much tonight? {right-now}", "## Why is that?\n\nSo.\n\n## Is it too much? {right-now}"),
        ("contacts: [childline]", "contacts: [youngminds_parents]"),
    ],
)
def test_and_is_refused_when_the_help_is_not_there(rules: Rules, change: tuple[str, str]) -> None:
    assert rules(DANGER, change) == {"crisis-include"}


@given(st.text(max_size=300))
def test_no_body_ever_raises(text: str) -> None:
    found = parse("en/x.md", f"---\nlang: en\n---\n{text}")
    if isinstance(found, Page):
        list(checks.check(found, Surroundings(date(2026, 11, 22), {}, {}, {})))


def test_every_rule_is_named_by_a_test_that_breaks_it() -> None:
    rooms = [path.read_text("utf-8") for path in PROJECT.joinpath("portal", "guides").glob("*.py")]
    rules = {rule for text in rooms for rule in re.findall(r'problem\(\s*"([a-z-]+)"', text)}
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(rules) >= 18
    assert not {rule for rule in rules if f'"{rule}"' not in tests}
