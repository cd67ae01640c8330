"""Keep who took the record of a case out of here, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "records_taken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["staff_users.id"], name=op.f("fk_records_taken_user_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f("fk_records_taken_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_taken")),
    )
    op.create_index(op.f("ix_records_taken_referral_id"), "records_taken", ["referral_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("records_taken")
