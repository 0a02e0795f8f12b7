"""The articles behind items, to be fetched and fetched."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "full_text",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_index("ix_full_text_due", "full_text", ["state", "next_at"])


def downgrade() -> None:
    op.drop_index("ix_full_text_due", "full_text")
    op.drop_table("full_text")
