"""What the rules may see: every answer, whatever was sent, becomes one of a field's known values."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

UNANSWERED = "unanswered"
LONGEST = 64  # no honest value is longer, and nothing is gained by reading more

Value = str | int | float | frozenset[str]
Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Field:
    """One answer the rules may read: a choice, a number, or a set of values."""

    name: str
    kind: str
    values: frozenset[str] = frozenset()
    most: float = math.inf


def see(answers: Mapping[str, object], fields: Mapping[str, Field], aliases: Mapping[str, str]) -> Facts:
    """Return a value for every field; what is absent or makes no sense is `unanswered`, never an error."""
    return {name: _read(answers.get(name), field, aliases) for name, field in fields.items()}


def _read(value: object, field: Field, aliases: Mapping[str, str]) -> Value:
    if field.kind == "number":
        return _number(value, field)
    if field.kind == "set":
        return _several(value, field, aliases)
    return _choice(value, field, aliases)


def _choice(value: object, field: Field, aliases: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if not isinstance(value, str) or len(value) > LONGEST:
        return UNANSWERED
    plain = re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFKC", value).casefold().strip())
    plain = plain if plain in field.values else aliases.get(plain, plain)
    return plain if plain in field.values else UNANSWERED


def _several(value: object, field: Field, aliases: Mapping[str, str]) -> frozenset[str]:
    items = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return frozenset(_choice(item, field, aliases) for item in items) - {UNANSWERED}


def _number(value: object, field: Field) -> int | float | str:
    if isinstance(value, str) and len(value) <= LONGEST:
        value = _written_number(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return UNANSWERED
    return value if 0 <= value <= field.most and value != math.inf else UNANSWERED


def _written_number(text: str) -> float | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch(r"\d+(\.\d+)?", plain):
        return None
    number = float(plain)
    return int(number) if number.is_integer() else number
