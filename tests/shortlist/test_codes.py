"""Codes for a phone: the picture in the page is the code of the address, square for square."""

import re

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.shortlist import codes

BORDER = 4
ADDRESS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-/?=&.", min_size=1, max_size=150).map(
    "https://example.org/".__add__
)


def squares(drawing: str) -> tuple[set[tuple[int, int]], int]:
    """Read the dark squares back out of a drawing, and how wide it is with its border."""
    found = re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing)
    width = re.search(r'viewBox="0 0 (\d+) \1"', drawing)
    assert width
    return {(int(x) - BORDER, int(y) - BORDER) for x, y in found}, int(width[1])


@settings(max_examples=30, deadline=None)
@given(ADDRESS)
def test_the_drawing_is_the_code_of_its_address(address: str) -> None:
    expected = segno.make(address, error="m", micro=False).matrix
    dark, width = squares(str(codes.drawing(address)))
    assert dark == {(x, y) for y, row in enumerate(expected) for x, square in enumerate(row) if square}
    assert width == len(expected) + 2 * BORDER


def test_another_address_has_another_code() -> None:
    assert squares(str(codes.drawing("https://example.org/a"))) != squares(str(codes.drawing("https://example.org/b")))


@pytest.mark.parametrize("address", ["https://example.org/services/quiet-room", "http://127.0.0.1:5000/ur/services/x"])
def test_the_drawing_asks_nothing_of_anybody_and_runs_nothing(address: str) -> None:
    drawing = str(codes.drawing(address))
    assert not re.search(r"href|url\(|style=|<script|<image|http", drawing)
    assert 'role="img"' in drawing
