"""Items whose text is let go, and a way to find those that still have one."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("bare", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("item", sa.Column("retired", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_item_whole", "item", ["arrived_at"], sqlite_where=sa.text("NOT bare"))


def downgrade() -> None:
    op.drop_index("ix_item_whole", "item")
    op.drop_column("item", "retired")
    op.drop_column("item", "bare")
