"""The map for other programs: what stands on the page, and nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.directory import gap_export
from portal.directory.gap_plans import Plan
from portal.directory.thrive_map import draw
from tests.directory.conftest import MONDAY, a_service, an_index

PLAN = Plan("cohort", "deaf", "getting_help", "=HYPERLINK(1)", "@owner", date(2026, 1, 31), date(2025, 10, 5))


def values(*plans: Plan) -> dict[str, object]:
    terms = {"thrive": ("getting_advice",), "cohort": ("deaf",)}
    found = an_index(a_service("one", terms=terms), a_service("two", paused=True, terms=terms))
    return gap_export.as_values(draw(found, ()), plans, "cohort", "with", MONDAY)


def lines(said: dict[str, object]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(gap_export.as_csv(said))))


def test_a_cell_says_how_many_how_many_are_closed_and_what_is_planned() -> None:
    deaf = values(PLAN)["rows"][0]  # type: ignore[index]
    assert deaf["services"]["getting_advice"] == 2
    assert deaf["closed_for_now"] == {"getting_advice": 1}
    assert "getting_help" in deaf["gaps"]
    assert deaf["plans"]["getting_help"][0]["run_out"] is True


def test_the_table_has_a_line_for_every_cell_and_every_plan() -> None:
    assert len(lines(values())) == 2 * 5
    assert len(lines(values(PLAN, replace(PLAN, note="Another")))) == 2 * 5 + 1


def test_no_cell_is_a_formula() -> None:
    planned = next(line for line in lines(values(PLAN)) if line["plan"])
    assert planned["plan"] == "'=HYPERLINK(1)"
    assert planned["plan_owner"] == "'@owner"


@given(st.text())
def test_no_text_ever_begins_like_a_formula(text: str) -> None:
    assert not gap_export.safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_writer_that_trusts_its_texts_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gap_export, "safe", lambda value: value)
    assert any(line["plan"].startswith("=") for line in lines(values(PLAN)))


def test_a_plan_for_a_line_that_is_gone_still_stands_in_the_data() -> None:
    said = values(replace(PLAN, row="gone"))
    assert said["plans_without_a_row"][0]["row"] == "gone"  # type: ignore[index]
