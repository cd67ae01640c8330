from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.guides.page import Page, parse
from portal.guides.rendering import Pointers, render
from portal.helplines.registry import Registry

FAULT = "It is not your fault."


@pytest.fixture
def pointers(numbers: Registry) -> Pointers:
    """Point from a page in Urdu."""
    return Pointers(numbers, {"our-promise": "What do we <promise> you?"}, "/ur")


def html(page: Page, pointers: Pointers) -> str:
    return "".join(str(block.html) for part in render(page, pointers) for block in part.blocks)


def test_a_number_is_a_link_that_keeps_its_direction(page: Callable[..., Page], pointers: Pointers) -> None:
    said = html(page(), pointers)
    assert '<a class="fd-number" href="tel:999"><bdi dir="ltr">999</bdi></a>' in said
    assert '<a class="fd-number" href="tel:08001111"><bdi dir="ltr">0800 1111</bdi></a>' in said


def test_another_way_may_be_asked_for(page: Callable[..., Page], pointers: Pointers) -> None:
    said = html(page((FAULT, "{number:wexlow_crisis_line:text}")), pointers)
    assert 'href="sms:07700900300"' in said


def test_links_stay_in_the_readers_language_and_titles_are_words(page: Callable[..., Page], pointers: Pointers) -> None:
    said = html(page((FAULT, "{page:our-promise}")), pointers)
    assert 'href="/ur/refer"' in said
    assert '<a href="/ur/guides/our-promise">What do we &lt;promise&gt; you?</a>' in said


def test_cards_stand_where_they_are_named(page: Callable[..., Page], pointers: Pointers) -> None:
    parts = render(page((FAULT, "\n\n{contact:shout}\n\nMore words.")), pointers)
    assert [[card.id for card in block.cards] for block in parts[0].blocks] == [[], ["shout"], []]
    assert [card.id for card in parts[-1].blocks[-1].cards] == ["childline"]


def test_what_does_not_exist_is_left_out(page: Callable[..., Page], pointers: Pointers) -> None:
    said = html(page((FAULT, "Call {number:nobody}{page:nowhere}{what:ever}.\n\n{contact:nobody}\n")), pointers)
    assert "Call ." in said


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_no_text_becomes_a_script_a_style_or_a_foreign_address(numbers: Registry, text: str) -> None:
    pointers = Pointers(numbers, {}, "")
    for hostile in (text, f"<script>{text}</script>", f"[x](javascript:{text})", f"\ue0000\ue001{text}"):
        found = parse("en/x.md", f"---\nlang: en\ncontacts: []\n---\n{hostile}")
        if isinstance(found, Page):
            said = html(found, pointers).lower()
            assert "<script" not in said
            assert 'href="javascript' not in said
