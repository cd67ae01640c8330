"""Add reports of what is wrong with an entry of the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "problem_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("sending_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["staff_users.id"], name=op.f("fk_problem_reports_answered_by")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_problem_reports_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_reports")),
        sa.UniqueConstraint("reference", name=op.f("uq_problem_reports_reference")),
        sa.UniqueConstraint("sending_key", name=op.f("uq_problem_reports_sending_key")),
    )
    op.create_index(op.f("ix_problem_reports_service_id"), "problem_reports", ["service_id"], unique=False)
    op.create_index("ix_problem_reports_status_due_at", "problem_reports", ["status", "due_at"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_problem_reports_status_due_at", table_name="problem_reports")
    op.drop_index(op.f("ix_problem_reports_service_id"), table_name="problem_reports")
    op.drop_table("problem_reports")
