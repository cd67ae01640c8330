"""Templates: strict about names, always escaping, translated, and given the few things every page needs."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, has_request_context, request
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal import languages
from portal.web import assets, checked_words, in_order, widgets
from portal.web.headers import csp_nonce
from portal.web.nhs import component

TEMPLATES = Path(__file__).parent / "templates"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters that are read from the right: a name may begin in Latin ones, and still be an Urdu name."""
OPTIONS: dict[str, Any] = {
    "undefined": StrictUndefined,
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}


class Area(Protocol):
    """What the layouts show of the local area that runs this portal."""

    @property
    def name(self) -> str:
        """The area: Wexlow."""

    @property
    def service_name(self) -> str:
        """The portal's own name, shown in the header and as the neutral page title."""

    @property
    def fictional(self) -> bool:
        """Whether every page must say that the area does not exist."""

    @property
    def exit_to(self) -> str:
        """The neutral page that *Leave this site* opens."""


class Contact(Protocol):
    """A crisis contact in the help bar: a name, and a number or an address to open."""

    @property
    def name(self) -> str:
        """Who answers."""

    @property
    def display(self) -> str:
        """The number as people read it."""

    @property
    def href(self) -> str:
        """Where the link goes: tel:, sms: or https:."""


def no_contacts() -> Sequence[Contact]:
    """Return no contacts, for pages made before the registry is there."""
    return ()


def install(
    app: Flask,
    area: Area,
    manifest: Mapping[str, str],
    crisis_contacts: Callable[[], Sequence[Contact]] = no_contacts,
) -> None:
    """Set up an application's templates. Call before anything renders."""
    app.jinja_options = OPTIONS
    app.jinja_loader = FileSystemLoader(TEMPLATES)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, _ngettext, newstyle=True
    )
    app.jinja_env.filters.update(isolated=isolated, listed=languages.listed, numbers=in_order.numbers)
    app.jinja_env.globals.update(
        area=area,
        asset=partial(assets.address, manifest),
        comma=languages.comma,
        component=component,
        crisis_contacts=crisis_contacts,
        csp_nonce=csp_nonce,
        direction=languages.direction,
        direction_of=languages.direction_of,
        error_prefix=widgets.error_prefix,
        error_summary=widgets.error_summary,
        field=widgets.render,
        fields=widgets.render_all,
        format_date=languages.format_date,
        format_when=languages.format_when,
        is_draft=languages.is_draft,
        full_stop=languages.stop,
        language=languages.current,
        language_links=language_links,
        leave=area.exit_to,
        why_english=checked_words.why_english,
    )


def isolated(words: object) -> Markup:
    """Keep a name apart from the sentence around it; one that is partly in Arabic script reads from the right."""
    way = Markup(' dir="rtl"') if languages.direction() == "rtl" and RIGHT_TO_LEFT.search(str(words)) else ""
    return Markup("<bdi{}>{}</bdi>").format(way, words)


def language_links() -> list[dict[str, Any]]:
    """List this same page in every language, each under the language's own name."""
    path = request.path if has_request_context() else "/"
    query = request.query_string.decode("utf-8", "replace") if has_request_context() else ""
    return [
        {
            "code": language.code,
            "name": language.name,
            "direction": language.direction,
            "href": language_address(language.code, path, query),
            "current": language.code == languages.current(),
        }
        for language in languages.LANGUAGES.values()
    ]


def language_address(code: str, path: str, query: str = "") -> str:
    """Return the address of a page in a language; English has no prefix."""
    prefix = "" if code == languages.SOURCE else f"/{code}"
    return prefix + path + (f"?{query}" if query else "")


def _gettext(message: str) -> str:
    """Find a template's sentence; Jinja fills in the values, so that they are escaped."""
    return languages.catalogue(languages.current()).gettext(message)


def _ngettext(singular: str, plural: str, number: int) -> str:
    """Find a template's sentence that counts; Jinja fills in the values."""
    return languages.catalogue(languages.current()).ngettext(singular, plural, number)
