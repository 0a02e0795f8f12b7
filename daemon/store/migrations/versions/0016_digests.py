"""A delivery may wait for others, to be told with them in a digest."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("gather", sa.String(), nullable=True))
    op.create_index(
        "ix_delivery_gather", "delivery", ["receiver", "gather"], sqlite_where=sa.text("gather IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_delivery_gather", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("gather")
