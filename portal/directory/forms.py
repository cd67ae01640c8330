"""The search box, and how an address becomes a search: what makes no sense is left out, never an error page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms.validators import Optional, ValidationError

from portal.directory import ages
from portal.directory.index import AGES, Index
from portal.directory.places import Place
from portal.directory.wanted import MANY, SORTS, Wanted
from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.web.fields import AtMost, SearchField, TextField
from portal.web.forms import PortalForm
from portal.web.typed import clean_line

Find = Callable[[str], Place | None]
"""Finds a place by what somebody typed."""
Said = Mapping[str, list[str]]
"""What an address says after its question mark."""

MOST_LETTERS = 200
MOST_OF_A_PLACE = 60
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
    age = TextField(
        _l("How old is the person who needs help?"),
        [Optional()],
        description=_l("An age like 14, a few years like 11-15, or 18 months for a baby."),
        render_kw={"width": 5, "autocomplete": "off", "spellcheck": False},
    )
    near = TextField(
        _l("Where?"),
        [Optional(), AtMost(MOST_OF_A_PLACE)],
        description=_l("A postcode, or a town. We don't keep it, but it stays in this browser's history."),
        render_kw={"width": 10, "autocomplete": "off", "spellcheck": False},
    )

    def __init__(self, *, find: Find, **values: Any) -> None:
        super().__init__(**values)
        self.find = find

    def validate_age(self, box: TextField) -> None:
        """Say kindly how ages are written, or that the site is for somebody younger."""
        if box.data and ages.read(box.data) is None:
            if box.data.isdecimal():
                raise ValidationError(_("The services here are for people up to %(age)s.", age=AGES[-1]))
            raise ValidationError(_("Please write an age like 14, 11-15 or 18 months."))

    def validate_near(self, box: TextField) -> None:
        """Say what would work where a place is not known."""
        if box.data and self.find(box.data) is None:
            raise ValidationError(_("We don't know that place. Try a town, or the first part of a postcode."))


@dataclass(frozen=True)
class Typed:
    """What stands in the boxes, without characters that nobody types."""

    q: str
    age: str
    near: str


def typed(said: Said) -> Typed:
    """Read what was typed into the boxes."""
    return Typed(*(clean_line(said[name][0]) if name in said else "" for name in ("q", "age", "near")))


def is_wrong(boxes: Typed, near: Place | None) -> bool:
    """Tell whether anything in the boxes needs a sentence from us: only then is a form worth making."""
    long = len(boxes.q) > MOST_LETTERS or len(boxes.near) > MOST_OF_A_PLACE
    return long or bool(boxes.age and ages.read(boxes.age) is None) or bool(boxes.near and not near)


def read(boxes: Typed, said: Said, near: Place | None, index: Index) -> Wanted:
    """Turn an address into a search. What is not understood is left out."""
    age = ages.read(boxes.age) if boxes.age else None
    return Wanted(
        q=boxes.q[:MOST_LETTERS],
        age=age.age if age else None,
        oldest=age.oldest if age else None,
        months=age.months if age else None,
        near=near,
        near_typed=boxes.near if near else "",
        within=_within(_last(said, "within")) if near else None,
        chosen={name: values for name in MANY if name in said and (values := _known(said[name], index, name))},
        open_now=_last(said, "open_now") in {"1", "yes", "true", "on"},
        sort=sort if (sort := _last(said, "sort")) in SORTS else "best",
        page=_page(_last(said, "page")),
    )


def _known(values: Any, index: Index, name: str) -> tuple[str, ...]:
    """Return the values that the directory uses, each once."""
    used, named = index.bits[name], index.terms.get(name, {})
    return tuple(value for value in dict.fromkeys(values) if value in used or value in named)


def _last(said: Said, name: str) -> str:
    return said[name][-1] if name in said else ""


def _within(text: str) -> float | None:
    """Read kilometres; nonsense is no limit."""
    whole = text.strip()
    return float(whole) if whole.isascii() and whole.isdecimal() and 0 < int(whole[:6]) <= 500 else None


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST_PAGES else 1
