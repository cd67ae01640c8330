"""Kinds of values in the feed: how each is described to others, and what is good enough to be published. Pure."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# RFC 3986, without user names, and without the brackets of numeric IPv6 hosts.
_PART = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
_TAIL = rf"{_PART}(?:\?(?:{_PART}|\?)*)?(?:#(?:{_PART}|\?)*)?"
WEB = re.compile(rf"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{{1,5}})?(?:/{_TAIL}|[?#]{_PART}|)")
URI = re.compile(rf"(?:{WEB.pattern})|(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9]{_TAIL}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
CLOCK = re.compile(r"(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d{2}:\d{2})?")


@dataclass(frozen=True)
class Kind:
    """One kind of value: its JSON Schema, and the test that a value has to pass before it leaves."""

    schema: Mapping[str, Any]
    fits: Callable[[Any], bool]


def _text(pattern: re.Pattern[str] | None = None) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and (pattern is None or pattern.fullmatch(value) is not None)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def one_of(*values: str) -> Kind:
    """Return the kind of a value that is one of a few words."""
    return Kind({"type": "string", "enum": list(values)}, lambda value: value in values)


ID = Kind({"type": "string", "format": "uuid"}, _text(UUID))
TEXT = Kind({"type": "string"}, _text())
COUNTRY = Kind({"type": "string", "pattern": "^[A-Z]{2}$"}, _text(re.compile("[A-Z]{2}")))
WEB_ADDRESS = Kind({"type": "string", "format": "uri"}, _text(WEB))
NAME_OF_A_TERM = Kind({"type": "string", "format": "uri"}, _text(URI))
E_MAIL = Kind({"type": "string", "format": "email"}, _text(EMAIL))
DATE = Kind({"type": "string", "format": "date"}, _text(DAY))
DATE_TIME = Kind({"type": "string", "format": "date-time"}, _text(MOMENT))
WALL_TIME = Kind({"type": "string"}, _text(CLOCK))
NUMBER = Kind({"type": "number"}, _number)
WHOLE = Kind({"type": "integer"}, _whole)
FLAG = Kind({"type": "boolean"}, lambda value: isinstance(value, bool))
TEXTS = Kind(
    {"type": "array", "items": {"type": "string"}},
    lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
)
TEXT_OR_TEXTS = Kind(
    {"oneOf": [TEXT.schema, TEXTS.schema]}, lambda value: TEXT.fits(value) or (TEXTS.fits(value) and bool(value))
)
NAMES = Kind(
    {"type": "object", "additionalProperties": {"type": "string"}},
    lambda value: isinstance(value, dict) and all(isinstance(each, str) for each in value.values()),
)
