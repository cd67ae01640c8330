"""Tables of the directory, in the shape of Open Referral UK 3.0, with what that standard has no home for beside it."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, by_value
from portal.directory.hours import Rule
from portal.directory.taxonomy import ServiceTerm

OWNED = "all, delete-orphan"


class Status(enum.StrEnum):
    """Whether a service can be used; the words are the standard's own."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    PAUSED = "temporarily closed"


class Catchment(enum.StrEnum):
    """Who a service is for, by where they live or belong."""

    RESIDENTS = "residents"
    WARDS = "wards"
    GP = "gp"
    SCHOOL = "school"
    SCHOOLS = "schools"
    NATIONAL = "national"


class Organization(Base):
    """Who runs services."""

    __tablename__ = "organizations"

    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(500))

    identifiers: Mapped[list["OrganizationIdentifier"]] = relationship(
        cascade=OWNED, order_by="OrganizationIdentifier.id"
    )


class OrganizationIdentifier(Base):
    """A number by which others know an organisation: ODS code, school URN, charity number."""

    __tablename__ = "organization_identifiers"

    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    identifier_scheme: Mapped[str | None] = mapped_column(String(100))
    identifier_type: Mapped[str] = mapped_column(String(100))
    identifier: Mapped[str] = mapped_column(String(100))


class Service(Base):
    """A mental-health service, or one that helps with what lies around it."""

    __tablename__ = "services"
    __table_args__ = (Index("ix_services_status_name", "status", "name"),)

    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    """One line for the card."""
    description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[Status] = mapped_column(by_value(Status))
    alert: Mapped[str | None] = mapped_column(Text)
    """What a reader has to know first."""
    closed_until: Mapped[date | None]
    alternatives: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Slugs of services to try while this one is closed or slow."""
    url: Mapped[str | None] = mapped_column(String(500))
    email: Mapped[str | None] = mapped_column(String(254))
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    """Whole years, both inclusive: 25 lasts until the day before the 26th birthday. None: nobody has told us."""
    minimum_age_months: Mapped[int | None]
    maximum_age_months: Mapped[int | None]
    """For babies, in whole months below 24, where years are too coarse; they stand above the years."""
    eligibility: Mapped[str] = mapped_column(Text, default="")
    how_to_get_in: Mapped[str] = mapped_column(Text, default="")
    what_happens_next: Mapped[str] = mapped_column(Text, default="")
    routes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Who may ask: self, parent, gp, school, professional."""
    self_refer_from_age: Mapped[int | None]
    via_front_door: Mapped[bool] = mapped_column(default=False)
    """Whether this portal's own form is the way in."""
    crisis: Mapped[bool] = mapped_column(default=False)
    helpline: Mapped[str | None] = mapped_column(String(60))
    """A contact of the registry. Then no number is kept here."""
    catchment: Mapped[Catchment] = mapped_column(by_value(Catchment), default=Catchment.RESIDENTS)
    catchment_wards: Mapped[list[str]] = mapped_column(JSON, default=list)
    accreditations: Mapped[str | None] = mapped_column(Text)
    assurance: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """For apps: what was checked, by which role, when, and when that runs out."""
    mhst: Mapped[bool | None]
    """For schools: whether the NHS school team visits."""
    assured_date: Mapped[date | None]
    assurer_email: Mapped[str | None] = mapped_column(String(254))
    owner: Mapped[str] = mapped_column(String(120), default="")
    """The role that keeps this entry true."""
    wait_as_of: Mapped[date | None]
    wait_median_days: Mapped[int | None]
    wait_p85_days: Mapped[int | None]
    wait_count: Mapped[int | None]
    wait_method: Mapped[str | None] = mapped_column(String(60))
    """How the wait is known; what a provider told us is marked as such."""
    fictional: Mapped[bool] = mapped_column(default=False)
    last_modified: Mapped[datetime]

    organization: Mapped[Organization] = relationship()
    terms: Mapped[list[ServiceTerm]] = relationship(cascade=OWNED, order_by=ServiceTerm.position)
    places: Mapped[list["ServiceAtLocation"]] = relationship(cascade=OWNED, order_by="ServiceAtLocation.position")
    schedules: Mapped[list["Schedule"]] = relationship(cascade=OWNED, order_by="Schedule.position")
    contacts: Mapped[list["Contact"]] = relationship(cascade=OWNED, order_by="Contact.id")
    areas: Mapped[list["ServiceArea"]] = relationship(cascade=OWNED, order_by="ServiceArea.id")
    costs: Mapped[list["CostOption"]] = relationship(cascade=OWNED, order_by="CostOption.position")
    languages: Mapped[list["ServiceLanguage"]] = relationship(cascade=OWNED, order_by="ServiceLanguage.code")


