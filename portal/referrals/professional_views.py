"""The professional's one long page, and the way to ask for advice. Check, send and sent are everybody's.

Each section of the page is a page of the journey, so answers are kept, checked and read like anybody else's.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, current_app, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, db, languages
from portal.directory.views import current_index
from portal.helplines.contact import Card
from portal.helplines.registry import Registry
from portal.languages import gettext as _
from portal.referrals import (
    answers,
    before_sending_views,
    facts,
    keeping,
    measured_forms,
    placing,
    remit,
    views,
    wanted,
    which_child,
    wording,
)
from portal.referrals.ages import age_group
from portal.referrals.forms import answered
from portal.referrals.journeys import BY_SLUG
from portal.referrals.models import Draft
from portal.referrals.professional_forms import PAGES
from portal.web.checked_words import speak_checked_words, their_language
from portal.web.forms import ButtonForm, PortalForm

bp = Blueprint("professional", __name__, template_folder="templates")
bp.before_request(speak_checked_words)
JOURNEY = BY_SLUG["professional"]
KEYS = tuple(PAGES)
SECTION = f"<any({', '.join(KEYS)}):section>"
SUMMARY = KEYS[0]
"""The section that asks about a service somebody came from the page of."""
SAVE, CHECK = "save", "check"
"""What the page's buttons say, besides the section whose own button was pressed."""
Sections = dict[str, PortalForm]


def install(app: Flask) -> None:
    """Read what the team can and can't help with. Raises AreaError where that does not read well."""
    remit.load(app.extensions["portal"]["settings"].content / "area")


@bp.app_template_global()
def safeguarding_card() -> Card:
    """Return the area's front door for safeguarding, which this form is not."""
    registry: Registry = current_app.extensions["helplines"]
    return registry.card(views.here().safeguarding_contact, languages.current())


def place(section: str) -> AnyResponse:
    """Send the browser to a section of the long page; the first is where the page begins."""
    at = f"#{section}" if section != KEYS[0] else ""
    return redirect(f"{views.home_of(JOURNEY)}/form{at}", 303)


@bp.route("/advice", methods=["GET", "POST"])
def advice() -> AnyResponse | str:
    """Say what asking for advice means, and begin."""
    return views.start("advice")


@bp.get(f"/refer/professional/{SECTION}")
def section_of(section: str) -> AnyResponse:
    """Lead to a section's place on the long page."""
    return place(section)


@bp.route("/refer/professional/form", methods=["GET", "POST"])
def form() -> AnyResponse | str:
    """Show every section on one page, and keep what was said in them."""
    draft = views.draft_of(JOURNEY, lock=request.method == "POST")
    if request.method == "GET":
        return _page(draft, sections_of(placing.said(draft))) if draft else views.onward(JOURNEY.slug)
    button, sections = ButtonForm(), sections_of(placing.said(draft))
    if not button.validate():
        return make_response(_page(draft, sections, button), 422)
    old_page = which_child.is_old_page(views.mark_of(JOURNEY))
    if draft and old_page:
        return make_response(_page(draft, sections, button, other=True), 409)
    return _keep(draft or views.begin_again(JOURNEY, afresh=old_page), sections)


def sections_of(given: Mapping[str, Mapping[str, Any]]) -> Sections:
    """Make every section's form, filled with what was said, and with the choices that the area's list has for it."""
    unsigned = {"csrf": False}  # the page has one token, checked with its button
    shown = {key: placing.to_show(JOURNEY.voice, key, given) for key in KEYS}
    forms = {key: measured_forms.with_measures(JOURNEY.voice, key, form_class) for key, form_class in PAGES.items()}
    sections = {key: form_class(data=shown[key], meta=unsigned) for key, form_class in forms.items()}
    for field in (field for section in sections.values() for field in section if field.name in KEYS):
        field.id = f"{field.name}-answer"  # a section's place has this name, and a label must find its own box
    for lookup in answers.LOOKUPS:
        section, held = sections[lookup.page], shown[lookup.page]
        typed = section[lookup.name].data
        settled = typed == held.get(lookup.name) and held.get(lookup.code)
        found = () if settled else answers.undecided(lookup, {lookup.name: typed}, keeping.known())
        listed = [(lookup.code_of(each), f"{each.name}, {each.place}, {each.postcode}") for each in found]
        section[lookup.code].choices = [*listed, ("none", _("None of these: keep what I typed"))] if listed else []
    _offer_wanted(sections[SUMMARY], begun=SUMMARY in given)
    return sections


