"""How fields look: each kind of field turned into the parameters of one NHS component."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field, Form

from portal.languages import gettext as _
from portal.languages import ngettext
from portal.web.forms import AWAY_TOO_LONG
from portal.web.nhs import component

DATE_WIDTHS = {"day": 2, "month": 2, "year": 4}
MANY_ROWS, NO_ONE_COUNTS = 5, 4000
"""A box of few rows that takes so many letters needs no count under it: it would only be one more line to read."""


def render(field: Field, **options: Any) -> Markup:
    """Render one field, with its label, hint and error."""
    return Markup(field(**options))  # noqa: S704 - every widget here returns what the macros escaped


def render_all(form: Form) -> Markup:
    """Render a form's hidden and visible fields in order, each once; revealed fields under their answers."""
    inside = set(_shown_inside(form))
    shown = (field() for field in form if field.name not in inside)
    return Markup("\n").join(Markup(html) for html in shown)  # noqa: S704 - fields escape for themselves


def text_input(field: Any, **options: Any) -> Markup:
    """Render a box for one line: `kind` is the input's type."""
    options.setdefault("type", field.kind)
    options.setdefault("value", field._value())
    return component("input", _named(field, options) | {"label": _label(field, options)} | options)


def password_input(field: Any, **options: Any) -> Markup:
    """Render a box for a secret, which is never sent back to the page."""
    return text_input(field, **(options | {"value": None}))


def text_area(field: Any, **options: Any) -> Markup:
    """Render a large box; when it has a limit, with a count of what is left."""
    options.setdefault("value", field._value())
    params = _named(field, options) | {"label": _label(field, options)} | options
    limit = getattr(field.flags, "limit", None)
    if not limit or (limit >= NO_ONE_COUNTS and options.get("rows", MANY_ROWS) < MANY_ROWS):
        return component("textarea", params)
    return component("character-count", params | _count(limit))


def select(field: Any, **options: Any) -> Markup:
    """Render a drop-down list, for long lists only: choices that fit a page are radios."""
    items = [{"value": c.value, "text": c.label, "selected": c.selected} for c in field.iter_choices()]
    return component("select", _named(field, options) | {"label": _label(field, options), "items": items} | options)


def radios(field: Any, **options: Any) -> Markup:
    """Render one choice out of several, with other fields under the answers that reveal them."""
    items = _items(field, options.pop("reveals", {}))
    return component("radios", _grouped(field, options) | {"items": items} | options)


def checkboxes(field: Any, **options: Any) -> Markup:
    """Render several choices that share one name."""
    items = _items(field, options.pop("reveals", {}))
    return component("checkboxes", _grouped(field, options) | {"items": items} | options)


def tick(field: Any, **options: Any) -> Markup:
    """Render one box to tick, by itself."""
    items = [_tick_item(field, options.pop("reveals", ()))]
    # The box has the field's id: what holds it must not have it too.
    params = _named(field, options) | {"id": None, "hint": None, "items": items}
    return component("checkboxes", params | options)


def tick_group(field: Any, **options: Any) -> Markup:
    """Render boxes that each have a name of their own, under one question."""
    boxes = [field.form[name] for name in options.pop("boxes")]
    items = [_tick_item(box, (box.render_kw or {}).get("reveals", ())) for box in boxes]
    return component("checkboxes", _grouped(field, options) | {"items": items} | options)


def fold(field: Any, **options: Any) -> Markup:
    """Render fields under one line that opens them."""
    held = [field.form[name] for name in options.pop("boxes")]
    inside = Markup("").join(render(one) for one in held)
    hint = Markup('<p class="nhsuk-hint">{}</p>').format(field.description) if field.description else ""
    return Markup(
        '<details class="nhsuk-details"{}><summary class="nhsuk-details__summary">'
        '<span class="nhsuk-details__summary-text">{}</span></summary>'
        '<div class="nhsuk-details__text">{}{}</div></details>'
    ).format(Markup(" open") if any(map(_wanted, held)) else "", field.label.text, hint, inside)


def _wanted(field: Any) -> bool:
    """Tell whether a field, or a box of it, holds an answer or a mistake."""
    boxes = [field.form[name] for name in (field.render_kw or {}).get("boxes", ())]
    return bool(field.errors) or field.data not in (None, "", [], False) or any(map(_wanted, boxes))


def date_boxes(field: Any, **options: Any) -> Markup:
    """Render a day, a month and a year, each in its own box."""
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    born = options.pop("autocomplete", None) == "bday"
    items = [
        {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": labels[part],
            "value": field.boxes[part],
            "width": width,
            "error": part in field.wrong,
            # A month may be written as a word, so its box must not bring up a keypad without letters.
            "inputmode": "text" if part == "month" else "numeric",
            "autocomplete": f"bday-{part}" if born else None,
        }
        for part, width in DATE_WIDTHS.items()
    ]
    return component("date-input", _grouped(field, options) | {"items": items} | options)


