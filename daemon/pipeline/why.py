"""An item's whole fate, in words: seen where, taken for what, matched by which words, joined to what, sent to whom."""

from collections.abc import Iterator
from datetime import datetime

from daemon.alerts.excerpt import name_of
from daemon.items.dedup import url_lookup_key
from daemon.items.weblink import url_key
from daemon.model import Answer, Delivery, DeliveryState, Incident, Item
from daemon.pipeline.command import CommandError, Request, said
from daemon.rules.explain import nearest_misses

_MOST_WORDS = 8
_MOST_REPORTS = 8
_FATES = {
    "alerted": "it alerted",
    "followed up": "told below the incident's first message",
    "copy": "a copy of a report that was told; it was counted and not told again",
    "shadow": "only rules in shadow mode matched: they are on trial and reach nobody",
    "below min_sources": "too few independent sources so far for its rules (min_sources)",
    "no receiver": "no route leads from it to a receiver",
    "unchanged": "nothing in it was worth telling",
    "stale": "it was too old when it came (alert_max_age)",
    "silence": "a silence held it back",
}


def why(request: Request) -> Answer:
    """Why an item did or did not alert: of a link, of an item's id, or of the alert that was replied to."""
    named = next(iter(request.words), "")
    if named.startswith(("http://", "https://")):
        item = _of_url(request, named)
    elif named and (found := request.tx.items.item(named)):
        item = found
    else:
        return said(*_of_incident(request, request.incident()))
    return said(*_of_item(request, item))


def _of_url(request: Request, url: str) -> Item:
    key = url_key(url)
    known = request.tx.items.known([url_lookup_key(key)]) if key else {}
    ids = [one.id for found in known.values() for one in found]
    item = request.tx.items.item(ids[-1]) if ids else None
    if item is None:
        raise CommandError("no item has that address: it was never seen, or is in no feed of the config")
    return item


def _of_incident(request: Request, incident: Incident) -> Iterator[str]:
    yield f"{incident.id}: {name_of(incident.title, max_chars=200)}"
    yield f"opened {_at(incident.opened_at)}, severity {incident.severity}{_standing(incident)}"
    for report in incident.reports[-_MOST_REPORTS:]:
        joining = request.tx.incidents.joining(report.item_id)
        because = f"{joining.reason}, {joining.score:.2f}" if joining else "?"
        yield f"• {name_of(report.voice or report.source)}: {name_of(report.title, max_chars=120)} ({because})"
    more = len(incident.reports) - _MOST_REPORTS
    if more > 0:
        yield f"… and {more} earlier reports"
    if incident.reports:
        first = request.tx.items.item(incident.reports[0].item_id)
        if first:
            yield from _matched(request, first)
    yield from _sent(request.tx.outbox.deliveries(incident_id=incident.id))


def _standing(incident: Incident) -> str:
    parts = (
        [f", {incident.acked_by} has it since {_at(incident.acked_at)}"] if incident.acked_at else [", nobody has it"]
    )
    parts += [f", closed {_at(incident.closed_at)}"] if incident.closed_at else []
    parts += [f", joined to {incident.joined_to}"] if incident.joined_to else []
    return "".join(parts)


def _of_item(request: Request, item: Item) -> Iterator[str]:
    tx = request.tx
    yield f"{name_of(item.title, max_chars=200)}"
    published = f", published {_at(item.published_at)}" if item.published_at else ", without a date"
    yield f"seen {_at(item.arrived_at)} in feed {item.feed} ({name_of(item.source)}){published}"
    if origin := tx.items.duplicate_of(item.id):
        first = tx.items.item(origin)
        yield f"taken for a copy of {name_of(first.title, max_chars=120) if first else origin}"
    matched = list(_matched(request, item))
    yield from matched or _missed(request, item)
    fate = tx.items.fate(item.id)
    if fate:
        yield f"fate: {fate}" + (f" – {_FATES[fate]}" if fate in _FATES else "")
    joining = tx.incidents.joining(item.id)
    if joining and joining.incident_id:
        yield f"incident {joining.incident_id}: {joining.reason}, {joining.score:.2f}"
    yield from _sent(tx.deliveries.of_item(item.id))


def _matched(request: Request, item: Item) -> Iterator[str]:
    for rule, revision, mode, words in request.tx.items.matches_of(item.id):
        named = ", ".join(name_of(word, max_chars=40) for word in dict.fromkeys(words[:_MOST_WORDS]))
        yield f"rule {rule} ({revision}{', shadow' if mode == 'shadow' else ''}) by: {named}"


def _missed(request: Request, item: Item) -> Iterator[str]:
    """Of an item that matched nothing: which rules came nearest, and what they did not find."""
    yield "no rule matched"
    for miss in nearest_misses(request.desk.rules, item):
        yield f"nearest: rule {miss.rule}: {miss.failed}"


def _sent(deliveries: list[Delivery]) -> Iterator[str]:
    for one in deliveries:
        what = f"{one.alert.reason} → {one.receiver}: {one.state}"
        if one.state is DeliveryState.MUTED:
            yield f"{what}, {name_of(one.mute_reason or '', max_chars=160)}"
        elif one.state is DeliveryState.DEAD:
            yield f"{what}, {name_of(one.last_error or '', max_chars=160)}"
        else:
            yield f"{what}{', perhaps twice' if one.possible_repeat else ''}{', silently' if one.silent else ''}"


def _at(moment: datetime | None) -> str:
    return f"{moment:%d %b %Y %H:%M:%S} UTC" if moment else "?"