def _offer_wanted(summary: PortalForm, *, begun: bool) -> None:
    """Ask about the service from whose page they came; once the page was saved, only about what they chose."""
    came_from = session.get(views.WANTED) or summary.asked_for.data
    service = wanted.find(current_index(), came_from) if came_from else None
    wanted.offer(summary, service, ticked=request.method == "GET" and not begun, work=True)


def _keep(draft: Draft, sections: Sections) -> AnyResponse:
    """Save what can be kept of every section that was passed, and say where to go on."""
    before, pressed = placing.said(draft), request.form.get("go", CHECK)
    good = [section.validate() for section in sections.values()]
    passed = KEYS if pressed == CHECK else (pressed,)
    session.pop(views.WANTED, None)
    for key, section in sections.items():
        said = _said(section, placing.to_show(JOURNEY.voice, key, before))
        if said or key in before or key in passed:
            whole = not section.errors
            placing.keep(db.session(), draft, key, said, their_language(), clock.now(), passed=whole)
    # What is wrong is said on a page that answers well: a refusal would take back what was just saved.
    if not all(good):
        return make_response(_page(draft, sections))
    if pressed == CHECK and not facts.somebody_can_be_reached(facts.said(placing.said(draft))):
        problem = _("Please give us one way to reach you or the young person. What you wrote is saved.")
        sections["you"].referrer_phone.errors = [problem]
        return make_response(_page(draft, sections))
    if views.help_is_due(draft):
        return views.go(JOURNEY, "help")
    return _onward(pressed, before, placing.said(draft))


def _said(section: PortalForm, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return one section's answers as they are kept; where one could not be read, what was said before stays."""
    said = {name: value for name, value in answered(section).items() if not section[name].errors}
    wrong = {*section.errors, *(made for made, of in answers.MADE_FROM.items() if of in section.errors)}
    return {name: value for name, value in before.items() if name in wrong} | keeping.ready(said)


def _onward(pressed: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> AnyResponse:
    """Go on to the check, to the next section, or to the same one when the list offers a choice not seen before."""
    if pressed == CHECK:
        return views.go(JOURNEY, "check")
    if pressed not in KEYS:
        return redirect(f"{views.home_of(JOURNEY)}/form#saved", 303)
    for lookup in answers.LOOKUPS:
        new = before.get(lookup.page, {}).get(lookup.name) != now.get(lookup.page, {}).get(lookup.name)
        if lookup.page == pressed and new and answers.undecided(lookup, now[lookup.page], keeping.known()):
            return place(pressed)
    at = KEYS.index(pressed) + 1
    return views.go(JOURNEY, CHECK) if at == len(KEYS) else place(KEYS[at])


def _page(draft: Draft | None, sections: Sections, button: ButtonForm | None = None, *, other: bool = False) -> str:
    """Render the long page."""
    given = placing.said(draft)
    if given.get("child", {}).get("nhs_number_check"):
        hint = _("This does not look like an NHS number. Please check it, or leave it as it is: we keep it.")
        sections["child"].nhs_number.description = hint
    return render_template(
        "referrals/professional/form.html",
        button=button or ButtonForm(),
        sections=sections,
        problems=any(section.errors for section in sections.values()),
        saved=bool(given),
        gone=views.gone_said(JOURNEY),
        other=other,
        form_id=request.form.get("form_id") or views.mark_of(JOURNEY),
        lists=keeping.suggestions(),
        english=_english() if languages.is_draft(languages.current()) else {},
        before=_before(draft),
    )


def _before(draft: Draft | None) -> before_sending_views.Before | None:
    """Return what stands at the end of the page, by what was saved."""
    urgent = bool(draft and views.urgent_rules(draft))
    return before_sending_views.of(JOURNEY, draft, urgent=urgent, home=before_sending_views.ON_THIS_PAGE)


def _english() -> dict[str, list[tuple[str, list[str]]]]:
    """Return the safety questions in English: what stands beside a translation that nobody has checked."""
    return {key: wording.in_english(JOURNEY.voice, key, age_group(None)) for key in JOURNEY.safety}
