"""A text nobody's lists can read is never taken for a calm one."""

import pytest

from portal.triage.coverage import covered

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
