"""Plans for gaps: read, placed in their cells, told when they have run out, and refused in plain words."""

from datetime import date
from pathlib import Path

import pytest

from portal.config import PROJECT
from portal.directory import gap_plans
from portal.directory.gap_plans import PlansError
from portal.directory.index import Index
from portal.directory.reference import Reference
from portal.directory.thrive_map import BY, draw

GOOD = {
    "by": "cohort", "row": "deaf", "grouping": "getting_help", "note": "A clinic day.", "owner": "Commissioner",
    "by_when": date(2027, 6, 30), "written": date(2026, 10, 5),
}  # fmt: skip
WRONG = {
    "by": ("colour", "by is one of cohort, need, age, area"),
    "grouping": ("more", "grouping is one of thriving"),
    "note": (" ", "needs note"),
    "owner": (None, "needs owner"),
    "by_when": ("soon", "needs by_when as a date, like 2027-04-01"),
    "written": (2026, "needs written as a date"),
}


def test_a_plan_runs_out_the_day_after_the_day_it_named() -> None:
    (plan,) = gap_plans.read({"plan": [GOOD]})
    assert not plan.run_out(date(2027, 6, 30))
    assert plan.run_out(date(2027, 7, 1))


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_what_to_write(name: str) -> None:
    value, words = WRONG[name]
    with pytest.raises(PlansError, match=words):
        gap_plans.read({"plan": [GOOD | {name: value}]})


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(PlansError) as told:
        gap_plans.read({"plan": [{}, GOOD | {"owner": ""}]})
    assert len(str(told.value).splitlines()) == 7 + 1


def test_no_file_is_no_plan_and_a_broken_one_is_named(tmp_path: Path) -> None:
    assert gap_plans.load(tmp_path) == ()
    (tmp_path / "gaps.toml").write_text("[[plan")
    with pytest.raises(PlansError, match=r"gaps\.toml does not read well"):
        gap_plans.load(tmp_path)


def test_plans_lie_in_their_cells_and_the_lost_are_not_forgotten() -> None:
    plans = gap_plans.read({"plan": [GOOD, GOOD | {"row": "gone"}]})
    assert set(gap_plans.at(plans, "cohort")) == {("deaf", "getting_help"), ("gone", "getting_help")}
    assert [plan.row for plan in gap_plans.without_a_cell(plans, "cohort", ["deaf"])] == ["gone"]
    assert gap_plans.at(plans, "age") == {}


def test_wexlow_plans_for_lines_that_its_map_has(wexlow: Index, tables: Reference) -> None:
    plans = gap_plans.load(PROJECT / "content" / "area")
    drawn = draw(wexlow, tables.places.wards)
    for by in BY:
        assert not gap_plans.without_a_cell(plans, by, [row.key for row in drawn.rows(by)])
    assert {("0-4", "getting_more_help"), ("18-25", "getting_advice")} <= set(gap_plans.at(plans, "age"))
    assert ("deaf", "getting_risk_support") in gap_plans.at(plans, "cohort")
    assert any(plan.run_out(date(2026, 11, 25)) for plan in plans)
