"""The words of every message, from `content/<language>/messages/`: read once, checked, and filled in.

Only a reference and two links are ever filled in, and only where words may say who we are. A text on a phone carries
none: a link in a text is what fraud looks like, and all of it stays readable on a locked screen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from portal.languages import LANGUAGES
from portal.notifications import segments
from portal.notifications.leave import May, Way
from portal.notifications.messages import LEARNING_KINDS, OUTSIDE_KINDS, SOURCE, TRANSLATED, Kind, Words

HOLES = re.compile(r"\{[^{}]*\}")
NEEDED: Mapping[bool, frozenset[str]] = {
    True: frozenset({"{link}", "{help}"}),
    False: frozenset({"{link}", "{reference}"}),
}
"""What the words of an e-mail must hold, by whether it is for people outside."""
ALLOWED = frozenset({"{link}", "{reference}", "{help}"})
LEARNING_HOLES = frozenset({"{link}", "{reference}"})
"""A message about training says when it is, and leads to somebody's own place."""
KEYS = frozenset({"kind", "lang", "status", "subject", "sms", "quiet"})
QUIET_KEYS = frozenset({"subject", "sms", "body"})
STATES = ("draft", "reviewed")
TELLING = re.compile(
    r"front.?door|wexlow|refer|mental|health|nhs|camhs|service|clinic|doctor|nurse|hospital|therap|counsel|psych|"
    r"crisis|suicid|harm|worr|feeling|support|help|appointment|assess|treat|team|child|parent|young|form\b|https?:|www|"
    r"siunt|sveikat|psich|gydyt|pagalb|kriz|komand|vaik|tėv|tevai|tevu|jaun|glob[ėe]j|nerim|ligonin|klinik|"
    r"skierow|zdrow|psych|terap|lekarz|pomoc|poradni|klinik|szpital|kryzys|wizyt|leczen|zgłosz|dzieck|rodzic|martwi|"
    r"trimiter|s[ăa]n[ăa]t|psih|medic|ajut|criz[ăae]|programar|echip|copil|p[ăa]rin[țt]|t[âa]n[ăa]r|[îi]ngrij|griji|"
    r"صحت|ذہن|ریفر|ڈاکٹر|ہسپتال|مدد|علاج|نفسیات|بحران|تھراپی|کلینک|سروس|ملاقات|بچ[ےہ]|والد|پریشان",
    re.IGNORECASE,
)
"""What words that must not say who we are never hold, in any language."""


class WordingError(Exception):
    """Say in one line which message cannot be sent as its file stands."""


@dataclass(frozen=True)
class Template:
    """One kind of message in one language; the quiet ones say nothing of who writes."""

    email: Words
    sms: str = ""
    quiet: Words | None = None
    quiet_sms: str = ""

    def on(self, way: Way, *, quietly: bool) -> Words | None:
        """Return the words for a way, or nothing where there are none."""
        if way is Way.EMAIL:
            return self.quiet if quietly else self.email
        text = self.quiet_sms if quietly else self.sms
        return Words("", text) if way is Way.TEXT and text else None


@dataclass(frozen=True)
class Wording:
    """Every message in every language it is written in."""

    templates: Mapping[tuple[Kind, str], Template]

    def words(self, kind: Kind, language: str, way: Way, may: May, filled: Mapping[str, str]) -> Words:
        """Write one message, as openly as is allowed. What is filled in stands for nobody's words."""
        template = self.templates.get((kind, language)) or self.templates[kind, SOURCE]
        found = template.on(way, quietly=may is not May.OPENLY)
        if found is None or may is May.NOT:
            raise WordingError(f"{kind.value} has no words for {way.value}, {may.value}.")
        return Words(found.subject, HOLES.sub(lambda hole: filled[hole[0][1:-1]], found.body))


def load(content: Path) -> Wording:
    """Read every message. Raises WordingError: a worker with half its words must not start."""
    for file, rule, message in problems(content):
        raise WordingError(f"{file}: {message} ({rule})")
    return Wording({(kind, language): _template(*_read(content, kind, language)) for kind, language in expected()})


def expected() -> Iterator[tuple[Kind, str]]:
    """Yield every message there must be: for staff in English, for everybody else in every language."""
    for kind in Kind:
        yield from ((kind, language) for language in (LANGUAGES if kind in TRANSLATED else (SOURCE,)))