class Location(Base):
    """A place where something happens."""

    __tablename__ = "locations"

    location_type: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    address_hidden: Mapped[bool] = mapped_column(default=False)
    """Known to staff only: people would be in danger if it could be found, even by measuring distances."""

    addresses: Mapped[list["Address"]] = relationship(cascade=OWNED, order_by="Address.id")
    accessibility: Mapped[list["Accessibility"]] = relationship(cascade=OWNED, order_by="Accessibility.id")


class Address(Base):
    """Where post, or a person, finds a location."""

    __tablename__ = "addresses"

    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("locations.id"), index=True)
    address_1: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(100))
    state_province: Mapped[str] = mapped_column(String(100))
    postal_code: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    address_type: Mapped[str] = mapped_column(String(20))


class Accessibility(Base):
    """What getting into and around a location is like."""

    __tablename__ = "accessibility"

    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("locations.id"), index=True)
    description: Mapped[str] = mapped_column(Text)


class ServiceAtLocation(Base):
    """One service at one place."""

    __tablename__ = "service_at_locations"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("locations.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    location: Mapped[Location] = relationship()


class Schedule(Base):
    """When a service is open: a weekly rule, with what it does on bank holidays and outside term."""

    __tablename__ = "schedules"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    freq: Mapped[str] = mapped_column(String(10))
    interval: Mapped[int] = mapped_column(default=1)
    byday: Mapped[str] = mapped_column(String(40), default="")
    """Days as in RRULE, such as MO,TU."""
    bymonthday: Mapped[str] = mapped_column(String(100), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    opens_at: Mapped[str] = mapped_column(String(8))
    closes_at: Mapped[str] = mapped_column(String(8))
    """At or before the opening time: on the next day."""
    bank_holidays: Mapped[Rule] = mapped_column(by_value(Rule), default=Rule.UNKNOWN)
    term_time_only: Mapped[bool] = mapped_column(default=False)
    by_appointment: Mapped[bool] = mapped_column(default=False)
    """People are seen in these hours, but only those who have arranged it."""
    notes: Mapped[str | None] = mapped_column(Text)


class Contact(Base):
    """A desk to write or ring to; a person's name only where the service wants it known."""

    __tablename__ = "contacts"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(200))

    phones: Mapped[list["Phone"]] = relationship(cascade=OWNED, order_by="Phone.position")


class Phone(Base):
    """A number of a contact."""

    __tablename__ = "phones"

    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contacts.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20), default="voice")
    """voice or text."""


class ServiceArea(Base):
    """The part of the country a service is for, in words."""

    __tablename__ = "service_areas"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    service_area: Mapped[str] = mapped_column(Text, default="")


class CostOption(Base):
    """What somebody pays."""

    __tablename__ = "cost_options"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    option: Mapped[str] = mapped_column(String(200))
    amount: Mapped[float | None]
    amount_description: Mapped[str] = mapped_column(String(300), default="")


class ServiceLanguage(Base):
    """A language a service speaks, and from which moment on."""

    __tablename__ = "service_languages"
    __table_args__ = (UniqueConstraint("service_id", "code"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    code: Mapped[str] = mapped_column(String(10))
    first_contact: Mapped[bool] = mapped_column(default=False)
    help: Mapped[bool] = mapped_column(default=True)


class DirectoryVersion(Base):
    """A counter that moves with every change, so that each process knows when its index is old."""

    __tablename__ = "directory_versions"

    number: Mapped[int] = mapped_column(default=0)
