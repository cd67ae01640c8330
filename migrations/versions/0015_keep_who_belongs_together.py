"""Keep who belongs together, what was decided about a case, and what there is to do."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFERRALS = sa.table(
    "referrals",
    sa.column("band", sa.String()),
    sa.column("contact_by", MOMENT),
    sa.column("told_band", sa.String()),
    sa.column("told_contact_by", MOMENT),
)


def upgrade() -> None:
    """Make the tables, and let every referral of before tell what it told."""
    _referrals_tell()
    _identifiers()
    _case_changes()
    _decisions("contact_decisions", "reason_sealed", _flag("may_tell_parents"), _flag("newest_counts"))
    _decisions("competence_records", "reasons_sealed", _word("matter"), _word("finding"))
    _tasks()


def _referrals_tell() -> None:
    """Give referrals the band and the time that their own pages tell."""
    op.add_column("referrals", sa.Column("told_band", sa.String(length=20), nullable=True))
    op.add_column("referrals", sa.Column("told_contact_by", MOMENT, nullable=True))
    op.execute(sa.update(REFERRALS).values(told_band=REFERRALS.c.band, told_contact_by=REFERRALS.c.contact_by))
    with op.batch_alter_table("referrals") as referrals:
        referrals.alter_column("told_band", existing_type=sa.String(length=20), nullable=False)
        referrals.alter_column("told_contact_by", existing_type=MOMENT, nullable=False)


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _word(name: str) -> sa.Column:
    return sa.Column(name, sa.String(length=40), nullable=False)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _points(table: str, column: str, to: str, *, empty: bool = False) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    """Make a column that points at a row of another table."""
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
    return sa.Column(column, sa.Uuid(), nullable=empty), key


def _identifiers() -> None:
    op.create_table(
        "referral_identifiers",
        _id(),
        *_points("referral_identifiers", "referral_id", "referrals"),
        _word("kind"),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_identifiers")),
        sa.UniqueConstraint(
            "referral_id", "kind", "digest", name=op.f("uq_referral_identifiers_referral_id_kind_digest")
        ),
    )
    op.create_index("ix_referral_identifiers_kind_digest", "referral_identifiers", ["kind", "digest"])


def _case_changes() -> None:
    table = "case_changes"
    op.create_table(
        table,
        _id(),
        sa.Column("at", MOMENT, nullable=False),
        _word("change"),
        *_points(table, "referral_id", "referrals"),
        *_points(table, "from_case_id", "cases"),
        *_points(table, "to_case_id", "cases"),
        *_points(table, "author_id", "staff_users"),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("referral_id", "from_case_id", "to_case_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _decisions(table: str, sealed: str, *said: sa.Column) -> None:
    """Make a table of what clinicians found or decided, each with its author and its sealed reason."""
    op.create_table(
        table,
        _id(),
        *_points(table, "referral_id", "referrals"),
        sa.Column("at", MOMENT, nullable=False),
        *_points(table, "author_id", "staff_users"),
        *said,
        sa.Column(sealed, sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_referral_id"), table, ["referral_id"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        _id(),
        *_points("tasks", "referral_id", "referrals"),
        _word("kind"),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        *_points("tasks", "done_by", "staff_users", empty=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_referral_id"), "tasks", ["referral_id"])
    op.create_index("ix_tasks_done_at_due_at", "tasks", ["done_at", "due_at"])


def downgrade() -> None:
    """Take them away; what each voice said stays."""
    for table in ("tasks", "competence_records", "contact_decisions", "case_changes", "referral_identifiers"):
        op.drop_table(table)
    with op.batch_alter_table("referrals") as referrals:
        referrals.drop_column("told_contact_by")
        referrals.drop_column("told_band")
