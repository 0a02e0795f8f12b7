"""What the desk asks: how things stand, what is open, what was said, and what the next shift must know."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from daemon.alerts.excerpt import name_of
from daemon.alerts.latency import WHOLE, spread, stages
from daemon.feeds.health import GOOD
from daemon.model import Answer, DeliveryState, FeedState, Incident, Item, Severity
from daemon.pipeline.command import CommandError, Request, said
from daemon.pipeline.ingest import Desk
from daemon.pipeline.silencing import lines_of
from daemon.pipeline.withheld import summed
from daemon.store.database import Transaction

_SHIFT = timedelta(hours=8)
_MOST = 12
_MARKS = {Severity.LOW: "⚪", Severity.MEDIUM: "🟡", Severity.HIGH: "🟠", Severity.CRITICAL: "🔴"}


def status(request: Request) -> Answer:
    """Whether the daemon hears, matches and reaches people."""
    tx, now = request.tx, request.now
    states, counts = tx.feeds.states(), tx.outbox.counts()
    enabled = [feed.id for feed in request.desk.config.feeds if feed.enabled]
    waiting = counts.get(DeliveryState.PENDING.value, 0) + counts.get(DeliveryState.SENDING.value, 0)
    last = tx.outbox.last_sent_at()
    open_now = tx.incidents.open()
    lines = [
        f"Sources live {_live(enabled, states)}/{len(enabled)}",
        f"Open incidents {len(open_now)}, of them nobody's {sum(one.acked_at is None for one in open_now)}",
        f"Waiting to be sent {waiting}, dead {counts.get(DeliveryState.DEAD.value, 0)}",
        f"Last alert taken {_ago(last, now=now)}",
        f"Held back in 24 h {summed(tx, since=now - timedelta(days=1))}: /held",
        *_speed(request),
        f"Items in the last hour {tx.items.arrived(since=now - timedelta(hours=1))}",
        f"Rules {len(request.desk.rules.rules)}, revision {request.desk.rules.revision}",
    ]
    silenced = tx.silences.current(now=now)
    if silenced:
        lines.append(f"Silences {len(silenced)} (/silences)")
    return said(*lines)


def _speed(request: Request) -> Iterator[str]:
    """How long alerts took of late, and which stage took longest."""
    timings = request.tx.deliveries.timings(since=request.now - timedelta(days=1))
    whole = spread(stages(one)[WHOLE] for one in timings)
    if whole is None:
        return
    own = {name for one in timings for name in stages(one)} - {WHOLE, "published → seen"}
    typical = {name: spread(stages(one)[name] for one in timings) for name in own}
    slowest = max(typical, key=lambda name: found.p95 if (found := typical[name]) else 0.0)
    yield f"Seen to confirmed p50 {whole.p50:.1f} s, p95 {whole.p95:.1f} s (24 h); slowest stage {slowest}"


def open_incidents(request: Request) -> Answer:
    """What is open: what nobody has first, then the worst, then the latest."""
    found = [one for one in request.tx.incidents.open() if one.reports]
    if not found:
        return said("Nothing is open.")
    ordered = sorted(found, key=_urgency)
    lines = [_line(one, now=request.now) for one in ordered[:_MOST]]
    more = [f"… and {len(ordered) - _MOST} more"] if len(ordered) > _MOST else []
    return said(*lines, *more)


def _urgency(incident: Incident) -> tuple[bool, int, float]:
    return incident.acked_at is not None, -incident.severity.rank, -incident.last_report_at.timestamp()


def _line(incident: Incident, *, now: datetime) -> str:
    who = f"{incident.acked_by} has it" if incident.acked_at else "nobody has it"
    sources = len(incident.sources)
    counted = f"{sources} source{'' if sources == 1 else 's'}, {_ago(incident.last_report_at, now=now)}, {who}"
    return f"{_MARKS[incident.severity]} {incident.id} {name_of(incident.title, max_chars=90)} – {counted}"


def find(request: Request) -> Answer:
    """The newest items that hold all of some words."""
    words = [word for word in request.words if word][:6]
    if not words:
        raise CommandError("say which words: /find helicopter Palmyra")
    items = request.tx.items.found(words, limit=_MOST)
    if not items:
        return said(f"No item holds {' and '.join(words)[:80]}.")
    return said(*map(_found, items))


def _found(item: Item) -> str:
    title = name_of(item.title, max_chars=110)
    return f"• {item.arrived_at:%d %b %H:%M} UTC {name_of(item.source)}: {title} {item.url or ''}".rstrip()


def feeds(request: Request) -> Answer:
    """How the sources are: how many are live, and which are not, with the reason."""
    states = request.tx.feeds.states()
    enabled = [feed for feed in request.desk.config.feeds if feed.enabled]
    bad = [feed for feed in enabled if not _is_live(states.get(feed.id))]
    lines = [f"Sources live {len(enabled) - len(bad)}/{len(enabled)}"]
    for feed in bad[:_MOST]:
        state = states.get(feed.id) or FeedState(feed=feed.id)
        reason = f": {name_of(state.last_error, max_chars=120)}" if state.last_error else ""
        lines.append(f"• {name_of(feed.label)}: {state.health}{reason}")
    if len(bad) > _MOST:
        lines.append(f"… and {len(bad) - _MOST} more")
    return said(*lines)


def handover(request: Request) -> Answer:
    """The shift's summary: what is open, what is muted until when, what is broken, what rang most."""
    return said(*handover_lines(request.tx, request.desk, since=request.now - _SHIFT, now=request.now))


