"""From answers to facts, and from facts to an outcome. Pure: the same answers always give the same result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from portal.triage import rules, words
from portal.triage.facts import UNANSWERED
from portal.triage.outcome import Outcome, both
from portal.triage.rules import Ruleset, assess, assess_partial
from portal.triage.text_scan import Hit, scan
from portal.triage.words import WordList

Answers = Mapping[str, Mapping[str, Any]]
FREE_TEXT = (
    *("story", "contact_person"),
    *("advice_question", "what_changed", "why_now", "effect", "tried", "mental_state", "siblings_at_risk", "bloods"),
    *("household", "other_services", "who_helps", "safety_plan", "made_safer", "conditions", "medicines"),
    *("goal_1", "goal_2", "goal_3", "kind_of_help", "access_needs", "court_order", "may_tell", "do_not_contact"),
    *("lives_where", "exclusions", "yp_wishes"),
)
"""Whatever somebody wrote in their own words: scanned, and only ever able to raise."""
LINES = (
    *("contact_hours", "who_sees_phone", "code_word", "referrer_best_time", "find_them", "relationship"),
    *("attendance", "school", "school_year", "school_lead", "parental_responsibility", "gp_practice", "gp_name"),
    *("mode", "place_wish", "worker_gender", "language_wish", "interpreter_language", "interpreter_not", "allergies"),
    *("pronouns", "gender", "ethnicity", "sexual_orientation", "faith", "disability"),
    *("referrer_role", "organisation", "weight", "height", "pulse", "blood_pressure"),
)
"""Boxes of one line, in which people still write sentences: scanned as well."""
SCANNED = (*FREE_TEXT, *LINES)
IDENTIFIERS = frozenset(
    {"name", "legal_name", "previous_names", "referrer_name", "phone", "email", "referrer_phone", "referrer_email"}
    | {"postcode", "dob", "age", "nhs_number"}
)
"""The only boxes that nobody scans: names, dates and numbers."""
A_SENTENCE = 3
"""A line of fewer words is a name or a number: it is scanned, but has no language of its own."""
REACHED_BY = ("phone", "email", "contact_person", "referrer_phone", "referrer_email")
ADVICE_ASKS = frozenset({"safe_now", "referrer_urgency", "age", "contact", "text", "text_lang"})
"""What the short form for advice asks of what the rules read: a question it does not ask is not one left open."""


@dataclass(frozen=True)
class Judgement:
    """What a set of answers is judged with: the area's rules and its lists of words."""

    ruleset: Ruleset = field(repr=False)
    words: Mapping[str, WordList] = field(repr=False)


@cache
def load(folder: Path) -> Judgement:
    """Read an area's rules and word lists, once in the life of a process. Raises DocumentError."""
    return Judgement(rules.load(folder / "ruleset.yaml"), words.load_all(folder / "words"))


def said(answers: Answers) -> dict[str, Any]:
    """Return every answer under its stable name, whichever page it was given on."""
    return {name: value for page in answers.values() for name, value in page.items()}


def together(versions: Sequence[Answers]) -> dict[str, dict[str, Any]]:
    """Lay later answers over earlier ones, field by field. Free text is never replaced: it follows what was there."""
    laid: dict[str, dict[str, Any]] = {}
    for version in versions:
        for page, given in version.items():
            held = laid.setdefault(page, {})
            for name, value in given.items():
                before = held.get(name)
                held[name] = f"{before}\n\n{value}" if name in FREE_TEXT and before not in (None, value) else value
    return laid


def said_before(versions: Sequence[Answers]) -> dict[str, list[Any]]:
    """Return, for each field that was answered differently at some time, what was said other than the newest answer."""
    all_said: dict[str, list[Any]] = {}
    newest: dict[str, Any] = {}
    for version in versions:
        for name, value in said(version).items():
            newest[name] = value
            if value not in all_said.setdefault(name, []):
                all_said[name].append(value)
    other = {name: [each for each in values if each != newest[name]] for name, values in all_said.items()}
    return {name: values for name, values in other.items() if values and name not in FREE_TEXT}


