"""What must be true of the registry's file before anybody may rely on it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from portal.helplines.contact import SCHEMES, SOURCE, Words

PLACES = ("danger", "local", "urgent", "text", "phone", "parents", "relay", "daytime", "elsewhere")
"""Where a contact stands on the page for now; `elsewhere` keeps it off that page."""
AUDIENCES = ("anyone", "young_person", "parent", "professional")
DIALLED = ("phone", "relay", "text", "sms-999")
OPENED = ("web", "chat", "video")
NEEDED = {"id": str, "order": int, "owner": str, "source": str, "channels": list}
CHOSEN = {"place": PLACES, "audience": AUDIENCES}


def problems(tables: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with the contacts, each as one sentence that names the contact."""
    seen: set[str] = set()
    for table in tables:
        name = table.get("id", "a contact without an id")
        if name in seen:
            yield f"{name}: this id is used twice."
        seen.add(name)
        yield from (f"{name}: {problem}" for problem in _table_problems(table))
    if not any(table.get("place") == "danger" for table in tables):
        yield "No contact stands in the place for danger to life."


def _table_problems(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one contact."""
    for field, kind in NEEDED.items():
        if not isinstance(table.get(field), kind):
            yield f"{field} is missing or is not of the right kind."
    for field, choices in CHOSEN.items():
        if table.get(field) not in choices:
            yield f"{field} is {table.get(field)!r}; it is one of {', '.join(choices)}."
    if not isinstance(table.get("verified_on"), date | None):
        yield "verified_on is a date such as 2026-11-22, without quotes."
    yield from _channels_problems(table.get("channels"))
    for language in languages(table) | {SOURCE}:
        yield from _word_problems(table.get(language, {}), language)


def _channels_problems(channels: Any) -> Iterator[str]:
    """Yield what is wrong with the ways to reach a contact."""
    if not channels:
        yield "it has no channel, so nobody can reach it."
    for channel in channels or ():
        yield from _channel_problems(channel)


def _channel_problems(channel: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one way to reach a contact."""
    kind, value, display = (str(channel.get(part, "")) for part in ("kind", "value", "display"))
    if kind not in SCHEMES:
        yield f"a channel's kind is {kind!r}; it is one of {', '.join(SCHEMES)}."
    elif not display:
        yield "a channel has nothing to display."
    elif kind in DIALLED and not (value.isascii() and value.isdecimal()):
        yield f"{value!r} is dialled, so it is digits only."
    elif kind in DIALLED and re.sub(r"\D", "", display) != value:
        yield f"{display!r} is shown, but {value!r} is dialled."
    elif kind in OPENED and not value.startswith("https://"):
        yield f"{value!r} is opened, so it begins with https://."


def _word_problems(table: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield what is missing from the words in one language."""
    for each in fields(Words):
        said = table.get(each.name)
        if not isinstance(said, str) or not said.strip():
            yield f"{language} says nothing about {each.name}."


def languages(table: Mapping[str, Any]) -> set[str]:
    """Return the languages that a contact has words in: its sub-tables."""
    return {key for key, value in table.items() if isinstance(value, Mapping)}
