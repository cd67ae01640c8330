"""Finding rows of the directory."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.directory.models import (
    Contact,
    DirectoryVersion,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    Status,
)
from portal.directory.taxonomy import ServiceTerm, Taxonomy, TaxonomyTerm

IN_USE = (Status.ACTIVE, Status.PAUSED)


def in_use(session: Session) -> list[Service]:
    """Return every service that exists, also when it is paused, with all that belongs to it, by name."""
    wanted = (
        select(Service)
        .where(Service.status.in_(IN_USE))
        .order_by(Service.name, Service.id)
        .options(
            joinedload(Service.organization).selectinload(Organization.identifiers),
            selectinload(Service.terms).joinedload(ServiceTerm.term).joinedload(TaxonomyTerm.taxonomy),
            selectinload(Service.places)
            .joinedload(ServiceAtLocation.location)
            .options(selectinload(Location.addresses), selectinload(Location.accessibility)),
            selectinload(Service.schedules),
            selectinload(Service.contacts).selectinload(Contact.phones),
            selectinload(Service.areas),
            selectinload(Service.costs),
            selectinload(Service.languages),
        )
    )
    return list(session.scalars(wanted))


def taxonomies(session: Session) -> list[Taxonomy]:
    """Return every list of words with its words in order."""
    return list(session.scalars(select(Taxonomy).options(selectinload(Taxonomy.terms)).order_by(Taxonomy.key)))


def version(session: Session) -> int:
    """Return the number that moves with every change of the directory; 0 before the first."""
    return session.scalar(select(DirectoryVersion.number).order_by(DirectoryVersion.number.desc()).limit(1)) or 0


def count_in_use(session: Session) -> int:
    """Return how many services exist, also when they are paused."""
    return session.scalar(select(func.count()).select_from(Service).where(Service.status.in_(IN_USE))) or 0
