"""Words as the lists spell them."""

import pytest

from portal.triage.reading import read
from portal.triage.tokens import split


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I'm gonna", "i am going to"),
        ("wanna", "want to"),
        ("can't", "can not"),
        ("she’s", "she is"),
        ("k i l l m y s e l f", "kill myself"),
        ("x k m s", "x kms"),
        ("my self", "myself"),
        ("50mg OD", "50 mg od"),
        ("hunting willing eating", "hunting willing eating"),
        ("self-harm", "self harm"),
        ("help!kms", "help kms"),
        ("zebra", "zebra"),
    ],
)
def test_a_text_is_read_as_it_was_meant(lists, text, meant):
    assert " ".join(word.text for word in read(split(text), lists["en"])) == meant
