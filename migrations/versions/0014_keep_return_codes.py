"""Keep what a return code needs: its digest, and the draft's key sealed under the code."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a draft of before has no code."""
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("code_digest", sa.LargeBinary(length=32), nullable=True))
        drafts.add_column(sa.Column("hold_sealed", sa.LargeBinary(), nullable=True))
        drafts.create_unique_constraint(op.f("uq_drafts_code_digest"), ["code_digest"])


def downgrade() -> None:
    """Take the codes away; the drafts stay."""
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_constraint(op.f("uq_drafts_code_digest"), type_="unique")
        drafts.drop_column("hold_sealed")
        drafts.drop_column("code_digest")
