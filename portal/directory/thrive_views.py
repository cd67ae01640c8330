"""THRIVE in public: needs first for young people, a page for professionals, and the map of what is missing."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template, request

from portal import clock, languages
from portal.directory import gap_export, gap_plans, telling, thrive_map, thrive_words
from portal.directory.gap_plans import Plan
from portal.directory.reference import Reference
from portal.directory.thrive_map import GROUPINGS, Map, Newest
from portal.directory.views import current_index

NEEDS_SHOWN = 5
CSV = "text/csv; charset=utf-8"

bp = Blueprint("thrive", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """Read the area's plans; a note that does not read well stops the start and says what to write."""
    app.extensions["gap_plans"] = gap_plans.load(app.extensions["portal"]["settings"].content / "area")
    app.extensions["thrive_map"] = Newest()


@bp.get("/thrive")
def thrive() -> str:
    """Lead young people by what they want, not by what it is called."""
    counts = dict(zip(GROUPINGS, _map().everybody().counts, strict=True))
    return render_template("directory/thrive.html", wishes=thrive_words.WISHES, counts=counts)


@bp.get("/thrive/professionals")
def professionals() -> str:
    """Explain the five groupings to people who work with young people, and what belongs where here."""
    drawn, here = _map(), languages.current()
    terms, needs = drawn.index.terms.get("thrive", {}), drawn.index.terms.get("need", {})
    everybody = {group: (count, closed) for group, count, closed in drawn.everybody().cells}
    told = [
        {
            "words": each,
            "term": terms.get(each.grouping),
            "count": everybody[each.grouping][0],
            "closed": everybody[each.grouping][1],
            "needs": [(key, needs[key].name(here), n) for key, n in drawn.also(each.grouping, "need") if key in needs],
        }
        for each in thrive_words.GROUPINGS
    ]
    return render_template(
        "directory/thrive_professionals.html",
        groupings=told,
        principles=thrive_words.PRINCIPLES,
        most=NEEDS_SHOWN,
        here=here,
        credit=current_app.extensions["portal"]["area"].thrive_credit,
    )


@bp.get("/thrive/gaps")
def gaps() -> str:
    """Show what there is for whom, and where there is nothing."""
    by, digital = thrive_map.chosen(request.args)
    drawn, here = _map(), languages.current()
    rows = drawn.rows(by, digital, here)
    row, grouping = request.args.get("row", ""), request.args.get("grouping", "")
    placed = gap_plans.at(_plans(), by)
    return render_template(
        "directory/gaps.html",
        by=by,
        digital=digital,
        rows=rows,
        everybody=drawn.everybody(digital),
        terms=drawn.index.terms.get("thrive", {}),
        groupings=GROUPINGS,
        plans=placed,
        noted=_noted(drawn, by, here),
        opened=drawn.services(by, row, grouping, digital),
        opened_at=(row, grouping),
        names={each.key: each.name for each in rows},
        unlisted=drawn.index.held_back.bit_count(),
        here=here,
        today=clock.today(),
        long_date=telling.long_date,
        directly=digital == thrive_map.DIGITAL[0] and by in {"cohort", "need"},
        credit=current_app.extensions["portal"]["area"].thrive_credit,
    )


def _noted(drawn: Map, by: str, here: str) -> list[tuple[Plan, str]]:
    """Return every plan of this map with the name of its line, those without a line last."""
    names = {row.key: row.name for row in drawn.rows(by, language=here)}
    found = [(plan, names.get(plan.row, plan.row)) for plan in _plans() if plan.by == by]
    return sorted(found, key=lambda pair: pair[0].row not in names)


@bp.get("/thrive/gaps.json")
def gaps_as_json() -> dict[str, Any]:
    """Give the map to other programs."""
    return _values()


@bp.get("/thrive/gaps.csv")
def gaps_as_csv() -> Response:
    """Give the map to a spreadsheet."""
    said = _values()
    name = f"thrive-gaps-{said['by']}-{said['digital']}.csv"
    # The mark at the front tells spreadsheets that this is UTF-8.
    body = "\ufeff" + gap_export.as_csv(said)
    return Response(body, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _values() -> dict[str, Any]:
    by, digital = thrive_map.chosen(request.args)
    return gap_export.as_values(_map(), _plans(), by, digital, clock.today())


def _map() -> Map:
    """Return the map of the index as it is now."""
    tables: Reference = current_app.extensions["directory"]
    kept: Newest = current_app.extensions["thrive_map"]
    return kept.of(current_index(), tables.places.wards)


def _plans() -> tuple[Plan, ...]:
    found: tuple[Plan, ...] = current_app.extensions["gap_plans"]
    return found
