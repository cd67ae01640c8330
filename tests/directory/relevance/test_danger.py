"""Words of danger bring help for right now first, in every language and on every page; figures of speech do not."""

from pathlib import Path

import pytest
import yaml

from portal.directory import reference
from portal.directory.index import Index
from portal.directory.reference import Answer, Reference
from portal.directory.wanted import Wanted
from tests.directory.conftest import NOON

SAID = yaml.safe_load((Path(__file__).parent / "danger.yaml").read_text("utf-8"))
DANGER = [(language, each) for language, saids in SAID["danger"].items() for each in saids]
HARMLESS = [(language, each) for language, saids in SAID["harmless"].items() for each in saids]
PAGES = ("en", "ur")


def ask(wexlow: Index, tables: Reference, said: str, page: str) -> Answer:
    return reference.ask(tables, wexlow, Wanted(q=said), page, NOON)


@pytest.mark.parametrize(("language", "said"), DANGER)
def test_danger_is_heard_whichever_language_the_page_is_in(wexlow: Index, tables: Reference, language: str, said: str):
    for page in PAGES:
        answer = ask(wexlow, tables, said, page)
        assert answer.danger
        assert wexlow.documents[answer.found.first(1)[0].number].crisis


@pytest.mark.parametrize(("language", "said"), HARMLESS)
def test_everyday_words_and_figures_of_speech_do_not_frighten(
    wexlow: Index, tables: Reference, language: str, said: str
):
    for page in PAGES:
        assert not ask(wexlow, tables, said, page).danger


def test_the_table_is_long_and_even():
    assert len(DANGER) + len(HARMLESS) >= 150
    assert abs(len(DANGER) - len(HARMLESS)) < 20
    assert {language for language, _ in DANGER} == {"en", "pl", "ur", "pa", "lt", "ro", "ar"}


@pytest.mark.parametrize("around", ["{} help me please", "pls help {} idk what to do", "hi my name is sam and {}"])
@pytest.mark.parametrize("said", ["i want to die", "chcę umrzeć", "marna chahta hun", "noriu mirti", "vreau să mor"])
def test_danger_is_heard_in_the_middle_of_a_sentence(wexlow: Index, tables: Reference, said: str, around: str):
    assert ask(wexlow, tables, around.format(said), "en").danger


def test_a_figure_of_speech_does_not_hide_danger_beside_it(wexlow: Index, tables: Reference):
    assert ask(wexlow, tables, "gcses are killing me and i want to kill myself", "en").danger
    assert ask(wexlow, tables, "im dead lol but really i dont want to be alive", "en").danger
