"""All guides in all languages: loaded at start, shown in the reader's language or honestly in English."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.guides import addresses, fallback, front_matter
from portal.guides.page import AUDIENCES, SOURCE, Page, Problem, parse
from portal.guides.rendering import Part, Pointers, render
from portal.guides.searching import Found, Index
from portal.helplines.registry import Registry
from portal.languages import LANGUAGES
from portal.translated import blocks, claims

LARGEST = 60_000
"""Characters. A guide is a few thousand; what is larger is a mistake, and making HTML of it would take seconds."""


@dataclass(frozen=True)
class Shown:
    """A guide as one reader gets it."""

    page: Page
    parts: tuple[Part, ...]
    direction: str
    notice: str
    """Why it is not simply this page in the reader's language: untranslated, draft, stale, or nothing."""
    heads: tuple[Page, ...]
    """The pages whose title and summary are shown: nearly always this one."""
    english: "Shown | None" = None
    """The English page, to stand below words about danger or consent that nobody has checked."""


@dataclass(frozen=True)
class Library:
    """Every guide that reads well, by language and slug, and what is made from them on first use."""

    pages: Mapping[str, Mapping[str, Page]]
    unreadable: tuple[Page | Problem, ...]
    registry: Registry
    drafts: bool
    """Whether unchecked translations of pages about danger may be shown at all, with the English beside them."""
    _shown: dict[tuple[str, str], Shown] = field(default_factory=dict, compare=False, repr=False)
    _indexes: dict[str, Index] = field(default_factory=dict, compare=False, repr=False)

    def page(self, slug: str, language: str) -> Page | None:
        """Return a guide in a language, in English where there is none, or nothing."""
        source = self.pages[SOURCE].get(slug)
        translated = self.pages.get(language, {}).get(slug)
        if source is None or translated is None or self._withheld(translated, source):
            return source
        return translated

    def open(self, slug: str, language: str) -> Shown | None:
        """Return a guide ready to be shown, or nothing."""
        page = self.page(slug, language)
        if page is None:
            return None
        if (slug, language) not in self._shown:
            self._shown[slug, language] = self._make(page, language)
        return self._shown[slug, language]

    def listing(self, language: str) -> Iterator[tuple[str, list[Page]]]:
        """Yield each audience with its guides, in the order of their numbers."""
        shown = self.guides(language)
        for audience in AUDIENCES:
            yield audience, [page for page in shown if audience in page.audience]

    def guides(self, language: str) -> list[Page]:
        """Return every guide once, in the order of their numbers: no pages about the site, no Easy Read."""
        return [page for page in self._listed(language) if not page.easy_read]

    def easy_read(self, language: str) -> dict[str, Page]:
        """Return the pages in easy words and pictures, by the slug of the page that each makes easier."""
        return {page.easy_read: page for page in self._listed(language) if page.easy_read}

    def translated(self) -> Iterator[tuple[Page, Page]]:
        """Yield every translation with its English page."""
        for language, pages in self.pages.items():
            for slug, page in pages.items():
                if language != SOURCE and slug in self.pages[SOURCE]:
                    yield page, self.pages[SOURCE][slug]

    def _listed(self, language: str) -> list[Page]:
        """Return all that may stand in a list, in the order of their numbers."""
        listed = self.pages[SOURCE].keys() - addresses.FIXED.keys()
        shown = [page for slug in listed if (page := self.page(slug, language))]
        return sorted(shown, key=lambda page: (page.meta["id"], page.slug))

    def search(self, query: str, language: str, limit: int = 5, needs: Collection[str] = ()) -> list[Found]:
        """Return the guides that answer a few words best, best first; also those about the needs that were meant."""
        if language not in self._indexes:
            shown = [page for slug in self.pages[SOURCE] if (page := self.page(slug, language))]
            # Whoever finds a page finds its Easy Read at the top of it.
            pages = [page for page in shown if not page.easy_read]
            self._indexes[language] = Index.of(pages)
        return self._indexes[language].search(query, limit, needs)

    def _make(self, page: Page, language: str) -> Shown:
        """Make a page for a reader, with the English beside it where that is safer."""
        root = "" if language == SOURCE else f"/{language}"
        titles = {slug: found.title for slug in self.pages[SOURCE] if (found := self.page(slug, language))}
        pointers = Pointers(self.registry, titles, root)
        notice, source = self._notice(page, language), self.pages[SOURCE][page.slug]
        direction = LANGUAGES[page.lang].direction
        if not (source.high_stakes and notice in {"draft", "stale"}):
            return Shown(page, render(page, pointers), direction, notice, (page,))
        heads = fallback.heads(page, source, drafts=self.drafts)
        parts = fallback.parts(page, source, pointers, drafts=self.drafts)
        english = None
        if not self._is_checked(page):
            english = Shown(source, render(source, pointers), LANGUAGES[SOURCE].direction, "", (source,))
        return Shown(page, parts, direction, notice, heads, english)

    def _notice(self, page: Page, language: str) -> str:
        """Say why a page is not simply the page in the reader's language."""
        if page.lang != language:
            return "untranslated"
        if page.lang == SOURCE:
            return ""
        if not blocks.is_current(page, self.pages[SOURCE][page.slug]):
            return "stale"
        return "" if self._is_checked(page) else "draft"

    def _withheld(self, page: Page, source: Page) -> bool:
        """Tell whether a translation about danger or consent may not be shown because nobody stands for it."""
        return source.high_stakes and not self.drafts and not self._is_checked(page)

    def _is_checked(self, page: Page) -> bool:
        """Tell whether as many people stand for a translation as its subject needs."""
        return claims.is_checked(page.meta, grave=self.pages[SOURCE][page.slug].high_stakes)


def load(content: Path, registry: Registry, *, drafts: bool = True) -> Library:
    """Read every guide of every language. Files that do not read well are kept aside, never raised."""
    pages: dict[str, dict[str, Page]] = {language: {} for language in LANGUAGES}
    unreadable: list[Page | Problem] = []
    for language in LANGUAGES:
        for path in sorted((content / language).glob("*.md")):
            found = _read(path, f"{language}/{path.name}")
            if isinstance(found, Page) and _fits(found, language) and found.slug not in pages[language]:
                pages[language][found.slug] = found
            else:
                unreadable.append(found)
    return Library(pages, tuple(unreadable), registry, drafts)


def _fits(page: Page, language: str) -> bool:
    """Tell whether a page can be shown at all, whatever else is wrong with it."""
    return not any(front_matter.shape(page)) and page.lang == language


def _read(path: Path, name: str) -> Page | Problem:
    """Read one file, whatever it holds."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        return Problem(name, 1, "unreadable", f"The file cannot be read as UTF-8: {wrong}")
    if len(text) > LARGEST:
        return Problem(name, 1, "unreadable", f"The file has {len(text)} characters; {LARGEST} is the most.")
    return parse(name, text)
