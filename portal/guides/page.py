"""One guide as its file says it: front matter, then markdown cut into sections. Bad text never raises."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from portal.translated import claims
from portal.translated.blocks import Block

SOURCE = "en"
AUDIENCES = ("young_person", "parent", "professional")
STATES = ("draft", "clinical_review", "reviewed")
KINDS = ("right-now", "try-this", "if-not", "who")
HEADING = re.compile(r"^##[ \t]+(\S.*)$", re.MULTILINE)
KIND = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a page from being published, and where it stands."""

    file: str
    line: int
    rule: str
    message: str


@dataclass(frozen=True)
class Section:
    """A stretch of a page under one heading; the opening one has no heading."""

    title: str
    kind: str
    body: str
    line: int
    """Where the body begins in the file, counted from 1."""


@dataclass(frozen=True, eq=False)
class Page:
    """A guide in one language. Each is only itself, so that what is made from one can be kept."""

    file: str
    meta: Mapping[str, Any]
    body: str
    body_line: int
    lines: Mapping[str, int]
    """Where each key of the front matter stands."""

    @property
    def slug(self) -> str:
        """Return the last part of its address."""
        return str(self.meta["slug"])

    @property
    def lang(self) -> str:
        """Return the language it is written in."""
        return str(self.meta["lang"])

    @property
    def title(self) -> str:
        """Return its heading."""
        return str(self.meta["title"])

    @property
    def summary(self) -> str:
        """Return the one sentence shown in lists."""
        return str(self.meta["summary"])

    @property
    def audience(self) -> tuple[str, ...]:
        """Return whom it is written for."""
        return tuple(self.meta["audience"])

    @property
    def contacts(self) -> tuple[str, ...]:
        """Return the ids of the contacts whose cards it shows."""
        return tuple(self.meta["contacts"])

    @property
    def made_with(self) -> tuple[str, ...]:
        """Return the groups it was made together with; a person is never named."""
        return tuple(self.meta.get("made_with", ()))

    @property
    def sensitive(self) -> bool:
        """Tell whether somebody in danger may be reading it."""
        return bool(self.meta["sensitive"])

    @property
    def high_stakes(self) -> bool:
        """Tell whether it speaks of danger or of consent: wrong words here can hurt."""
        return self.sensitive or self.meta.get("consent") is True

    @property
    def state(self) -> str:
        """Return how far it has been checked."""
        return str(self.meta["state"])

    @property
    def easy_read(self) -> str:
        """Return the slug of the page that this one makes easier, or nothing."""
        return str(self.meta.get("easy_read_of") or "")

    @property
    def review_due(self) -> date:
        """Return the day by which somebody has to read it again."""
        due: date = self.meta["review_due"]
        return due

    @property
    def unchecked_translation(self) -> bool:
        """Tell whether no people with the right to stand for this translation. `consent` is said in English only."""
        return self.lang != SOURCE and not claims.is_checked(self.meta, grave=self.high_stakes)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Cut it into its blocks: the title with the summary first, then the opening words and every section."""
        return (
            Block("Title and summary", f"{self.title}\n{self.summary}", self.lines.get("title", 1)),
            *(_block(section) for section in self.sections()),
        )

    def sections(self) -> Iterator[Section]:
        """Yield the opening words, if there are any, and then every section with its heading."""
        found = list(HEADING.finditer(self.body))
        starts = [0, *(match.end() for match in found)]
        ends = [*(match.start() for match in found), len(self.body)]
        for match, start, end in zip([None, *found], starts, ends, strict=True):
            body = self.body[start:end]
            line = self.body_line + self.body.count("\n", 0, start)
            if match or body.strip():
                yield Section(*_heading(match[1] if match else ""), body, line)

    def problem(self, rule: str, message: str, *, line: int = 1, key: str = "") -> Problem:
        """Name a problem of this page, at a line or at a key of its front matter."""
        return Problem(self.file, self.lines.get(key, line), rule, message)


def _block(section: Section) -> Block:
    """Return a section as a block."""
    kind = f" {{{section.kind}}}" if section.kind else ""
    said = f"{section.title}{kind}\n{section.body.strip()}".strip()
    return Block(section.title or "Opening words", said, section.line)


def _heading(text: str) -> tuple[str, str]:
    """Cut the kind in braces off a heading."""
    title, brace, kind = text.strip().rpartition("{")
    if brace and kind.endswith("}") and KIND.fullmatch(kind[:-1]):
        return title.strip(), kind[:-1]
    return text.strip(), ""


def parse(file: str, text: str) -> Page | Problem:
    """Read a file's text, whatever it holds."""
    try:
        meta, body = frontmatter.parse(text, handler=YAMLHandler())
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        at = getattr(getattr(wrong, "problem_mark", None), "line", 0)
        message = f"The front matter does not read well: {wrong}".split("\n")[0]
        return Problem(file, at + 2, "front-matter", message)
    if not isinstance(meta, dict) or not meta:
        message = "The file does not begin with front matter between two lines of ---."
        return Problem(file, 1, "front-matter", message)
    head = text[: text.rfind(body)] if body else text
    keys = re.finditer(r"^(\w+):", head, re.MULTILINE)
    lines = {match[1]: head.count("\n", 0, match.start()) + 1 for match in keys}
    return Page(file, meta, body, head.count("\n") + 1, lines)
