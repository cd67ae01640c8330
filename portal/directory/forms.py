"""The search box, and how an address becomes a search: what makes no sense is left out, never an error page."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import Optional, ValidationError

from portal.directory.index import AGES, Index
from portal.directory.places import Places
from portal.directory.wanted import MANY, SORTS, Wanted
from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.web.fields import AtMost, NumberField, SearchField, TextField
from portal.web.forms import PortalForm

MOST_LETTERS = 200
MOST_PAGES = 10_000
DISTANCES = (2, 5, 10, 20)
"""Kilometres."""


class SearchForm(PortalForm):
    """What somebody looks for. It only reads, so it needs no token and can be shared as an address."""

    class Meta:
        """A search changes nothing."""

        csrf = False

    q = SearchField(
        _l("What would you like help with?"),
        [Optional(), AtMost(MOST_LETTERS)],
        description=_l("Use your own words, like: can't sleep."),
        render_kw={"autocomplete": "off", "spellcheck": False},
    )
    age = NumberField(_l("How old is the person who needs help?"), [Optional()], render_kw={"width": 2})
    near = TextField(
        _l("Where?"),
        [Optional(), AtMost(60)],
        description=_l("A postcode, or a town. We don't keep it, but it stays in this browser's history."),
        render_kw={"width": 10, "autocomplete": "off", "spellcheck": False},
    )

    def __init__(self, *, places: Places, **values: Any) -> None:
        super().__init__(**values)
        self.places = places

    def validate_age(self, box: NumberField) -> None:
        """Say kindly when the site is for somebody younger."""
        if box.data is not None and box.data not in AGES:
            raise ValidationError(_("The services here are for people up to %(age)s.", age=AGES[-1]))

    def validate_near(self, box: TextField) -> None:
        """Say what would work where a place is not known."""
        if box.data and self.places.find(box.data) is None:
            raise ValidationError(_("We don't know that place. Try a town, or the first part of a postcode."))


def read(form: SearchForm, said: Mapping[str, list[str]], index: Index) -> Wanted:
    """Turn a checked form and the rest of the address into a search. Unknown values are left out."""
    form.validate()
    near = form.places.find(form.near.data or "")
    return Wanted(
        q=(form.q.data or "")[:MOST_LETTERS],
        age=form.age.data if form.age.data in AGES else None,
        near=near,
        near_typed=form.near.data or "" if near else "",
        within=_within(_last(said, "within")) if near else None,
        chosen={name: values for name in MANY if (values := _known(said.get(name, ()), index, name))},
        open_now=_last(said, "open_now") in {"1", "yes", "true", "on"},
        sort=sort if (sort := _last(said, "sort")) in SORTS else "best",
        page=_page(_last(said, "page")),
    )


def _known(values: Any, index: Index, name: str) -> tuple[str, ...]:
    """Return the values that the directory uses, each once."""
    known = index.bits[name].keys() | index.terms.get(name, {}).keys()
    return tuple(value for value in dict.fromkeys(values) if value in known)


def _last(said: Mapping[str, list[str]], name: str) -> str:
    return said.get(name, [""])[-1]


def _within(text: str) -> float | None:
    """Read kilometres; nonsense is no limit."""
    whole = text.strip()
    return float(whole) if whole.isascii() and whole.isdecimal() and 0 < int(whole[:6]) <= 500 else None


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST_PAGES else 1
