"""What stands beside the button that sends: help that could come sooner, and what was left open.

Nobody has to read it. It asks nothing, keeps nothing, and where it fails the form is sent without it.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from flask import current_app, request

from portal import clock, languages
from portal.area import Area
from portal.directory.documents import Document
from portal.directory.index import Index
from portal.directory.packing import shown_wait
from portal.directory.reference import Reference
from portal.directory.views import current_index
from portal.helplines.registry import Registry
from portal.referrals import before_sending, placing, remit
from portal.referrals.journeys import BY_VOICE, Journey
from portal.referrals.models import Draft
from portal.referrals.voices import Voice
from portal.signposting import listening, telling
from portal.signposting.asked import Asked
from portal.signposting.fitting import Pick
from portal.triage import text_scan
from portal.web import journey as path
from portal.web import logs

ON_THIS_PAGE = "#"


@dataclass(frozen=True)
class Sooner:
    """One service that could help sooner."""

    name: str
    href: str
    why: str
    but: str


@dataclass(frozen=True)
class Before:
    """What the page shows."""

    remit: remit.Lines
    remit_language: str
    urgent: bool
    sooner: tuple[Sooner, ...]
    left_open: tuple[tuple[Any, str], ...]
    work: bool
    """Whether somebody reads it at work."""
    one_page: bool
    """Whether it stands on the page on which they are typing."""


def of(journey: Journey, draft: Draft | None, *, urgent: bool, home: str) -> Before | None:
    """Gather it for one draft; nothing for what is added to a form we have, of which this draft knows too little.

    `home` is where the addresses of the journey's pages begin; ON_THIS_PAGE where all are sections of this one.
    """
    voice = journey.voice
    if draft is None or draft.adds_to_sent or voice not in before_sending.WHO or BY_VOICE[voice] is not journey:
        return None
    answers = placing.said(draft)
    content = current_app.extensions["portal"]["settings"].content
    lines, language = remit.lines(remit.load(content / "area"), voice, languages.current())
    found: tuple[Sooner, ...] = ()
    try:
        asked = _asked(voice, answers)
        urgent = urgent or before_sending.is_urgent(asked)
        found = () if urgent else tuple(_sooner(asked))
    except Exception as error:  # nothing here may stand between somebody and the button
        logs.failure(error)
    pages = {name: page.key for page in path.path(journey.pages, answers) for name in placing.asked_on(voice, page.key)}
    still = before_sending.left_open(voice, answers, pages)
    return Before(
        lines,
        language,
        urgent,
        found,
        tuple((sentence, f"{home}{page}") for sentence, page in still),
        work=voice is Voice.PROFESSIONAL,
        one_page=home == ON_THIS_PAGE,
    )


def _asked(voice: Voice, answers: Any) -> Asked:
    """Read the answers as signposting would, but remember no word of them."""
    tables: Reference = current_app.extensions["directory"]
    unremembered = replace(tables, lists_in=partial(text_scan.heard, lists=tables.danger_words))
    registry: Registry = current_app.extensions["helplines"]
    area: Area = current_app.extensions["portal"]["area"]
    here = languages.current()
    shown = frozenset({area.team_contact, *(card.id for card in registry.placed(here, "danger"))})
    room = listening.Room(current_index(), unremembered, here, clock.now(), shown)
    return before_sending.heard(listening.listen(before_sending.told(voice, answers), room), answers)


def _sooner(asked: Asked) -> list[Sooner]:
    """Return the services that could help sooner, in words."""
    index, now = current_index(), clock.now()
    area: Area = current_app.extensions["portal"]["area"]
    longest = (area.clocks.contact_by("ROUTINE", now) - now).days

    def could(service: Any) -> bool:
        """Leave out what this form leads to, and what people are known to wait for as long as for the team."""
        wait = shown_wait(cast(Document, service), clock.today())
        return not service.via_front_door and (wait is None or wait.median_days < longest)

    return [_told(pick, asked, index) for pick in before_sending.sooner(before_sending.elsewhere(index, could), asked)]


def _told(pick: Pick, asked: Asked, index: Index) -> Sooner:
    """Say of one service why it stands here. Its address is the one it has for everybody."""
    service = index.documents[pick.number]
    href = f"{request.script_root}/services/{service.slug}"
    return Sooner(service.name, href, telling.why(pick, asked, index), " ".join(telling.left_out(pick)))
