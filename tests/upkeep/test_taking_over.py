"""What is written at once: a reviewed feed, a check; what is refused; and what the trail says of it all."""

import copy
import uuid
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal import clock, db
from portal.audit.models import AuditEvent
from portal.upkeep import actions, differences, documents
from portal.upkeep.models import State
from tests.upkeep.conftest import (
    BOTH,
    CARERS,
    CLUBS,
    COUNSELLING,
    HARBOUR,
    LOFT,
    MONDAY,
    SECRET,
    Room,
    of,
    versions,
)

NEW = {"name": "Counselling in Ashmere", "description": "Somebody who listens.", "maximum_age": 24}

pytestmark = pytest.mark.usefixtures("monday")


@BOTH
def test_taking_over_a_reviewed_entry_writes_it_at_once_and_twice_changes_nothing(room: Room) -> None:
    said, moves = room.wish(COUNSELLING, **NEW), room.moves()
    for expected in (True, False):
        with db.writing(room.engine) as session:
            version = actions.take_over(session, said, author=None, source="feed:Council", moment=clock.now())
            assert bool(version) is expected
    assert room.says(COUNSELLING, "name") == NEW["name"]
    assert room.moves() > moves
    assert len(versions(room, COUNSELLING)) == 2


def test_taking_over_makes_a_new_entry_with_its_organisation(room: Room) -> None:
    said = copy.deepcopy(room.now(LOFT)) | {"id": str(uuid.uuid4()), "name": "From afar"}
    said["organization"] = {"id": str(uuid.uuid4()), "name": "Afar", "description": "A new one."}
    for key in ("service_at_locations", "schedules", "contacts", "cost_options", "service_areas"):
        said[key] = []
    with db.writing(room.engine) as session:
        version = actions.take_over(session, said, author=None, source="feed:Afar", moment=clock.now(), fictional=True)
        assert version
    with db.reading(room.engine) as session:
        found = documents.now(session, uuid.UUID(said["id"]))
    assert found
    assert found["organization"]["name"] == "Afar"
    assert found["x_cypmh"]["slug"] != LOFT


def test_a_partner_takes_nothing_over(room: Room) -> None:
    with db.writing(room.engine) as session, pytest.raises(actions.NotAllowed):
        actions.take_over(
            session, room.wish(COUNSELLING, **NEW), author=room.staff["paula"], source="partner", moment=MONDAY
        )


def test_checking_moves_the_date_and_only_for_what_was_read(room: Room) -> None:
    seen = differences.digest(room.now(COUNSELLING))
    with db.writing(room.engine) as session:
        actions.check(session, of(COUNSELLING), seen, by=room.staff["paula"], moment=clock.now())
    assert room.says(COUNSELLING, "assured_date") == "2026-11-23"
    assert versions(room, COUNSELLING)[-1].source == "check"
    room.approve("omar", room.propose("edith", COUNSELLING, **NEW), "name")
    with db.writing(room.engine) as session, pytest.raises(actions.Conflict):
        actions.check(session, of(COUNSELLING), seen, by=room.staff["paula"], moment=clock.now())
    with db.writing(room.engine) as session, pytest.raises(actions.Gone):
        actions.check(session, of(LOFT), seen, by=room.staff["paula"], moment=clock.now())


@BOTH
def test_a_shared_organisation_leaves_a_version_with_each_of_its_entries(room: Room) -> None:
    said = room.wish(CARERS)
    said["organization"] = said["organization"] | {"email": "new@example.org"}
    with db.writing(room.engine) as session:
        actions.take_over(session, said, author=room.staff["edith"], source="feed:Council", moment=clock.now())
    assert room.says(CLUBS, "organization/email") == "new@example.org"
    assert [each.source for each in versions(room, CLUBS)] == ["found", "shared"]
    assert versions(room, HARBOUR) == []


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"minimum_age": 19, "maximum_age": 18}, "maximum_age"),
        ({"maximum_age": 120}, "maximum_age"),
        ({"email": "no address"}, "email"),
        ({"url": "http://example.org"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"name": ""}, "name"),
        ({"status": "temporarily closed", "alert": ""}, "alert"),
        ({"x_alternatives": ["no-such-service"]}, "x_cypmh/alternatives"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    room: Room, changed: dict[str, Any], path: str
) -> None:
    before = room.rows()
    with pytest.raises(actions.Invalid) as invalid:
        room.propose("edith", COUNSELLING, **changed)
    assert path in [one.path for one in invalid.value.problems]
    assert room.rows() == before


def test_every_act_is_in_the_trail_without_a_word_of_anybodys(room: Room) -> None:
    proposal = room.propose("edith", COUNSELLING, **NEW)
    room.approve("omar", proposal, "name")
    with db.writing(room.engine) as session:
        actions.refuse(session, proposal, ["maximum_age"], approver=room.staff["omar"], reason="No.", moment=MONDAY)  # type: ignore[arg-type]
        actions.withdraw(session, proposal, author=room.staff["edith"], moment=MONDAY)  # type: ignore[arg-type]
    with db.reading(room.engine) as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.tag.startswith("entry:")).order_by(AuditEvent.seq))
        told = [(event.tag, event.actor, event.subject, event.detail["fields"]) for event in events]
    subject, edith, omar = f"service:{of(COUNSELLING)}", f"staff:{room.staff['edith']}", f"staff:{room.staff['omar']}"
    assert told == [
        ("entry:proposed", edith, subject, 3),
        ("entry:approved", omar, subject, 1),
        ("entry:refused", omar, subject, 1),
        ("entry:withdrawn", edith, subject, 1),
    ]


@BOTH
def test_the_database_itself_refuses_to_change_a_version(room: Room) -> None:
    room.approve("omar", room.propose("edith", COUNSELLING, **NEW), "name")
    with pytest.raises(DBAPIError, match="stays as it was said"), room.engine.begin() as connection:
        connection.execute(text("UPDATE service_versions SET reason = 'another'"))


def test_taking_the_last_language_away_takes_it_away(room: Room) -> None:
    proposal = room.propose("edith", SECRET, x_languages=[], x_first_contact_languages=[])
    room.approve("omar", proposal, *room.states(proposal))
    assert room.says(SECRET, "x_cypmh/languages") in (None, [])


def test_a_proposal_is_decided_once(room: Room) -> None:
    proposal = room.propose("paula", COUNSELLING, "partner", name="Once")
    room.approve("omar", proposal, "name")
    with pytest.raises(actions.Decided):
        room.approve("edith", proposal, "name")
    assert room.look(proposal).fields[0].state is State.APPROVED


def test_a_feed_with_another_entrys_ids_pulls_nothing_over(room: Room) -> None:
    """Dirty feeds use an id twice, and people guess them."""
    theirs, said = room.now(LOFT), room.wish(COUNSELLING)
    for part in ("schedules", "contacts", "cost_options"):
        said[part] = [*copy.deepcopy(theirs[part]), *said[part]]
    for _time in range(2):
        with db.writing(room.engine) as session:
            actions.take_over(session, said, author=None, source="feed:Dirty", moment=clock.now())
        assert room.now(LOFT) == theirs
    assert len(room.now(COUNSELLING)["schedules"]) == len(said["schedules"])
    assert len(versions(room, COUNSELLING)) == 2
