"""Tell on a referral how far care has come, and on a task whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Nobody has come back with a ticket yet, and every task was everybody's."""
    with op.batch_alter_table("referrals") as referrals:
        referrals.add_column(sa.Column("progress", sa.String(length=40), nullable=True))
        referrals.add_column(sa.Column("next_meeting_at", sa.DateTime(timezone=True), nullable=True))
        referrals.add_column(sa.Column("return_ticket", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("referrals") as referrals:
        referrals.alter_column("return_ticket", server_default=None)
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("for_id", sa.Uuid(), nullable=True))
        tasks.create_foreign_key(op.f("fk_tasks_for_id"), "staff_users", ["for_id"], ["id"])
        tasks.create_index(op.f("ix_tasks_for_id"), ["for_id"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_index(op.f("ix_tasks_for_id"))
        tasks.drop_constraint(op.f("fk_tasks_for_id"), type_="foreignkey")
        tasks.drop_column("for_id")
    with op.batch_alter_table("referrals") as referrals:
        referrals.drop_column("return_ticket")
        referrals.drop_column("next_meeting_at")
        referrals.drop_column("progress")
