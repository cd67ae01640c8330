"""Care from the first receipt to the last word: who is responsible, which clock runs, and what nobody loses."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal import area, config, db
from portal.care import actions, delays, limits, returning, spells, transfers
from portal.care.actions import Contact
from portal.care.limits import Limit
from portal.care.models import AskedBy, Fate, MeetingWay
from portal.care.spells import Conflict, Said
from portal.care.stages import Event, Stage
from portal.notifications.messages import Kind
from portal.referrals import cases
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.waiting_times import lists
from tests.care.conftest import MONDAY, Care

DAY = timedelta(days=1)
CLOCKS = area.load(config.PROJECT / "content" / "area").clocks
LISTS = lists.load(config.PROJECT / "content" / "area")


def met(at: datetime) -> Contact:
    return Contact(at, "assessment", "We talked about school.")


def test_from_the_first_receipt_to_the_return_ticket(care: Care) -> None:
    amina = care.accepted(later=MONDAY + DAY)
    spell = care.look(amina)
    assert (spell.stage, spell.clock_started_at, spell.owner_organization_id) == (Stage.AWAITING_FIRST, MONDAY, None)
    at = MONDAY + 3 * DAY
    made = care.do(partial(actions.offer, at=at, place="Room 4"), amina, at=MONDAY + DAY, way=MeetingWay.SCHOOL)
    assert care.look(amina).next_action == "meet"
    nobody_came = {"appointment_id": made.id, "fate": Fate.NOT_BROUGHT, "purpose": "", "note": "Nobody came."}
    care.do(actions.happened, amina, at=at + DAY, **nobody_came)
    assert care.look(amina).stage is Stage.AWAITING_FIRST
    assert care.look(amina).first_contact_at is None
    care.do(actions.contact, amina, at=MONDAY + 5 * DAY, met=met(MONDAY + 5 * DAY))
    assert care.look(amina).stage is Stage.FIRST_CONTACT
    care.do(actions.contact, amina, at=MONDAY + 9 * DAY, met=met(MONDAY + 9 * DAY))
    care.do(actions.record, amina, at=MONDAY + 9 * DAY, event=Event.HELP_STARTED, said=Said(note="A care plan."))
    assert care.look(amina).stage is Stage.IN_HELP
    care.do(actions.close, amina, at=MONDAY + 90 * DAY, reason="Goals reached.", next_step="The drop-in on Tuesdays.")
    closed = care.look(amina)
    assert (closed.stage, closed.stood, closed.referral.status) == (Stage.CLOSED, Stage.IN_HELP, Status.CLOSED)
    with db.reading(care.engine) as session:
        ticket = returning.of(session, amina, MONDAY + 91 * DAY)
    assert ticket is not None
    assert ticket.expires_at.year == 2028
    assert [kind for kind, _one in care.told] == [Kind.APPOINTMENT, Kind.RETURN_TICKET]


def test_a_case_is_transferred_three_times_on_one_clock(care: Care) -> None:
    amina = care.accepted()
    ways = [("Kite", "kite"), ("Harbour", "harbour"), (None, "tom")]
    owners: list[uuid.UUID | None] = [None]
    for at, (name, who) in enumerate(ways, 1):
        to = care.organizations[name] if name else None
        moment = MONDAY + at * DAY
        care.do(transfers.offer, amina, at=moment, to=to, story="All of it.", reason="She said yes on the phone.")
        assert care.look(amina).owner_organization_id == owners[-1], "the old owner stays responsible"
        care.do(transfers.accept, amina, who, at=moment)
        owners.append(to)
        assert care.look(amina).owner_organization_id == to
    found = care.look(amina)
    assert found.clock_started_at == MONDAY
    assert [each.story for each in found.transfers] == ["All of it."] * 3
    assert [kind for kind, _one in care.told] == [Kind.HANDED_OVER] * 3


def test_a_transfer_needs_a_yes_or_a_reason_and_a_story(care: Care) -> None:
    amina = care.accepted()
    with pytest.raises(transfers.WithoutConsent):
        care.do(actions.hand_over, amina, to=care.organizations["Kite"], story="All of it.")
    with pytest.raises(Conflict):
        care.do(actions.hand_over, amina, to=care.organizations["Kite"], story=" ", reason="She agrees.")
    agrees = care.accepted(yp_consent="yes")
    assert care.do(actions.hand_over, agrees, to=care.organizations["Kite"], story="All of it.").is_open
    keep_from = care.accepted(yp_consent="yes", do_not_contact="Her uncle")
    with pytest.raises(transfers.WithoutConsent):
        care.do(actions.hand_over, keep_from, to=care.organizations["Kite"], story="All of it.")


def test_a_declined_transfer_changes_nothing_and_is_remembered(care: Care) -> None:
    amina = care.accepted(yp_consent="yes")
    care.do(actions.hand_over, amina, to=care.organizations["Kite"], story="All of it.")
    with pytest.raises(Conflict):
        care.do(actions.close, amina, reason="Done.", next_step="Nothing.")
    care.do(transfers.decline, amina, "kite", why="She lives too far away.")
    found = care.look(amina)
    assert (found.owner_organization_id, found.handing_over, found.clock_started_at) == (None, False, MONDAY)
    with pytest.raises(Conflict):
        care.do(transfers.accept, amina, "kite")


def test_only_what_they_chose_pauses_a_clock(care: Care) -> None:
    amina = care.accepted()
    limit = care.look(amina).limit_at
    assert limit
    care.do(delays.choose, amina, until=MONDAY + 14 * DAY, asked_by=AskedBy.FAMILY, reason="Exams first.")
    assert care.look(amina).limit_at == limit + 14 * DAY
    care.do(delays.end, amina, at=MONDAY + 4 * DAY)
    assert care.look(amina).limit_at == limit + 4 * DAY
    care.do(actions.record, amina, at=MONDAY + 5 * DAY, event=Event.NO_REPLY, said=Said(note="Rang twice."))
    assert care.look(amina).limit_at == limit + 4 * DAY
    assert care.look(amina).stage is Stage.AWAITING_FIRST


def test_closing_needs_a_reason_and_a_next_step(care: Care) -> None:
    amina = care.accepted()
    for reason, step in (("", "Read this."), ("Done.", " ")):
        with pytest.raises(Conflict):
            care.do(actions.close, amina, reason=reason, next_step=step)
    assert care.look(amina).closed_at is None


def test_what_opens_again_within_five_days_goes_on_where_it_stood(care: Care) -> None:
    amina = care.accepted()
    care.do(actions.contact, amina, at=MONDAY + DAY, met=met(MONDAY + DAY))
    care.do(actions.close, amina, at=MONDAY + 2 * DAY, reason="Done.", next_step="Come back.")
    before = care.look(amina)
    with db.writing(care.engine) as session:
        again = actions.open_spell(
            session,
            session.get_one(Referral, amina),
            by=care.staff["tom"],
            here=care.here.clocks,
            moment=MONDAY + 5 * DAY,
        )
        assert (again.id, again.stage, again.clock_started_at) == (before.id, Stage.FIRST_CONTACT, MONDAY)
        assert returning.of(session, amina, MONDAY + 5 * DAY) is None
    care.do(actions.close, amina, at=MONDAY + 6 * DAY, reason="Done.", next_step="Come back.")
    with db.writing(care.engine) as session:
        fresh = actions.open_spell(
            session,
            session.get_one(Referral, amina),
            by=care.staff["tom"],
            here=care.here.clocks,
            moment=MONDAY + 60 * DAY,
        )
        assert fresh.id != before.id


def test_a_second_voice_can_only_make_the_clock_start_earlier(care: Care) -> None:
    amina = care.accepted(at=MONDAY + 5 * DAY)
    father = care.arrive(MONDAY, Voice.PARENT_CARER)
    with db.writing(care.engine) as session:
        cases.join(
            session,
            amina,
            father,
            "Same child.",
            by=care.staff["priya"],
            here=care.here.clocks,
            moment=MONDAY + 6 * DAY,
        )
        spell = actions.open_spell(
            session,
            session.get_one(Referral, amina),
            by=care.staff["priya"],
            here=care.here.clocks,
            moment=MONDAY + 6 * DAY,
        )
        assert spell.clock_started_at == MONDAY
        assert session.get_one(Referral, father).progress is None, "his page says nothing of hers"
        assert session.get_one(Referral, amina).progress == "awaiting_first"


def test_no_clock_ever_starts_later(care: Care) -> None:
    """The model refuses, and so does the database, whoever asks."""
    spell = care.look(care.accepted())
    with pytest.raises(ValueError, match="never starts later"):
        spell.clock_started_at = MONDAY + DAY
    with pytest.raises(DBAPIError), care.engine.begin() as connection:
        connection.execute(text("UPDATE spells SET clock_started_at = '2030-01-01 00:00:00.000000'"))
    with care.engine.begin() as connection:
        connection.execute(text("UPDATE spells SET clock_started_at = '2020-01-01 00:00:00.000000'"))


@pytest.mark.postgresql
def test_two_at_once_and_one_of_them_is_told(care: Care) -> None:
    """Priya hands over while Tom does: one transfer, one conflict, and one owner all the time."""
    amina = care.accepted(yp_consent="yes")
    version, own = care.look(amina).version, care.look(amina).id
    start, outcomes = threading.Barrier(2), []

    def press(who: str, to: str) -> None:
        start.wait()
        try:
            with db.writing(care.engine) as session:
                held, _voices = spells.hold(session, own, version)
                transfers.offer(
                    session,
                    held,
                    to=care.organizations[to],
                    story="All.",
                    by=care.staff[who],
                    here=care.here.clocks,
                    moment=MONDAY,
                )
            outcomes.append("won")
        except Conflict:
            outcomes.append("conflict")

    both = [threading.Thread(target=press, args=each) for each in (("priya", "Kite"), ("tom", "Harbour"))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(outcomes) == ["conflict", "won"]
    assert len(care.look(amina).transfers) == 1


def test_a_moment_for_the_eye(care: Care) -> None:
    """A contact that is not yet is no contact."""
    amina = care.accepted()
    with pytest.raises(Conflict):
        care.do(actions.contact, amina, met=met(datetime(2030, 1, 1, tzinfo=UTC)))


@given(ways=st.sets(st.sampled_from(["", "crisis", *CLOCKS.listed])), band=st.sampled_from(sorted(CLOCKS.bands)))
def test_a_spell_remembers_which_list_it_is_on_and_its_limits_stay(ways: set[str], band: str) -> None:
    ways -= {""}
    kept = actions._kept_pathways(ways, band, CLOCKS)
    assert len(kept) <= 60
    assert LISTS.of(kept.split()) is LISTS.of(ways)
    for limit in Limit:
        assert set(limits.promised(CLOCKS, band, limit, kept.split())) == set(
            limits.promised(CLOCKS, band, limit, ways)
        )


def test_who_asks_about_autism_is_on_that_list_and_waits_no_shorter(care: Care) -> None:
    plain, asked = care.look(care.accepted()), care.look(care.accepted(neuro="yes"))
    assert (plain.pathway, asked.pathway) == ("", "neurodevelopmental")
    assert asked.limit_at == plain.limit_at


def test_two_times_they_did_not_want_are_a_choice_to_wait_and_ours_are_not(care: Care) -> None:
    amina = care.accepted()
    on = {"until": MONDAY + 40 * DAY, "asked_by": AskedBy.TWO_OFFERS, "reason": "Neither day suits them."}
    fates = (Fate.CANCELLED_BY_FAMILY, Fate.CANCELLED_BY_US, Fate.CANCELLED_BY_FAMILY)
    for days, fate in enumerate(fates, 1):
        with pytest.raises(Conflict, match="two times"):
            care.do(delays.choose, amina, **on)
        at = MONDAY + (days + 10) * DAY
        made = care.do(partial(actions.offer, at=at, place="Room 4"), amina, way=MeetingWay.SCHOOL)
        said = {"appointment_id": made.id, "fate": fate, "purpose": "", "note": "Not that day."}
        care.do(actions.happened, amina, **said)
    care.do(delays.choose, amina, **on)
    assert care.look(amina).next_action == "wait"
