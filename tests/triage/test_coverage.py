"""A text nobody's lists can read is never taken for a calm one."""

from pathlib import Path

import pytest
import yaml

from portal.triage.coverage import covered

HERE = Path(__file__).parent
ENGLISH = ("corpus", "written_unseen", "written_unseen_2")
ROMANIAN = (
    "Fiica mea nu mai doarme de trei luni și plânge în fiecare seară, nu vrea să meargă la școală și spune că "
    "nimeni nu o înțelege, iar noi nu știm ce să facem"
)


@pytest.mark.parametrize(
    "text", ["", "  ", "12 34 !!", "hello", "low mood", "My son is sad and sleeps badly. وہ اداس ہے", "Zoë's café"]
)
def test_english_is_covered_and_so_is_nothing(lists, text):
    assert covered(text, "en", lists)


@pytest.mark.parametrize("code", ["en", "en-GB", "EN_gb"])
def test_a_region_changes_nothing(lists, code):
    assert covered("hello there", code, lists)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("میری بیٹی رات کو سو نہیں پاتی", "en"),
        ("Моя дочь не спит", "en"),
        (ROMANIAN, "en"),
        ("moja córka nie śpi", "pl"),
        ("میری بیٹی", "ur"),
        ("ਮੇਰੀ ਧੀ ਰਾਤ ਨੂੰ ਸੌਂ ਨਹੀਂ ਸਕਦੀ", "en"),
        ("ਮੇਰੀ ਧੀ", "pa"),
        ("hello", "ro"),
        ("hello", ""),
    ],
)
def test_what_cannot_be_read_is_not_covered(lists, text, code):
    assert not covered(text, code, lists)


def test_a_clinicians_shorthand_is_english(lists):
    notes = (
        "15F low mood poor sleep 6/12, no SI, reduced appetite, school refusal, mum reports irritability, no meds, " * 2
    )
    assert covered(notes, "en", lists)


SHORT_POLISH = (
    "Jestem bardzo smutna i nie mogę spać",
    "jestem bardzo smutna i nie moge spac",
    "boje sie szkoly",
    "mama i tata ciagle",
    "Córka płacze",
    "do szkoły nie idę bo się boję",
)


@pytest.mark.parametrize("text", SHORT_POLISH)
def test_a_short_polish_story_in_the_english_form_is_not_taken_for_english(lists, text):
    assert not covered(text, "en", lists)


def test_a_long_polish_story_with_small_words_that_english_has_too_is_not_english(lists):
    text = "Moja córka od trzech miesięcy nie śpi, to do niej nie dociera, a ja i on nie wiemy, co robić. " * 3
    assert not covered(text, "en", lists)


@pytest.mark.parametrize(
    "text",
    ["My mam hits me", "low mood", "I go to school but na", "My friend Bo is bad to me", "sad", "Zofia", "idk"],
)
def test_a_short_english_one_with_a_word_or_two_of_another_language_still_is(lists, text):
    assert covered(text, "en", lists)


def sentences(told) -> list[str]:
    """Return every sentence of a file of sentences."""
    if isinstance(told, str):
        return [told]
    return [one for each in (told.values() if isinstance(told, dict) else told) for one in sentences(each)]


def test_no_english_that_was_ever_written_for_these_tests_is_taken_for_another_language(lists):
    read = {name: yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8")) for name in ENGLISH}
    told = sentences(read["corpus"]["en"]) + sentences(read["written_unseen"]) + sentences(read["written_unseen_2"])
    assert len(told) > 300
    assert [text for text in told if not covered(text, "en", lists)] == []
