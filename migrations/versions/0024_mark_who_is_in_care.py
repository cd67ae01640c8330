"""Mark every voice of a case in care, and let the database itself keep the mark.

Whoever is not marked is on the tracking list by their referral, so a mark that is wrong could hide somebody: no code
writes it. On SQLite a later step that makes `referrals` anew drops these triggers first and makes them again after.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MARK = """UPDATE referrals SET in_care = EXISTS (SELECT 1 FROM spells s JOIN referrals r ON r.id = s.referral_id
WHERE s.closed_at IS NULL AND r.case_id = referrals.case_id)"""
LED_BY = {
    "INSERT": "WHERE case_id = (SELECT case_id FROM referrals WHERE id = NEW.referral_id)",
    "DELETE": "WHERE case_id = (SELECT case_id FROM referrals WHERE id = OLD.referral_id)",
    "UPDATE": "WHERE case_id IN (SELECT case_id FROM referrals WHERE id IN (OLD.referral_id, NEW.referral_id))",
}
MOVED = "WHERE case_id IN (OLD.case_id, NEW.case_id)"
ON_POSTGRESQL = f"""
CREATE FUNCTION spells_mark_in_care() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {MARK} {LED_BY["UPDATE"]}; RETURN NULL; END $$;
CREATE TRIGGER spells_in_care AFTER INSERT OR DELETE OR UPDATE OF closed_at, referral_id ON spells
FOR EACH ROW EXECUTE FUNCTION spells_mark_in_care();
CREATE FUNCTION referrals_mark_in_care() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {MARK} {MOVED}; RETURN NULL; END $$;
CREATE TRIGGER referrals_in_care AFTER UPDATE OF case_id ON referrals
FOR EACH ROW EXECUTE FUNCTION referrals_mark_in_care();
"""
ON_SQLITE = {
    "spells_in_care_insert": ("INSERT ON spells", LED_BY["INSERT"]),
    "spells_in_care_delete": ("DELETE ON spells", LED_BY["DELETE"]),
    "spells_in_care_update": ("UPDATE OF closed_at, referral_id ON spells", LED_BY["UPDATE"]),
    "referrals_in_care_update": ("UPDATE OF case_id ON referrals", MOVED),
}
INDICES = {
    "ix_spells_waiting": ["clock_started_at", "referral_id"],
    "ix_spells_concern": ["band_rank", "clock_started_at", "referral_id"],
    "ix_spells_next_action_by": ["next_action_by", "clock_started_at", "referral_id"],
    "ix_spells_limit_at": ["limit_at", "referral_id"],
    "ix_spells_stage": ["stage", "clock_started_at", "referral_id"],
    "ix_spells_stage_limit_at": ["stage", "limit_at"],
    "ix_spells_stage_band": ["stage", "band", "clock_started_at"],
    "ix_spells_stage_delayed_until": ["stage", "delayed_until"],
    "ix_spells_stage_handing_over": ["stage", "handing_over"],
}
BEFORE = {
    "ix_spells_waiting": ["closed_at", "clock_started_at"],
    "ix_spells_limit_at": ["closed_at", "limit_at"],
    "ix_spells_stage": ["closed_at", "stage"],
}
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Add the mark, mark who is in care now, and make room to find the first page in every order."""
    with op.batch_alter_table("referrals") as referrals:
        referrals.add_column(sa.Column("in_care", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("referrals") as referrals:
        referrals.alter_column("in_care", server_default=None)
    op.create_index("ix_referrals_status_in_care", "referrals", ["status", "in_care"])
    op.create_index("ix_referrals_language_status", "referrals", ["language", "status"])
    for name in BEFORE:
        op.drop_index(name, "spells")
    # PostgreSQL takes its order only from an index of the open ones: "is null" fixes no column of a longer one.
    for name, columns in INDICES.items():
        op.create_index(name, "spells", columns, postgresql_where=OPEN, sqlite_where=OPEN)
    op.execute(MARK)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(ON_POSTGRESQL)
        return
    for name, (event, cases) in ON_SQLITE.items():
        op.execute(f"CREATE TRIGGER {name} AFTER {event} BEGIN {MARK} {cases}; END")


def downgrade() -> None:
    """Take them away; who is in care is told by the spells."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER referrals_in_care ON referrals")
        op.execute("DROP TRIGGER spells_in_care ON spells")
        op.execute("DROP FUNCTION referrals_mark_in_care()")
        op.execute("DROP FUNCTION spells_mark_in_care()")
    else:
        for name in ON_SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    for name in INDICES:
        op.drop_index(name, "spells")
    for name, columns in BEFORE.items():
        op.create_index(name, "spells", columns)
    op.drop_index("ix_referrals_language_status", "referrals")
    op.drop_index("ix_referrals_status_in_care", "referrals")
    with op.batch_alter_table("referrals") as referrals:
        referrals.drop_column("in_care")
