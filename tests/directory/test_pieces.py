"""Pages in pieces: gaps hold what they are given, regions come never, once or often, and nobody can forge a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from portal.directory.pieces import Marks, html
from portal.web import tokens

MARKS = Marks("a-secret")
PAGE = (
    '<p title="{{ gap("title") }}">{{ said }}</p>{{ region("row") }}<li>{{ gap("n") }}{{ region("b") }}!{{ end("b") }}'
    '</li>{{ end("row") }}<i>{{ gap("title") }}</i>'
)


def rendered(said: str) -> str:
    return Environment(autoescape=True).from_string(PAGE).render(said=said, **MARKS.in_template())


@given(st.text(), st.text())
def test_every_gap_holds_what_it_is_given(title: str, said: str) -> None:
    page = MARKS.cut(rendered(said))
    row = page["row"]
    rows = row.fill(n=b"1", b=b"") + row.fill(n=b"2", b=row["b"].fill())
    made = page.fill(title=html(title), row=rows).decode()
    escaped, own = html(title).decode(), html(said).decode()
    assert made == f'<p title="{escaped}">{own}</p><li>1</li><li>2!</li><i>{escaped}</i>'


def test_words_that_look_like_a_mark_are_only_words() -> None:
    secret = tokens.take()
    page = Marks(secret).cut(f"gap:title; {Marks('another').gap('title')} +row; {secret[:-1]}:title;")
    assert page.gaps == ()


def test_an_open_gap_and_an_open_region_are_told() -> None:
    with pytest.raises(KeyError):
        MARKS.cut(MARKS.gap("title")).fill()
    with pytest.raises(ValueError, match="row"):
        MARKS.cut(MARKS.region("row"))
    with pytest.raises(ValueError, match="never began"):
        MARKS.cut(MARKS.end("row") + " and more")
