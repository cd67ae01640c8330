"""The pages of care: nobody is off the list, every permission tried by every role, and another's case is not there."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal import clock, db
from portal.accounts.permissions import ROLES, Permission
from portal.audit.models import AuditEvent
from portal.care import actions, delays, rounds, tracking_list, transfers
from portal.care.models import AskedBy, Breach, MeetingWay, Spell
from portal.care.spells import Said
from portal.care.stages import Event, Stage
from portal.care.tracking_list import Filters, Reader
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from tests.care.conftest import CAST, MONDAY, Care

DAY = timedelta(days=1)
Sit = Callable[[str], FlaskClient]


def everybody(care: Care, **filters: str) -> dict[uuid.UUID, str]:
    with db.reading(care.engine) as session:
        reader = Reader(care.staff["priya"], everybody=True)
        page = tracking_list.page(session, Filters(**filters), reader, MONDAY + 10 * DAY)
        return {row.referral_id: row.milestone for row in page.rows}


def press(client: FlaskClient, one: uuid.UUID, act: str, **typed: str) -> TestResponse:
    page = client.get(f"/staff/referrals/{one}/care").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    prefix = "" if act == "discuss" else f"{act}-"
    version = re.search(rf'name="{prefix}version"[^>]*value="(\d+)"', page)
    data = {f"{prefix}{name}": value for name, value in typed.items()}
    data |= {f"{prefix}csrf_token": token[1] if token else "", f"{prefix}version": version[1] if version else ""}
    return client.post(f"/staff/referrals/{one}/care/{act}", data=data)


def met(day: int) -> actions.Contact:
    return actions.Contact(MONDAY + day * DAY, "assessment", "We talked.")


def test_a_case_in_every_state_is_on_the_list(care: Care) -> None:
    """A state that the list forgets turns this red."""
    expected: dict[uuid.UUID, str] = {}
    for status in Status:
        one = care.arrive()
        with db.writing(care.engine) as session:
            session.execute(update(Referral).where(Referral.id == one).values(status=status))
        if status is not Status.CLOSED:
            expected[one] = "not_opened" if status is Status.AWAITING_FIRST else "being_read"
    states = [care.accepted(yp_consent="yes") for _ in range(8)]
    first, once, again, twice, helped, delayed, handed, worse = states
    for one in (once, again, twice, helped):
        care.do(actions.contact, one, at=MONDAY + DAY, met=met(1))
    with db.writing(care.engine) as session:
        spell = session.scalars(select(Spell).where(Spell.referral_id == again)).one()
        actions.offer(session, spell, at=MONDAY + 30 * DAY, way=MeetingWay.VIDEO, place="", by=care.staff["tom"],
                      here=care.here.clocks, moment=MONDAY + 2 * DAY)  # fmt: skip
        session.execute(update(Referral).where(Referral.id == worse).values(status=Status.RECEIVED))
    care.do(actions.contact, twice, at=MONDAY + 2 * DAY, met=met(2))
    care.do(actions.record, helped, at=MONDAY + 2 * DAY, event=Event.HELP_STARTED, said=Said(note="A plan."))
    care.do(delays.choose, delayed, until=MONDAY + 20 * DAY, asked_by=AskedBy.YOUNG_PERSON, reason="Exams.")
    care.do(transfers.offer, handed, to=care.organizations["Kite"], story="All of it.")
    stages = (Stage.AWAITING_FIRST, Stage.FIRST_CONTACT, Stage.AWAITING_SECOND, Stage.SECOND_CONTACT, Stage.IN_HELP)
    expected |= dict(zip(states, [each.value for each in stages] + ["awaiting_first"] * 3, strict=True))
    assert everybody(care) == expected
    assert set(everybody(care, only="delayed")) == {delayed}
    assert set(everybody(care, only="transfer")) == {handed}
    assert set(everybody(care, milestone="in_help")) == {helped}
    care.do(actions.close, first, reason="Done.", next_step="The drop-in.")
    assert set(everybody(care)) == set(expected) - {first}


@pytest.mark.parametrize("who", CAST)
def test_every_permission_is_tried_by_every_role(care: Care, sit: Sit, who: str) -> None:
    amina = care.accepted()
    may, client = ROLES[CAST[who][1]], sit(who)
    listed, breaches = client.get("/staff/tracking-list"), client.get("/staff/breaches")
    assert (listed.status_code == 200) == (Permission.WORK_OWN_CASES in may)
    assert (breaches.status_code == 200) == (Permission.SEE_BREACHES in may)
    seen = client.get(f"/staff/referrals/{amina}/care").status_code
    sees_all = Permission.SEE_TRACKING in may
    assert seen == (200 if sees_all else 404 if Permission.WORK_OWN_CASES in may else 403)
    pressed = press(client, amina, "discuss", note="We will ring.").status_code
    assert pressed == (303 if Permission.WORK_CASES in may else 404 if Permission.WORK_OWN_CASES in may else 403)
    assert ("Age 14" in listed.text) == sees_all


def test_a_partner_sees_who_is_offered_then_who_is_theirs_and_nobody_else(care: Care, sit: Sit) -> None:
    amina, other = care.accepted(yp_consent="yes"), care.accepted()
    kite, harbour = sit("kite"), sit("harbour")
    care.do(transfers.offer, amina, to=care.organizations["Kite"], story="She told us about school.")
    offered = kite.get(f"/staff/referrals/{amina}/care").text
    assert "She told us about school." in offered
    assert "can&#39;t sleep" not in offered, "her own words come with the responsibility"
    assert press(kite, amina, "close", reason="No.", next_step="No.").status_code == 404
    assert harbour.get(f"/staff/referrals/{amina}/care").status_code == 404
    assert press(harbour, amina, "accept").status_code == 404
    assert press(kite, amina, "accept").status_code == 303
    assert care.look(amina).owner_organization_id == care.organizations["Kite"]
    assert "can&#39;t sleep" in kite.get(f"/staff/referrals/{amina}/care").text
    assert kite.get(f"/staff/referrals/{other}/care").status_code == 404
    assert str(other) not in kite.get("/staff/tracking-list").text
    with db.reading(care.engine) as session:
        read = session.scalars(select(AuditEvent.actor).where(AuditEvent.tag == "referral:read")).all()
    assert f"staff:{care.staff['kite']}" in read


def test_the_desk_offers_meets_and_closes_through_its_forms(care: Care, sit: Sit) -> None:
    amina = care.accepted(clock.now() - 2 * DAY)
    priya = sit("priya")
    soon = clock.london(clock.now() + 3 * DAY)
    day = {"day-day": str(soon.day), "day-month": str(soon.month), "day-year": str(soon.year)}
    wrong = press(priya, amina, "offer", **day, at_time="half two", way="school", place="Room 4")
    assert (wrong.status_code, "Room 4" in wrong.text) == (422, True)
    assert press(priya, amina, "offer", **day, at_time="14:30", way="school", place="Room 4").status_code == 303
    assert care.look(amina).next_action == "meet"
    early = press(priya, amina, "happened", fate="kept", purpose="assessment", note="We met.")
    assert (early.status_code, "We met." in early.text) == (409, True)
    refused = press(priya, amina, "hand-over", to=str(care.organizations["Kite"]), story="All of it.")
    assert (refused.status_code, "All of it." in refused.text) == (422, True)
    assert press(priya, amina, "close", reason="Done.", next_step="The drop-in.").status_code == 303
    assert care.look(amina).stage is Stage.CLOSED


def test_how_often_they_want_to_be_asked_stands_on_the_page(care: Care, sit: Sit) -> None:
    amina, priya = care.accepted(), sit("priya")
    refused = press(priya, amina, "rhythm", note="Every week, please.")
    assert (refused.status_code, "Every week, please." in refused.text) == (422, True)
    assert press(priya, amina, "rhythm", every="7", note="Every week, please.").status_code == 303
    page = priya.get(f"/staff/referrals/{amina}/care").text
    assert "<dt>Wants to be asked</dt><dd>Every week</dd>" in page
    assert press(priya, amina, "rhythm", every="usual", note="That is enough.").status_code == 303
    assert "Wants to be asked" not in priya.get(f"/staff/referrals/{amina}/care").text


def test_a_meeting_keeps_its_place(care: Care, sit: Sit) -> None:
    first, _second = care.accepted(), care.accepted(MONDAY + DAY)
    page = sit("priya").get("/staff/tracking-list?meeting=1&sort=longest")
    assert "1 of 2" in page.text
    client = sit("priya")
    shown = client.get("/staff/tracking-list?meeting=1").text
    fields = dict(re.findall(r'<input[^>]*name="(csrf_token|version|back)"[^>]*value="([^"]*)"', shown))
    data = {name: value.replace("&amp;", "&") for name, value in fields.items()} | {"note": "We ring on Friday."}
    answer = client.post(f"/staff/referrals/{first}/care/discuss", data=data)
    assert answer.status_code == 303
    assert "page=2" in answer.location
    assert care.look(first).events[-1].event is Event.DISCUSS


def test_a_breach_is_explained_once(care: Care, sit: Sit) -> None:
    amina = care.accepted()
    rounds.go(care.engine, care.here.clocks, MONDAY + 127 * DAY)
    lena, breach = sit("lena"), care.look(amina).breaches[0]
    page = lena.get("/staff/breaches").text
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    said = {"csrf_token": token[1], "cause": "capacity", "further": "interpreter", "note": "One room."}
    data = {f"{breach.id}-{name}": value for name, value in said.items()}
    assert lena.post(f"/staff/breaches/{breach.id}", data=data).status_code == 303
    assert lena.post(f"/staff/breaches/{breach.id}", data=data).status_code == 409
    assert "Not enough people or rooms" in lena.get("/staff/breaches").text
    with db.reading(care.engine) as session:
        kept = session.get_one(Breach, breach.id)
        assert (kept.cause, kept.further_causes, kept.note) == ("capacity", "interpreter", "One room.")


def test_only_languages_of_whoever_is_on_the_list_are_offered(care: Care, sit: Sit) -> None:
    amina, zofia = care.accepted(), care.accepted()
    priya = sit("priya")
    assert "Any language" not in priya.get("/staff/tracking-list").text
    with db.writing(care.engine) as session:
        session.get_one(Referral, zofia).language = "pl"
    page = priya.get("/staff/tracking-list?language=pl").text
    assert str(zofia) in page
    assert str(amina) not in page
    assert "Polish" in page
    assert "Urdu" not in page


def test_a_record_leads_to_care_once_it_is_open(care: Care, sit: Sit) -> None:
    one, priya = care.arrive(), sit("priya")
    assert "Care: " not in priya.get(f"/staff/referrals/{one}").text
    care.take_on(one, MONDAY)
    page = priya.get(f"/staff/referrals/{one}").text
    assert f'href="/staff/referrals/{one}/care">Care: waiting for first contact' in page
    assert f'href="/staff/referrals/{one}"' in priya.get(f"/staff/referrals/{one}/care").text


def test_nobody_rings_from_the_care_page_without_reading_how_that_is_safe(care: Care, sit: Sit) -> None:
    """Whoever looks after her, here or elsewhere, reads it where they would pick up the phone."""
    unsafe = {"unsafe_contact": "yes", "contact_phone": "ok_quiet", "contact_text": "not_ok", "needs_bsl": True}
    amina = care.accepted(yp_consent="yes", parents_know="no", **unsafe)
    care.do(transfers.offer, amina, to=care.organizations["Kite"], story="All of it.", reason="She asked for it.")
    priya, kite = sit("priya"), sit("kite")
    assert "Before you ring" not in kite.get(f"/staff/referrals/{amina}/care").text, "only offered: nothing of hers yet"
    care.do(transfers.accept, amina, "kite")
    for who in (priya, kite):
        page = who.get(f"/staff/referrals/{amina}/care").text
        for said in ("Contact may be unsafe", "Leave no messages", "Parents must not be told", "BSL, lipreading"):
            assert said in page
        assert "don&#39;t say who we are: phone." in page
        assert "07700 900123" in page


def test_a_number_that_must_not_be_rung_is_not_put_before_anybody(care: Care, sit: Sit) -> None:
    amina = care.accepted(contact_phone="not_ok", contact_email="ok", email="amina@example.org")
    page = sit("priya").get(f"/staff/referrals/{amina}/care").text
    assert "07700 900123" not in page
    assert "amina@example.org" in page


def on(moment: datetime) -> dict[str, str]:
    """Type a day and a time of London."""
    there = clock.london(moment)
    day = {"day-day": str(there.day), "day-month": str(there.month), "day-year": str(there.year)}
    return day | {"at_time": f"{there:%H:%M}"}


@pytest.mark.parametrize(
    ("act", "days", "typed"),
    [
        ("offer", -1, {"way": "school", "place": "Room 4"}),
        ("offer", 400, {"way": "school", "place": "Room 4"}),
        ("contact", 2, {"purpose": "both", "note": "Room 4"}),
        ("plan", -3, {"note": "Room 4"}),
        ("plan", 4000, {"note": "Room 4"}),
        ("delay", -1, {"asked_by": "family", "note": "Room 4"}),
        ("delay", 0, {"asked_by": "family", "note": "Room 4"}),
        ("delay", 366 * 36, {"asked_by": "family", "note": "Room 4"}),
    ],
)
def test_a_day_on_the_wrong_side_of_now_is_said_beside_its_box(
    care: Care, sit: Sit, act: str, days: int, typed: dict[str, str]
) -> None:
    """A year mistyped once would have stopped a clock for a lifetime; and nobody else is blamed for a slip."""
    amina = care.accepted(clock.now() - 9 * DAY)
    before = care.look(amina)
    answer = press(sit("priya"), amina, act, **on(clock.now() + days * DAY), **typed)
    assert (answer.status_code, "Room 4" in answer.text) == (422, True)
    assert "still to come" in answer.text
    assert "Somebody else" not in answer.text
    assert care.look(amina).version == before.version


def test_what_the_rules_refuse_is_not_blamed_on_somebody_else(care: Care, sit: Sit) -> None:
    amina = care.accepted(clock.now() - 2 * DAY)
    priya = sit("priya")
    press(priya, amina, "offer", **on(clock.now() + DAY), way="school", place="Room 4")
    early = press(priya, amina, "happened", fate="kept", purpose="both", note="We met.").text
    assert "This cannot be recorded" in early
    assert "Somebody else" not in early
    late = press(priya, amina, "contact", **on(clock.now() - 5 * DAY), purpose="both", note="We talked.").text
    assert "Nobody had told us of them yet" in late
    there = clock.london(clock.now() - 5 * DAY)
    assert f"{there.day} {there.month} {there.year}" in late, "the day that was typed is not lost either"


def test_a_story_typed_on_a_page_that_is_old_by_now_is_given_back(care: Care, sit: Sit) -> None:
    """Two tabs: in one care is closed, in the other a long story was being written."""
    amina = care.accepted(clock.now() - 2 * DAY)
    priya = sit("priya")
    page = priya.get(f"/staff/referrals/{amina}/care").text
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    care.do(actions.close, amina, at=clock.now(), reason="Done.", next_step="The drop-in.")
    typed = {"hand-over-csrf_token": token[1], "hand-over-story": "All that she told us, an hour of typing."}
    answer = priya.post(f"/staff/referrals/{amina}/care/hand-over", data=typed)
    assert (answer.status_code, "an hour of typing" in answer.text) == (409, True)
    assert sit("kite").post(f"/staff/referrals/{amina}/care/hand-over", data=typed).status_code == 404


def test_a_transfer_accepted_twice_is_accepted_once(care: Care, sit: Sit) -> None:
    amina = care.accepted(yp_consent="yes")
    care.do(transfers.offer, amina, to=care.organizations["Kite"], story="All of it.")
    kite = sit("kite")
    page = kite.get(f"/staff/referrals/{amina}/care").text
    said = dict(re.findall(r'name="(accept-csrf_token|accept-version)"[^>]*value="([^"]+)"', page))
    answers = [kite.post(f"/staff/referrals/{amina}/care/accept", data=said).status_code for _twice in range(2)]
    assert answers == [303, 409]
    assert [each.event for each in care.look(amina).events].count(Event.ACCEPT_TRANSFER) == 1
