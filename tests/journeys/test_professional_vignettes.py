"""Every fictional case told by a professional, through the real long page."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from portal import db
from portal.referrals.models import Referral
from portal.referrals.professional_forms import PAGES
from portal.triage.outcome import Band
from tests.browser import Browser
from tests.journeys.test_vignettes import SAID, TOLD, UNREAD


def page(vignette: dict[str, Any]) -> dict[str, str]:
    """Return what to put on the long page to tell this case."""
    given = TOLD["defaults"] | vignette["answers"]
    stories = [SAID[name] for name in given.pop("text", [])]
    stories += [UNREAD] if given.pop("text_lang", "") == "uncovered" else []
    told = {name: str(value) for name, value in given.items() if str(value or "").strip() not in ("", "unanswered")}
    return told | {"story": ". ".join(stories), "referrer_phone": "01632 960123", "go": "check"}


ASKED_OF_OTHERS = frozenset({"got_worse", "touched", "other_parent_ok"})
"""What only a young person's own page, a child under 11, or a parent is asked."""


@pytest.mark.slow
def test_no_question_of_the_rules_is_left_out_that_a_professional_is_asked() -> None:
    asked = {name for form in PAGES.values() for name in dir(form)}
    assert not ASKED_OF_OTHERS & asked


@pytest.mark.slow
def test_each_case_is_as_urgent_as_it_must_be(site: Flask, engine: Engine) -> None:
    wrong = []
    for vignette in TOLD["vignettes"]:
        if set(vignette["answers"]) & ASKED_OF_OTHERS:
            continue
        gp = Browser(site.test_client()).open("/refer/professional/").send().send(**page(vignette))
        if gp.at.endswith("/help"):
            gp.open("/refer/professional/next")
        gp.send()
        with db.reading(engine) as session:
            referral = session.scalars(select(Referral).where(Referral.reference == gp.reference)).one()
            outcome = referral.triages[-1].outcome or {}
        expected, fired = vignette["expect"], {rule["id"] for rule in outcome["rules"]}
        right = (
            Band(referral.band).rank <= Band(expected["at_least"]).rank
            and set(expected["flags"]) <= set(outcome["flags"])
            and set(expected["pathways"]) <= set(outcome["pathways"])
            and ("rules" not in expected or fired == set(expected["rules"]))
        )
        wrong += [] if right else [(vignette["id"], referral.band, sorted(fired), expected.get("rules"))]
    assert not wrong
