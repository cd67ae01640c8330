"""Keep what screening decides: outcomes, letters, tries to reach somebody, and who was woken."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DECISIONS, LETTERS, ATTEMPTS, ALERTS = "screening_decisions", "letters", "contact_attempts", "alerts"


def upgrade() -> None:
    """Make the tables."""
    _make_decisions()
    _make_letters()
    _make_attempts()
    _make_alerts()


def _make_decisions() -> None:
    """Make the table of decisions."""
    op.create_table(
        DECISIONS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("band_before", sa.String(length=20), nullable=False),
        sa.Column("band_after", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("words_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("rationale_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_step_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("why_lower_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("story_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff_users.id"], name=op.f(f"fk_{DECISIONS}_author_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["organizations.id"], name=op.f(f"fk_{DECISIONS}_partner_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f(f"fk_{DECISIONS}_referral_id")),
        sa.ForeignKeyConstraint(["second_id"], ["staff_users.id"], name=op.f(f"fk_{DECISIONS}_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DECISIONS}")),
    )
    op.create_index(op.f(f"ix_{DECISIONS}_referral_id"), DECISIONS, ["referral_id"])
    op.create_index(f"ix_{DECISIONS}_state_at", DECISIONS, ["state", "at"])


def _make_letters() -> None:
    """Make the table of letters."""
    op.create_table(
        LETTERS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["status_changes.id"], name=op.f(f"fk_{LETTERS}_change_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f(f"fk_{LETTERS}_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LETTERS}")),
        sa.UniqueConstraint("change_id", name=op.f(f"uq_{LETTERS}_change_id")),
    )
    op.create_index(op.f(f"ix_{LETTERS}_referral_id"), LETTERS, ["referral_id"])


def _make_attempts() -> None:
    """Make the table of tries."""
    op.create_table(
        ATTEMPTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("to", sa.String(length=40), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff_users.id"], name=op.f(f"fk_{ATTEMPTS}_author_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f(f"fk_{ATTEMPTS}_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ATTEMPTS}")),
    )
    op.create_index(op.f(f"ix_{ATTEMPTS}_referral_id"), ATTEMPTS, ["referral_id"])


def _make_alerts() -> None:
    """Make the table of who was woken."""
    op.create_table(
        ALERTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f(f"fk_{ALERTS}_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ALERTS}")),
        sa.UniqueConstraint("referral_id", "due_at", "rung", name=op.f(f"uq_{ALERTS}_referral_id_due_at_rung")),
    )
    op.create_index(op.f(f"ix_{ALERTS}_referral_id"), ALERTS, ["referral_id"])


def downgrade() -> None:
    """Take them away; what moved each referral stays in its history."""
    for table in (ALERTS, ATTEMPTS, LETTERS, DECISIONS):
        op.drop_table(table)
