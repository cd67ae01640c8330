"""The pieces pages are made of: each says in words what it shows in colour or shape."""

import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask, render_template_string

from portal.web.templating import TEMPLATES

DRAWINGS = sorted(path.stem for path in (TEMPLATES / "components/drawings").glob("*.svg"))
STEPS = [
    {"title": "You sent it", "text": "", "state": "done"},
    {"title": "A clinician reads it", "text": "by tomorrow", "state": "now"},
    {"title": "You meet", "text": "", "state": "later"},
]


def say(macro: str, call: str, body: str = "", **values: object) -> str:
    """Render one macro of components/: `macro` is "file:name"."""
    file, name = macro.split(":")
    use = f"{{{{ {name}({call}) }}}}"
    if body:
        use = f"{{% call {name}({call}) %}}{body}{{% endcall %}}"
    html = render_template_string(f'{{% from "components/{file}.html" import {name} %}}' + use, **values)
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
    return html


def words(html: str) -> str:
    return " ".join("".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext()).split())


def test_a_line_of_steps_says_where_it_is_in_words(on_a_page: Flask) -> None:
    html = say("steps:steps", "items", items=STEPS)
    assert words(html) == "You sent it (done) A clinician reads it (this is where it is now) by tomorrow You meet"
    assert html.count('aria-current="step"') == 1


def test_a_reference_can_be_found_by_a_machine_and_read_by_a_person(on_a_page: Flask) -> None:
    html = say("steps:reference_box", "'WX-7K2M'")
    assert 'data-reference="WX-7K2M"' in html
    assert 'dir="ltr"' in html


def test_a_number_says_what_pressing_it_does_and_keeps_its_order_in_urdu(on_a_page: Flask, lines: object) -> None:
    html = say("help:danger_box", "'Danger?', contacts=lines[:1]", lines=lines)
    assert "Call <bdi>999</bdi>" in html


@pytest.mark.parametrize(
    ("macro", "call"),
    [
        ("cards:door", "'now', '<i>', '/help-now', '<i>', 'phone'"),
        ("cards:card", "'<i>', '/x', '<i>', facts=['<i>', ('<i>', 'c')], why='<i>', small='<i>', picture='tree'"),
        ("cards:contact_card", "'<i>', lines, '<i>', [('<i>', '<i>')]"),
        ("help:crisis_box", "'<i>', lines, '<i>'"),
        ("help:help_bar", "lines"),
        ("notices:notice", "'<i>'"),
        ("notices:empty", "'<i>', '<i>'"),
        ("notices:saved", "'<i>'"),
        ("forms:top_line", "'/back', '<i>', saved=true"),
        ("forms:buttons", "'<i>', ('<i>', 'later', 'yes')"),
        ("forms:search_box", "'<i>', '/services', '<i>', examples=['<i>&']"),
        ("forms:chips", "[{'text': '<i>', 'href': '?a=1', 'chosen': true, 'count': 0}], '<i>'"),
        ("tables:answers", "[{'key': '<i>', 'value': '<i>', 'href': '/x'}, {'key': 'k', 'value': 'v'}]"),
        ("tables:pages", "'?page=1', '?page=3', '<i>'"),
        ("tables:time_left", "'<i>', 'late', '<i>'"),
    ],
)
def test_no_piece_lets_a_stranger_s_markup_through(on_a_page: Flask, lines: object, macro: str, call: str) -> None:
    html = say(macro, call, lines=lines)
    assert "<i>" not in html
    assert html.strip()


@pytest.mark.parametrize("macro", ["notices:box", "notices:more"])
def test_a_box_holds_what_its_page_puts_in(on_a_page: Flask, macro: str) -> None:
    assert "<b>inside</b>" in say(macro, "'Title'", "<b>inside</b>")


def test_a_staff_table_can_be_scrolled_with_a_keyboard(on_a_page: Flask) -> None:
    html = render_template_string(
        '{% from "components/tables.html" import staff_table %}'
        "{% call staff_table('Waiting', ['Who']) %}<tr><td>x</td></tr>{% endcall %}"
    )
    assert 'tabindex="0"' in html
    assert 'aria-label="Waiting"' in html


def test_an_empty_page_of_results_has_no_links_that_lead_nowhere(on_a_page: Flask) -> None:
    assert say("tables:pages", "").strip() == ""


def test_a_colour_is_never_the_only_thing_that_says_something(on_a_page: Flask) -> None:
    assert words(say("tables:time_left", "'40 min over', 'late'")) == "40 min over"


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_whole_small_decoration_in_our_own_colours(name: str) -> None:
    text = Path(TEMPLATES / f"components/drawings/{name}.svg").read_text()
    ElementTree.fromstring(text)
    assert len(text) < 1800
    assert not re.search(r"#[0-9a-fA-F]{3,6}|style=|http|<image|<text", text)


def test_there_are_drawings_enough_and_each_is_hidden_from_those_who_listen(on_a_page: Flask) -> None:
    assert len(DRAWINGS) >= 12
    assert 'aria-hidden="true"' in say("drawings:drawing", "'tree', 'l', turns=true")
