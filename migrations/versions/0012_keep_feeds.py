"""Keep what feeds said last, and dry runs that wait for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("name", name=op.f("uq_feeds_name")),
    )
    _make_records()
    _make_readings()


def _make_records() -> None:
    op.create_table(
        "feed_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("their_id", sa.String(length=200), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vanished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_feed_records_feed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_records")),
        sa.UniqueConstraint("feed_id", "their_id", name=op.f("uq_feed_records_feed_id_their_id")),
        sa.UniqueConstraint("service_id", name=op.f("uq_feed_records_service_id")),
    )
    op.create_index(op.f("ix_feed_records_feed_id"), "feed_records", ["feed_id"])


def _make_readings() -> None:
    op.create_table(
        "feed_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_users.id"], name=op.f("fk_feed_readings_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_readings")),
    )
    op.create_index(op.f("ix_feed_readings_by_id"), "feed_readings", ["by_id"])
    op.create_table(
        "feed_differences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("their_id", sa.String(length=200), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["feed_readings.id"], name=op.f("fk_feed_differences_reading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_differences")),
        sa.UniqueConstraint("reading_id", "position", name=op.f("uq_feed_differences_reading_id_position")),
    )
    op.create_index(op.f("ix_feed_differences_reading_id"), "feed_differences", ["reading_id"])


def downgrade() -> None:
    """Take them away."""
    for table in ("feed_differences", "feed_readings", "feed_records", "feeds"):
        op.drop_table(table)
