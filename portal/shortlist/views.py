"""A list to come back to, and sheets to print: no account, no record, nothing sent anywhere.

A list is an address. While somebody looks around, the browser's visit keeps one too, in our one cookie; *Leave this
site* and closing the browser forget it. Keeping asks for no token, because the pages that offer it are the same for
everybody and set no cookie; whoever tricked a browser into a press could change that browser's list and nothing else.
"""

from flask import Blueprint, current_app, redirect, render_template, request, session
from werkzeug.wrappers import Response

from portal import clock
from portal.directory import telling
from portal.directory.checking import Desk
from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.views import card, current_index, helpline_of
from portal.shortlist import picked, sheets

bp = Blueprint("shortlist", __name__, template_folder="templates")
KEPT = "kept"
"""What the browser's cookie holds of a list: the slugs, readable by this browser and by us, and by no script."""


@bp.get("/shortlist")
def shortlist() -> str:
    """Show a list: the one in the address, otherwise the one this visit keeps."""
    shared = picked.read(request.args.getlist("s"))
    slugs = shared or kept()
    index = current_index()
    found = _found(slugs, index)
    return render_template(
        "shortlist/list.html",
        cards=[(each, card(each, index)) for each in found],
        mine=not shared,
        gone=len(slugs) - len(found),
        query=picked.query(each.slug for each in found),
        address=_address("/shortlist" + picked.query(each.slug for each in found)),
        slugs=[each.slug for each in found],
    )


@bp.post("/shortlist/keep")
def keep() -> Response:
    """Keep one service, or a whole list that somebody shared, for as long as this visit lasts."""
    session[KEPT] = list(picked.with_one(kept(), picked.read(request.form.getlist("s"))))
    return redirect(f"{request.script_root}/shortlist", 303)


@bp.post("/shortlist/forget")
def forget() -> Response:
    """Take one service off this visit's list, or all of them."""
    gone = picked.read(request.form.getlist("s"))
    left = picked.without(kept(), gone) if gone else ()
    session[KEPT] = list(left)
    if not left:
        session.pop(KEPT)
    return redirect(f"{request.script_root}/shortlist", 303)


@bp.get("/shortlist/pack")
def pack() -> str:
    """Show sheets to print: one for each service, or several services on a sheet."""
    index, portal = current_index(), current_app.extensions["portal"]
    slugs = picked.read(request.args.getlist("s")) or kept()
    desk = Desk(portal["area"].directory_team, portal["area"].directory_email)
    moment, year = clock.now(), current_app.extensions["directory"].year
    made = [
        sheets.sheet(each, index, moment, year, desk, _address(f"/services/{each.slug}"))
        for each in _found(slugs, index)
    ]
    few = request.args.get("layout") or ("sheets" if len(made) == 1 else "cards")
    return render_template(
        "shortlist/pack.html",
        sheets=[(each, helpline_of(each.service)) for each in made],
        layout="sheets" if few == "sheets" else "cards",
        query=picked.query((each.service.slug for each in made), layout=""),
        others={name: picked.query((each.service.slug for each in made), layout=name) for name in ("sheets", "cards")},
        printed=telling.long_date(clock.today()),
        today=clock.today(),
    )


def kept() -> tuple[str, ...]:
    """Return the list that this browser's visit keeps."""
    said = session.get(KEPT, ())
    return picked.read(said if isinstance(said, list) else ())


def _found(slugs: tuple[str, ...], index: Index) -> list[Document]:
    """Return the services that are still in the directory, in the order of the list."""
    return [found for slug in slugs if (found := index.service(slug))]


def _address(path: str) -> str:
    """Return the address of one of our pages as somebody else would type it, in this reader's language."""
    return f"{current_app.extensions['portal']['settings'].base_url}{request.script_root}{path}"