def handover_lines(tx: Transaction, desk: Desk, *, since: datetime, now: datetime) -> Iterator[str]:
    """What the next shift must know, of the time since then."""
    yield f"Handover {now:%d %b %H:%M} UTC, the last {round((now - since) / timedelta(hours=1))} hours"
    found = [one for one in tx.incidents.open() if one.reports]
    yield f"Open: {len(found)}, nobody's {sum(one.acked_at is None for one in found)}"
    for one in sorted(found, key=_urgency)[:6]:
        yield _line(one, now=now)
    silenced = tx.silences.current(now=now)
    yield f"Muted: {len(silenced) or 'nothing'}"
    yield from lines_of(tx, silenced)
    yield f"Held back: {summed(tx, since=since)}: /held"
    yield from _broken(tx, desk)
    busiest = _busiest(tx, since=since)
    if busiest:
        yield "Busiest rules: " + ", ".join(f"{rule} {count}" for rule, count in busiest)
    acts = [one for one in tx.acts.latest(since=since) if one.verb != "silence"]
    if acts:
        counted = Counter(f"{one.verb} by {one.by}" for one in acts).most_common(5)
        yield "Done: " + ", ".join(f"{what} ×{count}" for what, count in counted)


def _broken(tx: Transaction, desk: Desk) -> Iterator[str]:
    states = tx.feeds.states()
    known = [(feed, states[feed.id]) for feed in desk.config.feeds if feed.enabled and feed.id in states]
    bad = [f"{name_of(feed.label)} ({state.health})" for feed, state in known if not _is_live(state)]
    down = [state.receiver for state in tx.outbox.receivers().values() if state.failing_since]
    yield f"Broken: {', '.join(bad[:8]) or 'no feed'}" + (f"; receivers {', '.join(down)}" if down else "")


def _busiest(tx: Transaction, *, since: datetime) -> Sequence[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for rules in tx.deliveries.rules_alerted(since=since):
        counted.update(rules)
    return counted.most_common(5)


def _live(enabled: Sequence[str], states: dict[str, FeedState]) -> int:
    return sum(_is_live(states.get(feed)) for feed in enabled)


def _is_live(state: FeedState | None) -> bool:
    return state is not None and state.health in GOOD


def _ago(moment: datetime | None, *, now: datetime) -> str:
    if moment is None:
        return "never"
    minutes = max(0, int((now - moment).total_seconds()) // 60)
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 2880 else f"{minutes // 1440} d ago"
