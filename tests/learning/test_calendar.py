"""Whatever an event is called, a calendar reads it as it was written; another library says so."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from portal import db
from portal.learning import actions, calendar
from portal.learning.calendar import Entry
from tests.browser import Browser
from tests.learning.conftest import GP, JOIN, Make, columns

JUNE = datetime(2027, 6, 10, 15, 0, tzinfo=UTC)
# What a person can type: no controls, no half letters; breaks are written as one kind of break.
letters = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029")
words = st.text(letters, max_size=300) | st.text(st.sampled_from('a,;\\:nN"\n é漢🙂'), max_size=200)


def entry(title: str = "Self-harm", about: str = "About it", **more: object) -> Entry:
    said: dict[str, object] = {
        "uid": "one@wexlow.training.invalid", "title": title, "about": about, "place": "Guildhall; Ashmere",
        "address": "https://front-door.example.org/training/one", "starts_at": JUNE,
        "ends_at": JUNE + timedelta(hours=1), "changed_at": JUNE, "sequence": 3, "cancelled": False,
        "categories": ("Social care, hospitals", "Schools"),
    }  # fmt: skip
    return Entry(**said | more)  # type: ignore[arg-type]


def read(text: str) -> list[icalendar.Event]:
    found: list[icalendar.Event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return found


@given(words, words)
def test_any_words_survive_folding_and_escaping(title: str, about: str) -> None:
    text = calendar.calendar(title, [entry(title, about)])
    found = read(text)[0]
    assert (str(found["SUMMARY"]), str(found["DESCRIPTION"])) == (title, about)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("fault", ["escaped", "folded"])
def test_a_calendar_that_forgot_it_would_be_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, fault, lambda text: text)
    text = calendar.calendar("Training", [entry("Worry, sleep; screens\\n" + "漢" * 60)])
    long = any(len(line.encode()) > 75 for line in text.split("\r\n"))
    assert long or str(read(text)[0]["SUMMARY"]) != "Worry, sleep; screens\\n" + "漢" * 60


def test_it_says_what_a_calendar_needs() -> None:
    found = read(calendar.calendar("Training", [entry(), entry(uid="two", cancelled=True)]))
    one, two = found
    assert (one["UID"], one["SEQUENCE"], one["STATUS"]) == ("one@wexlow.training.invalid", 3, "CONFIRMED")
    assert one["DTSTART"].dt == JUNE
    assert one["DTSTAMP"].dt == JUNE
    assert [str(each) for each in one["CATEGORIES"].cats] == ["Social care, hospitals", "Schools"]
    assert two["STATUS"] == "CANCELLED"


def test_in_summer_and_in_winter_the_hour_is_that_of_the_wall(reader: Browser, make: Make) -> None:
    for day, hour in ((datetime(2027, 1, 14, 16, tzinfo=UTC), 16), (datetime(2027, 6, 10, 15, tzinfo=UTC), 15)):
        event = make(day)
        assert "16:00–17:00" in reader.open(f"/training/{event.slug}").page
        assert read(reader.open(f"/training/{event.slug}/calendar.ics").page)[0]["DTSTART"].dt.hour == hour


def test_a_change_rises_and_keeps_its_name_and_what_is_cancelled_says_so(
    reader: Browser, make: Make, engine: Engine
) -> None:
    event = make()
    seen = []
    for step in ("made", "changed", "cancelled"):
        with db.writing(engine) as session:
            if step == "changed":
                later = columns(event.starts_at + timedelta(days=7))
                actions.change(session, event.id, later, by=event.id, moment=event.made_at + timedelta(hours=1))
            if step == "cancelled":
                actions.cancel(session, event.id, "The speaker is ill.", by=event.id, moment=event.made_at)
        seen.append(read(reader.open("/training/calendar.ics").page)[0])
    assert len({str(each["UID"]) for each in seen}) == 1
    assert all(later["SEQUENCE"] > earlier["SEQUENCE"] for earlier, later in pairwise(seen))
    assert [str(each["STATUS"]) for each in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_the_filters_of_the_page_are_those_of_the_calendar(reader: Browser, make: Make) -> None:
    make(title="For practices", groups="gp")
    make(title="For schools", groups="school", meeting="workshop", place="Guildhall")
    for query, titles in (
        ("", {"For practices", "For schools"}), ("?for=gp", {"For practices"}),
        ("?for=school&kind=workshop", {"For schools"}), ("?for=school&kind=webinar", set()),
        ("?for=nonsense", {"For practices", "For schools"}),
    ):  # fmt: skip
        assert {str(each["SUMMARY"]) for each in read(reader.open(f"/training/calendar.ics{query}").page)} == titles


def test_no_calendar_holds_who_comes_or_the_way_to_join(reader: Browser, make: Make) -> None:
    event = make()
    reader.open(f"/training/sign-up/{event.slug}").press("Keep a place for me", **GP)
    assert JOIN in reader.page
    for path in (
        "/training/calendar.ics",
        f"/training/{event.slug}/calendar.ics",
        f"/training/{event.slug}",
        "/training",
    ):
        page = reader.open(path).page.replace("\r\n ", "")
        assert event.title in page
        assert not [word for word in (JOIN, "Hollis", "hollis@example.org", "Millfields") if word in page]


def test_whoever_has_it_already_is_told_so(reader: Browser, make: Make) -> None:
    make()
    first = reader.client.get("/training/calendar.ics")
    assert first.content_type == "text/calendar; charset=utf-8"
    again = reader.client.get("/training/calendar.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
