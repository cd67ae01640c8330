"""The page of waits and the block on a service's page, as a browser without scripts sees them."""

import re
import shutil
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import clock, db
from portal.directory import waits, waits_views
from portal.directory.index import Index
from portal.guides import reading
from portal.guides.wording import CEILINGS, LONGEST_MEAN_SENTENCE
from portal.waiting_times import lists
from tests.directory.conftest import CONTENT, MONDAY, a_service, an_index
from tests.waiting_times.rows import a_figure, an_edition, told_us

OLD = "These figures are old"
LISTS = lists.load(CONTENT / "area")


@pytest.fixture
def database_url(seeded_file: Path, tmp_path: Path) -> str:
    """Read these pages from a copy of the directory, so that waits can be published in it."""
    for suffix in ("", "-wal"):
        if Path(f"{seeded_file}{suffix}").exists():
            shutil.copy(f"{seeded_file}{suffix}", tmp_path / f"waits.db{suffix}")
    return f"sqlite:///{tmp_path / 'waits.db'}"


@pytest.fixture
def site(site: Flask) -> Flask:
    """Add the page of waits."""
    site.register_blueprint(waits_views.bp)
    return site


def publish(engine: Engine, *rows: object) -> None:
    with db.writing(engine) as session:
        session.add_all(rows)


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def main(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    page = unescape(answer.text)
    return page[page.index("<main") : page.index("</main>")]


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def part(page: str, name: str) -> str:
    found = re.search(rf'<section class="fd-[\w-]+" id="{name}">.*?</section>', page, re.DOTALL)
    assert found, name
    return found[0]


def test_before_anything_is_approved_the_page_says_so_and_shows_no_wait(client: FlaskClient, engine: Engine) -> None:
    publish(engine, an_edition(ago(3), a_figure(), approved=False))
    page = main(client, "/waiting-times")
    assert "We have no figures to show yet." in page
    assert "People at risk are seen first, often the same day." in page
    assert not re.search(r"\bweeks?\b", words(page))
    assert "/guides/while-you-wait" in page
    assert "waits for help with" not in main(client, "/services/camhs-ashmere")


def test_amina_reads_both_waits_of_her_list(client: FlaskClient, engine: Engine) -> None:
    said = {"typical_days": 77, "typical_low_days": 70, "typical_high_days": 84, "upper_days": None, "so_far_days": 200}
    second = a_figure(milestone="second_contact", **said)
    publish(engine, an_edition(ago(3), a_figure(covered_percent=79, trend="longer"), second))
    page = main(client, "/waiting-times")
    assert page.count("A letter or a missed call does not count.") == 2
    shown = part(page, "worries")
    text = words(shown)
    first, _, then = text.partition("Until the second talk")
    for sentence in (
        "Half of the people were seen within about 6 weeks.",
        "Most people were seen within about 14 weeks.",
        "About 1 in 5 people waited longer than that.",
        "Waits are getting longer at the moment.",
        "About 180 people are waiting now.",
    ):
        assert sentence in first
    assert "So far it is more than about 7 months." in then
    assert "about 410 people" in text
    assert shown.count('class="fd-wait__bar"') == 2
    table = words(shown[shown.index("<table") : shown.index("</table>")])
    assert "Until the first talk about 6 weeks about 14 weeks" in table
    assert "Until the second talk about 11 weeks more than 7 months" in table


def test_a_list_without_rows_says_that_nobody_knows(client: FlaskClient, engine: Engine) -> None:
    publish(engine, an_edition(ago(3), a_figure(), a_figure("eating", hidden="few")))
    page = main(client, "/waiting-times")
    assert "We can't say yet. We have not measured this wait." in part(page, "babies")
    eating = words(part(page, "eating"))
    assert "Too few people have asked for this" in eating
    assert not re.search(r"\d", eating.partition("Until the second talk")[0])


def test_sooner_waits_stand_apart_and_nothing_is_pooled(client: FlaskClient, engine: Engine) -> None:
    soon = a_figure(band="SOON", typical_days=4, upper_days=6, typical_low_days=4, typical_high_days=4)
    publish(engine, an_edition(ago(3), a_figure(), soon))
    shown = words(part(main(client, "/waiting-times"), "worries"))
    usual, _, sooner = shown.partition("When it should be sooner")
    assert "about 6 weeks" in usual
    assert "about 4 days" in sooner


@pytest.mark.parametrize(("age", "old"), [(45, False), (46, True)])
def test_old_figures_say_that_they_are_old(client: FlaskClient, engine: Engine, age: int, old: bool) -> None:
    publish(engine, an_edition(ago(age), a_figure()))
    for path in ("/waiting-times", "/services/camhs-ashmere"):
        assert (OLD in main(client, path)) is old


def test_a_service_of_a_list_shows_the_list_and_not_the_typed_wait(client: FlaskClient, engine: Engine) -> None:
    before = words(part(main(client, "/services/camhs-ashmere"), "wait"))
    assert "The service told us this" in before
    publish(engine, an_edition(ago(3), a_figure()))
    after = words(part(main(client, "/services/camhs-ashmere"), "wait"))
    assert "Most people were seen within about 14 weeks." in after
    assert "everybody in the area who waits for help with worries and low mood" in after
    assert "This is about 410 people" in after
    assert "A letter or a missed call does not count." in after
    assert "The service told us this" not in after
    elsewhere = words(part(main(client, "/services/early-help"), "wait"))
    assert "The service told us this" in elsewhere


def test_what_a_service_says_of_itself_is_marked_dated_and_vanishes(client: FlaskClient, engine: Engine) -> None:
    publish(engine, told_us("millfields-counselling-circle", ago(20), ago(0), (3, 5)))
    shown = words(part(main(client, "/services/millfields-counselling-circle"), "wait"))
    assert re.search(r"They told us on \d+ \w+ \d{4}: 3 to 5 weeks until the first talk\.", shown)
    assert "These are the service's own words. We have not measured it." in shown
    with db.writing(engine) as session:
        session.execute(db.Base.metadata.tables["outside_waits"].update().values(expires_on=ago(1)))
    assert "They told us on" not in main(client, "/services/millfields-counselling-circle")


def test_the_page_links_to_what_is_quicker_and_says_who_said_so(client: FlaskClient, engine: Engine) -> None:
    told = told_us("millfields-counselling-circle", ago(20), ago(-60), (1, 2))
    publish(engine, an_edition(ago(3), a_figure()), told)
    shown = part(main(client, "/waiting-times"), "worries")
    others = shown[shown.index("Others are quicker") : shown.index("</ul>", shown.index("Others are quicker"))]
    assert '/services/millfields-counselling-circle"' in others
    assert "They told us this on" in others
    assert "/services/camhs-ashmere" not in others


def quicker(index: Index, engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        board = waits.board(session, LISTS, index, MONDAY)
    assert board
    worries = next(each for each in board.lists if each.id == "worries")
    return [each.service.slug for each in worries.others]


def test_only_open_doors_for_the_same_people_are_called_quicker(empty: Engine) -> None:
    ours = {"terms": {"need": ("anxiety", "sleep"), "thrive": ("getting_help",)}, "routes": ("self",)}
    index = an_index(
        a_service("camhs-ashmere", **ours),
        a_service("fits", **ours),
        a_service("slow", **ours),
        a_service("closed", **ours, paused=True),
        a_service("letter-only", **(ours | {"routes": ("gp",)})),
        a_service("for-others", **(ours | {"terms": {"need": ("crisis", "sleep"), "thrive": ("thriving",)}})),
        a_service("grown-ups", **ours, minimum_age=19, maximum_age=25),
        a_service("one-school", **ours, catchment="school"),
        a_service("never-said", **ours),
    )
    slugs = ("fits", "closed", "letter-only", "for-others", "grown-ups", "one-school", "gone")
    said = [told_us(slug, MONDAY, MONDAY, (1, 5)) for slug in slugs]
    publish(empty, an_edition(MONDAY, a_figure()), *said, told_us("slow", MONDAY, MONDAY, (10, 14)))
    assert quicker(index, empty) == ["fits"]


def test_the_page_is_read_by_a_child_of_nine(client: FlaskClient, engine: Engine) -> None:
    second = a_figure(milestone="second_contact", upper_days=None, so_far_days=200, covered_percent=70, trend="longer")
    publish(engine, an_edition(ago(60), a_figure(covered_percent=70), second, a_figure("eating", hidden="would_tell")))
    page = re.sub(r"<(table|svg).*?</\1>", "", main(client, "/waiting-times"), flags=re.DOTALL)
    texts = re.findall(r"<(?:p|li|h\d|summary)[^>]*>(.*?)</(?:p|li|h\d|summary)>", page, re.DOTALL)
    found = reading.measure(dict.fromkeys(map(words, texts)))
    assert found.grade <= CEILINGS["young_person"]
    assert found.words_per_sentence <= LONGEST_MEAN_SENTENCE


def test_every_language_shows_the_page(client: FlaskClient, engine: Engine) -> None:
    publish(engine, an_edition(ago(3), a_figure()))
    for code, half in (("pl", "Połowa osób"), ("ur", "آدھے لوگوں")):
        assert half in main(client, f"/{code}/waiting-times")
        assert half in main(client, f"/{code}/services/camhs-ashmere")
