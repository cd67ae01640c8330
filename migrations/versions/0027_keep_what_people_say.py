"""Keep what people say of pages and of their help, what was done about it, and who would like to join the panel."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MARKS = ("mark", "who", "listened", "needed", "again", "stage")


def upgrade() -> None:
    """Make the tables."""
    _make(
        "feedback",
        sa.Column("sending_key", sa.LargeBinary(32), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("page", sa.String(120), nullable=True),
        sa.Column("language", sa.String(10), nullable=False),
        *(sa.Column(name, sa.String(40), nullable=True) for name in MARKS),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("quotable", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.UniqueConstraint("sending_key", name=op.f("uq_feedback_sending_key")),
        sa.ForeignKeyConstraint(["answered_by"], ["staff_users.id"], name=op.f("fk_feedback_answered_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f("fk_feedback_referral_id")),
    )
    op.create_index(op.f("ix_feedback_referral_id"), "feedback", ["referral_id"])
    op.create_index("ix_feedback_answered_at_received_at", "feedback", ["answered_at", "received_at"])
    _make(
        "you_said_notes",
        sa.Column("page", sa.String(120), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("feedback_id", sa.Uuid(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_you_said_notes_feedback_id")),
        sa.ForeignKeyConstraint(["written_by"], ["staff_users.id"], name=op.f("fk_you_said_notes_written_by")),
    )
    op.create_index("ix_you_said_notes_page_published_at", "you_said_notes", ["page", "published_at"])
    _make(
        "panel_members",
        sa.Column("sending_key", sa.LargeBinary(32), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("age_group", sa.String(40), nullable=False),
        sa.Column("only_mine", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("sending_key", name=op.f("uq_panel_members_sending_key")),
        sa.UniqueConstraint("code", name=op.f("uq_panel_members_code")),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in ("panel_members", "you_said_notes", "feedback"):
        op.drop_table(table)


def _make(table: str, *parts: sa.Column | sa.Constraint) -> None:
    """Make a table with the house's key."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
