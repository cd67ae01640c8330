"""Which no belongs to which phrase. Where a person could doubt it, the phrase stands."""

import pytest

from portal.triage.text_scan import scan


@pytest.fixture
def turned(lists):
    def read(text):
        strong = [hit for hit in scan(text, "en", lists).hits if hit.list == "strong"]
        assert strong, text
        return all(hit.negated for hit in strong)

    return read


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die",
        "denies SI",
        "denies any current suicidal thoughts",
        "Denies suicidal ideation, DSH or plans to end her life",
        "denies suicidal ideation and DSH",
        "no SI/DSH",
        "not currently suicidal",
        "I don't think I want to die",
        "it's not that i want to die",
        "Suicidal ideation: nil",
        "Suicidal thoughts? No.",
        "suicidal thoughts denied",
        "never tried to kill herself",
        "she says she does not want to die",
        "told me he doesn't want to die",
    ],
)
def test_a_plain_no_is_heard(turned, text):
    assert turned(text)


@pytest.mark.parametrize(
    "text",
    [
        "no sleep. wants to die",
        "no sleep, wants to die",
        "no sleep wants to die",
        "No. I want to die.",
        "no i want to die",
        "don't tell mum i want to die",
        "not only suicidal",
        "not sure if i want to die",
        "i can't not think about suicide",
        "does not deny SI",
        "never without suicidal thoughts",
        "not a day without suicidal thoughts",
        "no friends and wants to die",
        "Denies SI. DSH weekly",
        "Denies SI\nDSH weekly",
        "No plans. To end it all is what she wants",
        "i dont want to be here anymore",
        "they would not notice if i was gone",
        "never wanted to die so much",
        "suicidal. None of them know",
        "why not just kill myself",
    ],
)
def test_another_no_is_left_alone(turned, text):
    assert not turned(text)


@pytest.mark.parametrize(
    ("text", "list_"),
    [
        ("i am not joking, i am doing it tonight", "imminent"),
        ("my dad doesn't hit me", "abuse"),
        ("nobody hurts me", "abuse"),
    ],
)
def test_what_is_imminent_or_tells_of_abuse_is_never_turned(lists, text, list_):
    assert list_ in scan(text, "en", lists).categories
