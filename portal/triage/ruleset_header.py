"""The part of a rule set that stands before its rules: who approved it, its bands, its fields."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.triage.documents import DocumentError, only_keys, words_in
from portal.triage.facts import UNANSWERED, Field
from portal.triage.outcome import Band, RulesetStamp

STATUSES = ("draft", "clinically_approved", "retired")
KINDS = ("choice", "number", "set")


@dataclass(frozen=True)
class BandTerms:
    """What a band means for the clock (ISO 8601 durations; WD = working days) and for national returns."""

    rank: int
    mhsds: str
    contact_within: str | None = None
    limit: str | None = None
    mhsds_if_pathway: Mapping[str, str] = field(default_factory=dict)


def parse_stamp(raw: Mapping[str, Any]) -> RulesetStamp:
    """Return id, version and status; an approval without a name is refused."""
    if not isinstance(raw["version"], str) or not re.fullmatch(r"\d+\.\d+\.\d+", raw["version"]):
        raise DocumentError(f"version {raw['version']!r} is not like 1.0.0")
    if raw["status"] not in STATUSES:
        raise DocumentError(f"unknown status {raw['status']!r}")
    if raw["status"] == "clinically_approved" and not (raw["approved_by"] and raw.get("approved_on")):
        raise DocumentError("clinically approved needs approved_by and approved_on")
    return RulesetStamp(str(raw["id"]), raw["version"], raw["status"])


def parse_bands(raw: Mapping[str, Any]) -> dict[Band, BandTerms]:
    """Return the terms of every band; the names and their order are fixed, the terms are the locality's."""
    if list(raw) != [band.value for band in Band]:
        raise DocumentError(f"bands must be {', '.join(Band)}, in this order")
    optional = {"contact_within", "limit", "mhsds_if_pathway"}
    terms = {Band(name): BandTerms(**only_keys(each, {"rank", "mhsds"}, optional)) for name, each in raw.items()}
    for band, each in terms.items():
        if each.rank != band.rank:
            raise DocumentError(f"band {band} must have rank {band.rank}")
    return terms


def parse_fields(raw: Mapping[str, Any]) -> tuple[dict[str, Field], frozenset[str]]:
    """Return the fields that may be read, and the names that never may."""
    fields = {name: _field(name, each) for name, each in raw["fields"].items()}
    never_read = frozenset(words_in(raw["never_read"]))
    if never_read & fields.keys():
        raise DocumentError(f"{min(never_read & fields.keys())!r} protects and must not be read")
    return fields, never_read


def parse_aliases(raw: object) -> dict[str, str]:
    """Return the other ways to write a value."""
    if not isinstance(raw, dict):
        raise DocumentError("aliases must say which value each word means")
    words_in([*raw, *raw.values()])
    return raw


def _field(name: str, raw: object) -> Field:
    given = only_keys(raw, {"kind"}, {"values", "most"})
    if given["kind"] not in KINDS:
        raise DocumentError(f"field {name!r} has unknown kind {given['kind']!r}")
    try:
        values = frozenset(words_in(given.get("values", [])))
    except DocumentError as error:
        raise DocumentError(f"field {name!r}: {error}") from error
    if (given["kind"] == "number") is bool(values) or UNANSWERED in values:
        raise DocumentError(f"field {name!r} has values that do not fit its kind")
    return Field(name, given["kind"], values, given.get("most", math.inf))
