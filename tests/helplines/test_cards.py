"""A card in Polish is shown while it says what the English says, and in production once people stand for it."""

import shutil
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.guides import publishing
from portal.helplines import cards, registry
from portal.helplines.contact import Words
from tests.guides.conftest import TODAY
from tests.helplines.conftest import AREA

PEOPLE = {"translator": "A.B.", "clinical_reviewer": "Clinical lead", "back_translated": "C.D."}
CHECKED = {"state": "clinically_checked", **PEOPLE}


def shout(said: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = next(table for table in said["contact"] if table["id"] == "shout")
    return table


def lang(said: dict[str, Any], *, drafts: bool = True) -> str:
    """Return the language in which a Polish reader is shown the card."""
    return registry.Registry(registry.read(said).contacts, drafts_shown=drafts).card("shout", "pl").lang


def mark(said: dict[str, Any]) -> str:
    return cards.texts(shout(said))["en"].blocks[0].mark


@given(st.lists(st.sampled_from([" ", "\n", "\t", "\u00a0"]), min_size=1, max_size=4))
def test_spacing_never_takes_a_card_away(spaces: list[str]) -> None:
    said = tomllib.loads((AREA / registry.FILE).read_text("utf-8"))
    english = shout(said)["en"]
    english["what_happens"] = english["what_happens"].replace(" ", "".join(spaces)).replace("'", "’")
    assert lang(said) == "pl"


@pytest.mark.parametrize("field", [each.name for each in fields(Words)])
def test_a_changed_word_does_in_every_language_at_once(said: dict[str, Any], field: str) -> None:
    shout(said)["en"][field] = "Something else"
    assert {registry.read(said).card("shout", code).lang for code in ("lt", "pa", "pl", "ro", "ur")} == {"en"}


def test_a_typo_can_be_signed_off_and_a_number_cannot(said: dict[str, Any]) -> None:
    english = shout(said)["en"]
    for added, shown in ((" Really.", "pl"), (" After 9pm.", "en")):
        before, was = english["what_happens"], mark(said)
        english["what_happens"] += added
        english["same_meaning"] = [{"was": was, "now": mark(said), "by": "Clinical lead", "day": TODAY}]
        assert lang(said) == shown
        english["what_happens"] = before


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        (CHECKED, "pl"),
        ({**CHECKED, "state": "reviewed"}, "pl"),
        ({**CHECKED, "back_translated": ""}, "en"),
        ({**CHECKED, "back_translated": "a b"}, "en"),
        ({**CHECKED, "translator": None}, "en"),
        ({"state": "reviewed"}, "en"),
        ({"state": "human_translated", **PEOPLE}, "en"),
        ({"state": "approved", **PEOPLE}, "en"),
        ({}, "en"),
    ],
)
def test_in_production_a_card_is_shown_only_when_three_people_stand_for_it(
    said: dict[str, Any], claim: dict[str, str], shown: str
) -> None:
    shout(said)["pl"].update(claim)
    assert lang(said, drafts=False) == shown
    assert registry.read(said).card("shout", "pl").draft is (shown == "en")


def test_old_words_are_not_shown_however_well_they_were_checked(said: dict[str, Any]) -> None:
    shout(said)["pl"].update(CHECKED)
    shout(said)["en"]["hours"] = "Until midnight"
    assert lang(said, drafts=False) == "en"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return tmp_path / "content"


def spoil(content: Path, old: str, new: str, after: str = "") -> Path:
    """Change the first such words of the card of Shout."""
    file = content / cards.FILE
    text = file.read_text("utf-8")
    at = text.index(after, text.index('id = "shout"'))
    assert old in text[at:]
    file.write_text(text[:at] + text[at:].replace(old, new, 1), "utf-8")
    return file


def test_a_card_that_claims_too_much_keeps_the_words_from_going_out(content: Path) -> None:
    spoil(content, 'state = "machine"', 'state = "reviewed"\ntranslator = "A.B."', "[contact.pl]")
    found = publishing.examine(content, TODAY).problems
    assert {(each.file, each.rule) for each in found} == {(cards.FILE, "review-incomplete")}
    assert all(each.message.startswith("shout in pl: state is reviewed") for each in found)
    assert len(found) == 3


def test_a_card_that_lost_a_number_is_found(content: Path) -> None:
    spoil(content, 'what_happens = "', 'what_happens = "25 26 ', "[contact.pl]")
    (problem,) = publishing.examine(content, TODAY).problems
    assert (problem.rule, "25, 26" in problem.message) == ("translation", True)


def test_whoever_brought_one_card_up_to_date_says_so_for_that_card_alone(content: Path) -> None:
    file = spoil(content, 'cost = "', 'cost = "Always ', "[contact.en]")
    spoil(content, 'state = "machine"', 'state = "clinically_checked"', "[contact.pl]")
    before = file.read_text("utf-8")
    assert registry.load(content / "area").card("shout", "pl").lang == "en"
    assert cards.record(file, "shout", "pl") == []
    after = file.read_text("utf-8")
    shown = registry.load(content / "area")
    assert [shown.card("shout", code).lang for code in ("pl", "ur")] == ["pl", "en"]
    changed = [(was, now) for was, now in zip(before.split("\n"), after.split("\n"), strict=True) if was != now]
    assert [now.partition(" = ")[0] for _was, now in changed] == ["source_blocks", "state"]
    assert changed[1][1] == 'state = "human_translated"'
    assert cards.record(file, "shout", "pl") == []
    assert file.read_text("utf-8") == after


@pytest.mark.parametrize(("name", "code"), [("shout", "en"), ("shout", "xx"), ("nobody", "pl"), ("", "")])
def test_a_card_that_is_not_there_is_refused(content: Path, name: str, code: str) -> None:
    assert cards.record(content / cards.FILE, name, code) != []


def test_nobody_can_have_seen_a_number_that_the_card_does_not_hold(content: Path) -> None:
    file = spoil(content, 'cost = "', 'cost = "5p. ', "[contact.en]")
    before = file.read_text("utf-8")
    assert cards.record(file, "shout", "pl") != []
    assert file.read_text("utf-8") == before
