import pytest

from portal.guides import reading


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("table", 2), ("while", 1), ("hope", 1), ("wanted", 2), ("asked", 1), ("people", 2), ("houses", 2)]
    + [("little", 2), ("the", 1), ("university", 5), ("don't", 1), ("maybe", 2), ("A", 1), ("zzz", 1), ("anxiety", 4)],
)
def test_syllables_are_counted_nearly(word: str, count: int) -> None:
    assert abs(reading.syllables(word) - count) <= (word in {"maybe", "anxiety"})


def test_blocks_end_sentences_even_without_a_full_stop() -> None:
    found = reading.measure(["A heading", "One two three. Four five!", "an item"])
    assert (found.words, found.sentences) == (9, 4)
    assert found.words_per_sentence == 9 / 4


def test_hard_words_in_long_sentences_read_at_a_higher_grade() -> None:
    easy = reading.measure(["The dog ran to the park. It was a hot day."])
    hard = reading.measure(
        ["Psychoeducational interventions facilitate considerable amelioration of symptomatology in adolescents."]
    )
    assert easy.grade < 3 < 15 < hard.grade
    assert easy.letters_grade < 3 < 15 < hard.letters_grade


def test_the_two_formulae_are_the_published_ones() -> None:
    found = reading.measure(["The cat sat on the mat."])  # 6 words, 1 sentence, 6 syllables, 17 letters
    assert found.grade == round(0.39 * 6 + 11.8 * 6 / 6 - 15.59, 1)
    assert found.letters_grade == round(0.0588 * (17 / 6 * 100) - 0.296 * (1 / 6 * 100) - 15.8, 1)


def test_each_formula_catches_what_the_other_lets_through() -> None:
    letters = reading.measure(["Strengths brought straight thoughts through."])
    assert letters.grade < 5 < letters.letters_grade


def test_a_text_without_words_has_no_grade() -> None:
    assert reading.measure(["", "…", "123!?"]).grade <= reading.measure(["123"]).grade
    assert reading.measure([]).words_per_sentence == 0
