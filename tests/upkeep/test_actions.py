"""An entry changes when two people agree, field by field, and nothing anybody said is ever lost."""

import uuid
from typing import Any

import pytest

from portal import db
from portal.upkeep import actions, differences, documents
from tests.upkeep.conftest import (
    BOTH,
    COUNSELLING,
    LOFT,
    MONDAY,
    Room,
    of,
    versions,
)

NEW = {"name": "Counselling in Ashmere", "description": "Somebody who listens.", "maximum_age": 24}

pytestmark = pytest.mark.usefixtures("monday")


@BOTH
def test_edith_proposes_and_omar_approves_half(room: Room) -> None:
    before, moves = room.now(COUNSELLING), room.moves()
    proposal = room.propose("edith", COUNSELLING, **NEW)
    assert room.now(COUNSELLING) == before
    assert room.moves() == moves
    version = room.approve("omar", proposal, "name", "maximum_age")
    assert room.says(COUNSELLING, "name") == NEW["name"]
    assert room.says(COUNSELLING, "maximum_age") == 24
    assert room.says(COUNSELLING, "description") == before["description"]
    assert room.states(proposal) == {"name": "approved", "description": "waiting", "maximum_age": "approved"}
    assert room.moves() > moves
    assert (version.author_id, version.approver_id) == (room.staff["edith"], room.staff["omar"])
    assert version.reason == "It changed."
    first, second = versions(room, COUNSELLING)
    assert not differences.between(first.document, before)
    assert not differences.between(second.document, room.now(COUNSELLING))


def test_nobody_approves_or_refuses_what_they_proposed_themselves(room: Room) -> None:
    before = room.now(COUNSELLING)
    proposal = room.propose("edith", COUNSELLING, **NEW)
    with pytest.raises(actions.NotTheSecondPerson):
        room.approve("edith", proposal, "name")
    with db.writing(room.engine) as session, pytest.raises(actions.NotTheSecondPerson):
        actions.refuse(session, proposal, ["name"], approver=room.staff["edith"], reason="No.", moment=MONDAY)  # type: ignore[arg-type]
    assert room.now(COUNSELLING) == before
    assert set(room.states(proposal).values()) == {"waiting"}


@pytest.mark.parametrize("who", ["paula", "priya", "wen", "ada"])
def test_who_may_not_approve_cannot(room: Room, who: str) -> None:
    proposal = room.propose("edith", COUNSELLING, **NEW)
    with pytest.raises(actions.NotAllowed):
        room.approve(who, proposal, "name")


@pytest.mark.parametrize("who", ["priya", "wen", "ada", "nobody"])
def test_who_has_nothing_to_do_with_the_directory_proposes_nothing(room: Room, who: str) -> None:
    with pytest.raises(actions.NotAllowed):
        room.propose(who, COUNSELLING, **NEW)


def test_a_partner_proposes_for_their_own_and_a_strangers_entry_is_not_there(room: Room) -> None:
    assert room.propose("paula", COUNSELLING, "partner", **NEW)
    with pytest.raises(actions.Gone):
        room.propose("paula", LOFT, "partner", **NEW)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x_crisis", True),
        ("x_helpline", "emergency"),
        ("x_thrive", ["getting_risk_support"]),
        ("x_catchment", {"kind": "national"}),
        ("x_via_front_door", True),
        ("assurer_email", "paula@example.org"),
        ("assured_date", "2026-11-23"),
        ("organization", "elsewhere"),
    ],
)
def test_some_fields_are_not_a_partners_to_propose(room: Room, name: str, value: Any) -> None:
    if value == "elsewhere":
        value = {**room.now(COUNSELLING)["organization"], "name": "Somebody else"}
    with pytest.raises(actions.NotAllowed):
        room.propose("paula", COUNSELLING, "partner", **{name: value})


def test_a_partner_makes_no_new_entry_for_another_organisation(room: Room) -> None:
    said = room.wish(LOFT) | {"id": str(uuid.uuid4())}
    with db.writing(room.engine) as session, pytest.raises(actions.NotAllowed):
        actions.propose(session, said, author=room.staff["paula"], source="partner", moment=MONDAY)


@BOTH
def test_two_who_change_the_same_field_overwrite_nothing(room: Room) -> None:
    ediths = room.propose("edith", COUNSELLING, name="Ediths name", minimum_age=12)
    omars = room.propose("omar", COUNSELLING, name="Omars name")
    room.approve("edith", omars, "name")
    with pytest.raises(actions.Conflict) as conflict:
        room.approve("omar", ediths, "name", "minimum_age")
    assert conflict.value.now == {"name": "Omars name"}
    assert [(one.before, one.after) for one in conflict.value.wishes] == [("Ashmere Youth Counselling", "Ediths name")]
    assert room.says(COUNSELLING, "name") == "Omars name"
    assert room.says(COUNSELLING, "minimum_age") == 11
    assert set(room.states(ediths).values()) == {"waiting"}
    room.approve("omar", ediths, "minimum_age")
    assert (room.says(COUNSELLING, "name"), room.says(COUNSELLING, "minimum_age")) == ("Omars name", 12)


