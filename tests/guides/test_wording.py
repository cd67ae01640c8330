import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.guides import wording
from portal.guides.page import Page, parse

Rules = Callable[..., set[str]]
FAULT = "It is not your fault."


@pytest.mark.parametrize(
    "typed",
    [
        "Call 999.",
        "Call 111, and wait.",
        "call 0800 1111",
        "Ring 0808-157-0300 now",
        "Ring (01632) 960300",
        "+44 7700 900300",
        "Text 85258",
        "116 123",
        "۹۹۹ پر فون کریں",
        "٠٨٠٠١١١١",
        "nine nine nine",
        "Triple nine",
        "Dial 18001 111",
        "**0800** 1111 is free, 08001111 too",
        "[Call 0800 1111](refer:)",
        "Tel.0800 1111",
        "Phone/08001111",
        "Tel-999",
        "0800 1111x",
        "01632–960–300",
        "0800.11.11",
        "Call NHS111.",
        "[Write to us](https://chat.example.org/447700900300)",
    ],
)
def test_a_number_typed_by_hand_is_found(rules: Rules, typed: str) -> None:
    assert "phone-in-prose" in rules((FAULT, typed))


@pytest.mark.parametrize(
    "said",
    [
        "If you are 13, 14 or 15, you can.",
        "We read it by 5pm, before 16:00, or at 9am.",
        "About 62,000 young people live here.",
        "It is page 2 of 10.",
        "Since 2026-11-22 it is so.",
        "It was £111 and 1,112 people came.",
        "Ages 0 to 25, in 28 days, 1 in 7.",
        "In 2026 and 2027.",
        "It is 3.14159 or 1,234,567 or 22/11/2026.",
    ],
)
def test_an_age_a_time_or_a_count_is_not_a_number_to_call(rules: Rules, said: str) -> None:
    assert "phone-in-prose" not in rules((FAULT, said))


@given(st.lists(st.sampled_from("0123456789"), min_size=5, max_size=12), st.sampled_from(["", " ", "-", "  "]))
def test_no_way_of_spacing_hides_a_number(digits: list[str], between: str) -> None:
    found = parse("en/x.md", f"---\nlang: en\n---\nwords {between.join(digits)} words")
    assert isinstance(found, Page)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", between.join(digits)) or list(wording.numbers(found))


def test_a_number_in_the_title_or_the_summary_is_found_at_its_line(page: Callable[..., Page]) -> None:
    found = list(wording.numbers(page(("at night.", "at 0800 1111."))))
    assert [problem.line for problem in found] == [23]


@pytest.mark.parametrize("typed", ["Write to help@example.org.", "See www.example.org.", "See https://example.org."])
def test_an_address_to_write_to_or_to_open_is_found(rules: Rules, typed: str) -> None:
    assert rules((FAULT, typed)) == {"address-in-prose"}


@pytest.mark.parametrize(
    "said",
    [
        "It is a Tier 3 team.",
        "This is attention-seeking.",
        "It is attention\u2011seeking, not help-seeking.",
        "an Attention Seeker",
        "She seeks attention.",
        "She committed suicide.",
        "People who are committing suicide.",
        "He committed\na *suicide*.",
        "After a suicide was committed.",
        "after a failed attempt",
        "a successful suicide",
        "He suffers from worry.",
        "For sufferers of worry.",
        "They are mentally ill.",
        "who took 20 tablets",
        "who took twenty of the tablets",
        "Press option 2.",
    ],
)
def test_words_that_hurt_are_found(rules: Rules, said: str) -> None:
    assert "banned-phrase" in rules((FAULT, said))


@pytest.mark.parametrize("said", ["Seek medical help.", "Pay attention.", "We are committed to you.", "2 pillows"])
def test_and_words_that_only_look_like_them_are_not(rules: Rules, said: str) -> None:
    assert rules((FAULT, said)) == set()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("lt", "Kažkas įvykdė savižudybę."),
        ("lt", "Kenčia nuo ligos."),
        ("lt", "Pamišęs žmogus."),
        ("pl", "Ktoś popełnił samobójstwo."),
        ("ro", "Cineva a comis un suicid."),
        ("ro", "Suferă de ceva."),
        ("ur", "اس نے خودکشی کا ارتکاب کیا۔"),
        ("pa", "ਇਹ ਖ਼ੁਦਕੁਸ਼ੀ ਦਾ ਜੁਰਮ ਹੈ।"),
    ],
)
def test_and_in_other_languages(lang: str, said: str) -> None:
    found = parse(f"{lang}/x.md", f"---\nlang: {lang}\n---\n{said}")
    assert isinstance(found, Page)
    assert [problem.rule for problem in wording.phrases(found)] == ["banned-phrase"]


def test_a_label_needs_a_reason(rules: Rules) -> None:
    assert rules((FAULT, "It may be an eating disorder.")) == {"label"}
    because = ("summary:", "labels_because: The clinic's own name.\nsummary:")
    assert rules((FAULT, "It may be an eating disorder."), because) == set()


@pytest.mark.parametrize("said", ["PLEASE DO NOT WAIT.", "You MUST NOT do it.", "It is DANGEROUS."])
def test_shouting_is_found(rules: Rules, said: str) -> None:
    assert "all-caps" in rules((FAULT, said))


def test_a_short_form_is_explained_once(rules: Rules) -> None:
    for short in ("CBT", "SENCo", "MHSTs", "EH2", "S&L"):
        assert rules((FAULT, f"Ask about {short}.")) == {"acronym"}
    assert rules((FAULT, "Ask about talking and doing (CBT). CBT can help.")) == set()
    assert rules((FAULT, "Your GP and the NHS can help. Go to A&E. OK?")) == set()


def test_a_page_too_hard_for_its_readers_is_found(rules: Rules) -> None:
    hard = "Psychoeducational interventions considerably facilitate adolescents' amelioration. " * 12
    assert "reading-grade" in rules((FAULT, hard))
    long = "and then we go to the park and we run and we play and we sit in the sun and we eat and we rest " * 9
    assert "sentence-length" in rules((FAULT, long))


def test_two_formulae_look_at_a_page_and_one_is_enough(rules: Rules) -> None:
    long_words = "Strengths brought straight thoughts through. " * 30
    assert rules((FAULT, long_words)) == {"reading-grade"}
    many_syllables = "A via, io, aria, oleo, area, idea, Iowa, Ohio, Maya. " * 30
    assert "reading-grade" in rules((FAULT, many_syllables))


def test_a_page_cannot_raise_its_own_limit(rules: Rules) -> None:
    assert rules(("reading_grade: 5", "reading_grade: 9")) == {"reading-grade"}
    assert rules(("reading_grade: 5", "reading_grade: null")) == {"reading-grade"}
