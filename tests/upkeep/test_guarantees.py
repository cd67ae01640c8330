"""Each promise of the desk, broken on purpose: the story that guards it turns red."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock, db
from portal.accounts import permissions
from portal.accounts.permissions import Permission, Role
from portal.audit import trail
from portal.upkeep import actions, differences, documents, queries, wishes
from portal.upkeep.differences import Standing
from portal.upkeep.models import ProposedField, State
from tests.upkeep import test_actions, test_taking_over, test_whose_entries
from tests.upkeep.conftest import BOTH, COUNSELLING, Room, Seat, versions

pytestmark = pytest.mark.usefixtures("monday")
Plant = pytest.MonkeyPatch
Sit = Callable[[str], Seat]


@BOTH
def test_of_two_who_approve_at_once_exactly_one_does(room: Room) -> None:
    proposal = room.propose("paula", COUNSELLING, "partner", name="Once")
    assert proposal
    ready, outcomes = threading.Barrier(2), Counter[str]()

    def approve(who: str) -> None:
        ready.wait()
        try:
            with db.writing(room.engine) as session:
                actions.approve(session, proposal, ["name"], approver=room.staff[who], moment=clock.now())
            outcomes["approved"] += 1
        except actions.Decided:
            outcomes["too late"] += 1

    people = [threading.Thread(target=approve, args=(who,)) for who in ("edith", "omar")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert outcomes == {"approved": 1, "too late": 1}
    assert [each.number for each in versions(room, COUNSELLING)] == [1, 2]
    with db.reading(room.engine) as session:
        assert trail.verify(session).ok


def test_an_entry_that_overwrote_would_be_noticed(room: Room, monkeypatch: Plant) -> None:
    monkeypatch.setattr(differences, "standing", lambda _wish, _now: Standing.CLEAR)
    with pytest.raises(pytest.fail.Exception):
        test_actions.test_two_who_change_the_same_field_overwrite_nothing(room)


def test_a_missing_second_person_would_be_noticed(room: Room, monkeypatch: Plant) -> None:
    monkeypatch.setattr(actions, "_to_decide", anybody)
    with pytest.raises(pytest.fail.Exception):
        test_actions.test_nobody_approves_or_refuses_what_they_proposed_themselves(room)


def anybody(session: Any, proposal_id: uuid.UUID, paths: Any, _approver: uuid.UUID) -> Any:
    """Let everybody decide about everything."""
    proposal = actions._locked(session, proposal_id)
    return proposal, [each for each in proposal.waiting if each.path in paths]


def test_a_history_with_a_gap_would_be_noticed(room: Room, monkeypatch: Plant) -> None:
    monkeypatch.setattr("portal.upkeep.writing._keep_what_is_there", lambda *_anything: None)
    with pytest.raises(ValueError, match="unpack"):
        test_actions.test_edith_proposes_and_omar_approves_half(room)


def test_a_partner_who_sees_too_much_would_be_noticed(room: Room, seat: Sit, monkeypatch: Plant) -> None:
    monkeypatch.setattr(queries.Sight, "entries", lambda _self: documents.Service.id.is_not(None))
    with pytest.raises(AssertionError):
        test_whose_entries.test_strangers_entries_are_not_there_on_any_route(room, seat, "paula")


def test_an_address_that_got_out_would_be_noticed(room: Room, seat: Sit, monkeypatch: Plant) -> None:
    monkeypatch.setattr(differences, "masked", lambda value: value)
    with pytest.raises(AssertionError):
        test_whose_entries.test_an_address_kept_secret_is_for_editors_only(room, seat)


def test_an_id_that_is_believed_would_be_noticed(room: Room, monkeypatch: Plant) -> None:
    test_taking_over.test_a_feed_with_another_entrys_ids_pulls_nothing_over(room)
    monkeypatch.setattr(documents, "with_own_ids", lambda _session, document: document)
    with pytest.raises((AssertionError, Exception)):
        test_taking_over.test_a_feed_with_another_entrys_ids_pulls_nothing_over(room)


def test_a_role_that_may_too_much_would_be_noticed(room: Room, monkeypatch: Plant) -> None:
    grown = permissions.ROLES | {Role.SERVICE_PARTNER: permissions.DIRECTORY}
    monkeypatch.setattr(permissions, "ROLES", grown)
    assert wishes.may(Role.SERVICE_PARTNER, Permission.APPROVE_CHANGES)
    with pytest.raises(pytest.fail.Exception):
        test_actions.test_who_may_not_approve_cannot(room, "paula")


def test_everything_that_was_ever_asked_is_still_there(room: Room) -> None:
    test_actions.test_only_the_author_withdraws_and_only_what_waits(room)
    with db.reading(room.engine) as session:
        states = Counter(session.scalars(select(ProposedField.state)))
    assert states == {State.APPROVED: 1, State.WITHDRAWN: 2}
