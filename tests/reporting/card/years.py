"""Years for properties: a few people each, so that nearly every count is small."""

import uuid
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from portal.referrals.voices import Voice
from portal.reporting.card.shape import CAUSES, NOT_SAID, OUTCOMES
from portal.reporting.card.year import Asked, Year
from portal.reporting.journey import Journey

MARCH = datetime(2026, 3, 2, 10, tzinfo=UTC)
AS_OF = date(2026, 11, 26)
PLACES = ("Ashmere", "Saltmarsh District", NOT_SAID)
DAY = timedelta(days=1)


def asked(
    age: int | None = 14,
    place: str = "Ashmere",
    outcome: str = "accepted",
    voice: Voice = Voice.YOUNG_PERSON,
    band: str = "ROUTINE",
    received: datetime = MARCH,
    read: timedelta | None = timedelta(hours=2),
    first: int | None = 30,
    second: int | None = None,
) -> Asked:
    """Make one person; days are counted from their first receipt."""
    taken = outcome == "accepted"
    return Asked(
        Journey(
            referral_id=uuid.UUID(int=1),
            spell_id=uuid.UUID(int=2) if taken else None,
            list_id="worries" if taken else None,
            band=band,
            voice=voice,
            language="en",
            age=age,
            received=received,
            screened_at=None if read is None else received + read,
            first_contact_at=None if first is None or not taken else received + first * DAY,
            second_contact_at=None if second is None or not taken else received + second * DAY,
            help_started_at=None,
            closed_at=None if taken else received + DAY,
            owner=None,
            return_ticket=False,
            pauses=(),
            fictional=True,
        ),
        place,
        outcome,
    )


def year(people: list[Asked], **others: dict[str, int]) -> Year:
    none: dict[str, int] = {}
    return Year(
        people,
        PLACES,
        others.get("meetings", none),
        others.get("breaches", none),
        others.get("check_ins", none),
        AS_OF,
    )


PEOPLE = st.builds(
    asked,
    age=st.sampled_from([None, 3, 9, 14, 17, 20]),
    place=st.sampled_from(PLACES),
    outcome=st.sampled_from(OUTCOMES),
    voice=st.sampled_from(Voice),
    band=st.sampled_from(["NOW", "U48", "SOON", "ROUTINE"]),
    received=st.integers(0, 250).map(lambda days: MARCH + days * DAY),
    read=st.sampled_from([None, timedelta(hours=1), 2 * DAY]),
    first=st.sampled_from([None, 3, 40, 150]),
)
FEW = st.integers(0, 12)
YEARS = st.builds(
    year,
    st.lists(PEOPLE, max_size=45),
    meetings=st.fixed_dictionaries({"kept": FEW, "not_brought": FEW}),
    breaches=st.dictionaries(st.sampled_from(CAUSES), FEW, max_size=4),
    check_ins=st.dictionaries(st.sampled_from(["better", "same", "worse", "help"]), FEW),
)
