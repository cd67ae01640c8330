"""The tracking list answers as fast with a hundred thousand people in care as with a thousand."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session

from portal import db
from portal.care import tracking_list
from portal.care.models import Spell
from portal.care.stages import Stage
from portal.care.tracking_list import ORDERS, Filters, Reader
from portal.care.words import many
from portal.referrals.lifecycle import Status
from portal.referrals.models import Case, Referral
from portal.referrals.voices import Voice
from portal.triage.outcome import Band
from tests.at_scale import MANY, best, said, two

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TO_READ, NOT_OPENED = 60, 20
"""How many are still being read, and how many were accepted and have no care yet, however many are in care."""
STAGES = [stage for stage in Stage if stage is not Stage.CLOSED]
CLINICIAN = uuid.UUID(int=7)
ASKED = {order: Filters(sort=order) for order in ORDERS} | {
    "a milestone": Filters(milestone=STAGES[0].value),
    "still being read": Filters(milestone="being_read"),
    "not opened": Filters(milestone="not_opened"),
    "a band": Filters(band="SOON"),
    "too long": Filters(only="late", sort="limit"),  # as the list's own link asks
    "being handed over": Filters(only="transfer"),
    "ours": Filters(owner="ours"),
    "the tenth page": Filters(page=10),
}
pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


def fill(engine: Engine, last: int) -> None:
    """Bring in made-up people, already marked: a few before care, all others in care."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE spells DISABLE TRIGGER spells_in_care"))
    for start in range(0, last, 5_000):
        numbers = range(start, min(start + 5_000, last))
        rows = [_row(number) for number in numbers]
        cases = [{"id": row["case_id"], "opened_at": MONDAY} for row in rows]
        spells = [_spell(number, row) for number, row in zip(numbers, rows, strict=True)]
        with engine.begin() as connection:
            connection.execute(insert(Case), cases)
            connection.execute(insert(Referral.__table__), rows)  # type: ignore[arg-type]
            connection.execute(insert(Spell.__table__), [each for each in spells if each])  # type: ignore[arg-type]


def _row(number: int) -> dict[str, Any]:
    """Return one referral, without a word of anybody's."""
    received, band, key = MONDAY - timedelta(minutes=number * 3), list(Band)[number % 5], number.to_bytes(32, "big")
    times = {"received_at": received, "screen_by": received, "contact_by": received, "told_contact_by": received}
    return times | {
        "id": uuid.uuid4(),
        "case_id": uuid.uuid4(),
        "reference": f"FD-{number}",
        "submission_key": key,
        "payload_digest": key,
        "voice": Voice.YOUNG_PERSON,
        "language": "pl" if number % 10 == 0 else "en",
        "fictional": True,
        "status": Status.RECEIVED if number < TO_READ else Status.AWAITING_FIRST,
        "band": band.value,
        "band_rank": band.rank,
        "told_band": band.value,
        "in_care": number >= TO_READ + NOT_OPENED,
        "age": 14,
        "version": 1,
    }


def _spell(number: int, row: dict[str, Any]) -> dict[str, Any] | None:
    """Return the care of one referral, unless it has none."""
    if number < TO_READ + NOT_OPENED:
        return None
    started = row["received_at"]
    return {name: row[name] for name in ("band", "band_rank", "fictional", "version")} | {
        "id": uuid.uuid4(),
        "referral_id": row["id"],
        "clock_started_at": started,
        "opened_at": started,
        "stage": STAGES[number % len(STAGES)],
        "handing_over": number % 50 == 0,
        "band_since": started,
        "pathway": "",
        "next_action": "offer_first",
        "next_action_by": None if number % 3 else MONDAY + timedelta(minutes=number),
        "limit_at": None if number % 4 == 0 else MONDAY + timedelta(minutes=number * 7 - 5_000),
        "return_ticket": False,
    }


@pytest.fixture(scope="module")
def both(postgresql_url: str) -> Iterator[tuple[Engine, Engine]]:
    """Fill two databases."""
    with two(postgresql_url, fill) as engines:
        yield engines


def typical(both: tuple[Engine, Engine], filters: Filters) -> tuple[float, float]:
    """Return the best time of one page in each."""

    def ask(session: Session) -> None:
        assert tracking_list.page(session, filters, Reader(CLINICIAN, True), MONDAY).rows

    return best(*both, ask)


@pytest.mark.parametrize("name", ASKED)
def test_a_hundred_thousand_take_no_more_than_twice_as_long_as_a_thousand(
    both: tuple[Engine, Engine], name: str
) -> None:
    few, many = typical(both, ASKED[name])
    print(said(name, (few, many)))
    assert many <= 2 * few, said(name, (few, many))


def test_a_list_whose_order_has_no_index_would_be_noticed(both: tuple[Engine, Engine]) -> None:
    with both[1].begin() as connection:
        connection.execute(text("DROP INDEX ix_spells_waiting"))
    few, many = typical(both, ASKED["longest"])
    print(said("longest, without the index", (few, many)))
    assert many > 2 * few


def test_nobody_is_out_of_reach_where_nobody_counts_any_more(both: tuple[Engine, Engine]) -> None:
    with db.reading(both[1]) as session:
        reader = Reader(CLINICIAN, True)
        pages = [tracking_list.page(session, Filters(page=at), reader, MONDAY) for at in (1, 2, MANY // 50, 9_999)]
    assert [many(page.total) for page in pages] == ["1,000+"] * 4
    assert [(page.at, page.more) for page in pages] == [(1, True), (2, True), (MANY // 50, False), (1, True)]
    assert [row.reference for row in pages[2].rows][-1] == "FD-0"
    assert pages[0].rows[0].reference == f"FD-{MANY - 1}"
