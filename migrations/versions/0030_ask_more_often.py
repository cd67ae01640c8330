"""Remember who wants to be asked more often how they are while they wait."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the days between two questions, where somebody has asked for it."""
    op.add_column("spells", sa.Column("check_in_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Ask everybody as often as how urgent it is says."""
    op.drop_column("spells", "check_in_days")
