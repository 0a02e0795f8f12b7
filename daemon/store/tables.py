"""The rows. They never leave this room: the records turn them into nouns of `model.py`.

A new column or table needs a migration beside it (`migrations/versions`); a test holds both against each other.
"""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Dialect, Index, Table, Text, TypeDecorator, text
from sqlmodel import Field, SQLModel


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware in, UTC into the database. Errors: ValueError for a naive instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive instants are not stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC out of the database, aware."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _instant(*, index: bool = False, nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(Instant(), nullable=nullable, index=index))


def _json() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


def _text() -> Any:
    return Field(sa_column=Column(Text, nullable=False))


class FeedRow(SQLModel, table=True):
    """What is known of a feed between two polls."""

    __tablename__ = "feed"

    feed: str = Field(primary_key=True)
    health: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll_at: datetime | None = _instant(index=True)
    last_poll_at: datetime | None = _instant()
    last_success_at: datetime | None = _instant()
    full_fetch_at: datetime | None = _instant()
    baseline_at: datetime | None = _instant()
    failures: int = 0
    last_error: str | None = None
    moved_to: str | None = None
    moved_count: int = 0
    url_key: str | None = None
    crashes: int = 0
    last_new_at: datetime | None = _instant()
    hints: dict[str, Any] = _json()
    entries: int | None = None
    flaw: str | None = None
    silence: float = 0.0
    gap_at: datetime | None = _instant()
    failing_since: datetime | None = _instant()
    hold_before: datetime | None = _instant()


class HabitRow(SQLModel, table=True):
    """When a feed posts, by hour of the week."""

    __tablename__ = "feed_habit"

    feed: str = Field(primary_key=True)
    counts: bytes
    hours: bytes
    arrivals: float
    items: float
    until: datetime | None = _instant()
    strokes: bytes = Field(default=b"", sa_column_kwargs={"server_default": text("x''")})


class ToldRow(SQLModel, table=True):
    """A feed's trouble that the operators know of, until they were told of its end."""

    __tablename__ = "feed_told"

    feed: str = Field(primary_key=True)
    trouble: str = Field(primary_key=True)
    since: datetime = _instant(nullable=False)
    told_at: datetime = _instant(nullable=False)
    back_at: datetime | None = _instant()


class MemoryRow(SQLModel, table=True):
    """What a kind of feed remembers from one poll to the next."""

    __tablename__ = "feed_memory"

    feed: str = Field(primary_key=True)
    about: str  # hash of URL, kind and settings: under others it does not hold
    memory: dict[str, Any] = _json()


class ShownRow(SQLModel, table=True):
    """What a feed's last document showed."""

    __tablename__ = "shown"

    feed: str = Field(primary_key=True)
    marks: dict[str, list[str]] = _json()
    whole_at: datetime | None = _instant()


_WHOLE = Index("ix_item_whole", "arrived_at", sqlite_where=text("NOT bare"))


class ItemRow(SQLModel, table=True):
    """One item, in its latest revision."""

    __tablename__ = "item"
    __table_args__ = (Index("ix_item_heard", "feed", "arrived_at"), _WHOLE)

    id: str = Field(primary_key=True)
    feed: str = Field(index=True)
    source: str
    title: str = _text()
    summary: str = _text()
    body: str = _text()
    url: str | None = None
    url_key: str | None = None
    guid_key: str | None = None
    title_key: str | None = None
    fingerprint: str
    published_at: datetime | None = _instant()
    arrived_at: datetime = _instant(index=True, nullable=False)
    revised_at: datetime | None = _instant()
    language: str | None = None
    author: str | None = None
    authors: list[str] = _json()
    tags: list[str] = _json()
    categories: list[str] = _json()
    updated_at: datetime | None = _instant()
    enclosures: list[dict[str, Any]] = _json()
    thumbnail: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    duplicate_of: str | None = None
    incident_id: str | None = Field(default=None, index=True)
    fate: str | None = None  # what became of an item that matched a rule
    bare: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("0")))  # its text was let go
    retired: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("0")))  # or what it led to was


class TextRow(SQLModel, table=True):
    """The article behind an item, to be fetched or fetched."""

    __tablename__ = "full_text"
    __table_args__ = (Index("ix_full_text_due", "state", "next_at"),)

    item_id: str = Field(primary_key=True)
    feed: str
    url: str
    state: str
    attempts: int
    next_at: datetime = _instant(nullable=False)
    text: str = _text()
    error: str | None = None


