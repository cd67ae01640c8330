"""Publish report cards: a year in figures that were suppressed and rounded when they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "report_cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_cards")),
        sa.UniqueConstraint("year", name=op.f("uq_report_cards_year")),
        sa.ForeignKeyConstraint(["approved_by"], ["staff_users.id"], name=op.f("fk_report_cards_approved_by")),
    )
    op.create_table(
        "card_figures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("cell", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("untold", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_figures")),
        sa.UniqueConstraint("card_id", "section", "cell", "unit", name="uq_card_figures_cell"),
        sa.ForeignKeyConstraint(["card_id"], ["report_cards.id"], name=op.f("fk_card_figures_card_id")),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("card_figures")
    op.drop_table("report_cards")
