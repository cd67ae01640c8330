"""From a sentence to what it means: slips, filler words, ages in passing, and languages whose tables are drafts."""

from pathlib import Path

import pytest
import yaml

from portal.directory import gaining, hints, reference, tokens, vocabulary
from portal.directory.index import Index
from portal.directory.phrases import written
from portal.directory.reference import Reference
from portal.directory.understanding import asker, corrected, understand
from portal.directory.wanted import Wanted
from tests.directory.conftest import NOON

HERE = Path(__file__).parent
SLIPS = yaml.safe_load((HERE / "corrections.yaml").read_text("utf-8"))
SMOKE = yaml.safe_load((HERE / "smoke.yaml").read_text("utf-8"))
EVERYDAY = [(language, *each) for language, sentences in SMOKE.items() for each in sentences]


@pytest.mark.parametrize(("typed", "meant"), SLIPS["corrected"].items())
def test_a_slip_is_put_right(wexlow: Index, tables: Reference, typed: str, meant: str):
    assert corrected([typed], wexlow, tables.vocabulary, "en") == [meant]


@pytest.mark.parametrize("typed", SLIPS["left"])
def test_what_is_no_slip_is_left_alone(wexlow: Index, tables: Reference, typed: str):
    said = tokens.words(typed)
    for page in ("en", "ur"):
        assert corrected(said, wexlow, tables.vocabulary, page) == said


def test_every_known_spelling_leads_to_words_that_stay(wexlow: Index, tables: Reference):
    for wrong, right in tables.vocabulary.spellings.items():
        assert corrected(right.split(), wexlow, tables.vocabulary, "en") == right.split(), wrong


@pytest.mark.parametrize(
    ("sentence", "need"),
    [
        ("my 13 year old wont come out of her room and cries all day what do i do", "low_mood"),
        ("hi i dont really know who to talk to but i just cant seem to sleep at the moment", "sleep"),
        ("so basically my best mate has stopped eating and im really worried", "eating"),
        ("is there anything for my little boy he is so angry all the time and hits other kids", "anger"),
        ("moja córka od kilku tygodni prawie nic nie je i bardzo schudła", "eating"),
        ("mera beta roz raat ko daraone khwab dekhta hai", "sleep"),
    ],
)
def test_a_need_is_found_among_many_words(wexlow: Index, tables: Reference, sentence: str, need: str):
    assert ("need", need) in understand(sentence, wexlow, tables.vocabulary).meanings


@pytest.mark.parametrize(("language", "said", "taxonomy", "key"), EVERYDAY)
def test_languages_to_come_are_understood(tables: Reference, language: str, said: str, taxonomy: str, key: str):
    found = vocabulary.groups(tokens.words(said), tables.vocabulary)
    assert (taxonomy, key) in {meaning for group in found for meaning in group.meanings}


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("my 9 year old is anxious", 9),
        ("15 yr old daughter", 15),
        ("15yo girl", 15),
        ("im 14 and sad", 14),
        ("son 7 wont eat", 7),
        ("9-latek nie śpi", 9),
        ("14 saal ka beta", 14),
        ("۱۴ سال", 14),
        ("16 metų dukra", 16),
        ("awake at 3am", None),
        ("i am 5 weeks pregnant", None),
        ("111", None),
        ("24 hours", None),
        ("i am 40", None),
        ("anxiety", None),
    ],
)
def test_an_age_is_heard_in_passing(tables: Reference, typed: str, age: int | None):
    assert hints.age(tokens.words(typed), tables.vocabulary) == age


def test_an_age_said_in_passing_comes_first_and_leaves_nobody_out(wexlow: Index, tables: Reference):
    with_age, without = (
        reference.ask(tables, wexlow, Wanted(q=q), "en", NOON).found for q in ("my 4 year old is anxious", "anxious")
    )
    first = [wexlow.documents[hit.number] for hit in with_age.first(5)]
    assert all((each.minimum_age or 0) <= 4 <= (each.maximum_age or 25) for each in first)
    assert with_age.total >= without.total


@pytest.mark.parametrize(
    ("line", "phrases"),
    [
        ("cant|dont sleep", [("cant", "sleep"), ("dont", "sleep")]),
        ("dokucz*", [("dokucz*",)]),
        ("self-harm", [("self", "harm")]),
    ],
)
def test_a_line_stands_for_its_phrases(line: str, phrases: list[tuple[str, ...]]):
    assert written(line) == phrases


def test_small_words_may_stand_between_but_no_others(tables: Reference):
    said = vocabulary.combine([{"skip": ["really", "the"], "need": {"sleep": ["cant sleep"]}}])
    (found,) = vocabulary.groups(["cant", "really", "sleep"], said)
    assert found.meanings == {("need", "sleep")}
    assert len(vocabulary.groups(["cant", "football", "sleep"], said)) == 3


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("cant sleep before exams", gaining.YOUNG),
        ("my 4 year old wont sleep", gaining.PARENT),
        ("picky eater 3 years old", gaining.PARENT),
        ("moja córka nie chce jeść", gaining.PARENT),
        ("mera beta school nahi jata", gaining.PARENT),
        ("referral criteria for a patient with anorexia", gaining.PROFESSIONAL),
        ("my pupil has panic attacks", gaining.PROFESSIONAL),
    ],
)
def test_who_asks_is_heard(tables: Reference, typed: str, who: int):
    assert asker(vocabulary.signs(tokens.words(typed), tables.vocabulary)) == who


def test_a_group_that_was_not_spoken_of_does_not_come_first(wexlow: Index, tables: Reference):
    for q in ("school", "cant revise for gcses"):
        first = reference.ask(tables, wexlow, Wanted(q=q), "en", NOON).found.first(3)
        cohorts = [wexlow.documents[hit.number].terms.get("cohort", ()) for hit in first]
        assert all(set(each) <= {"parent_carer"} for each in cohorts), q


@pytest.mark.parametrize("typed", ["my child hits me and his sister", "mum has cancer shes going to die"])
def test_what_is_surely_harmless_is_no_danger_unless_danger_stands_beside_it(
    wexlow: Index, tables: Reference, typed: str
):
    assert not reference.ask(tables, wexlow, Wanted(q=typed), "en", NOON).danger
    assert reference.ask(tables, wexlow, Wanted(q=f"{typed} and i want to die"), "en", NOON).danger
