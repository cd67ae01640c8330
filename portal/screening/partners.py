"""To whom somebody can be handed over: organisations of the directory with people here who can accept."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import StaffUser
from portal.directory.models import Organization


def listing(session: Session) -> Sequence[tuple[uuid.UUID, str]]:
    """Return each partner's id and name, by name."""
    people = select(StaffUser.organization_id).where(StaffUser.disabled_at.is_(None))
    wanted = select(Organization.id, Organization.name).where(Organization.id.in_(people))
    return [(one, name) for one, name in session.execute(wanted.order_by(Organization.name))]
