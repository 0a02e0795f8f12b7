"""After a restore, what a feed's next document shows of the time that nobody remembers is held back."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed", sa.Column("hold_before", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("feed", "hold_before")
