from collections.abc import Callable

import pytest

Rules = Callable[..., set[str]]
FAULT = "It is not your fault."


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("contacts: [childline]", "contacts: [childlien]"), "unknown-contact"),
        (("{number:childline}", "{number:childlien}"), "unknown-contact"),
        (("{number:childline}", "{number:childline:text}"), "unknown-contact"),
        (("{contacts}", "{contact:nobody}"), "unknown-contact"),
        (("contacts: [childline]", "contacts: []"), "unknown-token"),
        ((FAULT, "See {contacts} here."), "unknown-token"),
        ((FAULT, "Call {phone:childline}."), "unknown-token"),
        ((FAULT, "{page:nowhere}"), "unknown-token"),
        ((FAULT, "[x](page:nowhere)"), "link"),
        ((FAULT, "[x](nowhere:)"), "link"),
        ((FAULT, "[x](refer:now)"), "link"),
        ((FAULT, "[x](services:flying)"), "link"),
        ((FAULT, "[x](tel:999)"), "link"),
        ((FAULT, "[x](mailto:someone)"), "link"),
        ((FAULT, "[x](http://example.org)"), "link"),
        ((FAULT, "[x](/refer)"), "link"),
        ((FAULT, "[x](#who-can-help-here)"), "link"),
        ((FAULT, "[x](javascript:alert)"), "link"),
        (("needs: [sleep]", "needs: [flying]"), "unknown-term"),
        (("thrive: [getting_advice]", "thrive: [tier_2]"), "unknown-term"),
    ],
)
def test_what_does_not_exist_is_found(rules: Rules, change: tuple[str, str], rule: str) -> None:
    assert rule in rules(change)


@pytest.mark.parametrize(
    "said",
    [
        "[x](refer:) [y](services:) [z](services:sleep) [p](page:cannot-sleep) [h](https://example.org)",
        "{number:wexlow_crisis_line:text} {page:cannot-sleep}",
    ],
)
def test_what_exists_is_not(rules: Rules, said: str) -> None:
    assert rules((FAULT, said)) == set()
