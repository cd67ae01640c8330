"""An area's files say what it has promised; what they lack is told in one line."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import area
from portal.area import Area, AreaError, Promise
from portal.clock import LONDON
from portal.config import PROJECT

SHIPPED = PROJECT / "content" / "area"
moments = st.timedeltas(timedelta(), timedelta(days=4 * 365)).map(lambda away: datetime(2024, 1, 1, tzinfo=UTC) + away)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the shipped area, to spoil it."""
    for name in ("area.toml", "clocks.toml", "waits.toml"):
        shutil.copy(SHIPPED / name, tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    """Change one thing in a file."""
    said = path.read_text("utf-8")
    assert old in said
    path.write_text(said.replace(old, new, 1), "utf-8")


def london(text: str) -> datetime:
    """Read a moment as the wall in London shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_the_shipped_area_is_made_up_and_says_so(here: Area) -> None:
    assert here.fictional
    assert here.out_of_hours_contact
    assert here.clocks.status == "draft"


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-11-23 15:59", "2026-11-23 17:00"),
        ("2026-11-23 16:00", "2026-11-24 12:00"),
        ("2026-11-23 03:00", "2026-11-23 17:00"),
        ("2026-11-20 16:30", "2026-11-23 12:00"),
        ("2026-12-25 10:00", "2026-12-29 12:00"),
    ],
)
def test_a_form_is_read_by_when_the_area_said(here: Area, received: str, by: str) -> None:
    assert here.clocks.screen_by(london(received)) == london(by)


@given(moments, st.timedeltas(timedelta(), timedelta(days=10)))
def test_who_comes_later_is_never_read_sooner_and_always_on_a_working_day(
    here: Area, received: datetime, later: timedelta
) -> None:
    clocks = here.clocks
    by = clocks.screen_by(received)
    assert received < by <= clocks.screen_by(received + later)
    assert clocks.calendar.works_on(by.astimezone(LONDON).date())


@given(moments)
def test_the_more_urgent_band_is_contacted_sooner(here: Area, received: datetime) -> None:
    ends = [here.clocks.contact_by(band, received) for band in ("NOW", "U2H", "U48", "SOON", "ROUTINE")]
    assert ends == sorted(ends)


def test_a_pathway_makes_a_promise_sooner_and_never_later(here: Area) -> None:
    received = london("2026-12-23 10:00")  # five working days reach into the new year
    plain = here.clocks.contact_by("SOON", received)
    assert here.clocks.contact_by("SOON", received, ("eating_disorder",)) == received + timedelta(days=7) < plain
    assert here.clocks.contact_by("SOON", received, ("unheard_of",)) == plain
    assert here.clocks.contact_by("NOW", received, ("eip",)) == received


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("PT0S", Promise()),
        ("PT2H", Promise(timedelta(hours=2))),
        ("PT1H30M", Promise(timedelta(minutes=90))),
        ("P28D", Promise(timedelta(days=28))),
        ("P1DT12H", Promise(timedelta(hours=36))),
        ("P5WD", Promise(working_days=5)),
    ],
)
def test_a_promise_is_read(text: str, promised: Promise) -> None:
    assert area.promise(text) == promised


@pytest.mark.parametrize("text", ["", "P", "PT", "5WD", "P5WDT1H", "P-1D", "P1M", "P1.5D", "two hours", "P5WD "])
def test_a_length_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="length of time"):
        area.promise(text)


@pytest.mark.parametrize("name", ["area.toml", "clocks.toml", "waits.toml"])
def test_a_missing_file_is_told_in_one_line(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(AreaError) as refused:
        area.load(folder)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("area.toml", 'service_name = "Wexlow Front Door"', ""),
        ("area.toml", "[team]", "[nobody]"),
        ("area.toml", 'id = "wexlow"', "id = "),
        ("clocks.toml", 'monday = ["09:00", "17:00"]', 'moonday = ["09:00", "17:00"]'),
        ("clocks.toml", 'monday = ["09:00", "17:00"]', 'monday = ["09:00"]'),
        ("clocks.toml", 'monday = ["09:00", "17:00"]', 'monday = ["17:00", "09:00"]'),
        ("clocks.toml", 'monday = ["09:00", "17:00"]', "monday = [9, 17]"),
        ("clocks.toml", 'contact_within = "PT2H"', 'contact_within = "2 hours"'),
        ("clocks.toml", "[screening]", "[scrawling]"),
    ],
)
def test_a_spoilt_file_is_told_in_one_line(folder: Path, name: str, old: str, new: str) -> None:
    change(folder / name, old, new)
    with pytest.raises(AreaError) as refused:
        area.load(folder)
    assert "\n" not in str(refused.value).strip()


def test_an_area_without_a_route_out_of_hours_is_read_and_says_so(folder: Path) -> None:
    change(folder / "area.toml", "[out_of_hours]", "[somewhere_else]")
    assert area.load(folder).out_of_hours_contact == ""
