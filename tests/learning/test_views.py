"""A school lead looks what is coming: by month, for schools, in the language of the page, and what was missed."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine

from portal import clock, db
from portal.area import AreaError
from portal.config import PROJECT
from portal.learning import actions, catalogue, kinds
from portal.learning.kinds import Group, Worth
from portal.learning.models import TrainingEvent
from tests.browser import Browser
from tests.learning.conftest import Make, main

HOW_OFTEN = [(0, "once"), (12, "every year"), (24, "every 2 years"), (18, "every 18 months")]
AUTUMN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PLAN = PROJECT / "content" / "area"


def been(engine: Engine, event: TrainingEvent, *materials: tuple[str, str, str]) -> None:
    """Let an event have been last week, with something to read."""
    with db.writing(engine) as session:
        held = session.get_one(TrainingEvent, event.id)
        for name in ("starts_at", "ends_at", "closes_at"):
            setattr(held, name, getattr(held, name) - timedelta(days=17))
        for each in materials:
            actions.add_material(session, event.id, *each, by=None, moment=clock.now())  # type: ignore[arg-type]


def test_it_is_grouped_by_the_month_of_the_wall(reader: Browser, make: Make) -> None:
    with time_machine.travel(AUTUMN):
        make(datetime(2026, 12, 10, 16, tzinfo=UTC), title="In December")
        make(datetime(2027, 5, 31, 23, 30, tzinfo=UTC), title="In June, by the wall")
        page = main(reader.open("/training"))
        assert page.index("December 2026") < page.index("In December") < page.index("June 2027")
        assert "May 2027" not in page
        page = main(reader.open("/pl/training"))
        assert "grudzień 2026" in page
        assert "Czytaj" not in page
        assert 'href="/pl/training/in-december-2026-12-10"' in page


def test_filters_are_links_that_keep_each_other(reader: Browser, make: Make) -> None:
    make(title="For practices", groups="gp")
    make(title="For schools, in a hall", groups="school", meeting="workshop", place="Guildhall")
    page = main(reader.open("/training?for=school"))
    assert "For schools, in a hall" in page
    assert "For practices" not in page
    assert 'href="/training?for=school&kind=workshop"' in page
    assert 'href="/training/calendar.ics?for=school"' in page
    assert "For schools, in a hall" in main(reader.open("/training?for=school&kind=workshop"))
    assert "For practices" in main(reader.open("/training?for=%00&kind=<script>"))


def test_nothing_is_said_honestly(reader: Browser, make: Make) -> None:
    assert "Nothing is planned here yet." in main(reader.open("/training"))
    make(groups="gp")
    page = main(reader.open("/training?for=volunteer"))
    assert "Nothing is planned here yet." in page
    assert "See everything that is coming" in page


def test_the_matrix_leads_to_the_next_date_for_just_these_people(reader: Browser, make: Make) -> None:
    event = make(subject="self-harm", groups="school")
    page = main(reader.open("/training"))
    table = page[page.index("<table") : page.index("</table>")]
    row = next(each for each in re.findall(r"<tr>.*?</tr>", table, re.DOTALL) if "the first conversation" in each)
    cells = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
    gp, school = cells[0], cells[1]
    assert f'href="/training/{event.slug}"' in school
    assert "href" not in gp
    assert "Needed" in gp
    assert "every 2 years" in cells[-1]
    assert 'scope="row"' in row
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        assert f'href="/training/{event.slug}"' not in main(reader.open("/training")).partition("</table>")[0]


def test_a_cancelled_event_stays_in_sight_and_leads_from_no_cell(reader: Browser, make: Make, engine: Engine) -> None:
    event = make(subject="self-harm")
    with db.writing(engine) as session:
        actions.cancel(session, event.id, "The speaker is ill.", by=event.id, moment=clock.now())
    page = main(reader.open("/training"))
    assert "Cancelled" in page
    assert "next on" not in page
    page = main(reader.open(f"/training/{event.slug}"))
    assert "The speaker is ill." in page
    assert "/training/sign-up/" not in page


def test_what_was_missed_can_be_read_and_is_never_shown_inside(reader: Browser, make: Make, engine: Engine) -> None:
    event = make()
    slides = ("Slides", "https://files.example.org/slides.pdf", "")
    been(engine, event, slides, ("One page", "", "**Ask** plainly. <script>alert(1)</script>"))
    page = main(reader.open("/training"))
    assert page.index("What you missed") < page.index("https://files.example.org/slides.pdf")
    page = main(reader.open(f"/training/{event.slug}"))
    assert "<strong>Ask</strong> plainly." in page
    assert "<iframe" not in page
    assert reader.client.get(f"/training/{event.slug}").text.count("&lt;script&gt;") == 1
    assert "Sign up" not in page


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "45 minutes"), (60, "1 hour"), (90, "1 hour and 30 minutes"), (120, "2 hours"), (0, "")]
)
def test_lengths_are_told_in_words(minutes: int, said: str) -> None:
    assert kinds.length_in_words(minutes) == said


@pytest.mark.parametrize(
    ("months", "said"), [(0, "once"), (12, "every year"), (24, "every 2 years"), (18, "every 18 months")]
)
def test_how_often_is_told_in_words(months: int, said: str) -> None:
    assert kinds.months_in_words(months) == said


def test_the_shipped_plan_says_what_is_needed_of_whom() -> None:
    plan = catalogue.load(PLAN)
    subjects = {each.id: each for each in plan.subjects}
    assert subjects["asking-about-suicide"].worth[Group.SCHOOL] is Worth.NEEDED
    assert subjects["peer-support"].worth[Group.YOUNG_PERSON] is Worth.GOOD
    wanted = {"self-harm", "stigma", "making-a-referral", "bullying", "school-nurses", "curriculum", "equality"}
    assert wanted | {"school-mental-health", "crisis-together", "parenting"} <= subjects.keys()
    assert set(plan.groups) == set(Group)


def test_an_area_without_a_plan_has_a_calendar_all_the_same(tmp_path: Path) -> None:
    assert catalogue.load(tmp_path).subjects == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('needed = ["gp", "school", "community", "partner"]', 'needed = ["gp", "dentist"]'),
        ('good = ["volunteer"]', 'good = ["gp"]'),
        ("refresh_months = 12", "refresh_months = -1"),
        ("refresh_months = 12", ""),
        ('id = "self-harm"', 'id = "asking-about-suicide"'),
        ("[[subject]]", "[[subject"),
    ],
)
def test_a_plan_that_does_not_read_well_stops_the_start_with_one_line(tmp_path: Path, old: str, new: str) -> None:
    said = (PLAN / catalogue.FILE).read_text("utf-8")
    assert old in said
    (tmp_path / catalogue.FILE).write_text(said.replace(old, new, 1), "utf-8")
    with pytest.raises(AreaError, match="training.toml") as wrong:
        catalogue.load(tmp_path)
    assert "\n" not in str(wrong.value)


def test_every_guide_that_speaks_of_courses_leads_here(reader: Browser) -> None:
    assert 'href="/training"' in reader.open("/guides/schools").page
    assert "There is no calendar of courses" not in reader.page
    assert 'href="/training"' in reader.open("/").page
