"""A server in the test's own process: its clock can be set, and its database counted."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.served import CHROMIUM, FLAGS, serving


@pytest.fixture
def nearby(site: Flask) -> Iterator[str]:
    """Serve the empty site from this process, and give its address."""
    with serving(site) as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def remembering(chromium: Browser) -> Iterator[Browser]:
    """Open a Chromium that keeps whole pages in memory for Back, as everybody's does and the tests' own does not."""
    opened = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield opened
    opened.close()
