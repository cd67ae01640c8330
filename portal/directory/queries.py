"""Finding rows of the directory."""

import uuid

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

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
    return list(session.scalars(whole().where(Service.status.in_(IN_USE)).order_by(Service.name, Service.id)))


def whole() -> Select[Service]:
    """Select services of any status with all that belongs to them."""
    return select(Service).options(*with_everything())


def term_ids(session: Session) -> dict[tuple[str, str], uuid.UUID]:
    """Return the id of each known word, by taxonomy and key."""
    wanted = select(Taxonomy.key, TaxonomyTerm.key, TaxonomyTerm.id).join(TaxonomyTerm.taxonomy)
    return {(taxonomy, key): own for taxonomy, key, own in session.execute(wanted)}


def with_everything() -> tuple[ORMOption, ...]:
    """Return what makes a query for services bring all that belongs to them, in a fixed number of queries."""
    return (
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


def taxonomies(session: Session) -> list[Taxonomy]:
    """Return every list of words with its words in order."""
    return list(session.scalars(select(Taxonomy).options(selectinload(Taxonomy.terms)).order_by(Taxonomy.key)))


def version(session: Session) -> int:
    """Return the number that moves with every change of the directory; 0 before the first."""
    return session.scalar(select(DirectoryVersion.number).order_by(DirectoryVersion.number.desc()).limit(1)) or 0


def count_in_use(session: Session) -> int:
    """Return how many services exist, also when they are paused."""
    return session.scalar(select(func.count()).select_from(Service).where(Service.status.in_(IN_USE))) or 0
