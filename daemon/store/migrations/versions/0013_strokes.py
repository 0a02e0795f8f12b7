"""Where in the hour a feed's items are dated."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_habit", sa.Column("strokes", sa.LargeBinary(), nullable=False, server_default=sa.text("x''")))


def downgrade() -> None:
    op.drop_column("feed_habit", "strokes")
