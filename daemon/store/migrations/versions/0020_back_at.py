"""When the first of the feeds that were told together was well again."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_told", sa.Column("back_at", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("feed_told", "back_at")
