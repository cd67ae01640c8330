"""Amina's form, and what became of it: shared by the stories of her own page."""

from sqlalchemy import Engine, select

from portal import db
from portal.referrals.models import Referral

AMINA = {
    "worry": {"story": "i cant sleep"},
    "age": {"age": "14"},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none"},
    "self-harm": {"self_harm": "none"},
    "contact": {"phone": "07700 900123", "unsafe_contact": "yes"},
}


def only_referral(engine: Engine) -> Referral:
    with db.reading(engine) as session:
        found = session.scalars(select(Referral)).one()
        _ = found.amendments, found.history, found.triages
        return found
