"""Sending: one transaction, one referral however often it is sent, and no word dropped."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal import db
from portal.area import Area
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import OutboxMessage
from portal.referrals import actions, drafts, facts, queries
from portal.referrals.facts import Judgement
from portal.referrals.lifecycle import Move, MoveRefused, Status
from portal.referrals.models import Draft, Referral
from portal.referrals.voices import Voice

MONDAY_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = MONDAY_TEN + timedelta(minutes=5)
SATURDAY_NIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
CALM = {
    "worry": {"story": "exams"},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none"},
    "self-harm": {"self_harm": "none"},
    "contact": {"phone": "07700 900123"},
}
IN_DANGER = CALM | {"safe": {"safe_now": "no", "attempt_in_progress": "yes"}}


def written(session: Session, answers: dict[str, Any], key: str = "amina's phone", adds: bool = False) -> Draft:
    draft = drafts.start(session, key, Voice.YOUNG_PERSON, "en", MONDAY_TEN, adds=adds)
    for page, said in answers.items():
        drafts.save(session, draft, page, said, "en", MONDAY_TEN)
    return draft


def send(
    session: Session, judgement: Judgement, here: Area, answers: dict[str, Any], moment: datetime = MONDAY_TEN
) -> Referral:
    known = queries.by_key(session, "amina's phone")
    draft = written(session, answers, adds=known is not None)
    return actions.submit(session, draft, known, judgement, here, moment)


def count(session: Session, table: type[db.Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_sending_leaves_everything_that_must_exist(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        reference = send(session, judgement, here, CALM).reference
    with db.reading(engine) as session:
        referral = session.scalars(select(Referral)).one()
        message = session.scalars(select(OutboxMessage)).one()
        tags = set(session.scalars(select(AuditEvent.tag)))
        assert (referral.reference, referral.status, referral.band) == (reference, Status.RECEIVED, "ROUTINE")
        assert referral.answers == CALM
        assert (message.reference, message.kind, message.audience) == (
            reference,
            Kind.NEW_REFERRAL,
            Audience.DUTY_DESK,
        )
        assert {Tag.REFERRAL_RECEIVED, Tag.REFERRAL_TRIAGED} <= tags
        assert [change.move for change in referral.history] == [Move.RECEIVE]
        assert count(session, Draft) == 0
        assert trail.verify(session).ok


def test_a_failure_half_way_leaves_nothing_but_the_draft(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        written(session, CALM)

    def fall_over() -> None:
        with db.writing(engine) as session:
            draft = drafts.find(session, "amina's phone", MONDAY_TEN, lock=True)
            assert draft
            actions.submit(session, draft, None, judgement, here, MONDAY_TEN)
            raise RuntimeError("the lights go out")

    with pytest.raises(RuntimeError):
        fall_over()
    with db.reading(engine) as session:
        assert [count(session, table) for table in (Referral, OutboxMessage, AuditEvent)] == [0, 0, 0]
        assert count(session, Draft) == 1


def test_sending_the_same_twice_is_sending_once(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        first = send(session, judgement, here, CALM).reference
    with db.writing(engine) as session:
        assert send(session, judgement, here, CALM, MONDAY_TEN + timedelta(hours=24)).reference == first
    with db.reading(engine) as session:
        assert [count(session, table) for table in (Referral, OutboxMessage)] == [1, 1]


def test_amina_goes_back_and_adds_what_she_did_not_dare(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        send(session, judgement, here, CALM)
    with db.writing(engine) as session:
        send(session, judgement, here, {"safe": {"safe_now": "no", "taken_something": "yes"}}, LATER)
    with db.reading(engine) as session:
        referral = session.scalars(select(Referral)).one()
        assert (referral.band, referral.band_rank) == ("NOW", 0)
        assert referral.answers == CALM, "what was first sent is never rewritten"
        assert facts.said(facts.together(referral.versions))["taken_something"] == "yes"
        assert [row.answers for row in referral.amendments] == [{"safe": {"safe_now": "no", "taken_something": "yes"}}]
        assert [row.band for row in referral.triages] == ["ROUTINE", "NOW"]
        assert [
            message.kind for message in session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at))
        ] == [
            Kind.NEW_REFERRAL,
            Kind.ALERT,
        ]


def test_taking_it_back_never_makes_it_less_urgent(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        send(session, judgement, here, IN_DANGER)
    with db.writing(engine) as session:
        send(session, judgement, here, {"safe": {"safe_now": "yes"}})
    with db.reading(engine) as session:
        referral = session.scalars(select(Referral)).one()
        assert referral.band == "NOW"
        assert len(referral.triages) == 2


def test_new_words_reopen_what_was_closed(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        referral = send(session, judgement, here, CALM)
        referral.status = Status.CLOSED
    with db.writing(engine) as session:
        send(session, judgement, here, {"worry": {"story": "it got worse"}}, LATER)
    with db.reading(engine) as session:
        referral = session.scalars(select(Referral)).one()
        assert referral.status is Status.RECEIVED
        assert [change.move for change in referral.history] == [Move.RECEIVE, Move.ADD_WORDS]


def test_at_night_the_people_on_call_are_woken_for_danger_only(
    engine: Engine, judgement: Judgement, here: Area
) -> None:
    with db.writing(engine) as session:
        send(session, judgement, here, IN_DANGER, SATURDAY_NIGHT)
        draft = written(session, CALM, "another phone")
        actions.submit(session, draft, None, judgement, here, SATURDAY_NIGHT)
    with db.reading(engine) as session:
        found = {(message.kind, message.audience) for message in session.scalars(select(OutboxMessage))}
        assert found == {(Kind.ALERT, Audience.ON_CALL), (Kind.NEW_REFERRAL, Audience.DUTY_DESK)}


def test_what_she_wrote_is_not_in_the_database_file(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        send(session, judgement, here, CALM | {"worry": {"story": "canaryword in her story"}})
    if engine.dialect.name == "sqlite":
        path = str(engine.url.database)
        for suffix in ("", "-wal"):
            with open(path + suffix, "rb") as raw:
                assert b"canaryword" not in raw.read()


def test_a_move_that_the_table_lacks_is_refused(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        referral = send(session, judgement, here, CALM)
        with pytest.raises(MoveRefused):
            actions.move(session, referral, Move.ACCEPT, author=None, moment=MONDAY_TEN)


def test_a_page_sent_again_empty_takes_nothing_back(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        send(session, judgement, here, IN_DANGER)
    with db.writing(engine) as session:
        referral = send(session, judgement, here, {"safe": {}, "worry": {"story": "sorry"}}, LATER)
        now = facts.said(facts.together(referral.versions))
        assert now["attempt_in_progress"] == "yes"
        assert now["story"] == "exams\n\nsorry"


def test_a_second_emergency_wakes_people_again(engine: Engine, judgement: Judgement, here: Area) -> None:
    with db.writing(engine) as session:
        send(session, judgement, here, IN_DANGER, SATURDAY_NIGHT)
    with db.writing(engine) as session:
        send(session, judgement, here, {"worry": {"story": "im doing it tonight"}}, SATURDAY_NIGHT)
    with db.writing(engine) as session:
        send(session, judgement, here, {"worry": {"story": "thank you for reading"}}, SATURDAY_NIGHT)
    with db.reading(engine) as session:
        kinds = [message.kind for message in session.scalars(select(OutboxMessage))]
        assert kinds == [Kind.ALERT, Kind.ALERT]


def test_the_language_somebody_wrote_in_is_kept(engine: Engine) -> None:
    with db.writing(engine) as session:
        draft = drafts.start(session, "key", Voice.YOUNG_PERSON, "pl", MONDAY_TEN)
        drafts.save(session, draft, "worry", {"story": "jest mi smutno"}, "pl", MONDAY_TEN)
        drafts.save(session, draft, "age", {"age": 14}, "en", MONDAY_TEN)
        assert draft.language == "pl"


EDITS = st.lists(
    st.fixed_dictionaries(
        {"worry": st.fixed_dictionaries({"story": st.text(min_size=1, max_size=40)})},
        optional={
            "safe": st.fixed_dictionaries({"safe_now": st.sampled_from(["yes", "no", "not_sure", "prefer_not"])}),
            "thoughts": st.fixed_dictionaries({"sui_thoughts": st.sampled_from(["none", "passive", "active"])}),
        },
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(edits=EDITS)
def test_no_edit_ever_loses_a_word_or_lowers_a_place(
    fresh_memory: Engine, judgement: Judgement, here: Area, edits: list[dict[str, Any]]
) -> None:
    with Session(fresh_memory) as session:
        ranks, words = [send(session, judgement, here, CALM).band_rank], ["exams"]
        for edit in edits:
            referral = send(session, judgement, here, edit)
            ranks.append(referral.band_rank)
            words.append(edit["worry"]["story"])
        kept = [str(version.get("worry", {}).get("story")) for version in referral.versions]
        assert set(words) <= set(kept)
        assert ranks == sorted(ranks, reverse=True)
        session.rollback()
