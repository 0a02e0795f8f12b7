"""What Prometheus can ask for: counters of what this process did, gauges of what its store holds. No text of a feed.

Names follow Prometheus: seconds and bytes, `_total` for what only grows. Every metric stands here, so that dashboard,
alert rules and documents can be held against this file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
# A second series for each counter, which nobody asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]
_POLLS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_DELAYS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
_BLOCKS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the store, and the disk under it, held when somebody asked."""

    feeds: Mapping[str, int]  #: by health, of the enabled ones
    live: int  #: enabled feeds that do their work
    poll_lateness: timedelta
    outbox: Mapping[str, int]  #: pending, sending; and dead within a day
    outbox_overdue: timedelta  #: of what waits longest past its time
    receivers: Mapping[str, bool]  #: whether each takes nothing just now
    incidents: int
    silences: int
    last_sent_at: datetime | None
    backup_at: datetime | None
    config_refused: bool
    config_since: datetime | None
    store_bytes: int
    wal_bytes: int
    disk_free_bytes: int


class Metrics:
    """One registry, of one process."""

    def __init__(self, *, version: str = "", matching: str = "") -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        about: dict[str, Any] = {"registry": registry, "namespace": "watchdesk"}
        Gauge("build_info", "Always 1; the version, and how matching runs.", ["version", "matching"], **about).labels(
            version, matching
        ).set(1)
        self._polls = Counter("polls", "Polls that ended, by what they came to.", ["outcome"], **about)
        self._poll_seconds = Histogram("poll_seconds", "How long polls took.", buckets=_POLLS, **about)
        self._items = Counter("items", "Items that were taken in: new, or revised.", ["kind"], **about)
        self._attempts = Counter("delivery_attempts", "Attempts to send, by result.", ["receiver", "result"], **about)
        self._delay = Histogram(
            "alert_delay_seconds",
            "From a feed's document to the chat's acceptance, first alerts.",
            buckets=_DELAYS,
            **about,
        )
        self._store_failures = Counter("store_failures", "Ticks that the store refused.", **about)
        self._ticks = Gauge("tick_timestamp_seconds", "When a tick ended last.", ["tick"], **about)
        self._blocked = Histogram(
            "event_loop_delay_seconds", "How late the event loop came to what was due.", buckets=_BLOCKS, **about
        )
        self._feeds = Gauge("feeds", "Enabled feeds, by health.", ["health"], **about)
        self._live = Gauge("feeds_live", "Enabled feeds that do their work.", **about)
        self._enabled = Gauge("feeds_enabled", "Feeds that are polled.", **about)
        self._lateness = Gauge("poll_lateness_seconds", "How long the feed due longest waits for its poll.", **about)
        self._outbox = Gauge(
            "outbox_deliveries", "Deliveries: pending, sending; dead within a day.", ["state"], **about
        )
        self._overdue = Gauge("outbox_overdue_seconds", "How long the delivery due longest waits.", **about)
        self._failing = Gauge("receiver_failing", "1: the receiver takes nothing just now.", ["receiver"], **about)
        self._incidents = Gauge("incidents_open", "Incidents that are open.", **about)
        self._silences = Gauge("silences_active", "Silences that hold.", **about)
        self._sent_at = Gauge("last_delivery_timestamp_seconds", "When a message was last taken; 0: never.", **about)
        self._backup_at = Gauge("last_backup_timestamp_seconds", "When the last backup was made; 0: never.", **about)
        self._refused = Gauge("config_refused", "1: the saved config or rules are refused.", **about)
        self._since = Gauge("config_applied_timestamp_seconds", "Since when config and rules are in force.", **about)
        self._store = Gauge("store_bytes", "Size of the store's file.", **about)
        self._wal = Gauge("store_wal_bytes", "Size of the write-ahead log beside it.", **about)
        self._disk = Gauge("disk_free_bytes", "What is free on the store's disk.", **about)

    def polled(self, outcome: str, *, new: int, revised: int, took: timedelta) -> None:
        """A poll has ended, or a pushed document was taken in."""
        self._polls.labels(outcome).inc()
        self._poll_seconds.observe(took.total_seconds())
        self._items.labels("new").inc(new)
        self._items.labels("revised").inc(revised)

    def attempted(self, receiver: str, result: str, *, delay: timedelta | None = None) -> None:
        """An attempt to send has ended; `delay`: since the item of a first alert came."""
        self._attempts.labels(receiver, result).inc()
        if delay is not None:
            self._delay.observe(max(delay.total_seconds(), 0.0))

    def store_failed(self) -> None:
        """The store refused a tick."""
        self._store_failures.inc()

    def ticked(self, tick: str, *, now: datetime) -> None:
        """A tick came to its end."""
        self._ticks.labels(tick).set(now.timestamp())

    def blocked(self, seconds: float) -> None:
        """The event loop came so late to what was due."""
        self._blocked.observe(seconds)

    def text(self, measured: Measured) -> bytes:
        """All metrics as Prometheus reads them."""
        self._show(measured)
        return generate_latest(self.registry)

    def _show(self, one: Measured) -> None:
        _set_all(self._feeds, one.feeds)
        _set_all(self._outbox, one.outbox)
        _set_all(self._failing, one.receivers)
        self._live.set(one.live)
        self._enabled.set(sum(one.feeds.values()))
        self._lateness.set(one.poll_lateness.total_seconds())
        self._overdue.set(one.outbox_overdue.total_seconds())
        self._incidents.set(one.incidents)
        self._silences.set(one.silences)
        for gauge, at in (
            (self._sent_at, one.last_sent_at),
            (self._backup_at, one.backup_at),
            (self._since, one.config_since),
        ):
            gauge.set(at.timestamp() if at else 0)
        self._refused.set(one.config_refused)
        self._store.set(one.store_bytes)
        self._wal.set(one.wal_bytes)
        self._disk.set(one.disk_free_bytes)


def described() -> list[tuple[str, str, str]]:
    """Every metric of ours: its name as it is asked for, its type, and what it says; in the order of names."""
    families = Metrics().registry.collect()
    rows = [(_asked_as(one.name, one.type), one.type, one.documentation) for one in families]
    return sorted(row for row in rows if row[0].startswith("watchdesk_"))


def sample_names() -> frozenset[str]:
    """All names that a query may use, those of histograms' parts and of the process itself included."""
    rows = [(one.name, one.type) for one in Metrics().registry.collect()]
    parts = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
    return frozenset(f"{name}{part}" for name, kind in rows for part in parts.get(kind, ("",)))


def _asked_as(name: str, kind: str) -> str:
    return f"{name}_total" if kind == "counter" else name


def _set_all(gauge: Gauge, values: Mapping[str, float]) -> None:
    """Show these and no others: what is gone must not stand there with its last value."""
    gauge.clear()
    for label, value in _sorted(values):
        gauge.labels(label).set(value)


def _sorted(values: Mapping[str, float]) -> Iterable[tuple[str, float]]:
    return sorted(values.items())
