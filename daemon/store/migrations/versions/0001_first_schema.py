"""First schema."""

import sqlalchemy as sa
from alembic import op

from daemon.store.tables import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=True),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("alert", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_item_id"), ["item_id"], unique=False)

    op.create_table(
        "feed",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("health", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("body_hash", sa.String(), nullable=True),
        sa.Column("next_poll_at", Instant(), nullable=True),
        sa.Column("last_poll_at", Instant(), nullable=True),
        sa.Column("last_success_at", Instant(), nullable=True),
        sa.Column("full_fetch_at", Instant(), nullable=True),
        sa.Column("baseline_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("moved_to", sa.String(), nullable=True),
        sa.Column("moved_count", sa.Integer(), nullable=False),
        sa.Column("url_key", sa.String(), nullable=True),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("last_new_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("feed"),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_next_poll_at"), ["next_poll_at"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("last_report_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("previous", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_last_report_at"), ["last_report_at"], unique=False)

    op.create_table(
        "incident_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", "incident_id"),
    )
    with op.batch_alter_table("incident_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_key_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("url_key", sa.String(), nullable=True),
        sa.Column("guid_key", sa.String(), nullable=True),
        sa.Column("title_key", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("arrived_at", Instant(), nullable=False),
        sa.Column("revised_at", Instant(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("duplicate_of", sa.String(), nullable=True),
        sa.Column("incident_id", sa.String(), nullable=True),
        sa.Column("fate", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_arrived_at"), ["arrived_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_feed"), ["feed"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "item_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", "item_id"),
    )
    with op.batch_alter_table("item_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_key_item_id"), ["item_id"], unique=False)

    op.create_table(
        "item_match",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("matched_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "rule_id", "revision"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "receiver",
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("moved_from", sa.String(), nullable=True),
        sa.Column("moved_to", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("receiver"),
    )
    op.create_table(
        "report",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "item_id"),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_item_id"), ["item_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("alert_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("next_attempt_at", Instant(), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("possible_repeat", sa.Boolean(), nullable=False),
        sa.Column("parts_sent", sa.JSON(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("mute_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index("ix_delivery_due", ["state", "next_attempt_at", "receiver"], unique=False)
        batch_op.create_index("ix_delivery_thread", ["incident_id", "receiver"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_thread")
        batch_op.drop_index("ix_delivery_due")
        batch_op.drop_index(batch_op.f("ix_delivery_alert_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_item_id"))

    op.drop_table("report")
    op.drop_table("receiver")
    op.drop_table("meta")
    op.drop_table("item_match")
    with op.batch_alter_table("item_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_key_item_id"))

    op.drop_table("item_key")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_incident_id"))
        batch_op.drop_index(batch_op.f("ix_item_feed"))
        batch_op.drop_index(batch_op.f("ix_item_arrived_at"))

    op.drop_table("item")
    with op.batch_alter_table("incident_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_key_incident_id"))

    op.drop_table("incident_key")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_last_report_at"))

    op.drop_table("incident")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_next_poll_at"))

    op.drop_table("feed")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_item_id"))
        batch_op.drop_index(batch_op.f("ix_alert_incident_id"))

    op.drop_table("alert")
