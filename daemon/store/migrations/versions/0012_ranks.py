"""Of what waits for a receiver, the most urgent goes first; and what the auditor looks at is found by its time."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_item_match_matched_at", "item_match", ["matched_at"])
    op.create_index("ix_alert_created_at", "alert", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_alert_created_at", "alert")
    op.drop_index("ix_item_match_matched_at", "item_match")
    op.drop_column("delivery", "rank")
