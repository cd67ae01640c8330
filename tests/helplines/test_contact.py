from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.helplines.contact import Channel, Words, source_hash

SAID = Words("Line", "Talk", "Anyone", "Day and night", "Free", "A person answers. They listen.")


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        ("phone", "999", "tel:999"),
        ("relay", "18001111", "tel:18001111"),
        ("text", "85258", "sms:85258"),
        ("sms-999", "999", "sms:999"),
        ("email", "a@example.org", "mailto:a@example.org"),
        ("chat", "https://example.org/chat", "https://example.org/chat"),
    ],
)
def test_each_way_opens_what_it_says(kind: str, value: str, href: str) -> None:
    assert Channel(kind, value, value).href == href


@given(st.lists(st.sampled_from([" ", "\n", "\t", "\u00a0"]), min_size=1, max_size=4))
def test_spacing_never_makes_a_translation_stale(spaces: list[str]) -> None:
    spaced = replace(SAID, what_happens=SAID.what_happens.replace(" ", "".join(spaces)))
    assert source_hash(spaced) == source_hash(SAID)


@pytest.mark.parametrize("field", [each.name for each in fields(Words)])
def test_a_changed_word_always_does(field: str) -> None:
    assert source_hash(replace(SAID, **{field: "Something else"})) != source_hash(SAID)