def hits(answers: Answers, language: str, words: Mapping[str, WordList]) -> dict[str, tuple[Hit, ...]]:
    """Find what the word lists know in each free text, so that a reader can see it in place."""
    flat = said(answers)
    return {name: scan(str(flat[name]), language, words).hits for name in SCANNED if flat.get(name)}


def facts(answers: Answers, language: str, words: Mapping[str, WordList]) -> dict[str, Any]:
    """Return what triage may see: the answers, what the free text says, and whether anybody can be reached."""
    flat = said(answers)
    texts = {name: str(flat[name]) for name in SCANNED if flat.get(name)}
    found = {name: scan(text, language, words) for name, text in texts.items()}
    unread = [name for name, each in found.items() if not each.covered and _is_said(name, texts[name])]
    seen = {name: value for name, value in flat.items() if name not in SCANNED}
    seen["text"] = sorted({category for each in found.values() for category in each.categories})
    seen["text_lang"] = "uncovered" if unread else "covered"
    if (years := age(answers)) is not None:
        seen["age"] = years
    if "contact" not in flat:
        seen["contact"] = "any" if somebody_can_be_reached(flat) else "none"
    return seen


def _is_said(name: str, text: str) -> bool:
    """Tell whether a text is long enough to be in a language."""
    return name in FREE_TEXT or len(text.split()) >= A_SENTENCE


def somebody_can_be_reached(flat: Mapping[str, Any]) -> bool:
    """Tell whether there is one way to reach anybody: the one who writes counts."""
    return any(flat.get(name) for name in REACHED_BY)


def age(answers: Answers) -> int | None:
    """Return how old the young person is said to be: the younger, where the date of birth says something else."""
    flat = said(answers)
    return min((flat[name] for name in ("age", "age_from_dob") if flat.get(name) is not None), default=None)


def asks_for_advice(answers: Answers) -> bool:
    """Tell whether this is a question to the team instead of a referral."""
    return said(answers).get("asks_for") in ("advice", "consultation") or is_question(answers)


def is_question(answers: Answers) -> bool:
    """Tell whether all of it was said on the short form for advice, or on a page after that was sent."""
    return "advice" in answers and set(answers) <= {"advice", "later"}


def judge(answers: Answers, language: str, judgement: Judgement, beside: Mapping[str, Any] | None = None) -> Outcome:
    """Judge complete answers, and what is known beside them, which can only raise."""
    if is_question(answers):
        return judge_so_far(answers, language, ADVICE_ASKS, judgement, beside)
    return assess({**facts(answers, language, judgement.words), **(beside or {})}, judgement.ruleset)


def judge_all(
    versions: Sequence[Answers], language: str, judgement: Judgement, beside: Mapping[str, Any] | None = None
) -> Outcome:
    """Judge all that one voice ever sent. A question left open later is open again, and hides nothing said before."""
    now, kept = together(versions), together([without_open(version) for version in versions])
    outcome = judge(now, language, judgement, beside)
    return outcome if now == kept else both(outcome, judge(kept, language, judgement, beside))


def without_open(answers: Answers) -> dict[str, dict[str, Any]]:
    """Return answers without the questions that somebody passed over when they were asked again."""
    return {page: {name: each for name, each in given.items() if each != UNANSWERED} for page, given in answers.items()}


def judge_so_far(
    answers: Answers,
    language: str,
    asked: Collection[str],
    judgement: Judgement,
    beside: Mapping[str, Any] | None = None,
) -> Outcome:
    """Judge a half-filled form: a question nobody has asked yet is not one that was left open."""
    derived = {"text", "text_lang"} if any(name in said(answers) for name in SCANNED) else set()
    known = {**facts(answers, language, judgement.words), **(beside or {})}
    return assess_partial(known, {*asked, *derived, *(beside or ())}, judgement.ruleset)
