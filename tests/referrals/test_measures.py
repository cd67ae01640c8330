"""Goals over time, and a place for an area's own measures that ships none of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text

from portal import db, languages
from portal.area import AreaError
from portal.config import PROJECT
from portal.referrals import measured_forms, measures, wording
from portal.referrals.measures import Goal, Taken
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.web.forms import PortalForm
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA
from tests.referrals.test_professional_views import send

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(days=14)
MADE_UP = """
id = "wexlow-three"
title = { en = "How the last week was", pl = "Jak minął ostatni tydzień" }
licence = "Made up for these tests; nobody holds it."
voices = ["young_person", "professional"]
answers = [{ score = 0, text = "Never" }, { score = 1, text = "Sometimes" }, { score = 2, text = "Often" }]

[[items]]
id = "sleep"
text = { en = "I slept well.", pl = "Dobrze mi się spało." }

[[items]]
id = "laugh"
text = "I laughed with somebody."
answers = [{ score = 2, text = "No" }, { score = 0, text = "Yes" }]
"""
SLEEP, LAUGH = "measure_wexlow_three_sleep", "measure_wexlow_three_laugh"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """An area that has put one made-up measure of our own words into its content."""
    tmp_path.joinpath("measures").mkdir()
    tmp_path.joinpath("measures", "wexlow-three.toml").write_text(MADE_UP, "utf-8")
    return tmp_path


@pytest.fixture
def measured(site: Flask, content: Path) -> Flask:
    """The site of that area."""
    site.extensions["measures"] = measures.load(content)
    return site


def test_a_goal_keeps_its_words_while_its_number_moves() -> None:
    sent = [(MONDAY, {"goals": {"goal_1": "Sleep", "goal_1_now": "2"}}), (LATER, {"goals": {"goal_1_now": 5}})]
    assert measures.goals(sent) == (Goal("Sleep", ((MONDAY, 2), (LATER, 5))),)


@pytest.mark.parametrize("said", ["11", "-1", "", None, "seven", "5.5", "²", "10000000"])
def test_a_number_outside_the_scale_is_no_score_and_loses_no_goal(said: object) -> None:
    assert measures.goals([(MONDAY, {"goals": {"goal_2": "See friends", "goal_2_now": said}})]) == (
        Goal("See friends", ()),
    )


def test_scores_over_time_and_none_while_an_item_is_open(content: Path) -> None:
    sent = [(LATER, {"hopes": {SLEEP: "1", LAUGH: "0"}}), (MONDAY, {"hopes": {SLEEP: "2"}}), (LATER, {"hopes": {}})]
    (found,) = measures.scores(Voice.YOUNG_PERSON, sent, measures.load(content))
    assert found.taken == (Taken(MONDAY, None, 1), Taken(LATER, 1, 2))
    assert found.measure.most == 4


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ('licence = "Made up', 'licence = " " # "'),
        ('"young_person", "professional"', '"friend"'),
        ('id = "laugh"', 'id = "sleep"'),
        ('id = "laugh"', 'id = "../x"'),
        ('score = 2, text = "No"', 'score = 0, text = "No"'),
        ('score = 2, text = "No"', 'score = "2", text = "No"'),
        ("[[items]]", "[[questions]]"),
        ('en = "I slept', 'ur = "I slept'),
    ],
)
def test_a_measure_that_does_not_read_well_stops_the_start(content: Path, said: str, instead: str) -> None:
    assert said in MADE_UP
    content.joinpath("measures", "wexlow-three.toml").write_text(MADE_UP.replace(said, instead), "utf-8")
    with pytest.raises(AreaError, match="measures"):
        measures.load(content)


def test_what_is_shipped_holds_no_measure() -> None:
    assert measures.load(PROJECT / "content" / "area") == ()
    assert [path.name for path in (PROJECT / "content" / "area" / "measures").iterdir()] == ["README.md"]


def test_the_example_beside_it_reads_well(tmp_path: Path) -> None:
    readme = (PROJECT / "content" / "area" / "measures" / "README.md").read_text("utf-8")
    tmp_path.joinpath("measures").mkdir()
    tmp_path.joinpath("measures", "x.toml").write_text(readme.split("```toml")[1].split("```")[0], "utf-8")
    assert [measure.id for measure in measures.load(tmp_path)] == ["wexlow-three"]


def test_amina_finds_it_folded_and_her_answers_are_kept_sealed(measured: Flask, engine: Engine) -> None:
    amina = walk(Browser(measured.test_client()), AMINA, stop="hopes")
    assert "How the last week was" in amina.page
    fold = amina.page[: amina.page.index("How the last week was")].rpartition("<details")[2]
    assert "open" not in fold.partition(">")[0]
    walk(amina, AMINA | {"hopes": {SLEEP: "2", LAUGH: "0"}}, stop="check")
    assert "I laughed with somebody." in amina.page
    amina.send()
    with db.reading(engine) as session:
        sent = session.scalars(select(Referral)).one()
        assert (sent.answers or {})["hopes"] == {SLEEP: "2", LAUGH: "0"}
        stored = session.execute(text("SELECT * FROM referrals")).one()
        assert sent.reference in str(stored)
        assert b"wexlow_three" not in b"".join(bytes(each) for each in stored if isinstance(each, bytes | memoryview))
        assert "wexlow_three" not in str(stored)


def test_only_the_voices_it_is_for_are_asked(measured: Flask) -> None:
    with measured.test_request_context():
        asked = {voice: bool(_names(voice)) for voice in Voice}
    assert asked == {
        Voice.YOUNG_PERSON: True,
        Voice.PARENT_CARER: False,
        Voice.PROFESSIONAL: True,
        Voice.FRIEND: False,
    }


def _names(voice: Voice) -> list[str]:
    form = measured_forms.with_measures(voice, measured_forms.ASKED_ON.get(voice, ""), PortalForm)
    return [field.name for field in form(meta={"csrf": False}) if measured_forms.found(field.name)]


def test_a_gp_finds_it_on_the_long_page(measured: Flask) -> None:
    browser = Browser(measured.test_client()).open("/refer/professional/").send()
    assert "I laughed with somebody." in browser.page
    send(browser, go="save", **{LAUGH: "2"})
    assert f'name="{LAUGH}" type="radio" value="2" checked' in browser.page


def test_an_area_without_one_asks_nothing(client: FlaskClient) -> None:
    assert "measure_" not in walk(Browser(client), AMINA, stop="hopes").page


def test_it_is_asked_in_their_language_and_told_to_staff_in_english(measured: Flask) -> None:
    with measured.test_request_context(), languages.using("pl"):
        form = measured_forms.with_measures(Voice.YOUNG_PERSON, "hopes", PortalForm)
        assert str(form(meta={"csrf": False})[SLEEP].label.text) == "Dobrze mi się spało."
        assert wording.label(Voice.YOUNG_PERSON, SLEEP) == "I slept well."
        assert wording.value_label(Voice.YOUNG_PERSON, LAUGH, "0") == "Yes"
