"""People of whom only what a story needs is known."""

from uuid import uuid4

from portal.referrals.voices import Voice
from portal.reporting.journey import Journey
from tests.reporting.spring import START


def journey(**said: object) -> Journey:
    """Return a routine journey of which only this is known."""
    blank = dict.fromkeys(("spell_id", "list_id", "age", "screened_at", "first_contact_at", "second_contact_at"))
    known = {
        **blank,
        **dict.fromkeys(("help_started_at", "closed_at", "owner")),
        "referral_id": uuid4(),
        "band": "ROUTINE",
        "voice": Voice.YOUNG_PERSON,
        "language": "en",
        "received": START,
        "return_ticket": False,
        "pauses": (),
        "fictional": True,
    }
    return Journey(**(known | said))  # type: ignore[arg-type]
