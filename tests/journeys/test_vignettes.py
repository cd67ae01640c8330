"""Every fictional case that a young person could tell, told through the real pages."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import db
from portal.config import PROJECT
from portal.referrals.facts import Judgement
from portal.referrals.models import Referral
from portal.referrals.young_person_forms import PAGES as FORMS
from portal.triage.outcome import Band
from portal.web.fields import TickField, TickGroup
from tests.browser import Browser, walk

TOLD = json.loads(PROJECT.joinpath("tests", "triage", "vignettes.json").read_text("utf-8"))
SAID = {
    "imminent": "im doing it tonight",
    "strong": "nobody would notice if i was gone for good",
    "abuse": "my stepdad hits me",
    "mention": "i have no suicidal thoughts",
}
UNREAD = "میں بہت اداس ہوں اور مجھے نیند نہیں آتی۔ سکول جانا مشکل ہے اور دل نہیں لگتا۔"


def offered() -> dict[str, tuple[str, set[str]]]:
    """Return where each field stands and which values it offers; an empty set means that it is typed."""
    with Flask(__name__).test_request_context():
        found = {}
        for page, form in FORMS.items():
            for field in form(meta={"csrf": False}):
                if not isinstance(field, TickGroup):
                    values = {choice.value for choice in getattr(field, "choices", None) or ()}
                    found[field.name] = (page, {field.value} if isinstance(field, TickField) else values)
        return found


OFFERED = offered()


def tellable(vignette: dict[str, Any]) -> bool:
    """Say whether the young person's form can tell this case at all."""
    given = TOLD["defaults"] | vignette["answers"]
    for name, value in given.items():
        if name not in {"text", "text_lang"} and (name not in OFFERED or not _fits(name, value)):
            return False
    return True


def _fits(name: str, value: Any) -> bool:
    values = OFFERED[name][1]
    return not values or value in values or value in {"unanswered", "no", "none"}


def pages(vignette: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what to put on each page to tell this case."""
    told: dict[str, dict[str, Any]] = {"contact": {"phone": "07700 900123"}}
    given = TOLD["defaults"] | vignette["answers"]
    stories = [SAID[name] for name in given.pop("text", [])]
    stories += [UNREAD] if given.pop("text_lang", "") == "uncovered" else []
    told["worry"] = {"story": ". ".join(stories)}
    if given.get("contact") == "none":
        told["contact"] = {}
    for name, value in given.items():
        page, values = OFFERED[name]
        if value != "unanswered" and (not values or value in values):
            told.setdefault(page, {})[name] = str(value)
    return told


TELLABLE = [vignette for vignette in TOLD["vignettes"] if tellable(vignette)]


def test_most_cases_can_be_told_by_a_young_person() -> None:
    assert len(TELLABLE) > 0.8 * len(TOLD["vignettes"])


@pytest.mark.slow
def test_each_case_told_through_the_pages_is_as_urgent_as_it_must_be(
    client: FlaskClient, engine: Engine, judgement: Judgement
) -> None:
    wrong = []
    for vignette in TELLABLE:
        browser = walk(Browser(client), pages(vignette))
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
