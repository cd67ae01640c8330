"""Whether the whole library may be published: every page against every rule, and how current each language is."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.guides import checks, labels, others
from portal.guides.library import Library, load
from portal.guides.outgoing import problems as outgoing_problems
from portal.guides.page import SOURCE, Page, Problem
from portal.guides.references import Surroundings
from portal.helplines import registry as helplines
from portal.translated import blocks
from portal.web import drawings

TERMS = "taxonomies.toml"
TAXONOMIES = ("need", "thrive", "cohort")


@dataclass(frozen=True)
class Report:
    """What was found."""

    pages: int
    languages: Mapping[str, Mapping[str, int]]
    problems: tuple[Problem, ...]
    texts: Mapping[str, Mapping[str, Mapping[str, int]]]
    """The same for what readers get besides guides, by kind."""
    stale: tuple[str, ...] = ()
    """One line for each block of a translation whose English has changed. It stops nothing: readers are told."""


def examine(content: Path, today: date) -> Report:
    """Check a content folder. Nothing in it, however broken, raises."""
    try:
        registry = helplines.load(content / "area")
        found: list[Problem] = []
    except helplines.RegistryError as wrong:
        registry = helplines.Registry({})
        found = [_registry_problem(line) for line in str(wrong).split("\n")]
    found += outgoing_problems(content)
    library = load(content, registry)
    sources = library.pages[SOURCE]
    around = surroundings(library, content, today)
    for page in _everything(library):
        found += [page] if isinstance(page, Problem) else checks.check(page, around)
    found += _twice(library)
    rest = others.load(content)
    found += [*others.problems(rest, today), *_labels()]
    problems = sorted(set(found), key=lambda each: (each.file, each.line, each.rule, each.message))
    counts = {code: _counts(library, code) for code in library.pages}
    stale = (*_stale(library), *others.stale(rest))
    return Report(len(sources), counts, tuple(problems), others.counts(rest), stale)


def _labels() -> Iterator[Problem]:
    """Find catalogues of labels that claim more than people are named for."""
    for code, fault in labels.faults():
        yield Problem(f"translations/{code}/LC_MESSAGES/messages.po", 1, "review-incomplete", fault)


def _stale(library: Library) -> Iterator[str]:
    """Say where the English has changed since it was translated, with the marks of then and now."""
    for page, source in library.translated():
        yield from (f"{page.file}: {line}" for line in blocks.told(page, source))


def surroundings(library: Library, content: Path, today: date) -> Surroundings:
    """Gather what every page is checked against."""
    terms = _terms(content / "area")
    return Surroundings(today, library.registry.contacts, library.pages[SOURCE], terms, drawings.names())


def _everything(library: Library) -> Iterable[Page | Problem]:
    """Return every file, readable or not."""
    return [*library.unreadable, *(page for pages in library.pages.values() for page in pages.values())]


def _registry_problem(message: str) -> Problem:
    """Name a problem of the registry, without which no page can be trusted."""
    return Problem(f"area/{helplines.FILE}", 1, "registry", message)


def _twice(library: Library) -> list[Problem]:
    """Find slugs and numbers that two English pages share."""
    found: list[Problem] = []
    seen: dict[int, str] = {}
    for page in library.pages[SOURCE].values():
        first = seen.setdefault(page.meta["id"], page.slug)
        if first != page.slug:
            found.append(page.problem("front-matter", f"id {page.meta['id']} is also that of {first}.", key="id"))
    return found


def _counts(library: Library, language: str) -> dict[str, int]:
    """Count how many English pages a language has, has out of date, and has not."""
    sources, translated = library.pages[SOURCE], library.pages[language]
    current = sum(
        language == SOURCE or blocks.is_current(page, sources[slug])
        for slug, page in translated.items()
        if slug in sources
    )
    held = len(translated.keys() & sources.keys())
    return {"current": current, "stale": held - current, "missing": len(sources) - held}


def _terms(area: Path) -> dict[str, frozenset[str]]:
    """Return the directory's words for needs, groupings and cohorts; nothing when the area has no such file."""
    try:
        said = tomllib.loads((area / TERMS).read_text("utf-8"))["taxonomy"]
        return {name: frozenset(term["id"] for term in said[name]["terms"]) for name in TAXONOMIES}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
