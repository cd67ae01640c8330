"""Languages: which ones we speak, which one this reader has chosen, and how it writes words, dates and direction."""

import gettext as catalogues
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from babel import dates
from babel.core import negotiate_locale
from babel.messages import mofile, pofile
from babel.support import LazyProxy

from portal import clock, kept
from portal.translated import claims

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


@dataclass(frozen=True)
class Language:
    """One language as its readers and our own staff call it."""

    code: str
    name: str
    english_name: str
    direction: str = "ltr"
    comma: str = ", "
    stop: str = "."


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "English"),
        Language("lt", "Lietuvių", "Lithuanian"),
        Language("pa", "ਪੰਜਾਬੀ", "Panjabi", stop="।"),
        Language("pl", "Polski", "Polish"),
        Language("ro", "Română", "Romanian"),
        Language("ur", "اردو", "Urdu", "rtl", comma="، ", stop="۔"),
    )
}
SOURCE = "en"

_current: ContextVar[str] = ContextVar("portal_language", default=SOURCE)


def current() -> str:
    """Return the code of the language that is being written now."""
    return _current.get()


def direction() -> str:
    """Return the direction of the current language: ltr or rtl."""
    return LANGUAGES[current()].direction


def listed(words: Iterable[object]) -> str:
    """Write several words in a row, with the comma of the current language."""
    return comma().join(map(str, words))


def comma() -> str:
    """Return what stands between the words of a list in the current language."""
    return LANGUAGES[current()].comma


def stop() -> str:
    """Return what ends a sentence in the current language, for one that a template puts together."""
    return LANGUAGES[current()].stop


def direction_of(code: str) -> str:
    """Return the direction of a language: ltr or rtl."""
    return LANGUAGES[code].direction


def choose(code: str) -> None:
    """Write in this language from now on, in this request."""
    _current.set(code if code in LANGUAGES else SOURCE)


