"""Keep training: what is given and when, what can be read about it, who comes, and whom a message is for."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

SEALED = ("code", "name", "email", "role", "workplace", "access")


def upgrade() -> None:
    """Make the tables."""
    _make(
        "training_events",
        sa.Column("slug", sa.String(100), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("meeting", sa.String(40), nullable=False),
        sa.Column("groups", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("series", sa.String(60), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("summary", "outcomes", "access")),
        sa.Column("given_by", sa.String(200), nullable=False),
        *(sa.Column(f"{name}_at", sa.DateTime(timezone=True), nullable=False) for name in ("starts", "ends", "closes")),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("joining_sealed", sa.LargeBinary(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("places", "cpd_minutes", "sequence")),
        *(sa.Column(f"{name}_at", sa.DateTime(timezone=True), nullable=False) for name in ("made", "changed")),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_why", sa.String(300), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("slug", name=op.f("uq_training_events_slug")),
        sa.ForeignKeyConstraint(["made_by"], ["staff_users.id"], name=op.f("fk_training_events_made_by")),
    )
    op.create_index("ix_training_events_starts_at", "training_events", ["starts_at"])
    _make(
        "training_materials",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["training_events.id"], name=op.f("fk_training_materials_event_id")),
        sa.ForeignKeyConstraint(["added_by"], ["staff_users.id"], name=op.f("fk_training_materials_added_by")),
    )
    op.create_index(op.f("ix_training_materials_event_id"), "training_materials", ["event_id"])
    _bookings()
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("booking_id", sa.Uuid(), nullable=True))


def _bookings() -> None:
    """Make the table of who comes. Whatever says who somebody is is sealed."""
    _make(
        "training_bookings",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("sending_key", sa.LargeBinary(32), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(32), nullable=True),
        *(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True) for name in SEALED),
        sa.Column("listed_code", sa.String(20), nullable=False),
        sa.Column("group", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(f"{name}_at", sa.DateTime(timezone=True), nullable=True)
            for name in ("left", "reminded", "attended")
        ),
        sa.Column("certificate", sa.String(40), nullable=True),
        sa.Column("dispose_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("sending_key", name=op.f("uq_training_bookings_sending_key")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_training_bookings_code_digest")),
        sa.UniqueConstraint("certificate", name=op.f("uq_training_bookings_certificate")),
        sa.ForeignKeyConstraint(["event_id"], ["training_events.id"], name=op.f("fk_training_bookings_event_id")),
    )
    columns = ["event_id", "standing", "signed_up_at"]
    op.create_index("ix_training_bookings_event_id_standing_signed_up_at", "training_bookings", columns)
    op.create_index("ix_training_bookings_dispose_on", "training_bookings", ["dispose_on"])


def downgrade() -> None:
    """Take the tables away, and the messages to whoever signed up: nobody would know any more where they go."""
    op.execute("DELETE FROM outbox WHERE audience = 'learner'")
    with op.batch_alter_table("outbox") as table:
        table.drop_column("booking_id")
    for table_name in ("training_bookings", "training_materials", "training_events"):
        op.drop_table(table_name)


def _make(table: str, *parts: sa.Column | sa.Constraint) -> None:
    """Make a table with the house's key."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
