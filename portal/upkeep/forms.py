"""The form of an entry, made from the table of fields: what it shows of a document, and the document it makes."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField

from portal.upkeep import differences, words
from portal.upkeep import fields as table
from portal.upkeep.boxes import BOXES, ROWS, RowsField, as_choices, taxonomy
from portal.upkeep.checking import Problem
from portal.upkeep.differences import Difference
from portal.upkeep.documents import Document
from portal.upkeep.row_tables import Around
from portal.web import fields
from portal.web.forms import PortalForm

REASON_LETTERS = 1000
FIRST_NEED = "first_need"
NEEDS = "x_cypmh/needs"
MORE_LINES = 5


class EntryForm(PortalForm):
    """What every form of an entry has beside the entry's own fields."""

    own = HiddenField()
    """The id of the entry, so that a new one that is sent twice is one entry."""

    seen = HiddenField()
    """The digest of what the entry said when this page was made."""
    reason = fields.TextAreaField(
        "Why does it change?",
        [fields.AtMost(REASON_LETTERS)],
        description="For whoever approves it, and for whoever asks in a year. Staff only.",
        render_kw={"rows": 2},
    )


class DecideForm(PortalForm):
    """What somebody says about fields of a proposal."""

    reason = fields.TextAreaField(
        "Why not?",
        [fields.AtMost(REASON_LETTERS)],
        description="Only needed when you refuse. The author reads this.",
        render_kw={"rows": 2, "size": "s"},
    )


class ReasonForm(PortalForm):
    """A button with a reason."""

    reason = fields.TextField("Why?", [fields.AtMost(REASON_LETTERS)], render_kw={"size": "s"})


class TableForm(PortalForm):
    """A table that is sent, and the lines of it that a page carries from looking to sending."""

    carried = HiddenField()
    reason = fields.TextField(
        "Why do they change?",
        [fields.AtMost(REASON_LETTERS)],
        description="For whoever approves it. Staff only.",
        render_kw={"size": "s"},
    )


class SeenForm(PortalForm):
    """A button about an entry as it was when the page was made."""

    seen = HiddenField()


def entry_form(document: Document, names: words.Names, *, partner: bool, sent: bool = True) -> Any:
    """Make the form of one entry, filled with what it says; what was sent stands above that."""
    made = {
        each.name: BOXES[each.kind].make(each, differences.value_at(document, each.path), names)
        for each in table.TYPED
        if each.partner or not partner
    }
    choices = as_choices([("", "Choose one"), *taxonomy("need", names)])
    made[FIRST_NEED] = fields.SelectField("What is it mainly for?", choices=choices)
    options: dict[str, Any] = {} if sent else {"formdata": None}
    form = type("BoundEntryForm", (EntryForm,), made)(data=shown(document), **options)
    form.seen.data = form.seen.data or differences.digest(document)
    form.own.data = document["id"]
    return form


def add_lines(form: Any, name: str) -> None:
    """Put more empty lines under a table of the form."""
    if name in form and isinstance(form[name], RowsField):
        form[name].more = MORE_LINES


def shown(document: Document) -> dict[str, Any]:
    """Return what the boxes show of a document, by the names of the fields."""
    said = {each.name: BOXES[each.kind].show(each, differences.value_at(document, each.path)) for each in table.TYPED}
    return said | {FIRST_NEED: next(iter(said["needs"]), "")}


def document(form: Any, base: Document, around: Around) -> Document:
    """Return the document that a form stands for: what nobody touched stays as it was, to the letter."""
    before, changed = shown(base), []
    for field in (each for each in table.TYPED if each.name in form):
        box, data = BOXES[field.kind], form[field.name].data
        old = differences.value_at(base, field.path)
        if box is ROWS or data != before[field.name]:
            changed.append(Difference(field.path, old, box.read(field, data, old, around)))
    said = differences.apply(base, changed)
    return _with_first_need(said, form[FIRST_NEED].data or "", before[FIRST_NEED])


def _with_first_need(said: Document, first: str, before: str) -> Document:
    """Put what a service is mainly for first, when somebody chose another."""
    needs = list(differences.value_at(said, NEEDS) or ())
    if not first or first == before or needs[:1] == [first]:
        return said
    return differences.apply(said, [Difference(NEEDS, needs, [first, *(one for one in needs if one != first)])])


def tell(form: Any, problems: Sequence[Problem]) -> None:
    """Put each problem beside its field; what has no field here goes to the top of the page."""
    for one in problems:
        field = table.BY_PATH.get(table.root(one.path))
        if field is None or field.name not in form:
            form.form_errors.append(one.says)
            continue
        box = form[field.name]
        box.errors = [*box.errors, one.says.removeprefix(f"{field.label}: ")]
        if isinstance(box, RowsField):
            box.wrong.add(one.path.partition("[")[2].rstrip("]"))


def blank(organization: Mapping[str, Any], own: uuid.UUID) -> Document:
    """Return an entry that says nothing yet but who runs it."""
    more = {"routes": [], "catchment": {"kind": "residents"}, "needs": [], "languages": []}
    return {"id": str(own), "status": "active", "organization": dict(organization), "x_cypmh": more}