@contextmanager
def using(code: str) -> Iterator[None]:
    """Write in a language for the length of a block."""
    token = _current.set(code if code in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _current.reset(token)


def preferred(accept: Iterable[str]) -> str:
    """Return the first of a reader's languages that we speak, in the reader's order."""
    # Babel answers with the reader's own spelling: PL must come back as pl.
    return negotiate_locale([tag.lower() for tag in accept], list(LANGUAGES), sep="-") or SOURCE


@cache
def catalogue(code: str) -> catalogues.NullTranslations:
    """Load one catalogue, straight from its source file, so that nothing has to be compiled."""
    path = TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    if code == SOURCE or not path.exists():
        return catalogues.NullTranslations()
    return catalogues.GNUTranslations(io.BytesIO(kept.made(f"catalogue-{code}", [path], lambda: _compiled(path, code))))


def _compiled(path: Path, code: str) -> bytes:
    """Compile one catalogue."""
    compiled = io.BytesIO()
    with path.open("rb") as source:
        mofile.write_mo(compiled, pofile.read_po(source, locale=code))
    return compiled.getvalue()


@cache
def labels(code: str) -> frozenset[str]:
    """Return the English of every label that a catalogue says in its language."""
    said = getattr(catalogue(code), "_catalog", {})
    # A label that counts is kept once for each plural form, as a pair of its English and the number of the form.
    return frozenset(key if isinstance(key, str) else key[0] for key, words in said.items() if key and words)


@cache
def claimed(code: str) -> Mapping[str, str]:
    """Return what a catalogue says of itself in the comment it begins with, as `# key: value`; nothing if it is none.

    `draft` stands for the word, wherever in the comment it stands.
    """
    path = TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    if code == SOURCE or not path.exists():
        return {}
    with path.open(encoding="utf-8") as lines:
        head = [line.strip("# \n") for line in takewhile(lambda line: line.startswith("#"), lines)]
    said = {key.strip(): value.strip() for key, colon, value in (line.partition(":") for line in head) if colon}
    return said | {"draft": "yes" if any("draft" in line.lower() for line in head) else ""}


@cache
def is_draft(code: str) -> bool:
    """Tell whether nobody stands for a language's labels: questions of risk and consent are among them.

    A label's English is its key, so a changed question loses its translation by itself. The mark holds the rest: what
    was added or put otherwise since somebody checked makes the catalogue a draft again.
    """
    said = claimed(code)
    checked = claims.is_checked(said, grave=True) and not said["draft"] and said.get("checked") == mark(code)
    return bool(said) and not checked


@cache
def mark(code: str) -> str:
    """Return the fingerprint of every label of a catalogue with its words."""
    held = getattr(catalogue(code), "_catalog", {})
    every = sorted(" ".join(f"{key!r} {words}".split()) for key, words in held.items() if key)
    return hashlib.sha256("\n".join(every).encode()).hexdigest()[:12]


def gettext(message: str, **values: Any) -> str:
    """Say a sentence in the current language, with named values filled in."""
    said = catalogue(current()).gettext(message)
    return said % values if values else said


def ngettext(singular: str, plural: str, number: int, **values: Any) -> str:
    """Say a sentence that counts, in the current language's own plural form."""
    said = catalogue(current()).ngettext(singular, plural, number)
    return said % ({"num": number} | values)


_ = gettext


def lazy(message: str) -> Any:
    """Keep a sentence in a table and say it later, in the language of that moment.

    Typed as anything: it is a `LazyProxy`, and goes wherever a string does.
    """
    return LazyProxy(gettext, message, enable_cache=False)


UNCHECKED = lazy(
    "Nobody has checked our words in your language yet. That is why some or all of this is in English. "
    "You can ask for an interpreter. It costs nothing."
)


def unchecked_note(code: str) -> str:
    """Say in a language why English stands in what we sent, and what helps."""
    with using(code):
        return str(UNCHECKED)


NEAR_DAYS = 180
"""A date further away than this is written with its year: nobody should wonder which November."""


def format_date(day: date) -> str:
    """Write a date with its weekday, such as Monday 23 November; with its year where it is not this one."""
    day = _in_england(day)
    near = abs((day - clock.today()).days) < NEAR_DAYS
    return dates.format_date(day, "EEEE d MMMM" if near else "EEEE d MMMM y", locale=current())


def format_day(day: date) -> str:
    """Write a day with its year, for what is kept: 23 November 2026."""
    return dates.format_date(_in_england(day), "d MMMM y", locale=current())


def _in_england(day: date) -> date:
    """Return a day as it is, and of a moment the day it fell on in England."""
    return clock.london(day).date() if isinstance(day, datetime) else day


def format_time(moment: datetime) -> str:
    """Write a time of day as the wall clock in England shows it."""
    return dates.format_time(clock.london(moment), "HH:mm", locale=current())


def format_when(moment: datetime) -> str:
    """Write a moment so that "by" can stand before it: 17:00 today, 09:00 tomorrow, 09:00 on Monday 23 November."""
    day, time = clock.london(moment).date(), format_time(moment)
    away = (day - clock.today()).days
    if away == 0:
        return _("%(time)s today", time=time)
    if away == 1:
        return _("%(time)s tomorrow", time=time)
    return _("%(time)s on %(day)s", day=format_date(day), time=time)


class LanguagePrefix:
    """Take the language out of an address before the application sees it.

    `/ur/help-now` becomes `/help-now` below a root of `/ur`: every link the application then builds keeps the
    language by itself, and no view knows about prefixes. Staff pages and machine addresses have one language.
    """

    UNTRANSLATED = ("/staff", "/api", "/static", "/healthz", "/readyz", "/metrics")

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer one request in the language its address names."""
        path = environ.get("PATH_INFO", "")
        code, _slash, rest = path.removeprefix("/").partition("/")
        code_rest = "/" + rest
        if code in LANGUAGES and code != SOURCE and not code_rest.startswith(self.UNTRANSLATED):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + code
            environ["PATH_INFO"] = code_rest
            environ["portal.language"] = code
        return self.application(environ, start_response)
