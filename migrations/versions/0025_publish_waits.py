"""Publish waits: figures that were suppressed and rounded, and what other services say of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

DAYS = (
    "people",
    "waiting",
    "typical_days",
    "typical_low_days",
    "typical_high_days",
    "upper_days",
    "upper_low_days",
    "upper_high_days",
    "so_far_days",
    "covered_percent",
)


def upgrade() -> None:
    """Make the tables."""
    _make(
        "wait_editions",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("as_of", name=op.f("uq_wait_editions_as_of")),
        sa.ForeignKeyConstraint(["approved_by"], ["staff_users.id"], name=op.f("fk_wait_editions_approved_by")),
    )
    _make(
        "wait_figures",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.String(40), nullable=False),
        sa.Column("band", sa.String(20), nullable=False),
        sa.Column("milestone", sa.String(40), nullable=False),
        sa.Column("hidden", sa.String(40), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in DAYS),
        sa.Column("trend", sa.String(40), nullable=True),
        sa.UniqueConstraint("edition_id", "list_id", "band", "milestone", name="uq_wait_figures_list"),
        sa.ForeignKeyConstraint(["edition_id"], ["wait_editions.id"], name=op.f("fk_wait_figures_edition_id")),
    )
    _make(
        "outside_waits",
        sa.Column("service_slug", sa.String(120), nullable=False),
        sa.Column("milestone", sa.String(40), nullable=False),
        sa.Column("low_weeks", sa.Integer(), nullable=False),
        sa.Column("high_weeks", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["staff_users.id"], name=op.f("fk_outside_waits_entered_by")),
    )
    op.create_index("ix_outside_waits_service_slug_said_on", "outside_waits", ["service_slug", "said_on"])


def downgrade() -> None:
    """Take the tables away."""
    for table in ("outside_waits", "wait_figures", "wait_editions"):
        op.drop_table(table)


def _make(table: str, *parts: sa.Column | sa.Constraint) -> None:
    """Make a table with the house's key."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
