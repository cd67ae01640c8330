"""A number that a young person wrote between Urdu words is the number that is rung."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from playwright.sync_api import Browser

from portal.web.in_order import NUMBER, numbers

SAID = "میرا نمبر 07700 900123 ہے، (02079) 460-000 بھی"
LEFT = """(at) => { const it = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); let node;
  while ((node = it.nextNode())) { const found = node.data.indexOf(at); if (found < 0) continue;
    const range = document.createRange(); range.setStart(node, found); range.setEnd(node, found + at.length);
    return range.getBoundingClientRect().left; } }"""


def test_a_number_is_kept_together_and_nothing_else_is_touched() -> None:
    assert numbers("ring 07700 900123 <b>") == Markup('ring <bdi dir="ltr">07700 900123</bdi> &lt;b&gt;')
    assert numbers("I am 14, in year 9") == Markup("I am 14, in year 9")


@given(st.text())
def test_no_letter_is_lost_or_becomes_markup(text: str) -> None:
    assert numbers(text).striptags() == Markup.escape(text).striptags()
    assert numbers(text).count("<") == 2 * len(NUMBER.findall(text))


@pytest.mark.browser
def test_in_urdu_words_the_first_figures_stand_first(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(f'<p dir="auto">{numbers(SAID)}</p>')
    assert page.evaluate(LEFT, "07700") < page.evaluate(LEFT, "900123")
    page.set_content(f'<p dir="auto">{SAID}</p>')
    assert page.evaluate(LEFT, "07700") > page.evaluate(LEFT, "900123"), "this is what a browser does by itself"
    page.close()
