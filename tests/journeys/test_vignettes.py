"""Every fictional case that a young person or a parent could tell, told through the real pages."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.config import PROJECT
from portal.referrals.forms import FORMS
from portal.referrals.journeys import BY_VOICE
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.triage.outcome import Band
from portal.web.fields import Group, TickField
from tests.browser import Browser, walk

TOLD = json.loads(PROJECT.joinpath("tests", "triage", "vignettes.json").read_text("utf-8"))
SAID = {
    "imminent": "im doing it tonight",
    "strong": "nobody would notice if i was gone for good",
    "abuse": "my stepdad hits me",
    "mention": "i have no suicidal thoughts",
}
UNREAD = "میں بہت اداس ہوں اور مجھے نیند نہیں آتی۔ سکول جانا مشکل ہے اور دل نہیں لگتا۔"


VOICES = (Voice.YOUNG_PERSON, Voice.PARENT_CARER)
REACHED = {
    Voice.YOUNG_PERSON: {"phone": "07700 900123"},
    Voice.PARENT_CARER: {"referrer_phone": "07700 900456"},
}


def offered(voice: Voice) -> dict[str, tuple[str, set[str]]]:
    """Return where each field stands and which values it offers; an empty set means that it is typed."""
    with Flask(__name__).test_request_context():
        found = {}
        for page, form in FORMS[voice].items():
            for field in form(meta={"csrf": False}):
                if not isinstance(field, Group):
                    values = {choice.value for choice in getattr(field, "choices", None) or ()}
                    found[field.name] = (page, {field.value} if isinstance(field, TickField) else values)
        return found


OFFERED = {voice: offered(voice) for voice in VOICES}


def tellable(voice: Voice, vignette: dict[str, Any]) -> bool:
    """Say whether a voice's form can tell this case at all."""
    given = TOLD["defaults"] | vignette["answers"]
    for name, value in given.items():
        if name not in {"text", "text_lang"} and (name not in OFFERED[voice] or not _fits(voice, name, value)):
            return False
    return True


def _fits(voice: Voice, name: str, value: Any) -> bool:
    values = OFFERED[voice][name][1]
    return not values or value in values or value in {"unanswered", "no", "none"}


def pages(voice: Voice, vignette: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what to put on each page to tell this case."""
    told: dict[str, dict[str, Any]] = {"contact": dict(REACHED[voice])}
    given = TOLD["defaults"] | vignette["answers"]
    stories = [SAID[name] for name in given.pop("text", [])]
    stories += [UNREAD] if given.pop("text_lang", "") == "uncovered" else []
    told["worry"] = {"story": ". ".join(stories)}
    if given.get("contact") == "none":
        told["contact"] = {}
    for name, value in given.items():
        page, values = OFFERED[voice][name]
        if value != "unanswered" and (not values or value in values):
            told.setdefault(page, {})[name] = str(value)
    return told


TELLABLE = {voice: [each for each in TOLD["vignettes"] if tellable(voice, each)] for voice in VOICES}


@pytest.mark.parametrize("voice", VOICES)
def test_most_cases_can_be_told_in_this_voice(voice: Voice) -> None:
    assert len(TELLABLE[voice]) > 0.8 * len(TOLD["vignettes"])


@pytest.mark.slow
@pytest.mark.parametrize("voice", VOICES)
def test_each_case_told_through_the_pages_is_as_urgent_as_it_must_be(
    client: FlaskClient, engine: Engine, voice: Voice
) -> None:
    wrong, home = [], f"/refer/{BY_VOICE[voice].slug}/"
    for vignette in TELLABLE[voice]:
        browser = walk(Browser(client), pages(voice, vignette), home=home)
        with db.reading(engine) as session:
            referral = session.scalars(select(Referral).where(Referral.reference == browser.reference)).one()
            outcome = referral.triages[-1].outcome or {}
        expected = vignette["expect"]
        fired = {rule["id"] for rule in outcome["rules"]}
        right = (
            Band(referral.band).rank <= Band(expected["at_least"]).rank
            and set(expected["flags"]) <= set(outcome["flags"])
            and set(expected["pathways"]) <= set(outcome["pathways"])
            and ("rules" not in expected or fired == set(expected["rules"]))
        )
        wrong += [] if right else [(vignette["id"], referral.band, sorted(fired), expected.get("rules"))]
    assert not wrong
