from dataclasses import replace

import html5lib

from portal.helplines import plain
from portal.helplines.registry import Registry


def test_it_holds_the_numbers_and_needs_nothing_else(shipped: Registry) -> None:
    page = plain.page(shipped.crisis("en"), "en", "ltr")
    for href in ("tel:999", "tel:08081570300", "tel:111", "sms:85258"):
        assert f'href="{href}"' in page
    assert "<script" not in page
    assert "stylesheet" not in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_name_cannot_break_out_of_it(shipped: Registry) -> None:
    card = shipped.card("shout", "en")
    hostile = replace(card, words=replace(card.words, name="<script>alert(1)</script>"))
    assert "<script" not in plain.page([hostile], "en", "ltr")
