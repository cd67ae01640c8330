"""Who to turn to at a school or practice: a search, and a page for each."""

from flask import Blueprint, Flask, abort, current_app, render_template, request

from portal import clock, languages
from portal.area import Area
from portal.helplines.contact import Card
from portal.named_contacts import finding, registry
from portal.named_contacts.lent import Directory, NoDirectory, Team
from portal.named_contacts.organisations import Organisation
from portal.named_contacts.registry import Registry
from portal.named_contacts.telling import Told, tell
from portal.web import logs

bp = Blueprint("named_contacts", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """Read the area's schools and practices, and who is named for each. A row that is wrong names nobody."""
    portal = app.extensions["portal"]
    app.extensions["named_contacts"] = registry.load(
        portal["settings"].content / "area", fictional=portal["area"].fictional
    )


def known() -> Registry:
    """Return the registry of the running application."""
    found: Registry = current_app.extensions["named_contacts"]
    return found


def told(place: Organisation) -> Told:
    """Say who is named for a place today."""
    return tell(known(), place, clock.today())


def directory() -> Directory:
    """Return what the directory lends, or what stands in for it."""
    found: Directory = current_app.extensions.get("contacts_directory") or NoDirectory()
    return found


@bp.app_template_global()
def area_contact(which: str) -> Card:
    """Return the number of the area's team, or of its front door for safeguarding."""
    here: Area = current_app.extensions["portal"]["area"]
    names = {"team": here.team_contact, "safeguarding": here.safeguarding_contact}
    card: Card = current_app.extensions["helplines"].card(names[which], languages.current())
    return card


@bp.get("/named-contacts")
def search() -> str:
    """Find a school or practice by its name, town or postcode; without words, look through all."""
    typed, every = request.args.get("q", "").strip()[: finding.LONGEST], known()
    found = finding.search(every.places, typed) if typed else finding.Found(())
    shown = not found.places and len(every.places) <= finding.ALL_AT_ONCE
    return render_template(
        "named_contacts/search.html",
        typed=typed,
        found=found,
        danger=bool(typed) and _danger(typed),
        shelves=finding.shelves(every.places) if shown else {},
        path=every.path,
    )


@bp.get("/named-contacts/<slug>")
def place(slug: str) -> str:
    """Show who to turn to at one school or practice."""
    found = told(known().slugs.get(slug) or abort(404))
    return render_template("named_contacts/place.html", told=found, team=_team(found.named.support_team))


def _team(slug: str) -> Team | None:
    """Return the support team of a place. A directory in trouble takes no name away from anybody."""
    try:
        return directory().team(slug) if slug else None
    except Exception as error:  # the names are there to be read, whatever has happened to the database
        logs.failure(error)
        return None


def _danger(words: str) -> bool:
    """Tell whether a search speaks of danger. Where nobody could listen, help for right now is shown to everybody."""
    try:
        return directory().danger(words)
    except Exception as error:  # as above; the words themselves are told to nobody
        logs.failure(error)
        return True
