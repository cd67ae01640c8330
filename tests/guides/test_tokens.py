import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.guides import tokens


def test_a_token_knows_its_verb_its_name_its_way_and_its_line() -> None:
    found = list(tokens.tokens("a\n{number:nhs111} {contact:childline}\n{number:line:text}\n{contacts}", 5))
    assert [(each.verb, each.name, each.way, each.line) for each in found] == [
        ("number", "nhs111", "", 6),
        ("contact", "childline", "", 6),
        ("number", "line", "text", 7),
        ("contacts", "", "", 8),
    ]


@pytest.mark.parametrize(
    ("written", "resolved"),
    [
        ("[x](refer:)", "[x](/ur/refer)"),
        ("[x](page:our-promise)", "[x](/ur/guides/our-promise)"),
        ("[x](page:privacy)", "[x](/ur/privacy)"),
        ("[x](cookies:)", "[x](/ur/cookies)"),
        ("[x](services:)", "[x](/ur/services)"),
        ("[x](services:self_harm)", "[x](/ur/services?need=self_harm)"),
        ("[x](help-now:)", "[x](/ur/help-now)"),
        ("[x](nowhere:)", "[x](nowhere:)"),
        ("[x](https://example.org/a)", "[x](https://example.org/a)"),
    ],
)
def test_a_named_link_leads_below_the_readers_language(written: str, resolved: str) -> None:
    assert tokens.resolve(written, "/ur") == resolved


def test_cards_stand_alone_on_their_line() -> None:
    assert [match[1] for match in tokens.CARDS.finditer("{contacts}\nsee {contacts}\n {contact:shout} \n")] == [
        "contacts",
        "contact:shout",
    ]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    list(tokens.tokens(text))
    list(tokens.links(text))
    tokens.resolve(text, "")
    assert "{contacts}" not in tokens.without(text)
