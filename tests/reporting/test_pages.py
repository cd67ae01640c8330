"""A person lets everybody read the figures, or takes them back; an editor writes down what others say of theirs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal import config, db
from portal.accounts.models import StaffSession
from portal.accounts.permissions import ROLES, Permission
from portal.audit.models import AuditEvent
from portal.care import actions as caring
from portal.directory.models import Organization, Service, Status
from portal.reporting import editions, making, outside, words
from portal.waiting_times import lists
from portal.waiting_times.models import OutsideWait, WaitEdition
from tests.care.conftest import CAST, MONDAY, Care

DAY = timedelta(days=1)
NOW = MONDAY + 60 * DAY
LISTS = lists.load(config.PROJECT / "content" / "area")
AS_OF = (NOW - DAY).date()
PAGE = f"/staff/waiting-times/{AS_OF}"
Sit = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def sixty_days_later() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def made(care: Care) -> Care:
    for at in range(12):
        met = caring.Contact(MONDAY + (10 + at) * DAY, "assessment")
        care.do(caring.contact, care.accepted(), at=met.at, met=met)
    make(care)
    return care


def make(care: Care, days_ago: int = 1) -> None:
    day = (NOW - days_ago * DAY).date()
    here = care.here.clocks
    making.make(care.engine, LISTS, here, day, today=NOW.date(), actor="command", moment=NOW)


def press(client: FlaskClient, act: str, page: str = PAGE, **typed: str) -> TestResponse:
    text = client.get(page).text
    found = dict(re.findall(r'name="(csrf_token|seen)"[^>]*value="([^"]*)"', text))
    return client.post(f"{page}/{act}" if act else page, data=found | typed)


def is_out(care: Care) -> bool:
    with db.reading(care.engine) as session:
        found = editions.out(session)
        return found is not None and found.as_of == AS_OF


def test_lena_lets_everybody_read_them_and_takes_them_back(made: Care, sit: Sit) -> None:
    lena = sit("lena")
    page = lena.get("/staff/waiting-times").text
    assert "Nobody reads these yet" in page
    assert "Worries and low mood, routine" in page
    assert "Not told: too few people" in page
    assert press(lena, "approve").status_code == 303
    assert is_out(made)
    assert "This is what everybody reads" in lena.get(PAGE).text
    assert press(lena, "withdraw").status_code == 422, "without saying why"
    assert press(lena, "withdraw", why="looks_wrong").status_code == 303
    assert not is_out(made)


def test_figures_that_are_too_old_say_so() -> None:
    edition = WaitEdition(as_of=AS_OF)
    assert words.age(edition, AS_OF + 45 * DAY) == "They are 45 days old."
    assert words.age(edition, AS_OF + 46 * DAY) == "They are 46 days old, and that is too old."


def test_a_second_factor_of_long_ago_is_not_enough(made: Care, sit: Sit) -> None:
    lena = sit("lena")
    with db.writing(made.engine) as session:
        session.execute(update(StaffSession).values(confirmed_at=NOW - timedelta(minutes=30)))
    assert press(lena, "approve").status_code == 409
    assert not is_out(made)


def test_figures_made_again_meanwhile_are_looked_at_again(made: Care, sit: Sit) -> None:
    lena = sit("lena")
    text = lena.get(PAGE).text
    found = dict(re.findall(r'name="(csrf_token|seen)"[^>]*value="([^"]*)"', text))
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        here = made.here.clocks
        making.make(made.engine, LISTS, here, AS_OF, today=NOW.date(), actor="command", moment=NOW + 5 * DAY / 1440)
        answer = lena.post(f"{PAGE}/approve", data=found)
    assert answer.status_code == 409
    assert "have changed since" in answer.text
    assert not is_out(made)
    assert lena.post(f"{PAGE}/approve", data=found | {"seen": "never"}).status_code == 409


def test_what_was_told_before_stands_beside_what_is_told_now(care: Care, sit: Sit) -> None:
    lena = sit("lena")
    for at in range(24):
        met = caring.Contact(MONDAY + (5 + at) * DAY, "assessment")
        care.do(caring.contact, care.accepted(), at=met.at, met=met)
    make(care, 31)
    before = (NOW - 31 * DAY).date()
    assert press(lena, "approve", f"/staff/waiting-times/{before}").status_code == 303
    make(care)
    page = lena.get(PAGE).text
    assert "was " in page
    assert "changed" in page


def test_the_check_says_in_a_sentence_how_figures_kept_their_word(made: Care, sit: Sit) -> None:
    page = sit("lena").get("/staff/waiting-times/check").text
    assert "85 keeps the promise" in page
    assert "Too few people to say" in page


@pytest.mark.parametrize("path", ["nonsense", "2020-01-01"])
def test_a_day_without_figures_is_not_there(made: Care, sit: Sit, path: str) -> None:
    assert sit("lena").get(f"/staff/waiting-times/{path}").status_code == 404


def test_who_may_not_approve_does_not_see_what_nobody_has_read(made: Care, sit: Sit) -> None:
    for who, (_name, role, _home) in CAST.items():
        allowed = Permission.APPROVE_WAITS in ROLES[role]
        assert (sit(who).get("/staff/waiting-times").status_code == 200) is allowed, who
    assert not any(Permission.APPROVE_WAITS in ROLES[CAST[who][1]] for who in ("priya", "admin", "kite"))


@pytest.fixture
def listening(care: Care) -> Care:
    with db.writing(care.engine) as session:
        home = session.scalars(select(Organization.id).limit(1)).one()
        for slug in ("kite-listening", "camhs-ashmere"):
            entry = Service(organization_id=home, slug=slug, name=slug.title(), status=Status.ACTIVE)
            entry.last_modified = NOW
            session.add(entry)
    return care


def say(client: FlaskClient, **typed: str) -> TestResponse:
    said = {
        "service": "kite-listening",
        "milestone": "first_contact",
        "low_weeks": "3",
        "high_weeks": "5",
        "said_on-day": str(NOW.day),
        "said_on-month": str(NOW.month),
        "said_on-year": str(NOW.year),
    }
    return press(client, "", "/staff/waits-elsewhere", **(said | typed))


def test_dee_writes_down_what_kite_says_and_it_goes_by_itself(listening: Care, sit: Sit) -> None:
    dee = sit("directory")
    assert say(dee).status_code == 303
    assert "3 to 5" in dee.get("/staff/waits-elsewhere").text
    with db.reading(listening.engine) as session:
        wait = session.scalars(select(OutsideWait)).one()
        assert (wait.expires_on - wait.said_on).days == 60
        states = [outside.lines(session, NOW.date() + each * DAY)[0].state for each in (0, 50, 60, 61)]
        assert states == ["shown", "soon", "soon", "expired"]
        assert session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "waits:said")).one()


def test_a_newer_word_replaces_the_older(listening: Care, sit: Sit) -> None:
    dee = sit("directory")
    say(dee)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        say(dee, high_weeks="9")
    with db.reading(listening.engine) as session:
        found = [(line.wait.high_weeks, line.state) for line in outside.lines(session, NOW.date())]
    assert sorted(found) == [(5, "replaced"), (9, "shown")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"high_weeks": "2"}, "less than the weeks above"),
        ({"service": "camhs-ashmere"}, "choose one of the answers"),
        ({"said_on-year": str(NOW.year + 1)}, "has not come yet"),
        ({"said_on-year": str(NOW.year - 1)}, "Ask them again"),
        ({"low_weeks": "many"}, "whole number"),
    ],
)
def test_a_slip_is_told_where_it_was_made(listening: Care, sit: Sit, typed: dict[str, str], told: str) -> None:
    answer = say(sit("directory"), **typed)
    assert answer.status_code == 422
    assert told in answer.text
