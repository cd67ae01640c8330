"""What an entry of the directory says of its wait is what the page of waits says, once a person has approved it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from portal import config, db
from portal.directory.models import DirectoryVersion, Organization, Service, Status
from portal.reporting import entries
from portal.waiting_times import lists, words
from portal.waiting_times.models import Hidden, Milestone, WaitEdition, WaitFigure

LISTS = lists.load(config.PROJECT / "content" / "area")
DAY, TYPED = date(2026, 11, 4), date(2026, 10, 1)
MORNING = datetime(2026, 11, 5, 9, tzinfo=UTC)
SERVICE, ELSEWHERE = "camhs-ashmere", "ashmere-youth-counselling"
SAID = {"people": 120, "waiting": 40, "typical_days": 50, "upper_days": 80}


@pytest.fixture(autouse=True)
def two_entries(engine: Engine) -> None:
    """One belongs to a list of ours, the other says for itself; both were typed."""
    with db.writing(engine) as session:
        home = Organization(name="Harbour Trust", description="Helps.")
        session.add(home)
        session.flush()
        for slug in (SERVICE, ELSEWHERE):
            typed = {
                "last_modified": MORNING,
                "wait_as_of": TYPED,
                "wait_median_days": 3,
                "wait_p85_days": 5,
                "wait_count": 90,
            }
            session.add(Service(organization_id=home.id, slug=slug, name=slug, status=Status.ACTIVE, **typed))


def tell(engine: Engine, told: dict[str, Any], band: str = "ROUTINE") -> dict[str, Service]:
    with db.writing(engine) as session:
        edition = WaitEdition(as_of=DAY, made_at=MORNING, method="km", approved_at=MORNING)
        figure = WaitFigure(list_id="worries", band=band, milestone=Milestone.FIRST_CONTACT, **told)
        edition.figures.append(figure)
        session.add(edition)
        session.flush()
        entries.tell(session, LISTS, DAY)
    with db.reading(engine) as session:
        return {each.slug: each for each in session.scalars(select(Service))}


def test_an_entry_of_a_list_says_what_everybody_reads(engine: Engine) -> None:
    with db.reading(engine) as session:
        before = session.scalars(select(DirectoryVersion.number)).one_or_none()
    found = tell(engine, SAID)
    entry = found[SERVICE]
    assert (entry.wait_median_days, entry.wait_p85_days, entry.wait_count, entry.wait_as_of) == (50, 80, 120, DAY)
    assert found[ELSEWHERE].wait_median_days == 3, "what others say is theirs"
    with db.reading(engine) as session:
        assert session.scalars(select(DirectoryVersion.number)).one() != before, "the search looks again"


def test_a_wide_range_is_told_by_its_longer_end(engine: Engine) -> None:
    entry = tell(engine, SAID | {"upper_low_days": 60, "upper_high_days": 130})[SERVICE]
    assert (entry.wait_median_days, entry.wait_p85_days) == (50, 130)


@pytest.mark.parametrize(
    ("told", "band"),
    [
        ({"hidden": Hidden.FEW}, "ROUTINE"),
        (SAID | {"upper_days": None, "so_far_days": 90}, "ROUTINE"),
        (SAID | {"covered_percent": words.SHAKY - 1}, "ROUTINE"),
        (SAID, "SOON"),
    ],
)
def test_where_nobody_can_say_the_typed_wait_goes_too(engine: Engine, told: dict[str, Any], band: str) -> None:
    entry = tell(engine, told, band)[SERVICE]
    assert {getattr(entry, column) for column in entries.NOTHING} == {None}
