"""Gather the voices about one person in a case; every referral of before is a case of its own."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CASES = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("opened_at", sa.DateTime(timezone=True)))
REFERRALS = sa.table(
    "referrals",
    sa.column("id", sa.Uuid()),
    sa.column("case_id", sa.Uuid()),
    sa.column("received_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Make the table, and give every referral its case."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.add_column("referrals", sa.Column("case_id", sa.Uuid(), nullable=True))
    connection = op.get_bind()
    for row in connection.execute(sa.select(REFERRALS.c.id, REFERRALS.c.received_at)).all():
        own = uuid.uuid4()
        connection.execute(sa.insert(CASES).values(id=own, opened_at=row.received_at))
        connection.execute(sa.update(REFERRALS).where(REFERRALS.c.id == row.id).values(case_id=own))
    with op.batch_alter_table("referrals") as referrals:
        referrals.alter_column("case_id", existing_type=sa.Uuid(), nullable=False)
        referrals.create_foreign_key(op.f("fk_referrals_case_id"), "cases", ["case_id"], ["id"])
        referrals.create_index(op.f("ix_referrals_case_id"), ["case_id"])


def downgrade() -> None:
    """Take the cases away; what each voice said stays."""
    with op.batch_alter_table("referrals") as referrals:
        referrals.drop_index(op.f("ix_referrals_case_id"))
        referrals.drop_constraint(op.f("fk_referrals_case_id"), type_="foreignkey")
        referrals.drop_column("case_id")
    op.drop_table("cases")
