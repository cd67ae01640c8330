"""Amina at home, with her reference and her code, and her father who wrote, too."""

import re
import uuid
from datetime import timedelta

from flask import Flask

from portal import clock, db
from portal.care import actions, rounds
from portal.referrals import cases
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from tests.browser import Browser
from tests.care.conftest import Care

DAY = timedelta(days=1)


def main(browser: Browser) -> str:
    return browser.page[browser.page.index("<main") :]


def secrets(care: Care, one: uuid.UUID) -> dict[str, str]:
    with db.reading(care.engine) as session:
        found = session.get_one(Referral, one)
        return {"reference": found.reference, "code": found.code or ""}


def at_home(care: Care, site: Flask, one: uuid.UUID) -> Browser:
    """Open somebody's own page with both of its secrets."""
    return Browser(site.test_client()).open("/my-referral").send(**secrets(care, one))


def state(care: Care, one: uuid.UUID) -> Referral:
    with db.reading(care.engine) as session:
        found = session.get_one(Referral, one)
        _ = found.amendments, found.history, found.triages
        return found


def asked(care: Care, **answers: str) -> uuid.UUID:
    """Let Amina wait for four weeks, and be asked how she is now."""
    now = clock.now()
    amina = care.accepted(now - 28 * DAY - timedelta(hours=1), **answers)
    rounds.go(care.engine, care.here.clocks, now - timedelta(minutes=5))
    return amina


def her_father(care: Care, amina: uuid.UUID) -> uuid.UUID:
    """Let her father write, too, and a clinician join the two."""
    father = care.arrive(clock.now() - 20 * DAY, Voice.PARENT_CARER)
    with db.writing(care.engine) as session:
        priya, here = care.staff["priya"], care.here.clocks
        cases.join(session, amina, father, "The same girl.", by=priya, here=here, moment=clock.now())
    return father


def ended(care: Care, one: uuid.UUID) -> None:
    """Let care come to its end."""
    care.do(actions.close, one, at=clock.now(), reason="She is well.", next_step="Come back whenever you like.")


def ticket_on(browser: Browser) -> str:
    found = re.search(r'data-ticket="([^"]+)"', browser.page)
    return found[1] if found else ""
