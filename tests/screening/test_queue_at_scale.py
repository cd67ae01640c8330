"""The queue answers as fast with a hundred thousand referrals behind it as with a thousand."""

import time
import uuid
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text

from portal import db
from portal.referrals.lifecycle import Status
from portal.referrals.models import Case, Referral
from portal.referrals.voices import Voice
from portal.screening import queue
from portal.triage.outcome import Band

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPEN, FEW, MANY = 640, 1_000, 100_000
Desk = Any


def fill(engine: Engine, first: int, last: int) -> None:
    """Bring in made-up rows: the first ones wait, the rest are closed, as years of work leave them."""
    bands = list(Band)
    for start in range(first, last, 5_000):
        numbers = range(start, min(start + 5_000, last))
        cases = [{"id": uuid.uuid4(), "opened_at": MONDAY - timedelta(minutes=number)} for number in numbers]
        rows = [_row(number, case["id"], bands[number % 5]) for number, case in zip(numbers, cases, strict=True)]
        with engine.begin() as connection:
            connection.execute(insert(Case), cases)
            connection.execute(insert(Referral.__table__), rows)  # type: ignore[arg-type]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _row(number: int, case_id: Any, band: Band) -> dict[str, Any]:
    """Return one row, without a word of anybody's."""
    received = MONDAY - timedelta(minutes=number)
    key = number.to_bytes(32, "big")
    times = {"received_at": received, "screen_by": received, "contact_by": received, "told_contact_by": received}
    return times | {
        "id": uuid.uuid4(),
        "case_id": case_id,
        "reference": f"FD-{number}",
        "submission_key": key,
        "payload_digest": key,
        "voice": Voice.YOUNG_PERSON,
        "language": "en",
        "fictional": True,
        "status": Status.RECEIVED if number < OPEN else Status.CLOSED,
        "band": band.value,
        "band_rank": band.rank,
        "told_band": band.value,
        "age": 14,
        "version": 1,
    }


def typical(desk: Desk) -> float:
    """Return the typical time of the queue's first page, and of two that are filtered."""
    asked = (queue.Filters(), queue.Filters(band="U2H"), queue.Filters(show="late", voice="young_person"))
    took = []
    for _turn in range(12):
        with db.reading(desk.engine) as session:
            began = time.perf_counter()
            for filters in asked:
                assert queue.page(session, filters, desk.staff["priya"], desk.here.clocks, MONDAY).rows
            took.append(time.perf_counter() - began)
    return median(took[3:])  # the first ones fill what is kept in memory


@pytest.mark.slow
@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_a_hundred_thousand_take_no_more_than_twice_as_long_as_a_thousand(desk: Desk) -> None:
    fill(desk.engine, 0, FEW)
    few = typical(desk)
    fill(desk.engine, FEW, MANY)
    many = typical(desk)
    print(f"a thousand: {few * 1000:.0f} ms, a hundred thousand: {many * 1000:.0f} ms")
    assert many <= 2 * few
