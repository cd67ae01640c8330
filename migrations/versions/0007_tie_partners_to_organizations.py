"""Tie service partners to their organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("staff_users") as users:
        users.add_column(sa.Column("organization_id", sa.Uuid(), nullable=True))
        users.create_foreign_key(op.f("fk_staff_users_organization_id"), "organizations", ["organization_id"], ["id"])
        users.create_index(op.f("ix_staff_users_organization_id"), ["organization_id"])


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("staff_users") as users:
        users.drop_index(op.f("ix_staff_users_organization_id"))
        users.drop_constraint(op.f("fk_staff_users_organization_id"), type_="foreignkey")
        users.drop_column("organization_id")
