"""Add the middles of postcode districts and sectors."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "postcode_centroids",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postcode_centroids")),
    )
    op.create_index("ix_postcode_centroids_code", "postcode_centroids", ["code"], unique=True)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("postcode_centroids")
