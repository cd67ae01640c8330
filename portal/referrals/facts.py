"""From answers to facts, and from facts to an outcome. Pure: the same answers always give the same result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from portal.triage import rules, words
from portal.triage.outcome import Outcome
from portal.triage.rules import Ruleset, assess, assess_partial
from portal.triage.text_scan import Hit, scan
from portal.triage.words import WordList

Answers = Mapping[str, Mapping[str, Any]]
FREE_TEXT = ("story", "contact_person")
REACHED_BY = ("phone", "email", "contact_person")


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
    """Return, for each field that was answered differently later, what was said at first."""
    first: dict[str, list[Any]] = {}
    for version in versions:
        for name, value in said(version).items():
            if value not in first.setdefault(name, []):
                first[name].append(value)
    return {name: values[:-1] for name, values in first.items() if len(values) > 1 and name not in FREE_TEXT}


def hits(answers: Answers, language: str, words: Mapping[str, WordList]) -> dict[str, tuple[Hit, ...]]:
    """Find what the word lists know in each free text, so that a reader can see it in place."""
    flat = said(answers)
    return {name: scan(str(flat[name]), language, words).hits for name in FREE_TEXT if flat.get(name)}


def facts(answers: Answers, language: str, words: Mapping[str, WordList]) -> dict[str, Any]:
    """Return what triage may see: the answers, what the free text says, and whether anybody can be reached."""
    flat = said(answers)
    found = [scan(str(flat[name]), language, words) for name in FREE_TEXT if flat.get(name)]
    seen = {name: value for name, value in flat.items() if name not in FREE_TEXT}
    seen["text"] = sorted({category for result in found for category in result.categories})
    seen["text_lang"] = "covered" if all(result.covered for result in found) else "uncovered"
    if "contact" not in flat:
        seen["contact"] = "any" if any(flat.get(name) for name in REACHED_BY) else "none"
    return seen


def judge(answers: Answers, language: str, judgement: Judgement, beside: Mapping[str, Any] | None = None) -> Outcome:
    """Judge complete answers, and what is known beside them, which can only raise."""
    return assess({**facts(answers, language, judgement.words), **(beside or {})}, judgement.ruleset)


def judge_so_far(answers: Answers, language: str, asked: Collection[str], judgement: Judgement) -> Outcome:
    """Judge a half-filled form: a question nobody has asked yet is not one that was left open."""
    derived = {"text", "text_lang"} if any(name in said(answers) for name in FREE_TEXT) else set()
    return assess_partial(facts(answers, language, judgement.words), {*asked, *derived}, judgement.ruleset)
