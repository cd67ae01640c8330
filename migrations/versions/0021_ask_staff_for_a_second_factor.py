"""Ask staff for a second factor, and keep who broke the glass. Every stay of before ends: it had one factor."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables."""
    with op.batch_alter_table("staff_users") as users:
        users.add_column(sa.Column("workplace", sa.String(160), nullable=True))
        users.add_column(sa.Column("app_key_sealed", sa.LargeBinary(), nullable=True))
        users.add_column(sa.Column("app_step", sa.Integer(), nullable=True))
    with op.batch_alter_table("staff_sessions") as stays:
        stays.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        stays.add_column(sa.Column("challenge", sa.LargeBinary(64), nullable=True))
    _make(
        "recovery_codes",
        _owner(),
        sa.Column("code_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("code_digest", name=op.f("uq_recovery_codes_code_digest")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    _make(
        "passkeys",
        _owner(),
        sa.Column("credential_id", sa.LargeBinary(1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(2048), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])
    _make(
        "glass_breaks",
        _owner(),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f("fk_glass_breaks_referral_id")),
    )
    op.create_index(op.f("ix_glass_breaks_referral_id"), "glass_breaks", ["referral_id"])
    op.create_index("ix_glass_breaks_user_id_referral_id", "glass_breaks", ["user_id", "referral_id"])


def _make(table: str, *parts: sa.Column | sa.Constraint) -> None:
    """Make a table of rows that belong to somebody on the staff."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["user_id"], ["staff_users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _owner() -> sa.Column:
    """Return the column that says whose row it is."""
    return sa.Column("user_id", sa.Uuid(), nullable=False)


def downgrade() -> None:
    """Take them away, and end the stays that a password alone has begun."""
    for table in ("glass_breaks", "passkeys", "recovery_codes"):
        op.drop_table(table)
    op.execute("UPDATE staff_sessions SET revoked_at = created_at WHERE confirmed_at IS NULL AND revoked_at IS NULL")
    with op.batch_alter_table("staff_sessions") as stays:
        stays.drop_column("challenge")
        stays.drop_column("confirmed_at")
    with op.batch_alter_table("staff_users") as users:
        users.drop_column("app_step")
        users.drop_column("app_key_sealed")
        users.drop_column("workplace")
