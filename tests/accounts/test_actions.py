import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from portal import db
from portal.accounts import actions, queries
from portal.accounts.permissions import Role

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def add(engine: Engine, email: str) -> uuid.UUID:
    with db.writing(engine) as session:
        return actions.add_staff(
            session, email, "Sam Reed", Role.TEAM_LEAD, "secret", actor="command", moment=MONDAY
        ).id


def test_one_address_is_one_person_in_any_capitals(engine: Engine, staff: dict[str, uuid.UUID]) -> None:
    add(engine, "sam@example.org")
    with pytest.raises(actions.AlreadyHere):
        add(engine, "SAM@example.org")


def test_a_closed_account_stays_on_the_list_with_the_day_it_was_closed(
    engine: Engine, staff: dict[str, uuid.UUID]
) -> None:
    for moment in (MONDAY, MONDAY.replace(day=24)):
        with db.writing(engine) as session:
            actions.disable_staff(session, "tom@example.org", actor="command", moment=moment)
    with db.reading(engine) as session:
        tom = queries.by_email(session, "tom@example.org")
        assert tom is not None
        assert tom.disabled_at == MONDAY
        assert tom in queries.everybody(session)


def test_nobody_can_close_an_account_that_is_not_there(engine: Engine) -> None:
    with db.writing(engine) as session, pytest.raises(actions.NotHere):
        actions.disable_staff(session, "nobody@example.org", actor="command", moment=MONDAY)


def test_hashes_do_not_hold_the_password(engine: Engine, staff: dict[str, uuid.UUID]) -> None:
    add(engine, "sam@example.org")
    with db.reading(engine) as session:
        sam = queries.by_email(session, "sam@example.org")
        assert sam is not None
        assert sam.password_hash.startswith("$argon2id$")
        assert "secret" not in sam.password_hash
