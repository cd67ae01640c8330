"""Add the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "directory_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_versions")),
    )
    op.create_table(
        "locations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_type", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("address_hidden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
    )
    op.create_table(
        "taxonomies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("uri", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomies")),
        sa.UniqueConstraint("key", name=op.f("uq_taxonomies_key")),
    )
    op.create_table(
        "accessibility",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_accessibility_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accessibility")),
    )
    op.create_index(op.f("ix_accessibility_location_id"), "accessibility", ["location_id"], unique=False)
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("address_1", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("state_province", sa.String(length=100), nullable=False),
        sa.Column("postal_code", sa.String(length=12), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("address_type", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_addresses_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_location_id"), "addresses", ["location_id"], unique=False)
    op.create_table(
        "organization_identifiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("identifier_scheme", sa.String(length=100), nullable=True),
        sa.Column("identifier_type", sa.String(length=100), nullable=False),
        sa.Column("identifier", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_organization_identifiers_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_identifiers")),
    )
    op.create_index(
        op.f("ix_organization_identifiers_organization_id"),
        "organization_identifiers",
        ["organization_id"],
        unique=False,
    )
    op.create_table(
        "services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("alert", sa.Text(), nullable=True),
        sa.Column("closed_until", sa.Date(), nullable=True),
        sa.Column("alternatives", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("how_to_get_in", sa.Text(), nullable=False),
        sa.Column("what_happens_next", sa.Text(), nullable=False),
        sa.Column("routes", sa.JSON(), nullable=False),
        sa.Column("self_refer_from_age", sa.Integer(), nullable=True),
        sa.Column("via_front_door", sa.Boolean(), nullable=False),
        sa.Column("crisis", sa.Boolean(), nullable=False),
        sa.Column("helpline", sa.String(length=60), nullable=True),
        sa.Column("catchment", sa.String(length=40), nullable=False),
        sa.Column("catchment_wards", sa.JSON(), nullable=False),
        sa.Column("accreditations", sa.Text(), nullable=True),
        sa.Column("assurance", sa.JSON(), nullable=True),
        sa.Column("mhst", sa.Boolean(), nullable=True),
        sa.Column("assured_date", sa.Date(), nullable=True),
        sa.Column("assurer_email", sa.String(length=254), nullable=True),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("wait_as_of", sa.Date(), nullable=True),
        sa.Column("wait_median_days", sa.Integer(), nullable=True),
        sa.Column("wait_p85_days", sa.Integer(), nullable=True),
        sa.Column("wait_count", sa.Integer(), nullable=True),
        sa.Column("wait_method", sa.String(length=60), nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_services_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("slug", name=op.f("uq_services_slug")),
    )
    op.create_index(op.f("ix_services_organization_id"), "services", ["organization_id"], unique=False)
    op.create_index("ix_services_status_name", "services", ["status", "name"], unique=False)
    op.create_table(
        "taxonomy_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("taxonomy_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("official_name", sa.String(length=120), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("uri", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["taxonomy_id"], ["taxonomies.id"], name=op.f("fk_taxonomy_terms_taxonomy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_terms")),
        sa.UniqueConstraint("taxonomy_id", "key", name=op.f("uq_taxonomy_terms_taxonomy_id_key")),
    )
    op.create_index(op.f("ix_taxonomy_terms_taxonomy_id"), "taxonomy_terms", ["taxonomy_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_contacts_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_service_id"), "contacts", ["service_id"], unique=False)
    op.create_table(
        "cost_options",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("amount_description", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_cost_options_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_options")),
    )
    op.create_index(op.f("ix_cost_options_service_id"), "cost_options", ["service_id"], unique=False)
    op.create_table(
        "schedules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("freq", sa.String(length=10), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("byday", sa.String(length=40), nullable=False),
        sa.Column("bymonthday", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("opens_at", sa.String(length=8), nullable=False),
        sa.Column("closes_at", sa.String(length=8), nullable=False),
        sa.Column("bank_holidays", sa.String(length=40), nullable=False),
        sa.Column("term_time_only", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_schedules_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index(op.f("ix_schedules_service_id"), "schedules", ["service_id"], unique=False)
    op.create_table(
        "service_areas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("service_area", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_areas_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_areas")),
    )
    op.create_index(op.f("ix_service_areas_service_id"), "service_areas", ["service_id"], unique=False)
    op.create_table(
        "service_at_locations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_service_at_locations_location_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_at_locations_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_at_locations")),
        sa.UniqueConstraint("service_id", "location_id", name=op.f("uq_service_at_locations_service_id_location_id")),
    )
    op.create_index(op.f("ix_service_at_locations_location_id"), "service_at_locations", ["location_id"], unique=False)
    op.create_index(op.f("ix_service_at_locations_service_id"), "service_at_locations", ["service_id"], unique=False)
    op.create_table(
        "service_languages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("first_contact", sa.Boolean(), nullable=False),
        sa.Column("help", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_languages_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_languages")),
        sa.UniqueConstraint("service_id", "code", name=op.f("uq_service_languages_service_id_code")),
    )
    op.create_index(op.f("ix_service_languages_service_id"), "service_languages", ["service_id"], unique=False)
    op.create_table(
        "service_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_terms_service_id")),
        sa.ForeignKeyConstraint(["term_id"], ["taxonomy_terms.id"], name=op.f("fk_service_terms_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_terms")),
        sa.UniqueConstraint("service_id", "term_id", name=op.f("uq_service_terms_service_id_term_id")),
    )
    op.create_index(op.f("ix_service_terms_service_id"), "service_terms", ["service_id"], unique=False)
    op.create_index(op.f("ix_service_terms_term_id"), "service_terms", ["term_id"], unique=False)
    op.create_table(
        "phones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_phones_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phones")),
    )
    op.create_index(op.f("ix_phones_contact_id"), "phones", ["contact_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_phones_contact_id"), table_name="phones")
    op.drop_table("phones")
    op.drop_index(op.f("ix_service_terms_term_id"), table_name="service_terms")
    op.drop_index(op.f("ix_service_terms_service_id"), table_name="service_terms")
    op.drop_table("service_terms")
    op.drop_index(op.f("ix_service_languages_service_id"), table_name="service_languages")
    op.drop_table("service_languages")
    op.drop_index(op.f("ix_service_at_locations_service_id"), table_name="service_at_locations")
    op.drop_index(op.f("ix_service_at_locations_location_id"), table_name="service_at_locations")
    op.drop_table("service_at_locations")
    op.drop_index(op.f("ix_service_areas_service_id"), table_name="service_areas")
    op.drop_table("service_areas")
    op.drop_index(op.f("ix_schedules_service_id"), table_name="schedules")
    op.drop_table("schedules")
    op.drop_index(op.f("ix_cost_options_service_id"), table_name="cost_options")
    op.drop_table("cost_options")
    op.drop_index(op.f("ix_contacts_service_id"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_index(op.f("ix_taxonomy_terms_taxonomy_id"), table_name="taxonomy_terms")
    op.drop_table("taxonomy_terms")
    op.drop_index("ix_services_status_name", table_name="services")
    op.drop_index(op.f("ix_services_organization_id"), table_name="services")
    op.drop_table("services")
    op.drop_index(op.f("ix_organization_identifiers_organization_id"), table_name="organization_identifiers")
    op.drop_table("organization_identifiers")
    op.drop_index(op.f("ix_addresses_location_id"), table_name="addresses")
    op.drop_table("addresses")
    op.drop_index(op.f("ix_accessibility_location_id"), table_name="accessibility")
    op.drop_table("accessibility")
    op.drop_table("taxonomies")
    op.drop_table("organizations")
    op.drop_table("locations")
    op.drop_table("directory_versions")
