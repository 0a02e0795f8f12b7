"""What the desk said of pairs of items, and which incident took up another's reports."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_ruling_item"), "ruling", ["item"], unique=False)
    op.create_index(op.f("ix_ruling_other"), "ruling", ["other"], unique=False)
    op.add_column("incident", sa.Column("joined_to", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("joined_to")
    op.drop_index(op.f("ix_ruling_other"), table_name="ruling")
    op.drop_index(op.f("ix_ruling_item"), table_name="ruling")
    op.drop_table("ruling")
