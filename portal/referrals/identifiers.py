"""Finding referrals that may be about one person, by keyed hashes alone: nothing here can read a name."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal import sealed
from portal.referrals import identity
from portal.referrals.case_models import ReferralIdentifier
from portal.referrals.identity import Answers, Key
from portal.referrals.models import Referral

AGAIN_WITHIN = timedelta(days=7)
MOST = 20
"""So many referrals that look alike are shown; nobody reads more."""


def digests(versions: Iterable[Answers]) -> set[tuple[Key, bytes]]:
    """Return what is kept of the keys that some answers give."""
    return {(kind, sealed.blind_index(value, f"identifier:{kind.value}")) for kind, value in identity.keys(versions)}


def keep(session: Session, referral: Referral) -> None:
    """Keep every key that a referral has ever given; none is taken away."""
    wanted = select(ReferralIdentifier).where(ReferralIdentifier.referral_id == referral.id)
    held = {(row.kind, row.digest) for row in session.scalars(wanted)}
    for kind, digest in sorted(digests(referral.versions) - held):
        session.add(ReferralIdentifier(referral_id=referral.id, kind=kind, digest=digest))
    session.flush()


def is_repeat(session: Session, versions: Iterable[Answers], moment: datetime, but: uuid.UUID | None = None) -> bool:
    """Tell whether another referral that may be about this person came, or was added to, within seven days."""
    found = digests(versions)
    if not found:
        return False
    since = moment - AGAIN_WITHIN
    recent = or_(Referral.received_at >= since, Referral.amended_at >= since)
    wanted = _sharing(found).where(recent)
    return session.scalars(wanted.where(Referral.id != but) if but else wanted).first() is not None


def _sharing(found: Collection[tuple[Key, bytes]]) -> Select[uuid.UUID]:
    """Select the referrals that share one of some keys."""
    kind, digest = ReferralIdentifier.kind, ReferralIdentifier.digest
    any_of = or_(*(and_(kind == key, digest == kept) for key, kept in found))
    return select(Referral.id).join(ReferralIdentifier).where(any_of).distinct()


def alike(session: Session, referral: Referral) -> list[Referral]:
    """Return referrals of other cases that share a key with this one, the newest first."""
    mine, theirs = aliased(ReferralIdentifier), aliased(ReferralIdentifier)
    ids = (
        select(theirs.referral_id)
        .join(mine, and_(mine.kind == theirs.kind, mine.digest == theirs.digest))
        .where(mine.referral_id == referral.id)
    )
    wanted = select(Referral).where(Referral.id.in_(ids), Referral.case_id != referral.case_id)
    return list(session.scalars(wanted.order_by(Referral.received_at.desc(), Referral.id).limit(MOST)))


def counts(session: Session, cases: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Say for each case how many other cases may be about the same person."""
    mine, theirs = aliased(ReferralIdentifier), aliased(ReferralIdentifier)
    here, there = aliased(Referral), aliased(Referral)
    wanted = (
        select(here.case_id, func.count(there.case_id.distinct()))
        .join(mine, mine.referral_id == here.id)
        .join(theirs, and_(theirs.kind == mine.kind, theirs.digest == mine.digest))
        .join(there, there.id == theirs.referral_id)
        .where(here.case_id.in_(cases), there.case_id != here.case_id)
        .group_by(here.case_id)
    )
    return dict(session.execute(wanted).all())
