"""Every code that we have is mapped, so that a new one cannot be forgotten."""

from portal.care.models import Fate
from portal.referrals.lifecycle import MOVES, Status
from portal.referrals.voices import Voice
from portal.reporting.fhir import codes, told
from portal.screening.models import State
from portal.screening.outcomes import Outcome
from portal.triage.outcome import Band


def test_each_table_holds_each_of_our_codes() -> None:
    assert set(codes.PRIORITY) == set(Band)
    assert set(codes.UNDECIDED) == set(Status)
    assert set(codes.DECIDED) == set(Outcome)
    assert set(codes.MEETINGS) == set(Fate)
    assert set(codes.ENDED) == {move for move, rule in MOVES.items() if rule.end is Status.CLOSED}
    assert set(codes.NOT_IN_FORCE) == set(State) - {State.RECORDED, State.AGREED}
    assert set(told.FIRST_HEARD) == set(Voice)


def test_a_more_urgent_band_is_never_mapped_below_a_less_urgent_one() -> None:
    order = ["stat", "asap", "urgent", "routine"]
    ranks = [order.index(codes.PRIORITY[band]) for band in Band]
    assert ranks == sorted(ranks)
