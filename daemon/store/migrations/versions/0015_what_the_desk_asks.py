"""Questions that are asked again and again are answered by indexes that hold little of the history."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_delivery_receiver_finished", "delivery", ["receiver", "state", "finished_at"])
    op.create_index("ix_delivery_finished", "delivery", ["state", "finished_at"])
    op.create_index("ix_live_receiver", "live", ["receiver", "edited_at"])
    op.drop_index("ix_live_changed_at", "live")
    op.create_index(
        "ix_live_changed_at", "live", ["receiver", "edited_at"], sqlite_where=sa.text("changed_at IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_live_changed_at", "live")
    op.create_index("ix_live_changed_at", "live", ["changed_at"])
    op.drop_index("ix_live_receiver", "live")
    op.drop_index("ix_delivery_finished", "delivery")
    op.drop_index("ix_delivery_receiver_finished", "delivery")
