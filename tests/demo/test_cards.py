"""The invented report card of last year is one that could have been published: rounded, and its tables add up."""

import tomllib

from portal import config
from portal.demo import cards
from portal.reporting.card import words
from portal.reporting.card.shape import SECTIONS, WAITED, Unit

FILE = config.PROJECT / "content" / "area" / "demo" / cards.FILE
SAME_PEOPLE = ("age", "area", "outcome", "read")


def test_its_tables_add_up_and_nothing_in_it_is_small_or_exact() -> None:
    said = tomllib.loads(FILE.read_text("utf-8"))
    assert set(said) == {*(section.id for section in SECTIONS), *WAITED}
    for section in SECTIONS:
        given = said[section.id]
        whole = given.get("all") or said["asked"]["all"]
        assert sum(value for cell, value in given.items() if cell != "all") == whole, section.id
        assert not [value for value in given.values() if value < 5 or value % 5]
    assert said["within_18_weeks"]["all"] == said["waiting"]["soon"] + said["waiting"]["routine"]
    assert all(name in said for name in WAITED)
    assert not set(SAME_PEOPLE) - set(said)


def test_each_of_its_figures_has_a_name_and_a_unit() -> None:
    for each in cards._figures(tomllib.loads(FILE.read_text("utf-8"))):
        assert str(words.line(each.section, each.cell))
        assert (each.unit is Unit.COUNT) == (each.section not in WAITED)
