"""Before the first question, every voice reads how long answers are kept and when a person reads them."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal import clock
from portal.config import PROJECT
from portal.referrals.forms import StartForm
from portal.referrals.journeys import BY_SLUG
from tests.browser import Browser

NOON, NIGHT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
CLOSED = "Our team isn't reading forms right now"


@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_first_page_says_how_long_answers_are_kept(site: Flask, slug: str) -> None:
    browser = Browser(site.test_client()).open(f"/refer/{slug}/")
    assert "kept for 30 days, or for one day if other people use this device" in browser.page
    assert "while this browser stays open" not in browser.page
    browser.send(shared_device="yes").open(f"/refer/{slug}/")
    assert "saved as you go, and kept until" in browser.page


@pytest.mark.parametrize("slug", BY_SLUG)
def test_at_night_every_first_page_says_that_nobody_is_reading(
    site: Flask, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}
    for moment in (NOON, NIGHT):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        said[moment] = CLOSED in site.test_client().get(f"/refer/{slug}/").text
    assert said == {NOON: False, NIGHT: True}


@pytest.mark.parametrize("guide", ["stay-safe", "privacy"])
def test_a_guide_that_names_a_box_names_it_as_the_form_does(site: Flask, guide: str) -> None:
    with site.test_request_context():
        box = str(StartForm().shared_device.label.text)
    assert f"*{box}*" in (PROJECT / "content" / "en" / f"{guide}.md").read_text("utf-8")
