"""The queue answers as fast with a hundred thousand referrals behind it as with a thousand."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session

from portal.area import Area
from portal.referrals.lifecycle import Status
from portal.referrals.models import Case, Referral
from portal.referrals.voices import Voice
from portal.screening import queue
from portal.triage.outcome import Band
from tests.at_scale import best, said, two

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPEN = 640
ASKED = {
    "everybody": queue.Filters(),
    "a band": queue.Filters(band="U2H"),
    "a voice over time": queue.Filters(show="late", voice="young_person"),
    "access needs": queue.Filters(show="access"),
    "out of hours": queue.Filters(show="night"),
}
pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


def fill(engine: Engine, last: int) -> None:
    """Bring in made-up rows: the first ones wait, the rest are closed, as years of work leave them."""
    bands = list(Band)
    for start in range(0, last, 5_000):
        numbers = range(start, min(start + 5_000, last))
        cases = [{"id": uuid.uuid4(), "opened_at": MONDAY - timedelta(minutes=number)} for number in numbers]
        rows = [_row(number, case["id"], bands[number % 5]) for number, case in zip(numbers, cases, strict=True)]
        with engine.begin() as connection:
            connection.execute(insert(Case), cases)
            connection.execute(insert(Referral.__table__), rows)  # type: ignore[arg-type]


def _row(number: int, case_id: Any, band: Band) -> dict[str, Any]:
    """Return one row, without a word of anybody's; many are of before there were marks."""
    received = MONDAY - timedelta(minutes=number)
    key = number.to_bytes(32, "big")
    times = {"received_at": received, "screen_by": received, "contact_by": received, "told_contact_by": received}
    mark = (True, False, None)[number % 3]
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
        "access_needs": mark,
        "out_of_hours": mark,
        "version": 1,
    }


@pytest.fixture(scope="module")
def both(postgresql_url: str) -> Iterator[tuple[Engine, Engine]]:
    """Fill two databases."""
    with two(postgresql_url, fill) as engines:
        yield engines


def typical(both: tuple[Engine, Engine], here: Area, filters: queue.Filters) -> tuple[float, float]:
    """Return the best time of one page in each."""

    def ask(session: Session) -> None:
        assert queue.page(session, filters, uuid.UUID(int=7), here.clocks, MONDAY).rows

    return best(*both, ask)


@pytest.mark.parametrize("name", ASKED)
def test_a_hundred_thousand_take_no_more_than_twice_as_long_as_a_thousand(
    both: tuple[Engine, Engine], here: Area, name: str
) -> None:
    few, many = typical(both, here, ASKED[name])
    print(said(name, (few, many)))
    assert many <= 2 * few, said(name, (few, many))


def test_a_queue_that_finds_no_index_would_be_noticed(both: tuple[Engine, Engine], here: Area) -> None:
    with both[1].begin() as connection:
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            connection.execute(text(f"ALTER DATABASE {both[1].url.database} SET enable_{way} = off"))
    both[1].dispose()
    few, many = typical(both, here, ASKED["everybody"])
    print(said("everybody, without an index", (few, many)))
    assert many > 2 * few
