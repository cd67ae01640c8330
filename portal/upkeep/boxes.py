"""How each kind of field is drawn, what its box shows of a document, and what is typed back into one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import wtforms
from wtforms.utils import unset_value

from portal.upkeep import row_tables, rows, words
from portal.upkeep.fields import Field, Kind
from portal.upkeep.row_tables import Around, Line
from portal.web import fields, typed

YES, NO, NOT_KNOWN = "yes", "no", "unknown"
SMALL = {"size": "s", "small": True}


class RowsField(fields._InForm, wtforms.Field):
    """A table of lines, named after the field: schedules-0-opens_at. Empty lines at its end are for more."""

    def __init__(self, label: str, path: str, **options: Any) -> None:
        self.table, self.more = row_tables.TABLES[path], 0
        self.wrong: set[str] = set()
        super().__init__(label, **options)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the lines that were typed, or show those that are known."""
        self.process_errors, self.errors, self.raw_data = [], [], []
        self.data = [dict(each) for each in data] if data not in (unset_value, None) else []
        if formdata is not None and f"{self.name}-lines" in formdata:
            self.data = self._read(formdata)

    def _read(self, formdata: Any) -> list[Line]:
        count = formdata.get(f"{self.name}-lines", "")
        lines = min(int(count), row_tables.MOST) if count.isdecimal() and len(count) < 4 else 0
        names = ["id", "phone", *(cell.name for cell in self.table.cells)]
        return [
            {name: typed.clean_line(formdata.get(f"{self.name}-{at}-{name}", "")) for name in names}
            for at in range(lines)
        ]

    @property
    def lines(self) -> list[Line]:
        """The lines to draw: what is known or typed, and empty ones."""
        filled = [each for each in self.data if each.get("id") or not rows.is_empty(self.table.path, each)]
        blank = dict.fromkeys(["id", "phone", *(cell.name for cell in self.table.cells)], "")
        blank |= {cell.name: cell.choices[0][0] for cell in self.table.cells if cell.choices}
        return [*filled, *(dict(blank) for _ in range(row_tables.SPARE + self.more))]

    @property
    def first_box(self) -> str:
        """The id of the box an error links to."""
        at = next((n for n, each in enumerate(self.lines) if each.get("id") in self.wrong), 0)
        return f"{self.id}-{at}-{self.table.cells[0].name}"


@dataclass(frozen=True)
class Box:
    """The three things a kind of field can do."""

    make: Callable[[Field, Any, words.Names], Any]
    """Draw it, for what an entry says now."""
    show: Callable[[Field, Any], Any]
    """Fill it with what a document says."""
    read: Callable[[Field, Any, Any, Around], Any]
    """Say what was typed the way a document does; the third is what it said before."""


def as_choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Make answers to choose from out of values and their names."""
    return [fields.choice(value, label) for value, label in pairs]


def _line(field: Field, _value: Any, _names: words.Names) -> Any:
    return fields.TextField(field.label, description=field.help, render_kw={"autocomplete": "off"})


def _text(field: Field, _value: Any, _names: words.Names) -> Any:
    look = {"rows": 3 if field.most <= 500 else 5}
    return fields.TextAreaField(field.label, description=field.help, render_kw=look)


def _number(field: Field, _value: Any, _names: words.Names) -> Any:
    look = {"width": 2, "inputmode": "numeric"}
    return fields.NumberField(field.label, description=field.help, render_kw=look)


def _yes_no(field: Field, _value: Any, _names: words.Names) -> Any:
    answers = [(YES, "Yes"), (NO, "No"), (NOT_KNOWN, "Not known")]
    return fields.RadioField(field.label, description=field.help, choices=as_choices(answers), render_kw=SMALL)


def _choice(field: Field, _value: Any, _names: words.Names) -> Any:
    return fields.RadioField(field.label, description=field.help, choices=as_choices(field.choices), render_kw=SMALL)


def _choices(field: Field, _value: Any, _names: words.Names) -> Any:
    return fields.CheckboxesField(
        field.label, description=field.help, choices=as_choices(field.choices), render_kw=SMALL
    )


def _words(field: Field, value: Any, names: words.Names) -> Any:
    choices = taxonomy(field.taxonomy, names, _listed(value))
    return fields.CheckboxesField(field.label, description=field.help, choices=as_choices(choices), render_kw=SMALL)


def taxonomy(own: str, names: words.Names, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the words of a taxonomy to choose from, and those an entry carries although nobody knows them."""
    known = {key: name for (owner, key), name in names.items() if owner == own}
    return [*known.items(), *((key, key) for key in also if key not in known)]


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _in_order(_field: Field, data: Any, before: Any, _around: Around) -> list[str]:
    """Keep the order of what stays, and put what is new behind it."""
    old, new = _listed(before), list(data or ())
    return [*(one for one in old if one in new), *(one for one in new if one not in old)]


def _codes(_field: Field, data: Any, _before: Any, _around: Around) -> list[str]:
    return list(dict.fromkeys(words.language_code(part) for part in (data or "").split(",") if part.strip()))


def _slugs(_field: Field, data: Any, _before: Any, _around: Around) -> list[str]:
    """Read services' addresses, also when whole links were copied."""
    return [part.rstrip("/,").rpartition("/")[2] for part in (data or "").split()]


def _as_it_is(_field: Field, data: Any, _before: Any, _around: Around) -> Any:
    return data


LINE = Box(_line, lambda _field, value: typed.clean_line(value or ""), _as_it_is)
ROWS = Box(
    lambda field, _value, _names: RowsField(field.label, field.path, description=field.help),
    lambda field, value: rows.lines(field.path, value or []),
    lambda field, data, before, around: rows.objects(field.path, data or [], before or [], around),
)
BOXES: Mapping[Kind, Box] = {
    Kind.LINE: LINE,
    Kind.TEXT: Box(_text, lambda _field, value: typed.clean_text(value or ""), _as_it_is),
    Kind.NUMBER: Box(_number, lambda _field, value: value, _as_it_is),
    Kind.DAY: Box(
        lambda field, _value, _names: fields.DateField(field.label, description=field.help, render_kw={"size": "s"}),
        lambda _field, value: date.fromisoformat(value) if value else None,
        lambda _field, data, _before, _around: data.isoformat() if data else None,
    ),
    Kind.YES_NO: Box(
        _yes_no,
        lambda _field, value: NOT_KNOWN if value is None else YES if value else NO,
        lambda _field, data, _before, _around: {YES: True, NO: False}.get(data),
    ),
    Kind.CHOICE: Box(_choice, lambda _field, value: value, _as_it_is),
    Kind.CHOICES: Box(_choices, lambda _field, value: _listed(value), _in_order),
    Kind.WORDS: Box(_words, lambda _field, value: _listed(value), _in_order),
    Kind.LANGUAGES: Box(_line, lambda _field, value: ", ".join(words.language(code) for code in value or ()), _codes),
    Kind.SLUGS: Box(_text, lambda _field, value: "\n".join(value or ()), _slugs),
    Kind.HOURS: ROWS,
    Kind.PLACES: ROWS,
    Kind.PHONES: ROWS,
    Kind.COSTS: ROWS,
}
