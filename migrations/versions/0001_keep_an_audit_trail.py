"""Keep an audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


REFUSAL = "The audit trail is only ever added to."
ON_POSTGRESQL = f"""
CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER audit_events_keep BEFORE UPDATE OR DELETE ON audit_events
FOR EACH ROW EXECUTE FUNCTION audit_events_refuse();
"""
ON_SQLITE = """
CREATE TRIGGER audit_events_keep_{0} BEFORE {0} ON audit_events BEGIN SELECT RAISE(ABORT, '{1}'); END
"""


def upgrade() -> None:
    """Make the tables, and let the database itself refuse to change what happened."""
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
        sa.UniqueConstraint("seq", name=op.f("uq_audit_events_seq")),
    )
    op.create_index(op.f("ix_audit_events_subject"), "audit_events", ["subject"], unique=False)
    op.create_index(op.f("ix_audit_events_tag"), "audit_events", ["tag"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(ON_POSTGRESQL)
    else:
        for act in ("update", "delete"):
            op.execute(ON_SQLITE.format(act, REFUSAL))


def downgrade() -> None:
    """Take them away."""
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_events_tag"), table_name="audit_events")
    op.drop_index(op.f("ix_audit_events_subject"), table_name="audit_events")
    op.drop_table("audit_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_events_refuse()")
