"""Keep passports: the words twice, sealed under two codes, of which only keyed hashes are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "passports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("own_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("own_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shown_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("shown_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passports")),
        sa.UniqueConstraint("own_digest", name=op.f("uq_passports_own_digest")),
        sa.UniqueConstraint("shown_digest", name=op.f("uq_passports_shown_digest")),
    )
    op.create_index("ix_passports_expires_at", "passports", ["expires_at"])


def downgrade() -> None:
    """Take the table away, and with it every word in it."""
    op.drop_table("passports")
