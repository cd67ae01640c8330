"""Keep spells of care, with all that happens in them; a clock can only be found to have started earlier."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REFUSAL = "A clock never starts later than it did."
ON_POSTGRESQL = f"""
CREATE FUNCTION spells_clock_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER spells_clock_keep BEFORE UPDATE OF clock_started_at ON spells
FOR EACH ROW WHEN (NEW.clock_started_at > OLD.clock_started_at) EXECUTE FUNCTION spells_clock_refuse();
"""
ON_SQLITE = f"""
CREATE TRIGGER spells_clock_keep BEFORE UPDATE OF clock_started_at ON spells
WHEN NEW.clock_started_at > OLD.clock_started_at BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
TABLES = ("transfers", "spell_events", "return_tickets", "delays", "breaches", "appointments", "spells")


def upgrade() -> None:
    """Make the tables, and let the database itself refuse to start a clock again."""
    op.create_table(
        "spells",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("clock_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("stood", sa.String(length=40), nullable=True),
        sa.Column("owner_organization_id", sa.Uuid(), nullable=True),
        sa.Column("clinician_id", sa.Uuid(), nullable=True),
        sa.Column("handed_to_id", sa.Uuid(), nullable=True),
        sa.Column("handing_over", sa.Boolean(), nullable=False),
        sa.Column("band", sa.String(length=20), nullable=False),
        sa.Column("band_rank", sa.Integer(), nullable=False),
        sa.Column("band_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pathway", sa.String(length=60), nullable=False),
        sa.Column("next_action", sa.String(length=40), nullable=False),
        sa.Column("next_action_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("help_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_meeting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("limit_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delayed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_in_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("update_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transition_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_ticket", sa.Boolean(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clinician_id"], ["staff_users.id"], name=op.f("fk_spells_clinician_id")),
        sa.ForeignKeyConstraint(["handed_to_id"], ["organizations.id"], name=op.f("fk_spells_handed_to_id")),
        sa.ForeignKeyConstraint(
            ["owner_organization_id"], ["organizations.id"], name=op.f("fk_spells_owner_organization_id")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f("fk_spells_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spells")),
    )
    op.create_index(op.f("ix_spells_answer_due_at"), "spells", ["answer_due_at"], unique=False)
    op.create_index(op.f("ix_spells_check_in_due_at"), "spells", ["check_in_due_at"], unique=False)
    op.create_index(op.f("ix_spells_clinician_id"), "spells", ["clinician_id"], unique=False)
    op.create_index(op.f("ix_spells_handed_to_id"), "spells", ["handed_to_id"], unique=False)
    op.create_index("ix_spells_limit_at", "spells", ["closed_at", "limit_at"], unique=False)
    op.create_index(op.f("ix_spells_owner_organization_id"), "spells", ["owner_organization_id"], unique=False)
    op.create_index(op.f("ix_spells_referral_id"), "spells", ["referral_id"], unique=False)
    op.create_index("ix_spells_stage", "spells", ["closed_at", "stage"], unique=False)
    op.create_index(op.f("ix_spells_transition_due_at"), "spells", ["transition_due_at"], unique=False)
    op.create_index(op.f("ix_spells_update_due_at"), "spells", ["update_due_at"], unique=False)
    op.create_index("ix_spells_waiting", "spells", ["closed_at", "clock_started_at"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spell_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("fate", sa.String(length=40), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["offered_by"], ["staff_users.id"], name=op.f("fk_appointments_offered_by")),
        sa.ForeignKeyConstraint(["spell_id"], ["spells.id"], name=op.f("fk_appointments_spell_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_spell_id"), "appointments", ["spell_id"], unique=False)
    op.create_table(
        "breaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spell_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("further_causes", sa.String(length=300), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("coded_by", sa.Uuid(), nullable=True),
        sa.Column("coded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coded_by"], ["staff_users.id"], name=op.f("fk_breaches_coded_by")),
        sa.ForeignKeyConstraint(["spell_id"], ["spells.id"], name=op.f("fk_breaches_spell_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
        sa.UniqueConstraint("spell_id", "kind", name=op.f("uq_breaches_spell_id_kind")),
    )
    op.create_index("ix_breaches_cause_passed_at", "breaches", ["cause", "passed_at"], unique=False)
    op.create_table(
        "delays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spell_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff_users.id"], name=op.f("fk_delays_recorded_by")),
        sa.ForeignKeyConstraint(["spell_id"], ["spells.id"], name=op.f("fk_delays_spell_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delays")),
    )
    op.create_index(op.f("ix_delays_spell_id"), "delays", ["spell_id"], unique=False)
    op.create_table(
        "return_tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spell_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_back_as", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["came_back_as"], ["referrals.id"], name=op.f("fk_return_tickets_came_back_as")),
        sa.ForeignKeyConstraint(["spell_id"], ["spells.id"], name=op.f("fk_return_tickets_spell_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_tickets")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_return_tickets_code_digest")),
    )
    op.create_index(op.f("ix_return_tickets_spell_id"), "return_tickets", ["spell_id"], unique=False)
    op.create_table(
        "spell_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spell_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.String(length=60), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff_users.id"], name=op.f("fk_spell_events_author_id")),
        sa.ForeignKeyConstraint(["spell_id"], ["spells.id"], name=op.f("fk_spell_events_spell_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spell_events")),
    )
    op.create_index(op.f("ix_spell_events_spell_id"), "spell_events", ["spell_id"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spell_id", sa.Uuid(), nullable=False),
        sa.Column("from_organization_id", sa.Uuid(), nullable=True),
        sa.Column("to_organization_id", sa.Uuid(), nullable=True),
        sa.Column("story_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("without_consent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff_users.id"], name=op.f("fk_transfers_answered_by")),
        sa.ForeignKeyConstraint(
            ["from_organization_id"], ["organizations.id"], name=op.f("fk_transfers_from_organization_id")
        ),
        sa.ForeignKeyConstraint(["offered_by"], ["staff_users.id"], name=op.f("fk_transfers_offered_by")),
        sa.ForeignKeyConstraint(["spell_id"], ["spells.id"], name=op.f("fk_transfers_spell_id")),
        sa.ForeignKeyConstraint(
            ["to_organization_id"], ["organizations.id"], name=op.f("fk_transfers_to_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index(op.f("ix_transfers_due_at"), "transfers", ["due_at"], unique=False)
    op.create_index(op.f("ix_transfers_spell_id"), "transfers", ["spell_id"], unique=False)
    op.create_index(op.f("ix_transfers_to_organization_id"), "transfers", ["to_organization_id"], unique=False)
    op.execute(ON_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else ON_SQLITE)


def downgrade() -> None:
    """Take them away; every referral stays where its status says."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION spells_clock_refuse()")
