"""The rule set as data, and the one pure decision made with it: `assess(facts, ruleset) -> Outcome`.

A rule can only raise. Nothing here rejects, closes or lowers anything; a person decides.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.triage.conditions import Condition, evidence, parse
from portal.triage.documents import DocumentError, only_keys, read, words_in
from portal.triage.facts import Facts, Field, see
from portal.triage.outcome import Band, FiredRule, Outcome, RulesetStamp
from portal.triage.ruleset_header import BandTerms, parse_aliases, parse_bands, parse_fields, parse_stamp
from portal.triage.thrive import suggest

NOT_ASKED = ""
"""What a question says that nobody has been asked: no condition takes it for an answer, nor for one left open."""


@dataclass(frozen=True)
class Rule:
    """One line of the rule set."""

    id: str
    when: Condition
    raise_to: Band
    flags: tuple[str, ...]
    pathways: tuple[str, ...]
    reason: str
    evidence: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Ruleset:
    """Everything a locality decides about how soon."""

    stamp: RulesetStamp
    approved_by: str | None
    bands: Mapping[Band, BandTerms]
    fields: Mapping[str, Field]
    aliases: Mapping[str, str]
    never_read: frozenset[str]
    rules: tuple[Rule, ...]

    @property
    def approved(self) -> bool:
        """Say whether these rules may be used outside a demonstration."""
        return self.stamp.status == "clinically_approved" and bool(self.approved_by)


def assess(answers: Mapping[str, object], ruleset: Ruleset) -> Outcome:
    """Decide how soon a person must be seen, with every reason for it."""
    facts = see(answers, ruleset.fields, ruleset.aliases)
    return _outcome(facts, ruleset.rules, ruleset.stamp)


def assess_partial(answers: Mapping[str, object], asked: Collection[str], ruleset: Ruleset) -> Outcome:
    """Decide from a half-filled form: only rules that hold by what has been asked count, whoever is asked the rest."""
    facts = see(answers, ruleset.fields, ruleset.aliases)
    heard = {name: value if name in asked else NOT_ASKED for name, value in facts.items()}
    rules = [rule for rule in ruleset.rules if evidence(rule.when, heard) is not None]
    return _outcome(facts, rules, ruleset.stamp)


def _outcome(facts: Facts, rules: Iterable[Rule], stamp: RulesetStamp) -> Outcome:
    held = [(rule, why) for rule in rules if (why := evidence(rule.when, facts)) is not None]
    # Sorting is stable: inside one band the order of the file, which is the order of the clinical review.
    held.sort(key=lambda pair: pair[0].raise_to.rank)
    band = held[0][0].raise_to if held else Band.ROUTINE
    flags = tuple(dict.fromkeys(flag for rule, _ in held for flag in rule.flags))
    pathways = tuple(dict.fromkeys(pathway for rule, _ in held for pathway in rule.pathways))
    fired = tuple(FiredRule(rule.id, rule.reason, rule.raise_to, why) for rule, why in held)
    return Outcome(band, flags, pathways, suggest(band, flags, pathways, facts), fired, stamp)


def load(path: Path) -> Ruleset:
    """Read and check a rule set; raise DocumentError naming the file and the rule."""
    return build(read(path), str(path))


def build(document: object, source: str) -> Ruleset:
    """Return the rule set written in a document; `source` names it in errors."""
    place = "ruleset"
    try:
        raw = only_keys(only_keys(document, {"ruleset"})["ruleset"], _NEEDED, {"approved_on"})
        fields, never_read = parse_fields(raw)
        rules: dict[str, Rule] = {}
        for position, each in enumerate(raw["rules"], start=1):
            place = _name(each, position)
            rule = _rule(each, fields)
            if rules.setdefault(rule.id, rule) is not rule:
                raise DocumentError("this id is used twice")
        place = "ruleset"
        bands = parse_bands(raw["bands"])
        stamp, aliases = parse_stamp(raw), parse_aliases(raw["aliases"])
    except (DocumentError, TypeError, KeyError, AttributeError) as error:
        raise DocumentError(f"{source}: {place}: {error}") from error
    return Ruleset(stamp, raw["approved_by"], bands, fields, aliases, never_read, tuple(rules.values()))


_NEEDED = {"id", "version", "status", "approved_by", "clinical_safety_ref", "bands"} | {
    "fields", "never_read", "aliases", "rules",
}  # fmt: skip


def _name(raw: object, position: int) -> str:
    name = raw.get("id") if isinstance(raw, dict) else None
    return f"rule {name}" if isinstance(name, str) else f"rule number {position}"


def _rule(raw: object, fields: Mapping[str, Field]) -> Rule:
    keys = {"id", "when", "raise_to", "flags", "pathways", "reason", "evidence", "tests"}
    given: dict[str, Any] = only_keys(raw, keys)
    if given["raise_to"] not in list(Band):
        raise DocumentError(f"unknown band {given['raise_to']!r}")
    for name in ("id", "reason", "evidence"):
        if not isinstance(given[name], str) or not given[name].strip():
            raise DocumentError(f"{name!r} needs words")
    return Rule(
        id=given["id"],
        when=parse(given["when"], fields),
        raise_to=Band(given["raise_to"]),
        flags=tuple(words_in(given["flags"])),
        pathways=tuple(words_in(given["pathways"])),
        reason=given["reason"],
        evidence=given["evidence"],
        tests=tuple(words_in(given["tests"])),
    )
