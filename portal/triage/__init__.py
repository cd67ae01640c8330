"""Triage: how soon a person must be seen. Values in, values out; a person decides what happens.

The rules and the words are a locality's own files (`content/area/triage/`); this room reads them, applies
them and gives every reason. It knows no web, no database and no clock, and nothing in it can lower a band.
"""

from portal.triage.documents import DocumentError
from portal.triage.outcome import Band, FiredRule, Outcome, RulesetStamp, more_urgent
from portal.triage.rules import Rule, Ruleset, assess, assess_partial, load
from portal.triage.text_scan import Hit, Scan, scan, with_text
from portal.triage.words import WordList, load_all

__all__ = [
    "Band",
    "DocumentError",
    "FiredRule",
    "Hit",
    "Outcome",
    "Rule",
    "Ruleset",
    "RulesetStamp",
    "Scan",
    "WordList",
    "assess",
    "assess_partial",
    "load",
    "load_all",
    "more_urgent",
    "scan",
    "with_text",
]
