"""Add ages in months."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAMES = ("minimum_age_months", "maximum_age_months")


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("services") as services:
        for name in NAMES:
            services.add_column(sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the columns away."""
    with op.batch_alter_table("services") as services:
        for name in NAMES:
            services.drop_column(name)
