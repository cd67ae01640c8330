"""The directory's desk in a real browser: readable by everybody, on every screen, and without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser

from portal import clock, db
from portal.accounts import actions as accounts
from portal.web.assets import with_static_files
from tests.served import serving
from tests.upkeep.conftest import COUNSELLING, HOME, Room, of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GRAVE = {"serious", "critical"}


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Serve the site with its static files."""
    with serving(with_static_files(site)) as port:
        yield f"http://127.0.0.1:{port}"


def signed_in(chromium: Browser, address: str, room: Room, who: str, **options: Any) -> Any:
    """Put somebody before a screen."""
    with db.writing(room.engine) as session:
        token = accounts.sign_in(session, room.staff[who], f"device of {who}", moment=clock.now())
    context = chromium.new_context(**options)
    context.add_cookies([{"name": "fd_staff", "value": token, "url": f"{address}/staff"}])
    return context.new_page()


def test_every_page_of_the_desk_can_be_read_by_everybody(chromium: Browser, address: str, room: Room) -> None:
    own = room.propose("paula", COUNSELLING, "partner", name="Talk to us", maximum_age=24)
    room.approve("omar", own, "maximum_age")
    entry = f"{HOME}/{of(COUNSELLING)}"
    paths = [HOME, entry, f"{entry}/edit", f"{entry}/history", f"{HOME}/proposals", f"{HOME}/proposals/{own}",
             f"{HOME}/table", f"{HOME}/new"]  # fmt: skip
    for width in (1280, 320):
        page = signed_in(chromium, address, room, "edith", viewport={"width": width, "height": 800})
        for path in paths:
            page.goto(address + path)
            found = [each for each in Axe().run(page).response["violations"] if each["impact"] in GRAVE]
            assert not found, (path, [(each["id"], each["nodes"][0]["html"][:200]) for each in found])
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, (path, width)
        page.context.close()


def test_paula_proposes_and_omar_approves_without_a_line_of_script(chromium: Browser, address: str, room: Room) -> None:
    entry = f"{address}{HOME}/{of(COUNSELLING)}"
    paula = signed_in(chromium, address, room, "paula", java_script_enabled=False)
    paula.goto(f"{entry}/edit")
    paula.fill("#name", "Talk to us")
    paula.fill("[name=schedules-2-opens_at]", "10:00")
    paula.fill("[name=schedules-2-closes_at]", "12:00")
    paula.click("[name=more][value=schedules]")
    assert paula.input_value("#name") == "Talk to us"
    paula.check("[name=schedules-2-SA]")
    paula.click("text=Propose these changes")
    assert "Sent. A second person reads it" in paula.text_content("main")
    omar = signed_in(chromium, address, room, "omar", java_script_enabled=False)
    omar.goto(paula.url)
    omar.click("text=Approve what is ticked")
    assert "Approved. People see it from now on." in omar.text_content("main")
    assert room.says(COUNSELLING, "name") == "Talk to us"
    assert "SA" in [each["byday"] for each in room.now(COUNSELLING)["schedules"]]