class ItemKeyRow(SQLModel, table=True):
    """A key under which an item is recognised again; it outlives the item in the feed."""

    __tablename__ = "item_key"

    key: str = Field(primary_key=True)
    item_id: str = Field(primary_key=True, index=True)
    seen_at: datetime = _instant(nullable=False)


class MatchRow(SQLModel, table=True):
    """A rule that held for an item, with its evidence."""

    __tablename__ = "item_match"

    item_id: str = Field(primary_key=True)
    rule_id: str = Field(primary_key=True)
    revision: str = Field(primary_key=True)
    severity: str
    mode: str
    evidence: list[dict[str, Any]] = _json()
    counted: list[str] = _json()  # ids of the items that a condition over several items rests on
    matched_at: datetime = _instant(index=True, nullable=False)


class IncidentRow(SQLModel, table=True):
    """One real-world event, from open to closed."""

    __tablename__ = "incident"
    # Whatever the history: these hold the incidents that are open, and those that keys lead to.
    __table_args__ = (
        Index("ix_incident_open", "last_report_at", sqlite_where=text("closed_at IS NULL")),
        Index("ix_incident_findable", "last_report_at", sqlite_where=text("findable")),
    )

    id: str = Field(primary_key=True)
    title: str = _text()
    severity: str
    opened_at: datetime = _instant(nullable=False)
    last_report_at: datetime = _instant(nullable=False)
    closed_at: datetime | None = _instant()
    previous: str | None = None
    joined_to: str | None = None
    findable: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("1")))  # keys lead to it
    acked_at: datetime | None = _instant()
    acked_by: str | None = None


