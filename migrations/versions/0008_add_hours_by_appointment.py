"""Add hours in which people are seen by appointment."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. What stands there today was never said to be by appointment."""
    with op.batch_alter_table("schedules") as schedules:
        schedules.add_column(sa.Column("by_appointment", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("schedules") as schedules:
        schedules.alter_column("by_appointment", server_default=None)


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("schedules") as schedules:
        schedules.drop_column("by_appointment")