def test_who_saw_an_older_entry_asks_only_for_what_they_changed(room: Room) -> None:
    base = room.now(COUNSELLING)
    room.approve("omar", room.propose("edith", COUNSELLING, name="A new name"), "name")
    said = base | {"maximum_age": 24}
    with db.writing(room.engine) as session:
        made = actions.propose(session, said, author=room.staff["paula"], source="partner", moment=MONDAY, base=base)
        assert made
        assert [each.path for each in made.fields] == ["maximum_age"]
    said = base | {"name": "Another name"}
    with db.writing(room.engine) as session, pytest.raises(actions.Conflict):
        actions.propose(session, said, author=room.staff["paula"], source="partner", moment=MONDAY, base=base)


def test_the_same_wish_twice_is_one_and_a_newer_one_takes_its_place(room: Room) -> None:
    first = room.propose("edith", COUNSELLING, name="One")
    assert room.propose("edith", COUNSELLING, name="One") is None
    second = room.propose("edith", COUNSELLING, name="Two")
    assert room.states(first) == {"name": "overtaken"}
    assert room.states(second) == {"name": "waiting"}
    assert room.propose("omar", COUNSELLING, name="Three")
    assert room.states(second) == {"name": "waiting"}


def test_a_feed_that_was_told_no_does_not_ask_again(room: Room) -> None:
    proposal = room.propose(None, COUNSELLING, "feed:Council", name="As the feed says")
    with db.writing(room.engine) as session:
        actions.refuse(session, proposal, ["name"], approver=room.staff["omar"], reason="Old.", moment=MONDAY)  # type: ignore[arg-type]
    assert room.look(proposal).fields[0].decision == "Old."
    assert room.propose(None, COUNSELLING, "feed:Council", name="As the feed says") is None
    assert room.propose(None, COUNSELLING, "feed:Council", name="As the feed says now")


def test_refusing_needs_a_reason(room: Room) -> None:
    proposal = room.propose("edith", COUNSELLING, **NEW)
    with db.writing(room.engine) as session, pytest.raises(actions.Unexplained):
        actions.refuse(session, proposal, ["name"], approver=room.staff["omar"], reason=" ", moment=MONDAY)  # type: ignore[arg-type]
    assert set(room.states(proposal).values()) == {"waiting"}


def test_only_the_author_withdraws_and_only_what_waits(room: Room) -> None:
    proposal = room.propose("edith", COUNSELLING, **NEW)
    room.approve("omar", proposal, "name")
    with db.writing(room.engine) as session, pytest.raises(actions.Gone):
        actions.withdraw(session, proposal, author=room.staff["omar"], moment=MONDAY)  # type: ignore[arg-type]
    with db.writing(room.engine) as session:
        actions.withdraw(session, proposal, author=room.staff["edith"], moment=MONDAY)  # type: ignore[arg-type]
    assert room.states(proposal) == {"name": "approved", "description": "withdrawn", "maximum_age": "withdrawn"}
    with pytest.raises(actions.Decided):
        room.approve("omar", proposal, "description")


@BOTH
def test_an_older_version_comes_back_as_a_proposal(room: Room) -> None:
    before = room.now(COUNSELLING)
    more = {**NEW, "x_needs": ["sleep"], "schedules": before["schedules"][:1], "x_languages": ["en", "ur"]}
    proposal = room.propose("edith", COUNSELLING, **more)
    room.approve("omar", proposal, *room.states(proposal))
    assert room.says(COUNSELLING, "x_cypmh/languages") == ["en", "ur"]
    with db.writing(room.engine) as session:
        back = actions.restore(
            session, of(COUNSELLING), 1, author=room.staff["omar"], reason="It was right.", moment=MONDAY
        )
        assert back
        own, paths = back.id, [each.path for each in back.fields]
    assert room.says(COUNSELLING, "name") == NEW["name"]
    with pytest.raises(actions.NotTheSecondPerson):
        room.approve("omar", own, *paths)
    room.approve("edith", own, *paths)
    assert not differences.between(room.now(COUNSELLING), before)
    assert [each.source for each in versions(room, COUNSELLING)] == ["found", "staff", "restore"]


@BOTH
def test_a_new_entry_and_its_end_go_the_same_way(room: Room) -> None:
    said = room.wish(COUNSELLING, x_alternatives=[]) | {
        "id": str(uuid.uuid4()),
        "name": "Thursday Group",
        "schedules": [],
        "contacts": [],
    }
    said |= {"service_at_locations": [], "service_areas": [], "cost_options": []}
    with db.writing(room.engine) as session:
        made = actions.propose(session, said, author=room.staff["edith"], source="staff", moment=MONDAY)
        assert made
        assert (made.is_new, made.fictional) == (True, True)
    with db.reading(room.engine) as session:
        assert documents.now(session, uuid.UUID(said["id"])) is None
    room.approve("omar", made.id, "")
    with db.reading(room.engine) as session:
        public = documents.now(session, uuid.UUID(said["id"]))
    assert public
    assert public["x_cypmh"]["slug"].startswith("thursday-group-")
    ending = public | {"status": "defunct"}
    with db.writing(room.engine) as session:
        end = actions.propose(session, ending, author=room.staff["omar"], source="staff", moment=MONDAY)
        assert end
    room.approve("edith", end.id, "status")
    with db.reading(room.engine) as session:
        kept = documents.now(session, uuid.UUID(said["id"]))
    assert kept
    assert kept["status"] == "defunct"
