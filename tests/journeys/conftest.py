"""A server in the test's own process: its clock can be set, and its database counted."""

import logging
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.served import CHROMIUM, FLAGS


@pytest.fixture
def nearby(site: Flask) -> Iterator[str]:
    """Serve the empty site from this process, and give its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture(scope="module")
def remembering(chromium: Browser) -> Iterator[Browser]:
    """Open a Chromium that keeps whole pages in memory for Back, as everybody's does and the tests' own does not."""
    opened = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield opened
    opened.close()
