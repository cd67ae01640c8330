"""Mark who needs something to reach us, and who came in while the desk was closed: yes, no, or not looked at yet.

What was said is sealed and the desk's hours are the area's, so that no statement here can tell. Rows of before stay
empty: the queue counts them as a yes until the worker has looked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("referrals") as referrals:
        referrals.add_column(sa.Column("access_needs", sa.Boolean(), nullable=True))
        referrals.add_column(sa.Column("out_of_hours", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take them away; what was said stays where it is."""
    with op.batch_alter_table("referrals") as referrals:
        referrals.drop_column("out_of_hours")
        referrals.drop_column("access_needs")
