"""The latest incidents of a key are found without reading all of them."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_incident_key_latest", "incident_key", ["key", "seen_at", "incident_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_incident_key_latest", table_name="incident_key")
