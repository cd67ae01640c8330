"""From typed words to meanings: one way of writing, and the area's table of plain words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.directory import tokens, vocabulary
from portal.directory.index import Index
from portal.directory.reference import Reference
from portal.directory.vocabulary import VocabularyError
from tests.directory.conftest import CONTENT

SMALL = vocabulary.combine(
    [{"skip": ["i", "can", "cant", "the"], "need": {"sleep": ["cant sleep", "insomnia"], "crisis": ["want to die"]}}]
)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("can’t", "cant"),
        ("SLEEP", "sleep"),
        ("lęk", "lek"),
        ("Żałoba", "zaloba"),
        ("نيند", "نیند"),
        ("gh\u200cost", "ghost"),
        ("ｐａｎｉｃ", "panic"),
        ("صِحَّة نَفْسِيَّة", "صحة نفسية"),
        ("صحـــة", "صحة"),
        ("كتاب", "کتاب"),
        ("نفسى", "نفسی"),
        ("Žąsis ėjo", "zasis ejo"),
        ("ŁÓDŹ", "lodz"),
        ("۱۴ سال", "14 سال"),
        ("ਸ਼ਹਿਰ", "ਸ਼ਹਿਰ"),
    ],
)
def test_one_word_is_written_one_way(typed: str, same: str):
    assert tokens.words(typed) == tokens.words(same)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ਮਾਨਸਿਕ ਸਿਹਤ।", ["ਮਾਨਸਿਕ", "ਸਿਹਤ"]),
        ("মানসিক স্বাস্থ্য", ["মানসিক", "স্বাস্থ্য"]),
        ("நான் தூங்க", ["நான்", "தூங்க"]),
        ("snake_case, e-mail; it's", ["snake", "case", "e", "mail", "its"]),
        ("ذہنی صحت۔", ["ذہنی", "صحت"]),
    ],
)
def test_marks_that_a_script_is_written_with_never_break_a_word(text: str, expected: list[str]):
    assert tokens.words(text) == expected


def test_a_careless_pattern_would_break_them():
    assert re.findall(r"[^\W_]+", "ਮਾਨਸਿਕ") != ["ਮਾਨਸਿਕ"]


@pytest.mark.parametrize(
    "family",
    [
        ["counselling", "counsellor", "counsellors", "counseling", "counselor"][:4],
        ["worry", "worries", "worried", "worrying"],
        ["bully", "bullied", "bullying"],
        ["therapy", "therapies", "therapist"],
        ["sleep", "sleeping", "sleeps"],
        ["run", "running", "runs"],
    ],
)
def test_the_forms_of_a_word_meet(family: list[str]):
    assert len({tokens.stem(word) for word in family}) == 1


@pytest.mark.parametrize("pair", [("die", "diet"), ("bereaved", "bread"), ("care", "cannabis"), ("stress", "street")])
def test_different_words_stay_apart(pair: tuple[str, str]):
    assert tokens.stem(pair[0]) != tokens.stem(pair[1])


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_read(text: str):
    for word in tokens.words(text):
        assert tokens.stem(word)
        assert word == word.casefold() or not word.isascii()


def test_the_longest_phrase_wins_and_words_that_say_nothing_go():
    found = vocabulary.groups(tokens.words("I can't sleep the dog"), SMALL)
    assert [(group.words, set(group.meanings)) for group in found] == [
        (("cant", "sleep"), {("need", "sleep")}),
        (("dog",), set()),
    ]


def test_a_phrase_is_more_than_its_words():
    assert vocabulary.groups(["want", "to", "eat"], SMALL)[0].meanings == frozenset()
    assert vocabulary.groups(["want", "to", "die"], SMALL)[0].meanings == {("need", "crisis")}


def test_a_table_that_does_not_read_is_named(tmp_path):  # type: ignore[no-untyped-def]
    (tmp_path / "en.toml").write_text("need = [")
    with pytest.raises(VocabularyError, match=r"en\.toml"):
        vocabulary.load(tmp_path)


def test_the_areas_table_speaks_of_words_that_exist(tables: Reference, wexlow: Index):
    known = {(taxonomy, key) for taxonomy, terms in wexlow.terms.items() for key in terms}
    known |= {("language", path.stem) for path in (CONTENT / "area" / "words").glob("*.toml")}
    assert {meaning for meanings in tables.vocabulary.phrases.values() for meaning in meanings} <= known


def test_the_areas_table_is_broad(tables: Reference):
    assert len(tables.vocabulary.phrases) > 500


def test_every_need_has_plain_words(tables: Reference, wexlow: Index):
    meant = {meaning for meanings in tables.vocabulary.phrases.values() for meaning in meanings}
    assert {key for taxonomy, key in meant if taxonomy == "need"} == wexlow.terms["need"].keys()


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("panic attacks", "anxiety"),
        ("I can't get out of bed", "low_mood"),
        ("my nan died", "bereavement"),
        ("hearing voices", "psychosis"),
        ("won't go to school", "school"),
        ("no mates", "loneliness"),
        ("am i gay", "identity"),
        ("smoking weed", "substance"),
        ("nie mogę spać", "sleep"),
        ("nie moge spac", "sleep"),
        ("lęki", "anxiety"),
        ("umarła babcia", "bereavement"),
        ("chcę umrzeć", "crisis"),
        ("نیند نہیں آتی", "sleep"),
        ("گھبراہٹ", "anxiety"),
        ("خودکشی", "crisis"),
        ("neend", "sleep"),
    ],
)
def test_what_young_people_say_is_understood(tables: Reference, typed: str, need: str):
    found = vocabulary.groups(tokens.words(typed), tables.vocabulary)
    assert ("need", need) in {meaning for group in found for meaning in group.meanings}
