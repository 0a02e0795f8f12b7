"""Pictures, places and people of items; what a feed's last document showed."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COLUMNS = ("authors", "updated_at", "enclosures", "thumbnail", "latitude", "longitude")


def upgrade() -> None:
    op.create_table(
        "shown",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("whole_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("feed"),
    )
    op.add_column("item", sa.Column("authors", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("item", sa.Column("updated_at", Instant(), nullable=True))
    op.add_column("item", sa.Column("enclosures", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("item", sa.Column("thumbnail", sa.String(), nullable=True))
    op.add_column("item", sa.Column("latitude", sa.Float(), nullable=True))
    op.add_column("item", sa.Column("longitude", sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("item", schema=None) as batch_op:
        for column in _COLUMNS:
            batch_op.drop_column(column)
    op.drop_table("shown")
