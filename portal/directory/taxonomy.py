"""Tables of the words services are sorted by: needs, THRIVE groupings, cohorts and the rest."""

import uuid

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class Taxonomy(Base):
    """One list of words."""

    __tablename__ = "taxonomies"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    """The stable name in addresses: need, thrive, cohort …"""
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    uri: Mapped[str] = mapped_column(String(300))

    terms: Mapped[list["TaxonomyTerm"]] = relationship(
        back_populates="taxonomy", cascade="all, delete-orphan", order_by="TaxonomyTerm.position"
    )


class TaxonomyTerm(Base):
    """One word of a list, with its names."""

    __tablename__ = "taxonomy_terms"
    __table_args__ = (UniqueConstraint("taxonomy_id", "key"),)

    taxonomy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomies.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    """By language; English is always there."""
    official_name: Mapped[str | None] = mapped_column(String(120))
    """What professionals call it, where that differs."""
    description: Mapped[str] = mapped_column(Text)
    uri: Mapped[str] = mapped_column(String(300))

    taxonomy: Mapped[Taxonomy] = relationship(back_populates="terms")


class ServiceTerm(Base):
    """A service carries a word. A service may carry several of one list."""

    __tablename__ = "service_terms"
    __table_args__ = (UniqueConstraint("service_id", "term_id"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomy_terms.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    """The order in which the service names its words: what it is mainly for comes first."""

    term: Mapped[TaxonomyTerm] = relationship()
