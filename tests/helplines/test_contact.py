import pytest

from portal.helplines.contact import Channel


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
