"""Where a professional writes from: the school or practice of the area's list that they named as their own."""

from portal.named_contacts.organisations import PRACTICE, SCHOOL, Organisation
from portal.named_contacts.registry import Registry
from portal.referrals import facts
from portal.referrals.models import Referral
from portal.referrals.voices import Voice


def works_at(referral: Referral, known: Registry) -> Organisation | None:
    """Return a professional's own place of work, where the area's list knows it."""
    if referral.voice is not Voice.PROFESSIONAL:
        return None
    said = facts.said(facts.together(referral.versions))
    code, name = (str(said.get(field) or "") for field in ("organisation_code", "organisation"))
    return known.meant((SCHOOL, PRACTICE), code, name)
