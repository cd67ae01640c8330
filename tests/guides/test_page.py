from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.guides.page import Page, Problem, parse


def test_a_page_knows_its_sections_and_where_they_stand(page: Callable[..., Page]) -> None:
    sections = list(page().sections())
    assert [(section.title, section.kind) for section in sections] == [
        ("", ""),
        ("Is it too much tonight?", "right-now"),
        ("What can I try?", "try-this"),
        ("Who can help here?", "who"),
    ]
    assert sections[1].line == 28


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("No front matter at all.", 1),
        ("---\n- a list\n---\nwords", 1),
        ("---\ntitle: [unclosed\n---\nwords", 2),
        ("---\nid: 1\ntitle: 'half\n---\nwords", 2),
        ("---\nwhen: 2026-02-31\n---\nwords", 2),
    ],
)
def test_broken_front_matter_is_a_problem_with_a_line(text: str, line: int) -> None:
    found = parse("en/x.md", text)
    assert isinstance(found, Problem)
    assert found.rule == "front-matter"
    assert found.line >= line


@given(st.text(max_size=400))
def test_no_text_ever_raises(text: str) -> None:
    for wrapped in (text, f"---\n{text}\n---\n{text}", f"---\nid: 1\n---\n{text}"):
        found = parse("en/x.md", wrapped)
        if isinstance(found, Page):
            assert all(section.line >= 1 for section in found.sections())


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("lie awake", "lie  awake", True),
        ("can't", "can’t", True),
        ("fault.\n\n##", "fault.\n\n\n##", True),
        ("audience: [young_person]", "audience: [parent]", True),
        ("not your fault", "nobody's fault", False),
        ("Small things", "Many things", False),
        ("{number:childline}", "{number:shout}", False),
    ],
)
def test_only_a_change_of_words_makes_translations_stale(
    page: Callable[..., Page], old: str, new: str, same: bool
) -> None:
    now, before = (made.blocks for made in (page((old, new)), page()))
    assert ([block.mark for block in now] == [block.mark for block in before]) is same
