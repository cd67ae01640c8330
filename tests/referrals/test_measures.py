"""Goals over time, and a frame for licensed measures that holds none of what a licence covers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.config import PROJECT
from portal.referrals import measures
from portal.referrals.measures import Goal, Measure, MeasureError

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MADE_UP = "- id: wex-1\n  title: The Wexlow Ten\n  licence: Made up for these tests; nobody holds it.\n"


def test_a_goal_keeps_its_words_while_its_number_moves() -> None:
    later = MONDAY + timedelta(days=14)
    sent = [(MONDAY, {"goals": {"goal_1": "Sleep", "goal_1_now": "2"}}), (later, {"goals": {"goal_1_now": 5}})]
    assert measures.goals(sent) == (Goal("Sleep", ((MONDAY, 2), (later, 5))),)


@pytest.mark.parametrize("said", ["11", "-1", "", None, "seven", "5.5", "²", "10000000"])
def test_a_number_outside_the_scale_is_no_score_and_loses_no_goal(said: object) -> None:
    assert measures.goals([(MONDAY, {"goals": {"goal_2": "See friends", "goal_2_now": said}})]) == (
        Goal("See friends", ()),
    )


def test_an_area_names_its_measures_with_their_licence(tmp_path: Path) -> None:
    tmp_path.joinpath("measures.yaml").write_text(MADE_UP)
    assert measures.load(tmp_path) == (Measure("wex-1", "The Wexlow Ten", "Made up for these tests; nobody holds it."),)


@pytest.mark.parametrize("planted", ["  items: [How often do you…]\n", "  questions: 5\n", "  scale: 0-3\n"])
def test_items_in_the_content_stop_it(tmp_path: Path, planted: str) -> None:
    tmp_path.joinpath("measures.yaml").write_text(MADE_UP + planted)
    with pytest.raises(MeasureError):
        measures.load(tmp_path)


def test_what_is_shipped_holds_no_licensed_measure() -> None:
    assert measures.load(PROJECT / "content" / "area") == ()
    named = [
        path for path in PROJECT.joinpath("content").rglob("*") if path.stem.casefold() in {"sdq", "rcads", "measures"}
    ]
    assert named == []
