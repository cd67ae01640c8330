"""Printed, every page of a made-up record says that it is one."""

import re
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.taking_out.conftest import Two

pytestmark = pytest.mark.browser
TURNED = re.compile(rb"(-?[\d.]+) (-?[1-9.][\d.]*) -?[1-9.][\d.]* \1 -?[\d.]+ -?[\d.]+ cm")
"""How a page of a PDF says that what follows stands askew: only the watermark does."""


def printed(chromium: Browser, file: str) -> tuple[int, int]:
    """Print a file, and count its pages and those on which something stands askew."""
    page = chromium.new_page()
    page.set_content(file)
    pdf = page.pdf(format="A5")
    page.close()
    return len(re.findall(rb"/Type /Page\b", pdf)), sum(bool(TURNED.search(drawn)) for drawn in _streams(pdf))


def _streams(pdf: bytes) -> Iterator[bytes]:
    """Yield what is packed into a PDF."""
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            yield zlib.decompressobj().decompress(pdf[start.end() :])
        except zlib.error:
            continue


def test_every_printed_page_says_that_it_is_made_up(chromium: Browser, two: Two) -> None:
    file = two.take().text
    pages, marked = printed(chromium, file)
    assert pages == marked > 2
    once = file.replace("position: fixed", "position: absolute")
    assert printed(chromium, once)[1] == 1, "a mark on one page only would be noticed"
