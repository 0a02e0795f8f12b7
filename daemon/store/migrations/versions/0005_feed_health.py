"""What feeds did: their habits, the words of their documents, and which of their troubles the operators know of."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_RENAMED = (("ok", "live"), ("put off", "rate-limited"))


def upgrade() -> None:
    op.add_column("feed", sa.Column("hints", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("feed", sa.Column("entries", sa.Integer(), nullable=True))
    op.add_column("feed", sa.Column("flaw", sa.String(), nullable=True))
    op.add_column("feed", sa.Column("silence", sa.Float(), server_default="0", nullable=False))
    op.add_column("feed", sa.Column("gap_at", Instant(), nullable=True))
    op.add_column("feed", sa.Column("failing_since", Instant(), nullable=True))
    op.create_table(
        "feed_habit",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("hours", sa.LargeBinary(), nullable=False),
        sa.Column("arrivals", sa.Float(), nullable=False),
        sa.Column("items", sa.Float(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("feed"),
    )
    op.create_table(
        "feed_told",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "trouble"),
    )
    for before, after in _RENAMED:
        op.execute(
            sa.text("UPDATE feed SET health = :after WHERE health = :before").bindparams(before=before, after=after)
        )


def downgrade() -> None:
    for before, after in _RENAMED:
        op.execute(
            sa.text("UPDATE feed SET health = :before WHERE health = :after").bindparams(before=before, after=after)
        )
    op.drop_table("feed_told")
    op.drop_table("feed_habit")
    for column in ("failing_since", "gap_at", "silence", "flaw", "entries", "hints"):
        op.drop_column("feed", column)
