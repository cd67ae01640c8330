"""The real server with Wexlow in it, and a real browser in front of it."""

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from portal import config, create_app
from portal.config import PROJECT
from tests.databases import close

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
KEYS = "1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,index:YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI="
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def read_whole(site: WSGIApplication) -> WSGIApplication:
    """Read every answer to its end before it is sent: a browser that hangs up leaves no file of it open."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        parts = site(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if close := getattr(parts, "close", None):
                close()

    return answer


@contextmanager
def serving(site: WSGIApplication) -> Iterator[int]:
    """Serve a site from this process as long as a story looks at it, and give its port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, read_whole(site), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@pytest.fixture(scope="session")
def wexlow_house(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Fill a database with the demonstration, and give the environment of whoever serves it."""
    folder: Path = tmp_path_factory.mktemp("wexlow")
    environment = {
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "PORTAL_SECRET_KEY": "a secret for tests only",
        "PORTAL_DATA_KEYS": KEYS,
        "PORTAL_LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-m", "portal.cli"]
    for part in (["db", "upgrade"], ["demo", "load", "--cases", "12"]):
        subprocess.run([*command, *part], cwd=PROJECT, env=os.environ | environment, check=True, capture_output=True)
    return environment


@pytest.fixture(scope="session")
def wexlow(wexlow_house: dict[str, str]) -> Iterator[str]:
    """Serve the demonstration, and give its address."""
    port = free_port()
    command = [sys.executable, "-m", "portal.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=PROJECT, env=os.environ | wexlow_house)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address + "/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def wexlow_site(wexlow_house: dict[str, str]) -> Iterator[Flask]:
    """Build the application on the demonstration, in this process."""
    built = create_app(config.from_environment(wexlow_house))
    yield built
    close(built.extensions["portal"]["engine"])


def wait_for(address: str) -> None:
    """Wait until a server answers, half a minute at most."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Nothing answers at {address}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Open the machine's own Chromium."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        text: str = answer.read().decode()
        return text


FIXED = [
    "/",
    "/help-now",
    "/guides",
    "/services",
    "/services?q=sleep",
    "/thrive",
    "/thrive/professionals",
    "/thrive/gaps",
    "/waiting-times",
    "/refer",
    "/my-referral",
    "/refer/resume",
    "/find-help",
    "/report-card",
    "/passport",
    "/passport/print?size=a5",
    "/passport/mine",
    "/named-contacts",
    "/named-contacts?q=ashmere",
    "/named-contacts/bellcast-foundry-school",
    "/named-contacts/shingle-walk-primary-school",
    "/named-contacts/lantern-point-surgery",
    "/training",
    "/training?for=school&kind=course",
    "/training/given-back",
]
ASKED = [
    "/thrive/gaps?by=area&digital=only",
    "/refer/young-person/",
    "/refer/parent-carer/",
    "/refer/professional/",
    "/refer/friend/",
    "/advice",
    "/feedback",
    "/feedback/about/sleep",
    "/feedback/panel",
    "/feedback/panel/leave",
    "/stay-safe",
    "/terms",
    "/privacy-for-children",
    "/privacy",
    "/cookies",
    "/accessibility",
    "/no-such-page",
]


@pytest.fixture(scope="session")
def public_paths(wexlow: str) -> list[str]:
    """List the public pages: the fixed ones, every guide, and a few services."""
    guides = re.findall(r'href="(/guides/[\w-]+)"', read(wexlow + "/guides"))
    services = re.findall(r'href="(/services/[\w-]+)"', read(wexlow + "/services"))
    events = re.findall(r'href="(/training/[\w-]+-\d{4}-\d\d-\d\d)"', read(wexlow + "/training"))
    asked = next(each for each in events if "self-harm" in each).removeprefix("/training")
    alone = next(each for each in events if "supporting-a-friend" in each).removeprefix("/training")
    training = [events[0], events[-1], f"/training/sign-up{asked}", f"/training/for-me{alone}"]
    told = ["camhs-ashmere", "northwold-family-hub", "domestic-abuse-family-support", "nightlamp-sleep"]
    kept = [f"/shortlist{page}?s={told[0]}&s={told[1]}&s={told[3]}" for page in ("", "/pack")]
    lists = ["/shortlist", *kept, f"/shortlist/pack?s={told[0]}", "/problem", f"/problem/{told[0]}"]
    some = [f"/services/{slug}" for slug in told]
    return [*FIXED, *ASKED, *training, *lists, *dict.fromkeys(guides), *dict.fromkeys([*some, *services[:2]])]
