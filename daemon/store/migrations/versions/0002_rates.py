"""What rules over several items have counted and seen."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_counted_once", "counted", ["series", "key", "place", "item_id"], unique=True)
    op.create_index("ix_counted_at", "counted", ["series", "key", "at"], unique=False)
    op.create_table(
        "holding",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("heard_at", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("series", "key"),
    )
    op.create_table(
        "seen",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("series", "value"),
    )
    op.create_index("ix_item_heard", "item", ["feed", "arrived_at"], unique=False)
    op.add_column("item_match", sa.Column("counted", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("item_match", schema=None) as batch_op:
        batch_op.drop_column("counted")
    op.drop_index("ix_item_heard", table_name="item")
    op.drop_table("seen")
    op.drop_table("holding")
    op.drop_index("ix_counted_at", table_name="counted")
    op.drop_index("ix_counted_once", table_name="counted")
    op.drop_table("counted")
