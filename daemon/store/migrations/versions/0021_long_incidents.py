"""What a long incident told long ago is set aside; copies of it are found by a few of its runs of words."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("part", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_report_part", "report", ["incident_id", "part", "position"])
    op.drop_index("ix_report_position", "report")
    op.create_table(
        "report_run",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("run", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "run", "position"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("report_run")
    op.create_index("ix_report_position", "report", ["incident_id", "position"])
    op.drop_index("ix_report_part", "report")
    op.drop_column("report", "part")
