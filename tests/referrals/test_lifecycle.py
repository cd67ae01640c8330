"""The table of moves, tried whole."""

import itertools

import pytest

from portal.referrals import lifecycle
from portal.referrals.lifecycle import MOVES, Move, MoveRefused, Status

CASES = list(itertools.product([None, *Status], Move))


@pytest.mark.parametrize(("status", "move"), CASES)
def test_a_move_leads_where_the_table_says_or_is_refused(status: Status | None, move: Move) -> None:
    if status in MOVES[move].start:
        assert lifecycle.after(status, move) is (MOVES[move].end or status)
    else:
        with pytest.raises(MoveRefused):
            lifecycle.after(status, move)


def test_only_receiving_happens_without_a_person_and_it_never_closes() -> None:
    assert [move for move, rule in MOVES.items() if None in rule.start] == [Move.RECEIVE]
    by_nobody = {Move.RECEIVE, Move.ADD_WORDS, Move.ASK_TO_WITHDRAW}
    assert {MOVES[move].end for move in by_nobody} == {Status.RECEIVED, None}


def test_every_ending_is_a_decision_with_a_next_step() -> None:
    endings = [rule for rule in MOVES.values() if rule.end is Status.CLOSED]
    assert endings
    assert all(rule.decision and rule.next_step for rule in endings)


def test_nobody_is_ever_stuck() -> None:
    reached: set[Status | None] = {None}
    for _ in Status:
        reached |= {rule.end for rule in MOVES.values() if rule.end and rule.start & reached}
    assert reached == {None, *Status}
    assert all(any(status in rule.start for rule in MOVES.values()) for status in Status)


def test_new_words_bring_it_back_from_everywhere_but_the_readers_hands() -> None:
    in_sight = {Status.RECEIVED, Status.IN_SCREENING}
    assert MOVES[Move.ADD_WORDS].start == set(Status) - in_sight
    assert in_sight <= set(lifecycle.TO_SCREEN)