def problems(content: Path) -> Iterator[tuple[str, str, str]]:
    """Find everything that keeps messages from being sent, each with its file and its rule. Never raises."""
    for kind, language in expected():
        file = _file(kind, language)
        try:
            meta, body = _read(content, kind, language)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, ValueError) as wrong:
            yield file, "unreadable", f"The message cannot be read: {type(wrong).__name__}."
            continue
        found = list(_shape(meta, body, kind, language))
        yield from ((file, rule, message) for rule, message in found or _words(meta, body, kind))
    yield from _unequal(content)


def _file(kind: Kind, language: str) -> str:
    """Return where a message stands, below the content folder."""
    return f"{language}/messages/{kind.value}.md"


def _read(content: Path, kind: Kind, language: str) -> tuple[Mapping[str, Any], str]:
    """Read one file: its front matter, and the words of the e-mail."""
    found = frontmatter.loads((content / _file(kind, language)).read_text("utf-8"))
    return found.metadata, found.content.strip() + "\n"


def _template(meta: Mapping[str, Any], body: str) -> Template:
    """Gather the words of one file that was found to be right."""
    quiet = meta.get("quiet")
    return Template(
        Words(meta["subject"], body),
        meta.get("sms", ""),
        Words(quiet["subject"], quiet["body"].strip() + "\n") if quiet else None,
        quiet["sms"] if quiet else "",
    )


def _shape(meta: Mapping[str, Any], body: str, kind: Kind, language: str) -> Iterator[tuple[str, str]]:
    """Find keys that are missing, unknown, or of the wrong kind."""
    outside, quiet = kind in OUTSIDE_KINDS, meta.get("quiet") or {}
    wanted = KEYS if outside else KEYS - {"sms", "quiet"}
    if set(meta) != wanted or (outside and (not isinstance(quiet, dict) or set(quiet) != QUIET_KEYS)):
        yield "front-matter", f"It should hold {', '.join(sorted(wanted))}; quiet holds subject, sms and body."
        return
    if (meta["kind"], meta["lang"]) != (kind.value, language) or meta["status"] not in STATES:
        yield "front-matter", "kind and lang are those of the file, and status is draft or reviewed."
    lines = [meta["subject"], *([meta["sms"], quiet["subject"], quiet["sms"]] if outside else [])]
    if not all(isinstance(line, str) and line.strip() and "\n" not in line for line in lines):
        yield "front-matter", "subject and sms are one line of words each."
    if not body.strip() or (outside and not (isinstance(quiet["body"], str) and quiet["body"].strip())):
        yield "front-matter", "An e-mail has words."


def _words(meta: Mapping[str, Any], body: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """Find words that say too much, carry too much, or do not fit."""
    outside = kind in OUTSIDE_KINDS
    holes, quiet = set(HOLES.findall(body)), meta.get("quiet") or {}
    needed = LEARNING_HOLES if kind in LEARNING_KINDS else NEEDED[outside]
    if not needed <= holes <= ALLOWED:
        yield "placeholders", f"The e-mail holds {', '.join(sorted(needed))}, and nothing else in braces."
    bare = [meta["subject"], meta.get("sms", ""), *quiet.values()]
    if any("{" in each or "}" in each for each in bare):
        yield "placeholders", "Only the words of the open e-mail may hold anything in braces."
    for text in filter(None, (meta.get("sms"), quiet.get("sms"))):
        if not segments.fits(text):
            yield "sms", f"A text is one piece: 160 plain letters, or 70 of others. This has {len(text)}."
    for text in quiet.values():
        if said := TELLING.search(text):
            yield "quiet", f"{said[0]!r} says who we are."


def _unequal(content: Path) -> Iterator[tuple[str, str, str]]:
    """Find translations whose e-mail carries something else than the English one."""
    for kind, language in expected():
        try:
            here, source = (_read(content, kind, each)[1] for each in (language, SOURCE))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, ValueError):
            continue
        if sorted(HOLES.findall(here)) != sorted(HOLES.findall(source)):
            yield _file(kind, language), "placeholders", "It does not hold what the English message holds in braces."