class ReportRow(SQLModel, table=True):
    """An item as a report of an incident, and why it was joined to it."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_part", "incident_id", "part", "position"),)

    incident_id: str = Field(primary_key=True)
    item_id: str = Field(primary_key=True, index=True)
    position: int
    report: dict[str, Any] = _json()
    reason: str
    score: float
    words: bytes | None = None  # its wording, packed, as long as it can be compared with
    part: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # 1: told long ago, 2: and set aside


class ReportRunRow(SQLModel, table=True):
    """A run of words of a report that was told long ago: by it, copies of its text are found."""

    __tablename__ = "report_run"
    __table_args__ = ({"sqlite_with_rowid": False},)

    incident_id: str = Field(primary_key=True)
    run: int = Field(sa_column=Column(BigInteger, primary_key=True))
    position: int = Field(primary_key=True)


class RulingRow(SQLModel, table=True):
    """What the desk said of a pair of items: one event, or two."""

    __tablename__ = "ruling"

    id: int | None = Field(default=None, primary_key=True)
    item: str = Field(index=True)
    other: str = Field(index=True)
    same: bool
    by: str
    why: str = _text()
    at: datetime = _instant(nullable=False)
    evidence: dict[str, Any] = _json()


class IncidentKeyRow(SQLModel, table=True):
    """A key under which an incident is found as a candidate for a new report."""

    __tablename__ = "incident_key"
    # Without row ids, the keys of an incident lie beside each other, and the one index holds all that is asked for.
    __table_args__ = (Index("ix_incident_key_latest", "key", "seen_at", "incident_id"), {"sqlite_with_rowid": False})

    incident_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    seen_at: datetime = _instant(nullable=False)


class AlertRow(SQLModel, table=True):
    """One thing worth telling: the snapshot that its messages are composed from."""

    __tablename__ = "alert"

    id: str = Field(primary_key=True)
    incident_id: str | None = Field(default=None, index=True)
    item_id: str | None = Field(default=None, index=True)
    reason: str
    created_at: datetime = _instant(index=True, nullable=False)
    alert: dict[str, Any] = _json()


class DeliveryRow(SQLModel, table=True):
    """One alert for one receiver: the outbox, and the record of what left it."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "state", "next_attempt_at", "receiver"),
        Index("ix_delivery_thread", "incident_id", "receiver"),
        Index("ix_delivery_muted", "mute_reason"),
        Index("ix_delivery_receiver_finished", "receiver", "state", "finished_at"),
        Index("ix_delivery_finished", "state", "finished_at"),
        Index("ix_delivery_gather", "receiver", "gather", sqlite_where=text("gather IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    alert_id: str = Field(foreign_key="alert.id", index=True)
    incident_id: str | None = None
    receiver: str
    rank: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # the highest goes first
    state: str
    silent: bool
    attempts: int = 0
    created_at: datetime = _instant(nullable=False)
    next_attempt_at: datetime = _instant(nullable=False)
    started_at: datetime | None = _instant()
    finished_at: datetime | None = _instant()
    possible_repeat: bool = False
    parts_sent: list[str] = _json()
    last_error: str | None = None
    mute_reason: str | None = None
    gather: str | None = None  # the digest that it waits for; null: it goes by itself


class ReceiverRow(SQLModel, table=True):
    """What a receiver's other side told us: wait, gone, or moved."""

    __tablename__ = "receiver"

    receiver: str = Field(primary_key=True)
    not_before: datetime | None = _instant()
    failing_since: datetime | None = _instant()
    reason: str | None = None
    moved_from: str | None = None
    moved_to: str | None = None


class CountedRow(SQLModel, table=True):
    """An item that a rule over several items counts, under a key such as an entity."""

    __tablename__ = "counted"
    __table_args__ = (
        Index("ix_counted_once", "series", "key", "place", "item_id", unique=True),
        Index("ix_counted_at", "series", "key", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    series: str
    key: str
    place: int = 0  # of the matched rule, in an order of rules
    item_id: str
    at: datetime = _instant(nullable=False)


class SeenRow(SQLModel, table=True):
    """When a rule saw an entity or a value last."""

    __tablename__ = "seen"

    series: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    item_id: str  # of the item that was the first to show it
    seen_at: datetime = _instant(nullable=False)


class HoldingRow(SQLModel, table=True):
    """Whether a condition over several items holds under a key: it fires only when that changes."""

    __tablename__ = "holding"

    series: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    holds: bool
    item_id: str | None = None  # of the item with which it became true
    heard_at: datetime | None = _instant()  # of a feed: when it spoke last
    due_at: datetime | None = _instant()  # and when it should have spoken again


class SubscriptionRow(SQLModel, table=True):
    """A feed's subscription at a hub."""

    __tablename__ = "subscription"

    token: str = Field(primary_key=True)
    secret: str
    feed: str = Field(index=True)
    feed_key: str
    hub: str = _text()
    topic: str = _text()
    callback: str = _text()
    state: str
    asked_at: datetime | None = _instant()
    lease_ends_at: datetime | None = _instant()
    next_step_at: datetime | None = _instant()
    failures: int
    last_error: str | None = None
    last_push_at: datetime | None = _instant()
    pushes: int
    ignored: int
    unpushed: int
    plain: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("0")))


class ActRow(SQLModel, table=True):
    """What somebody did: the audit log."""

    __tablename__ = "act"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    at: datetime = _instant(index=True, nullable=False)
    by: str
    by_key: str
    verb: str
    target: str = Field(index=True)
    why: str = _text()
    outcome: str = _text()
    before: dict[str, Any] = _json()
    undone_by: int | None = None


class SilenceRow(SQLModel, table=True):
    """The desk's "not now"."""

    __tablename__ = "silence"

    id: str = Field(primary_key=True)
    rules: list[str] = _json()
    entities: list[str] = _json()
    feeds: list[str] = _json()
    incidents: list[str] = _json()
    max_severity: str | None = None
    starts_at: datetime = _instant(nullable=False)
    ends_at: datetime = _instant(index=True, nullable=False)
    why: str = _text()
    by: str
    waits_for: str | None = None
    ended_by: str | None = None
    told: bool = False


class HeardRow(SQLModel, table=True):
    """How far a bot was heard: what comes twice is done once."""

    __tablename__ = "heard"

    bot: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: datetime = _instant(nullable=False)


class LiveRow(SQLModel, table=True):
    """An incident's first message at a receiver, which is kept up to date."""

    __tablename__ = "live"
    __table_args__ = (
        Index("ix_live_receiver", "receiver", "edited_at"),
        Index("ix_live_changed_at", "receiver", "edited_at", sqlite_where=text("changed_at IS NOT NULL")),
    )

    incident_id: str = Field(primary_key=True)
    receiver: str = Field(primary_key=True)
    delivery_id: int
    changed_at: datetime | None = _instant()  # since the last edit; None: up to date
    edited_at: datetime | None = _instant()
    failures: int = 0


class MetaRow(SQLModel, table=True):
    """Small facts about the store itself, such as that the first drill has run."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


def table_of(row: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a row class, for bulk statements."""
    return cast("Table", vars(row)["__table__"])
