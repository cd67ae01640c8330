from datetime import timedelta

import pytest

from portal.area import Area, Promise
from portal.care.words import soon
from portal.referrals import facts
from portal.referrals.lifecycle import DECISIONS, Move, Status
from portal.screening import words
from portal.screening.models import State
from portal.screening.outcomes import OUTCOMES


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (Promise(), "Now"),
        (Promise(timedelta(hours=2)), "Within 2 hours"),
        (Promise(timedelta(hours=24)), "Within 24 hours"),
        (Promise(working_days=5), "Within 5 working days"),
        (Promise(timedelta(days=28)), "Within 28 days"),
    ],
)
def test_a_band_is_said_as_a_time(promise: Promise, said: str) -> None:
    assert soon(promise) == said


def test_every_status_move_and_decision_has_words() -> None:
    assert set(words.STATUSES) == set(Status)
    assert set(words.MOVES) == set(Move)
    assert {rule.move for rule in OUTCOMES.values()} == {*DECISIONS, Move.SAFEGUARD} - {Move.END_CARE, Move.REOPEN}
    assert set(words.STATES) == set(State)


def test_every_flag_that_the_area_can_raise_has_words(judgement: facts.Judgement) -> None:
    raised = {flag for rule in judgement.ruleset.rules for flag in rule.flags}
    assert raised <= {*words.FLAGS, *words.BANNERS, "safe_contact"}


def test_nothing_here_speaks_of_high_or_low_risk(here: Area) -> None:
    bands = [soon(band.contact_within) for band in here.clocks.bands.values()]
    everything = " ".join(
        [
            *words.FLAGS.values(),
            *words.BANNERS.values(),
            *bands,
            *map(" ".join, ((rule.label, rule.hint) for rule in OUTCOMES.values())),
        ]
    )
    assert "high" not in everything.casefold().split()
    assert "low" not in everything.casefold().split()
    assert "risk" not in " ".join(bands).casefold()
