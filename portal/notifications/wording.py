"""The words of every message, from `content/<language>/messages/`: read once, checked, and filled in.

Only a reference and two links are ever filled in, and only where words may say who we are. A text on a phone carries
none: a link in a text is what fraud looks like, and all of it stays readable on a locked screen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal import languages
from portal.languages import LANGUAGES
from portal.notifications import segments
from portal.notifications.leave import May, Way
from portal.notifications.messages import LEARNING_KINDS, OUTSIDE_KINDS, SOURCE, TRANSLATED, Kind, Words
from portal.translated import blocks, claims, grave, texts
from portal.translated.texts import TextError, Written

HOLES = re.compile(r"\{[^{}]*\}")
NEEDED: Mapping[bool, frozenset[str]] = {
    True: frozenset({"{link}", "{help}"}),
    False: frozenset({"{link}", "{reference}"}),
}
"""What the words of an e-mail must hold, by whether it is for people outside."""
ALLOWED = frozenset({"{link}", "{reference}", "{help}"})
KEYS = frozenset({"kind", "lang", "state", "subject", "sms", "quiet"})
GOVERNING = frozenset({"source_blocks", "same_meaning", "reviewed_on", "yp_reviewed_by", *claims.PEOPLE})
"""Keys that say what a translation was made from, and who stands for it."""
LEARNING_HOLES = frozenset({"{link}", "{reference}"})
"""A message about training says when it is, and leads to somebody's own place."""
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


def load(content: Path, *, drafts: bool = True) -> Wording:
    """Read every message. Raises WordingError: a worker with half its words must not start.

    Without drafts, words about danger or consent that nobody has checked are sent in English.
    """
    for file, rule, message in problems(content):
        raise WordingError(f"{file}: {message} ({rule})")
    read = {each: _read(content, *each) for each in expected()}
    return Wording({(kind, code): _template(text, read[kind, SOURCE], drafts) for (kind, code), text in read.items()})


def expected() -> Iterator[tuple[Kind, str]]:
    """Yield every message there must be: for staff in English, for everybody else in every language."""
    for kind in Kind:
        yield from ((kind, language) for language in (LANGUAGES if kind in TRANSLATED else (SOURCE,)))


def problems(content: Path) -> Iterator[tuple[str, str, str]]:
    """Find everything that keeps messages from being sent, each with its file and its rule. Never raises."""
    for kind, language in expected():
        file = _file(kind, language)
        try:
            text = _read(content, kind, language)
        except TextError as wrong:
            yield file, "unreadable", str(wrong)
            continue
        found = list(_shape(text.meta, text.body, kind, language))
        yield from ((file, rule, message) for rule, message in found or _words(text.meta, text.body, kind))


def _file(kind: Kind, language: str) -> str:
    """Return where a message stands, below the content folder."""
    return f"{language}/messages/{kind.value}.md"


def _read(content: Path, kind: Kind, language: str) -> Written:
    """Read one message. Raises TextError."""
    return texts.read(content, texts.MESSAGES, language, kind.value)


def _template(text: Written, source: Written, drafts: bool) -> Template:
    """Gather the words of a message, each from the translation where that may stand, otherwise from the English."""
    may = set(range(len(source.blocks))) if text is source else grave.standing(text, source, drafts=drafts)
    subject, sms, quiet_subject, quiet_sms, quiet = (
        (text if at in may else source).blocks[at].said for at in range(len(texts.SPOKEN))
    )
    return Template(
        Words(subject, _email(text, source, may)),
        sms,
        Words(quiet_subject, quiet.strip() + "\n") if quiet else None,
        quiet_sms,
    )


def _email(text: Written, source: Written, may: set[int]) -> str:
    """Write an open e-mail: the translation alone when people stand for it, else what of it may stand, then English."""
    whole = len(may) == len(source.blocks) and (text is source or grave.is_checked(text, source))
    if whole:
        return text.body.strip() + "\n"
    theirs = [
        text.blocks[pair.translated].said
        for pair in blocks.pairs(text, source)
        if pair.english in may and pair.translated is not None and pair.translated >= len(texts.SPOKEN)
    ]
    # A text has no room for such a note, and in quiet words it would tell who writes.
    note, english = languages.unchecked_note(text.lang), languages.unchecked_note(SOURCE)
    return "\n\n".join([note, *theirs, english, source.body.strip()]) + "\n"


def _shape(meta: Mapping[str, Any], body: str, kind: Kind, language: str) -> Iterator[tuple[str, str]]:
    """Find keys that are missing, unknown, or of the wrong kind."""
    outside, quiet = kind in OUTSIDE_KINDS, meta.get("quiet") or {}
    wanted = KEYS if outside else KEYS - {"sms", "quiet"}
    if set(meta) - GOVERNING != wanted or (outside and (not isinstance(quiet, dict) or set(quiet) != QUIET_KEYS)):
        yield "front-matter", f"It should hold {', '.join(sorted(wanted))}; quiet holds subject, sms and body."
        return
    states = STATES if language == SOURCE else claims.STATES
    if (meta["kind"], meta["lang"]) != (kind.value, language) or meta["state"] not in states:
        yield "front-matter", f"kind and lang are those of the file, and state is one of {', '.join(states)}."
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
