"""The first page: three doors, one search box, and honest words about waiting."""

from flask import Blueprint, current_app, render_template

from portal import clock, languages
from portal.guides.library import Library
from portal.signposting import seasons

bp = Blueprint("signposting", __name__, template_folder="templates")


@bp.get("/")
def home() -> str:
    """Welcome whoever comes, and show the three ways on."""
    library: Library = current_app.extensions["guides"]
    guides = [library.page(slug, languages.current()) for slug in seasons.guides_for(clock.today())]
    shown = [(guide, languages.LANGUAGES[guide.lang].direction) for guide in guides if guide]
    return render_template("signposting/home.html", guides=shown)
