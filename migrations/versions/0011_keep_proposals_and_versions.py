"""Keep what people propose for the directory, and every state of it that was approved."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REFUSAL = "What an entry said stays as it was said."
ON_POSTGRESQL = f"""
CREATE FUNCTION service_versions_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER service_versions_keep BEFORE UPDATE ON service_versions
FOR EACH ROW EXECUTE FUNCTION service_versions_refuse();
"""
ON_SQLITE = f"""
CREATE TRIGGER service_versions_keep BEFORE UPDATE ON service_versions BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""


def upgrade() -> None:
    """Make the tables. The database itself refuses to change a version; only clearing a demonstration removes one."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff_users.id"], name=op.f("fk_proposals_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    for column in ("author_id", "organization_id", "service_id"):
        op.create_index(op.f(f"ix_proposals_{column}"), "proposals", [column])
    op.create_table(
        "proposed_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_users.id"], name=op.f("fk_proposed_fields_decided_by")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_proposed_fields_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_fields")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_proposed_fields_proposal_id_position")),
    )
    op.create_index("ix_proposed_fields_state_proposal_id", "proposed_fields", ["state", "proposal_id"])
    for column in ("decided_by", "proposal_id"):
        op.create_index(op.f(f"ix_proposed_fields_{column}"), "proposed_fields", [column])
    _make_versions()
    op.create_table(
        "assurance_reminders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("assured_date", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_assurance_reminders_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assurance_reminders")),
        sa.UniqueConstraint(
            "service_id", "assured_date", "step", name=op.f("uq_assurance_reminders_service_id_assured_date_step")
        ),
    )
    op.create_index(op.f("ix_assurance_reminders_service_id"), "assurance_reminders", ["service_id"])


def _make_versions() -> None:
    op.create_table(
        "service_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff_users.id"], name=op.f("fk_service_versions_author_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["staff_users.id"], name=op.f("fk_service_versions_approver_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_service_versions_proposal_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_versions_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_versions")),
        sa.UniqueConstraint("service_id", "number", name=op.f("uq_service_versions_service_id_number")),
    )
    for column in ("approver_id", "author_id", "proposal_id", "service_id"):
        op.create_index(op.f(f"ix_service_versions_{column}"), "service_versions", [column])
    op.execute(ON_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else ON_SQLITE)


def downgrade() -> None:
    """Take them away."""
    for table in ("assurance_reminders", "service_versions", "proposed_fields", "proposals"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION service_versions_refuse()")
