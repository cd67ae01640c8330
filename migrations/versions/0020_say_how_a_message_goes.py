"""Say of every message how it goes, in which language, and whether somebody may already have it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "outbox"
NEW = ("organization_id", "way", "may", "language", "tried_at")


def upgrade() -> None:
    """Add the columns. What waited until now is for staff, by e-mail, in English."""
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("organization_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("way", sa.String(40), nullable=False, server_default="email"))
        table.add_column(sa.Column("may", sa.String(40), nullable=False, server_default="openly"))
        table.add_column(sa.Column("language", sa.String(10), nullable=False, server_default="en"))
        table.add_column(sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table(TABLE) as table:
        for name in ("way", "may", "language"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    """Take them away. What was for people outside goes with them: nobody would know any more how it may be sent."""
    op.execute("DELETE FROM outbox WHERE audience IN ('young-person', 'parent', 'referrer', 'partner')")
    with op.batch_alter_table(TABLE) as table:
        for name in reversed(NEW):
            table.drop_column(name)
