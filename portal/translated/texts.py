"""Messages, letters and the words of the report card: files in the folder of their language, cut into blocks.

A translation has the name of its English file. Guides and helplines have rooms of their own that cut them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from portal.translated import grave
from portal.translated.blocks import SOURCE, Block

MESSAGES, LETTERS, REPORT_CARD = "messages", "letters", "report-card"
HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:\n.*\S.*)*")
SPOKEN = {
    "Subject": ("subject",),
    "Text": ("sms",),
    "Quiet subject": ("quiet", "subject"),
    "Quiet text": ("quiet", "sms"),
    "Quiet e-mail": ("quiet", "body"),
}
"""The blocks of a message that stand in its front matter; the paragraphs of the e-mail come after them."""


class TextError(ValueError):
    """Say in one line why a file does not read."""


@dataclass(frozen=True, eq=False)
class Written:
    """One text in one language. Each is only itself."""

    kind: str
    name: str
    lang: str
    file: str
    meta: Mapping[str, Any]
    body: str
    blocks: tuple[Block, ...]

    @property
    def state(self) -> str:
        """Return how far it has been checked."""
        return str(self.meta.get("state", "machine"))


def read(content: Path, kind: str, lang: str, name: str) -> Written:
    """Read one text. Raises TextError, also where there is none."""
    file = f"{lang}/{kind}/{name}.md"
    try:
        said = (content / file).read_text("utf-8")
        meta, body = frontmatter.parse(said)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, ValueError, RecursionError) as wrong:
        raise TextError(f"{file}: it cannot be read: {type(wrong).__name__}.") from wrong
    if not isinstance(meta, Mapping):
        raise TextError(f"{file}: its front matter is no table.")
    above = said[: said.rfind(body)].count("\n") + 1 if body else 1
    return Written(kind, name, lang, file, meta, body, tuple(KINDS[kind](meta, body, above)))


def names(content: Path, kind: str) -> list[str]:
    """Return the names of the English texts of a kind."""
    return sorted(path.stem for path in (content / SOURCE / kind).glob("*.md"))


def standing(content: Path, kind: str, codes: Iterable[str], *, drafts: bool) -> Iterator[tuple[Written, Written]]:
    """Yield the texts of a kind that may stand before a reader, each with its English: what is fit, and all English."""
    sources = {name: read(content, kind, SOURCE, name) for name in names(content, kind)}
    for code in codes:
        for name, source in sources.items():
            text = source if code == SOURCE else _found(content, kind, code, name)
            if text and (text is source or grave.stands(text, source, drafts=drafts)):
                yield text, source


def _found(content: Path, kind: str, code: str, name: str) -> Written | None:
    """Read a translation, or nothing where there is none that reads."""
    try:
        return read(content, kind, code, name)
    except TextError:
        return None


def everything(content: Path, codes: Iterable[str]) -> tuple[list[Written], list[TextError]]:
    """Read the texts of every kind that readers get, in each language, and say which files do not read."""
    found: list[Written] = []
    broken: list[TextError] = []
    for kind in KINDS:
        for lang in codes:
            for name in sorted(path.stem for path in (content / lang / kind).glob("*.md")):
                try:
                    found.append(read(content, kind, lang, name))
                except TextError as wrong:
                    broken.append(wrong)
    # Messages to staff are in English only; those to people outside have words for a phone, or are in other languages.
    spoken = {(text.kind, text.name) for text in found if text.lang != SOURCE or "sms" in text.meta}
    return [text for text in found if text.kind != MESSAGES or (text.kind, text.name) in spoken], broken


def _message(meta: Mapping[str, Any], body: str, above: int) -> Iterator[Block]:
    """Cut a message into what stands in its front matter and the paragraphs of its e-mail."""
    for name, keys in SPOKEN.items():
        said: Any = meta
        for key in keys:
            said = said.get(key, "") if isinstance(said, Mapping) else ""
        yield Block(name, str(said), 1)
    for at, match in enumerate(PARAGRAPH.finditer(body), 1):
        yield Block(f"E-mail, paragraph {at}", match[0], above + body.count("\n", 0, match.start()))


def _sections(_meta: Mapping[str, Any], body: str, above: int) -> Iterator[Block]:
    """Cut a text at its headings."""
    found = list(HEADING.finditer(body))
    starts = [0, *(match.start() for match in found)]
    for match, start, end in zip([None, *found], starts, [*starts[1:], len(body)], strict=True):
        if said := body[start:end].strip():
            yield Block(match[1].strip() if match else "Opening words", said, above + body.count("\n", 0, start))


KINDS: Mapping[str, Callable[[Mapping[str, Any], str, int], Iterator[Block]]] = {
    MESSAGES: _message,
    LETTERS: _sections,
    REPORT_CARD: _sections,
}
"""The folders below each language, and how what stands in them is cut."""
