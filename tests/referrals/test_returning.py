"""A code brings unsent answers back on another device, and one draft stays one referral."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import db, sealed
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.referrals import drafts, return_codes, returning
from portal.referrals.models import Draft
from portal.referrals.returning import Hold
from portal.referrals.voices import Voice

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOLD = Hold("the key of her brother's phone", "visit", "young-person")


def begun(session: Session, *, shared: bool = False, key: str = HOLD.key) -> Draft:
    draft = drafts.start(session, key, Voice.YOUNG_PERSON, "en", NOON, shared=shared)
    drafts.save(session, draft, "worry", {"story": "i cant sleep"}, "en", NOON)
    return draft


def with_code(session: Session, *, shared: bool = False) -> tuple[Draft, str]:
    draft, code = begun(session, shared=shared), return_codes.new_code()
    returning.make(session, draft, code, HOLD)
    return draft, code


def test_a_code_has_sixty_random_bits_and_can_be_read_aloud() -> None:
    drawn: list[str] = []

    def choose(letters: str) -> str:
        drawn.append(letters)
        return secrets.choice(letters)

    code = return_codes.new_code(choose)
    assert code.startswith("CB-")
    assert len(drawn) * 5 >= 60
    assert {len(letters) for letters in drawn} == {32}
    assert return_codes.read(code.lower().replace("-", " ")) == code
    assert return_codes.read(code.replace("0", "o").replace("1", "l")) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none_and_is_counted(typed: str) -> None:
    read = return_codes.read(typed)
    assert read == "" or return_codes.read(read) == read
    assert len(return_codes.counted_as(typed)) <= return_codes.COUNTED


def test_the_code_gives_another_device_the_very_key(engine: Engine) -> None:
    with db.writing(engine) as session:
        draft, code = with_code(session)
    with db.reading(engine) as session:
        found = returning.find(session, code.lower(), NOON)
        assert found is not None
        assert (found[0].id, found[1]) == (draft.id, HOLD)


def test_of_the_code_and_the_key_only_hashes_and_a_sealed_hold_are_kept(engine: Engine) -> None:
    with db.writing(engine) as session:
        draft, code = with_code(session)
    with db.reading(engine) as session:
        row = session.execute(select(Draft.__table__)).one()
        kept = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
        assert code.encode() not in kept
        assert code.replace("-", "").encode() not in kept
        assert HOLD.key.encode() not in kept
        # Our own keys do not open the hold either: it takes the code.
        with pytest.raises(sealed.SealError):
            sealed.ring().open(draft.hold_sealed or b"", f"drafts.hold_sealed:{draft.id}")
        for event in session.scalars(select(AuditEvent)):
            assert code not in str(event.detail) + event.subject


def test_a_new_code_ends_the_old_one_and_the_same_code_twice_is_once(engine: Engine) -> None:
    with db.writing(engine) as session:
        draft, old = with_code(session)
        returning.make(session, draft, old, HOLD)
        new = return_codes.new_code()
        returning.make(session, draft, new, HOLD)
    with db.reading(engine) as session:
        assert returning.find(session, old, NOON) is None
        assert returning.find(session, new, NOON) is not None
        made = select(AuditEvent).where(AuditEvent.tag == Tag.RETURN_CODE_MADE.value)
        assert len(session.scalars(made).all()) == 2


def test_the_code_of_a_wiped_or_expired_draft_opens_nothing(engine: Engine) -> None:
    with db.writing(engine) as session:
        draft, code = with_code(session, shared=True)
        assert returning.find(session, code, draft.expires_at - timedelta(seconds=1))
        assert returning.find(session, code, draft.expires_at) is None
        assert drafts.forget_expired(session, draft.expires_at + timedelta(seconds=1)) == 1
    with db.reading(engine) as session:
        assert returning.find(session, code, NOON) is None


def test_a_hold_moved_to_another_draft_does_not_open(engine: Engine) -> None:
    """The fault: somebody who writes into the database gives another draft this code."""
    with db.writing(engine) as session:
        mine, code = with_code(session)
        other = begun(session, key="another key")
        digest, hold = mine.code_digest, mine.hold_sealed
        mine.code_digest = mine.hold_sealed = None
        session.flush()
        other.code_digest, other.hold_sealed = digest, hold
        session.flush()
        with pytest.raises(sealed.SealError):
            returning.find(session, code, NOON)


def test_leaving_wipes_what_no_code_brings_back(engine: Engine) -> None:
    with db.writing(engine) as session:
        begun(session)
        assert drafts.leave(session, HOLD.key)
        _draft, code = with_code(session)
        assert not drafts.leave(session, HOLD.key)
        assert returning.find(session, code, NOON)


def test_on_a_shared_device_leaving_wipes_even_with_a_code_but_for_a_wish(engine: Engine) -> None:
    with db.writing(engine) as session:
        _draft, code = with_code(session, shared=True)
        assert not drafts.leave(session, HOLD.key, put_away=True)
        assert drafts.leave(session, HOLD.key)
        assert returning.find(session, code, NOON) is None


def test_keeping_without_a_code_is_not_possible(engine: Engine) -> None:
    with db.writing(engine) as session:
        begun(session)
        assert drafts.leave(session, HOLD.key, put_away=True)


def test_a_shared_device_keeps_for_a_day_and_every_page_starts_the_day_again(engine: Engine) -> None:
    with db.writing(engine) as session:
        shared, own = begun(session, shared=True), begun(session, key="her own phone")
        assert shared.expires_at == NOON + timedelta(hours=24)
        assert own.expires_at == NOON + timedelta(days=30)
        drafts.save(session, shared, "age", {"age": 14}, "en", NOON + timedelta(hours=3))
        assert shared.expires_at == NOON + timedelta(hours=27)


def test_holds_that_differ_are_not_alike() -> None:
    assert replace(HOLD, key="other") != HOLD
