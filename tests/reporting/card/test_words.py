"""What the area writes about its year, and what the tables call things: short, whole, and easy to read."""

import re

import pytest

from portal.config import PROJECT
from portal.guides import reading
from portal.reporting.card import shape, words
from portal.web import safe_html

TEXTS = sorted(PROJECT.joinpath("content").glob("*/report-card/*.md"))
UNFINISHED = re.compile(r"lorem|todo|tbc|xx|\.\.\.|\[.*\]|<.*>", re.IGNORECASE)
GRADE = 6.0


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_is_written_about_a_year_reads_easily_and_is_finished(path) -> None:
    text = path.read_text("utf-8")
    assert not UNFINISHED.search(text)
    assert reading.measure(safe_html.words(text)).grade <= GRADE
    assert not re.search(r"\d{2,}", text), "numbers stand in the tables, where they are rounded"


def test_an_unfinished_text_would_be_noticed() -> None:
    assert UNFINISHED.search("Next year we will do [fill in].")


def test_every_table_and_every_line_has_a_name() -> None:
    tables = {*(section.id for section in shape.SECTIONS), *shape.WAITED}
    assert set(words.TITLES) == tables
    lines = {cell for section in shape.SECTIONS for cell in section.cells} | {"half", "most", "longest", "not_said"}
    assert lines <= set(words.LINES)


def test_what_the_tables_say_reads_easily() -> None:
    said = [str(each) for title in words.TITLES.values() for each in title]
    assert reading.measure(said).grade <= GRADE
