"""Urgent cases told through the real pages: help comes at once, by day and by night, and only where it must."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from portal import clock
from portal.referrals.voices import Voice
from portal.triage.outcome import Band
from tests.journeys.tales import TALES
from tests.journeys.test_vignettes import TELLABLE, pages
from tests.journeys.walking import name_of, walk

pytestmark = [pytest.mark.browser]
NOON, NIGHT = datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2026, 11, 28, 23, tzinfo=UTC)
CLOSED = "Our team isn't reading forms right now"
AT = {
    "V01": "safe",
    "W05": "home",
    "V06": "thoughts",
    "V18": "senses",
    "V13": "eating",
    "V28": "home",
    "V10": "",
    "V51": "",
}
"""Two cases of each kind, and the page after which help comes first."""
TOLD = {voice: {each["id"]: each for each in TELLABLE[voice]} for voice in TELLABLE}


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def told(phone: Page, nearby: str, case: str, voice: Voice) -> tuple[list[str], list[str]]:
    """Tell a case, and return the pages that came and what stood on each page of help."""
    helps: list[str] = []

    def read(page: Page) -> None:
        if name_of(page) == "help":
            assert page.locator("main a[href='tel:999']").first.is_visible()
            helps.append(page.inner_text("main"))

    slug = {Voice.YOUNG_PERSON: "young-person", Voice.PARENT_CARER: "parent-carer"}[voice]
    names = walk(phone, nearby, TALES[slug], answers=pages(voice, TOLD[voice][case]), visit=read)
    return names, helps


def test_the_cases_are_two_of_each_kind() -> None:
    bands = [Band(TOLD[Voice.YOUNG_PERSON][case]["expect"]["at_least"]) for case in AT]
    assert bands == [Band.NOW] * 2 + [Band.U2H] * 2 + [Band.U48] * 2 + [Band.SOON, Band.ROUTINE]


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("now", [NOON, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("case", AT)
@pytest.mark.parametrize("voice", [Voice.YOUNG_PERSON, Voice.PARENT_CARER])
def test_help_comes_first_where_it_must(
    phone: Page, nearby: str, monkeypatch: pytest.MonkeyPatch, voice: Voice, case: str, now: datetime
) -> None:
    if case not in TOLD[voice]:
        pytest.skip("this voice cannot tell it")
    monkeypatch.setattr(clock, "now", lambda: now)
    names, helps = told(phone, nearby, case, voice)
    assert names[-1] == "sent"
    if not AT[case]:
        assert "help" not in names
        return
    assert names[names.index("help") - 1] == AT[case]
    assert all((CLOSED in each) == (now is NIGHT) for each in helps)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("now", [NOON, NIGHT], ids=["day", "night"])
def test_help_comes_with_the_first_page_that_says_so(
    phone: Page, nearby: str, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    names = walk(phone, nearby, TALES["friend"], answers={"safe": {"safe_now": "no"}}, stop="help")
    assert names[-2] == "safe"
    assert (CLOSED in phone.inner_text("main")) == (now is NIGHT)