def error_summary(form: Form) -> Markup:
    """Render the list of what needs another look, each linked to its field; nothing when all is well."""
    errors = [{"text": error} for error in form.form_errors]
    errors += [_error_link(field) for field in form if field.errors]
    if not errors:
        return Markup()
    heading = ngettext("Please check one answer", "Please check %(num)s answers", len(errors))
    return component("error-summary", {"titleText": heading, "errorList": errors})


def error_prefix(form: Form) -> str:
    """Return what a page's title starts with when a form came back: people who listen hear it first."""
    return _("Please check:") + " " if form.errors else ""


def _error_link(field: Any) -> dict[str, Any]:
    """Link an error to the first box it is about; a lost token has no box, and says what to do."""
    if field.type == "CSRFTokenField":
        return {"text": AWAY_TOO_LONG}
    return {"text": field.errors[0], "href": f"#{getattr(field, 'first_box', field.id)}"}


def _shown_inside(form: Form) -> Iterable[str]:
    """Name the fields that other fields draw: ticks of a group, and what an answer reveals."""
    for field in form:
        look = field.render_kw or {}
        yield from look.get("boxes", ())
        reveals = look.get("reveals", ())
        for names in reveals.values() if isinstance(reveals, Mapping) else (reveals,):
            yield from names


def _named(field: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Return what every component is told: its name, its hint, its first error."""
    return {
        "id": field.id,
        "idPrefix": field.id,
        "name": field.name,
        "hint": options.pop("hint", field.description) or None,
        "errorMessage": _error(field),
    }


def _grouped(field: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Return what a component with several boxes is told: its question is a legend."""
    named = _named(field, options)
    # The first box takes the field's own id, so that an error's link lands on it.
    named["id"] = field.id if field.type == "DateField" else None
    return named | {"fieldset": {"legend": _label(field, options, size="m")}}


def _label(field: Any, options: dict[str, Any], size: str = "s") -> dict[str, Any]:
    """Return a label or legend; as the page's heading it is large."""
    heading = options.pop("heading", False)
    return {
        "text": options.pop("label", field.label.text),
        "size": options.pop("size", "l" if heading else size),
        "isPageHeading": heading,
    }


def _error(field: Any) -> dict[str, Any] | None:
    """Return a field's first error; the others come after it is put right."""
    return {"text": field.errors[0], "visuallyHiddenText": _("Please check")} if field.errors else None


def _items(field: Any, reveals: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    """Return the choices of a field, with dividers, hints and what they reveal."""
    items: list[dict[str, Any]] = []
    for option in field.iter_choices():
        look = option.render_kw or {}
        if look.get("divider"):
            items.append({"divider": look["divider"]})
        items.append(
            {
                "value": option.value,
                "text": option.label,
                "checked": option.selected,
                "hint": look.get("hint") or None,
                "behaviour": "exclusive" if look.get("exclusive") else None,
                "conditional": _revealed(field.form, reveals.get(option.value, ())),
            }
        )
    return items


def _tick_item(box: Any, reveals: Iterable[str]) -> dict[str, Any]:
    """Return one box with its own name."""
    return {
        "id": box.id,
        "name": box.name,
        "value": box.value,
        "text": box.label.text,
        "checked": bool(box.data),
        "hint": box.description or None,
        "behaviour": "exclusive" if (box.render_kw or {}).get("exclusive") else None,
        "attributes": {"required": ""} if (box.render_kw or {}).get("before_sending") else None,
        "conditional": _revealed(box.form, reveals),
    }


def _revealed(form: Form, names: Iterable[str]) -> dict[str, Any] | None:
    """Render the fields that an answer reveals."""
    html = Markup("\n").join(form[name]() for name in names)
    return {"html": html} if html else None


def _count(limit: int) -> dict[str, Any]:
    """Return the words of a character count; %{count} is filled in by the browser's script."""
    left = {"one": _("You can write %{count} more letter"), "other": _("You can write %{count} more letters")}
    over = {"one": _("That is %{count} letter too long"), "other": _("That is %{count} letters too long")}
    return {
        "maxlength": limit,
        "threshold": 60,
        "textareaDescriptionText": _("You can write up to %{count} letters"),
        "charactersUnderLimitText": left,
        "charactersAtLimitText": _("You have used all the letters"),
        "charactersOverLimitText": over,
    }
