"""Amina, her mother and a GP are told by ways that are safe, asked again as each message leaves, or not at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import db
from portal.area import Area
from portal.notifications.delivery import Withdrawn
from portal.notifications.leave import OUTSIDE, May, Way
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import Delivery, OutboxMessage
from portal.referrals import actions, cases, drafts, facts, reaching, telling
from portal.referrals.case_models import Duty, Task
from portal.referrals.models import Referral
from portal.referrals.voices import Voice

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
OPEN = {"email": "amina@example.org", "contact_email": "ok", "unsafe_contact": "no"}


def arrives(
    session: Session, judgement: facts.Judgement, here: Area, voice: Voice = Voice.YOUNG_PERSON, **contact: Any
) -> Referral:
    """Send a referral."""
    draft = drafts.start(session, drafts.new_key(), voice, "pl", MONDAY)
    draft.answers = {"age": {"age": 14}, "contact": contact}
    return actions.submit(session, draft, None, judgement, here, MONDAY)


def outside(session: Session) -> list[OutboxMessage]:
    """Return what was written to people outside."""
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.audience.in_(OUTSIDE))))


def test_what_arrived_is_acknowledged_in_her_language_by_her_own_way(
    engine: Engine, judgement: facts.Judgement, here: Area
) -> None:
    with db.writing(engine) as session:
        amina = arrives(session, judgement, here, **OPEN)
        [message] = outside(session)
        assert (message.kind, message.audience, message.way, message.may, message.language) == (
            Kind.RECEIVED, Audience.YOUNG_PERSON, Way.EMAIL, May.OPENLY, "pl",
        )  # fmt: skip
        assert message.reference == amina.reference
        assert reaching.reach(session, message).to == ("amina@example.org",)


def test_who_is_in_danger_of_being_found_out_is_written_to_quietly(
    engine: Engine, judgement: facts.Judgement, here: Area
) -> None:
    with db.writing(engine) as session:
        arrives(session, judgement, here, **OPEN | {"unsafe_contact": "yes"})
        assert [each.may for each in outside(session)] == [May.QUIETLY]


def test_the_same_twice_is_said_once(engine: Engine, judgement: facts.Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        amina = arrives(session, judgement, here, **OPEN)
        for _again in range(2):
            assert telling.tell(session, amina, Kind.UPDATE, moment=MONDAY) == (Audience.YOUNG_PERSON,)
        assert [each.kind for each in outside(session)].count(Kind.UPDATE) == 1


def test_leave_taken_back_stops_what_has_not_left(engine: Engine, judgement: facts.Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        amina = arrives(session, judgement, here, **OPEN)
        [message] = outside(session)
        said = {"contact": {"contact_email": "not_ok"}}
        actions.add(session, amina, actions.said_once(said, "en", "reach"), judgement, here, MONDAY)
        with pytest.raises(Withdrawn, match="no-leave"):
            reaching.reach(session, message)


def test_a_message_that_was_open_becomes_quiet_when_she_asks(
    engine: Engine, judgement: facts.Judgement, here: Area
) -> None:
    with db.writing(engine) as session:
        amina = arrives(session, judgement, here, **OPEN)
        [message] = outside(session)
        said = {"contact": {"unsafe_contact": "yes"}}
        actions.add(session, amina, actions.said_once(said, "en", "reach"), judgement, here, MONDAY)
        assert reaching.reach(session, message).may is May.QUIETLY


def test_who_can_only_be_rung_is_told_by_a_person(engine: Engine, judgement: facts.Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        amina = arrives(session, judgement, here, phone="07700 900123", contact_phone="ok", unsafe_contact="no")
        assert telling.tell(session, amina, Kind.UPDATE, moment=MONDAY) == ()
        assert outside(session) == []
        assert [task.kind for task in session.scalars(select(Task))] == [Duty.TELL]


def test_who_has_no_safe_way_is_written_down_as_untold(engine: Engine, judgement: facts.Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        amina = arrives(session, judgement, here, **OPEN | {"contact": "none"})
        assert outside(session) == [], "she has just read it on the page"
        assert telling.tell(session, amina, Kind.UPDATE, moment=MONDAY) == ()
        [message] = outside(session)
        assert (message.status, message.trouble, message.may) == (Delivery.UNTOLD, "no-safe-way", May.NOT)


def test_nobody_learns_from_a_message_that_somebody_else_wrote(
    engine: Engine, judgement: facts.Judgement, here: Area
) -> None:
    with db.writing(engine) as session:
        mother = arrives(
            session, judgement, here, Voice.PARENT_CARER, referrer_email="mother@example.org", unsafe_contact="no",
            parents_know="yes", parents_ok="yes",
        )  # fmt: skip
        amina = arrives(session, judgement, here, **OPEN | {"parents_know": "yes", "parents_ok": "yes"})
        amina.case = cases.lock(session, mother.id)[0].case
        session.flush()
        later = MONDAY + timedelta(hours=1)
        assert telling.tell(session, amina, Kind.UPDATE, moment=later) == (Audience.YOUNG_PERSON,)
        assert [each.audience for each in outside(session) if each.referral_id == amina.id] == [
            Audience.YOUNG_PERSON
        ] * 2
        assert telling.tell(session, mother, Kind.CHECK_IN, moment=later) == (Audience.PARENT, Audience.YOUNG_PERSON)
        assert {each.reference for each in outside(session) if each.audience is Audience.PARENT} == {mother.reference}


def test_a_worried_friend_hears_nothing(engine: Engine, judgement: facts.Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        friend = arrives(session, judgement, here, Voice.FRIEND, referrer_email="friend@example.org")
        for kind in (Kind.UPDATE, Kind.SCREENED, Kind.LETTER):
            assert telling.tell(session, friend, kind, moment=MONDAY) == ()
        assert outside(session) == []


@pytest.mark.parametrize(("said", "may"), [({"who_sees_phone": "my dad"}, May.QUIETLY), ({}, May.OPENLY)])
def test_a_text_to_a_phone_that_others_see_is_quiet(
    engine: Engine, judgement: facts.Judgement, here: Area, said: dict[str, str], may: May
) -> None:
    with db.writing(engine) as session:
        arrives(session, judgement, here, phone="07700 900123", contact_text="ok", unsafe_contact="no", **said)
        assert [(each.way, each.may) for each in outside(session)] == [(Way.TEXT, may)]
