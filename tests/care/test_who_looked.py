"""Amina reads who looked at her record: roles and days, and never a name."""

import re
import uuid
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock, db
from portal.accounts.permissions import Role
from portal.care import who_looked
from portal.languages import format_date
from portal.referrals import readings
from portal.referrals.readings import Reading, Why
from portal.referrals.voices import Voice
from tests.browser import Browser
from tests.care.conftest import CAST, Care
from tests.care.own_pages import at_home, her_father, main


def look(care: Care, one: uuid.UUID, who: str, why: Why = Why.WORK) -> None:
    with db.writing(care.engine) as session:
        readings.note(session, one, actor=f"staff:{care.staff[who]}", role=CAST[who][1], why=why)


@pytest.fixture
def amina(care: Care) -> uuid.UUID:
    return care.accepted(clock.now() - timedelta(days=9))


def opened(care: Care, site: Flask, one: uuid.UUID) -> str:
    return main(at_home(care, site, one).press("See who looked at it"))


def test_she_reads_the_role_and_the_day_and_no_name(care: Care, site: Flask, amina: uuid.UUID) -> None:
    assert "Nobody has looked yet." in opened(care, site, amina)
    look(care, amina, "priya")
    look(care, amina, "tom")
    look(care, amina, "lena", Why.GLASS)
    page = opened(care, site, amina)
    assert page.count("A clinician of our team") == 1, "two of one role on one day are one line"
    assert format_date(clock.today()) in page
    assert "Somebody who leads our team. They do not usually work on it." in page
    read = set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", page)))
    assert not [name for name, _role, _home in CAST.values() if read & set(name.split())]


def test_her_father_reads_nothing_of_a_look_at_hers(care: Care, site: Flask, amina: uuid.UUID) -> None:
    father = her_father(care, amina)
    look(care, amina, "priya")
    assert "Nobody has looked yet." in opened(care, site, father)
    look(care, father, "lena", Why.GLASS)
    assert "Somebody who leads our team" in opened(care, site, father)
    page = opened(care, site, amina)
    assert "A clinician of our team" in page
    assert "Somebody who leads our team" in page, "a look at his showed hers, too"


def test_nobody_without_an_opened_page_reads_anything(site: Flask) -> None:
    assert Browser(site.test_client()).open("/my-referral/who-looked").at == "/my-referral"
    assert site.test_client().post("/my-referral/who-looked", data={"note": "made-up"}).status_code == 303


@pytest.mark.parametrize("role", [*Role, None])
def test_every_role_has_words(role: Role | None) -> None:
    seen = who_looked.told([Reading(clock.now(), None, "Priya Nair", role, Why.WORK)], Voice.YOUNG_PERSON)
    assert len(seen) == 1
    assert str(seen[0].who)
    assert "Priya" not in str(seen)
