"""Text from other people's editors."""

import time

import pytest

from portal.importing import text


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("<p>Hello&nbsp;you</p><p>&nbsp;</p><p>Come in.</p>", "Hello you\n\nCome in."),
        ("<ul><li>One</li><li>Two</li></ul>", "• One\n• Two"),
        ("<div>A<br/>B</div>", "A\nB"),
        ("&lt;p&gt;Twice&lt;/p&gt;", "Twice"),
        ("Tea &amp;amp; toast", "Tea & toast"),
        ("R&D, 3 < 5 and 7 > 2", "R&D, 3 < 5 and 7 > 2"),
        ("zero\u200bwidth\ufeff \u00adhere", "zerowidth here"),
        ("<script>alert(1)</script><style>p{}</style>Safe", "Safe"),
        ("<img src=x onerror=alert(1)>Safe", "Safe"),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("lone \ud800 half", "lone half"),
        ('<a href="https://x.example.org/book">Book</a>', "Book (https://x.example.org/book)"),
        ('<a href="javascript:alert(1)">Book</a>', "Book"),
        ("Write to <ann@example.org>", "Write to ann@example.org"),
        (12, "12"),
        (None, ""),
        (True, ""),
        (["list"], ""),
        pytest.param(10**5000, "", id="a number without an end"),
        ("اردو \u200cمیں", "اردو \u200cمیں"),
    ],
)
def test_it_becomes_plain_with_its_paragraphs(raw: object, plain: str) -> None:
    assert text.plain(raw) == plain


@pytest.mark.parametrize(
    "label", ["Anxiety & worry", " anxiety &amp; Worry ", "ANXIETY and worry", "Anxiety\u00a0&amp;amp; worry."]
)
def test_labels_are_one_however_they_are_written(label: str) -> None:
    assert text.label(label) == "anxiety and worry"


def test_a_long_text_is_cut_after_a_word() -> None:
    short, was_cut = text.cut("word " * 100, 50)
    assert was_cut
    assert len(short) <= 50
    assert short.endswith("word…")


@pytest.mark.parametrize(
    "hostile", ["<div>" * 50_000, "<a href='https://x" * 5000, "&" * 50_000, "<![" * 20_000, "(" * 50_000]
)
def test_hostile_markup_costs_little(hostile: str) -> None:
    began = time.process_time()
    text.plain(hostile)
    assert time.process_time() - began < 3
