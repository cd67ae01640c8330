"""What the guides promise is what the area's clocks say, and nothing beyond it."""

import tomllib
from typing import Any

import pytest

from portal.config import PROJECT

PROMISES = (
    ("our-promise", "within one working day that we have your form", ("updates", "acknowledge_within"), "P1WD"),
    ("our-promise", "what we think after we read it", ("updates", "after_screening"), True),
    ("our-promise", "at least every four weeks", ("updates", "then_every"), "P28D"),
    ("our-promise", "you can come back within 12 months", ("limits", "return_ticket"), "P12M"),
    ("our-promise", "before 4pm on a working day", ("screening", "same_day_before"), "16:00"),
    ("our-promise", "by noon on the next working day", ("screening", "otherwise_by"), "12:00"),
    ("while-you-wait", "at least every four weeks", ("updates", "then_every"), "P28D"),
    ("after-you-send-a-form", "what we think after we read it", ("updates", "after_screening"), True),
    ("after-you-send-a-form", "at least every four weeks", ("updates", "then_every"), "P28D"),
    ("after-you-send-a-form", "Sent before 4pm", ("screening", "same_day_before"), "16:00"),
    ("after-you-send-a-form", "by 5pm", ("screening", "same_day_by"), "17:00"),
    ("after-you-send-a-form", "by noon on the next working day", ("screening", "otherwise_by"), "12:00"),
    ("after-you-send-a-form", "within two hours", ("bands", "U2H", "contact_within"), "PT2H"),
    ("after-you-send-a-form", "within a day or two", ("bands", "U48", "limit"), "PT48H"),
    ("autism-and-adhd", "at least every four weeks", ("updates", "then_every"), "P28D"),
    ("turning-18", "a return ticket for 12 months", ("limits", "return_ticket"), "P12M"),
    ("easy-our-promise", "at least every four weeks", ("updates", "then_every"), "P28D"),
    ("easy-our-promise", "come back within 12 months", ("limits", "return_ticket"), "P12M"),
    ("easy-after-you-send-a-form", "before 4pm on a working day", ("screening", "same_day_before"), "16:00"),
    ("making-a-good-referral", "Within 2 hours, at night as well", ("bands", "U2H", "contact_within"), "PT2H"),
    ("making-a-good-referral", "Within a day, 48 hours at most", ("bands", "U48", "contact_within"), "PT24H"),
    ("making-a-good-referral", "Within a day, 48 hours at most", ("bands", "U48", "limit"), "PT48H"),
    ("making-a-good-referral", "Within 5 working days", ("bands", "SOON", "contact_within"), "P5WD"),
    ("making-a-good-referral", "Within 4 weeks, and help within 18", ("bands", "ROUTINE", "contact_within"), "P28D"),
    ("making-a-good-referral", "Within 4 weeks, and help within 18", ("bands", "ROUTINE", "limit"), "P126D"),
    ("making-a-good-referral", "before 4pm on a working day", ("screening", "same_day_before"), "16:00"),
    ("making-a-good-referral", "by noon on the next", ("screening", "otherwise_by"), "12:00"),
    ("after-you-send-a-form", "At night a worker on call gets an alert", ("bands", "U2H", "alert_out_of_hours"), True),
)
NOT_PROMISED = ("a message each time", "each time it moves", "every week", "every two weeks", "straight away we")


@pytest.fixture(scope="module")
def clocks() -> dict[str, Any]:
    return tomllib.loads((PROJECT / "content" / "area" / "clocks.toml").read_text("utf-8"))


@pytest.mark.parametrize(("guide", "words", "at", "value"), PROMISES)
def test_a_time_in_a_guide_is_the_time_of_the_clocks(
    clocks: dict[str, Any], guide: str, words: str, at: tuple[str, ...], value: object
) -> None:
    found: Any = clocks
    for name in at:
        found = found[name]
    assert (words in (PROJECT / "content" / "en" / f"{guide}.md").read_text("utf-8"), found) == (True, value)


@pytest.mark.parametrize("words", NOT_PROMISED)
def test_no_guide_promises_what_no_clock_counts(words: str) -> None:
    assert not [page.name for page in (PROJECT / "content").glob("*/*.md") if words in page.read_text("utf-8")]
