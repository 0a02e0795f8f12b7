"""Keys lead to incidents of the last days alone; reports are read by their place, and with their wording."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("findable", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.drop_index("ix_incident_last_report_at", "incident")
    op.create_index("ix_incident_open", "incident", ["last_report_at"], sqlite_where=sa.text("closed_at IS NULL"))
    op.create_index("ix_incident_findable", "incident", ["last_report_at"], sqlite_where=sa.text("findable"))
    op.add_column("report", sa.Column("words", sa.LargeBinary(), nullable=True))
    op.create_index("ix_report_position", "report", ["incident_id", "position"])
    _keys_anew("incident_id", "key", with_rowid=False)


def downgrade() -> None:
    _keys_anew("key", "incident_id", with_rowid=True)
    op.create_index("ix_incident_key_incident_id", "incident_key", ["incident_id"])
    op.drop_index("ix_report_position", "report")
    op.drop_column("report", "words")
    op.drop_index("ix_incident_findable", "incident")
    op.drop_index("ix_incident_open", "incident")
    op.create_index("ix_incident_last_report_at", "incident", ["last_report_at"])
    op.drop_column("incident", "findable")


def _keys_anew(first: str, second: str, *, with_rowid: bool) -> None:
    """The keys in another order, which SQLite only gives to a new table."""
    op.rename_table("incident_key", "incident_key_before")
    op.create_table(
        "incident_key",
        sa.Column(first, sa.String(), nullable=False),
        sa.Column(second, sa.String(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint(first, second),
        sqlite_with_rowid=with_rowid,
    )
    op.execute(
        "INSERT INTO incident_key (incident_id, key, seen_at) SELECT incident_id, key, seen_at "
        "FROM incident_key_before ORDER BY 1, 2"
    )
    op.drop_table("incident_key_before")
    op.create_index("ix_incident_key_latest", "incident_key", ["key", "seen_at", "incident_id"])
