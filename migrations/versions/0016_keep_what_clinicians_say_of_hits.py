"""Keep what clinicians say of the phrases that word lists find."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLE = "hit_marks"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("hit_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff_users.id"], name=op.f(f"fk_{TABLE}_author_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f(f"fk_{TABLE}_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_referral_id"), TABLE, ["referral_id"])


def downgrade() -> None:
    """Take it away; what was found and how soon stays."""
    op.drop_table(TABLE)
