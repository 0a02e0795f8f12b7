"""Delivery -> Message: what an alert says, in one screen of plain English. Pure.

Law: every exercise begins and ends with the word EXERCISE; a possible repeat says so in its first line; a link is a
link only if it is http or https. Item text is hostile: it is cleaned, cut and isolated, and never read as markup.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from daemon.alerts.account import account_facts, rests_on, speaker
from daemon.alerts.buttons import buttons_of
from daemon.alerts.excerpt import clean_text, highlighted, isolated, kept_spaces, name_of
from daemon.alerts.moment import moment
from daemon.alerts.rollup import MORE
from daemon.model import Alert, AlertReason, Delivery, Evidence, Message, Run, Severity

MAX_TITLE = 300
MAX_EXCERPT = 300
MAX_NOTICE = 2500
MAX_URL = 1000
_MAX_WORDS = 12  #: evidence words named
_MAX_RULES = 5
_MAX_NAMES = 3
_MAX_SUBJECT = 200
_MAX_WHY = 500
_FUTURE = timedelta(hours=24)  #: a publisher's clock that is so far ahead is wrong

Line = tuple[Run, ...]

_MARKS = {Severity.LOW: "⚪", Severity.MEDIUM: "🟡", Severity.HIGH: "🟠", Severity.CRITICAL: "🔴"}
_SHOWN = "    "  #: begins a line that shows one of a file, and the caret below it
_ABOUT_US = {AlertReason.NOTICE, AlertReason.TEST}


def compose(delivery: Delivery, *, reply_to: str | None = None, now: datetime | None) -> Message:
    """The message of a delivery; `reply_to` is the reference of the incident's first message at this receiver.

    Without `reply_to`, a follow-up is told in full, because its reader has seen nothing before it.
    """
    alert = delivery.alert
    lines = [*_labels(delivery), *_body(alert, reply_to=reply_to, now=now or alert.created_at)]
    if alert.exercise:
        lines.append((Run(text="EXERCISE – no real event", bold=True),))
    return Message(
        key=delivery.key,
        runs=_joined(lines),
        subject=_subject(alert),
        severity=alert.severity,
        silent=delivery.silent,
        reply_to=reply_to,
        parts_sent=delivery.parts_sent,
        facts=_facts(delivery),
        buttons=buttons_of(alert),
        thumbnail=_thumbnail(alert),
    )


def _labels(delivery: Delivery) -> Iterator[Line]:
    if delivery.alert.exercise:
        yield Run(text="EXERCISE", bold=True), Run(text=" · ↻ possible repeat" * delivery.possible_repeat, italic=True)
    elif delivery.possible_repeat:
        yield (Run(text="↻ possible repeat", italic=True),)


def _body(alert: Alert, *, reply_to: str | None, now: datetime) -> Iterator[Line]:
    if alert.reason in _ABOUT_US:
        yield from _about_us(alert)
    elif alert.reason is AlertReason.ROLLED_UP:
        yield from _rolled_up(alert)
    elif alert.reason is AlertReason.OPENED or reply_to is None:
        yield from _in_full(alert, now=now)
    else:
        yield (_plain(_news(alert)),)
        yield from _follow_up(alert, now=now)


def _about_us(alert: Alert) -> Iterator[Line]:
    mark, who = ("⚙", "watchdesk") if alert.reason is AlertReason.NOTICE else ("✅", "watchdesk test")
    yield _plain(f"{mark} {who}: "), Run(text=clean_text(alert.title)[:MAX_TITLE], bold=True)
    for line in alert.text[:MAX_NOTICE].splitlines():
        yield (
            (Run(text=kept_spaces(line), code=True),)
            if line.startswith(_SHOWN)
            else isolated((_plain(clean_text(line)),))
        )


def _rolled_up(alert: Alert) -> Iterator[Line]:
    """Many incidents of one rule, a line each."""
    yield (
        _plain(f"{_MARKS[alert.severity]} "),
        Run(text=f"{alert.severity.upper()} · {clean_text(alert.title)}", bold=True),
    )
    for line in alert.text.splitlines():  # of names that are clean, and isolated each by itself
        yield (Run(text=line, commands=line.startswith(MORE)),)
    yield from _why(alert)


def _in_full(alert: Alert, *, now: datetime) -> Iterator[Line]:
    titles = _named((rule.title or rule.id for rule in alert.rules), most=_MAX_RULES)
    where = _named(alert.places, most=_MAX_NAMES)
    what = _named(alert.things if alert.places or alert.things else alert.entities, most=_MAX_NAMES)
    heading = " · ".join(filter(None, (alert.severity.upper(), titles, where, what)))
    yield _plain(f"{_MARKS[alert.severity]} "), Run(text=heading, bold=True)
    if alert.reason is not AlertReason.OPENED:
        yield (_plain(_news(alert)),)
    yield _title(alert)
    if alert.item_was is not None and alert.reason is AlertReason.OPENED:
        yield (_plain(f"✏ updated; first published as: {name_of(alert.item_was, max_chars=MAX_TITLE)}"),)
    yield _excerpt(alert)
    yield (_plain(_when(alert, now=now)),)
    yield from rests_on(alert, now=now)
    yield _link(alert.item_url)
    yield from _why(alert)


def _follow_up(alert: Alert, *, now: datetime) -> Iterator[Line]:
    if alert.reason is not AlertReason.CORRECTED:
        yield _title(alert)
    yield from rests_on(alert, now=now)
    yield _link(alert.item_url)
    if alert.reason in {AlertReason.ESCALATED, AlertReason.UNACKED}:
        yield from _why(alert)


def _news(alert: Alert) -> str:
    """What happened to the incident, in one line."""
    who = speaker(alert)
    count = len(alert.sources)
    now_counted = f"now {count} independent source{'' if count == 1 else 's'}"
    match alert.reason:
        case AlertReason.CONFIRMED if alert.denied_by:
            return f"✖ Denied by {_named(alert.denied_by, most=_MAX_NAMES)}, says {who}; {now_counted}"
        case AlertReason.CONFIRMED:
            return f"✔ Confirmed by {who}; {now_counted}"
        case AlertReason.ESCALATED:
            return f"⬆ Severity raised to {alert.severity.upper()} by {who}"
        case AlertReason.CORRECTED:
            return _correction(alert)
        case AlertReason.UNACKED:
            since = f" since {moment(alert.arrived_at, now=alert.created_at)}" if alert.arrived_at else ""
            return f"⏫ Nobody has it{since}: level {alert.level} hears"
        case _ if alert.denied_by:
            return f"✖ Denied by {_named(alert.denied_by, most=_MAX_NAMES)}, says {who}, report {alert.reports}"
        case _:
            return f"Also: {who}, report {alert.reports} of this event"


def _correction(alert: Alert) -> str:
    """What was taken back, or how the headline reads now."""
    title = name_of(alert.item_title, max_chars=MAX_TITLE)
    was = None if alert.item_was is None else name_of(alert.item_was, max_chars=MAX_TITLE)
    has_changed = was is not None and clean_text(alert.item_was or "") != clean_text(alert.item_title)
    if alert.amendment == "removal":
        return f"🗑 Taken down by {speaker(alert)}: {title}"
    if alert.amendment:
        what = f"⚠ {alert.amendment.upper()} by {speaker(alert)}"
        return f"{what}: {was} → {title}" if has_changed else f"{what}: {title}"
    return f"✏ Headline changed: {was} → {title}" if has_changed else f"✏ Report changed: {title}"


def _title(alert: Alert) -> Line:
    """The item's title: the words that fired in bold, or all of it if none of them stands in it."""
    runs = highlighted(alert.item_title, _spans(alert, "title"), max_chars=MAX_TITLE)
    if any(run.bold for run in runs):
        return runs
    title = name_of(alert.item_title or alert.title, max_chars=MAX_TITLE)
    return (Run(text=title, bold=True),) if title else ()


def _excerpt(alert: Alert) -> Line:
    """The text round the evidence: of the summary if it holds some, else of the body, else the summary's beginning."""
    for field, text in (("summary", alert.item_summary), ("body", alert.item_body)):
        spans = _spans(alert, field)
        if spans:
            return highlighted(text, spans, max_chars=MAX_EXCERPT)
    opening = alert.item_summary or alert.item_body
    repeats_title = clean_text(opening).strip(" .").casefold() == clean_text(alert.item_title).strip(" .").casefold()
    return () if repeats_title else highlighted(opening, (), max_chars=MAX_EXCERPT)


def _spans(alert: Alert, field: str) -> list[Evidence]:
    return [span for span in alert.evidence if span.field == field]


def _when(alert: Alert, *, now: datetime) -> str:
    """`The Wire · published 14:02 UTC · seen +12 s`: who, when by their clock, and how long it took us."""
    published, arrived = alert.published_at, alert.arrived_at
    parts = [_graded(alert)] if alert.source else []
    if published is None:
        parts.append("published time unknown")
    elif arrived and published - arrived > _FUTURE:
        parts.append(f"dated {published:%d %b %Y %H:%M} UTC, in the future")
    else:
        parts.append(f"published {moment(published, now=now)}")
    if arrived and published and timedelta() <= arrived - published:
        parts.append(f"seen +{_span(arrived - published)}")
    elif arrived:
        parts.append(f"seen {moment(arrived, now=now)}")
    return " · ".join(parts)


def _graded(alert: Alert) -> str:
    """`The Wire (B)`: who is speaking, with the grade that the desk gave it, and whom it only cites."""
    grade = f" ({alert.reliability})" if alert.reliability else ""
    cites = f", citing {name_of(alert.voice)}" if alert.voice else ""
    return f"{name_of(alert.source or '')}{grade}{cites}"


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _link(url: str | None) -> Line:
    if not url:
        return ()
    shown = clean_text(url)
    if len(shown) <= MAX_URL and " " not in shown and _is_web(shown):
        return (Run(text=shown, url=shown),)
    return (_plain(shown[:MAX_URL]),)


def _thumbnail(alert: Alert) -> str | None:
    """The picture of a first alert, if it is on the web."""
    url = alert.item_thumbnail if alert.reason in {AlertReason.OPENED, AlertReason.UNACKED} else None
    return url if url and len(url) <= MAX_URL and " " not in url and _is_web(url) else None


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)


def _why(alert: Alert) -> Iterator[Line]:
    """The words that fired, the rules they fired, and what the rules' owners want read."""
    words = _named((span.text for span in alert.evidence), most=_MAX_WORDS)
    if words:
        yield (_plain(f"fired by: {words}"),)
    rules = alert.rules[:_MAX_RULES]
    for why in dict.fromkeys(rule.why for rule in rules if rule.why):
        yield (_plain(name_of(why, max_chars=_MAX_WHY)),)
    if rules:
        at = f" at {clean_text(alert.commit)}" if alert.commit else ""
        named = ", ".join(f"{clean_text(rule.id)} ({rule.revision})" for rule in rules)
        yield (_plain("rule: "), Run(text=f"{named}{at}", code=True))
    for note in dict.fromkeys(rule.note for rule in rules if rule.note):
        yield isolated((Run(text=clean_text(note)[:MAX_EXCERPT], italic=True),))
    if alert.previous:
        yield (_plain(f"follows the closed incident {clean_text(alert.previous)}"),)


def _named(names: Iterable[str], *, most: int) -> str:
    """Names in a row, each once whatever its case, and how many more there are."""
    unique: dict[str, str] = {}
    for name in filter(None, (name_of(one, max_chars=60) for one in names)):
        unique.setdefault(name.casefold(), name)
    ordered = list(unique.values())
    more = f" and {len(ordered) - most} more" if len(ordered) > most else ""
    return ", ".join(ordered[:most]) + more


def _subject(alert: Alert) -> str:
    mark = "EXERCISE " if alert.exercise else ""
    about = "watchdesk" if alert.reason in _ABOUT_US else alert.severity.upper()
    return f"{mark}{about}: {name_of(alert.item_title or alert.title, max_chars=_MAX_SUBJECT)}"


def _plain(text: str) -> Run:
    return Run(text=text)


def _joined(lines: Iterable[Line]) -> tuple[Run, ...]:
    """Lines -> runs, a line break between two lines; lines without text are left out."""
    runs: list[Run] = []
    for line in lines:
        if any(run.text for run in line):
            runs += [Run(text="\n")] if runs else []
            runs += [run for run in line if run.text]
    return tuple(runs)


def _facts(delivery: Delivery) -> dict[str, Any]:
    """The alert for machines: JSON-able, instants in ISO 8601."""
    alert = delivery.alert
    return {
        "id": alert.id,
        "receiver": delivery.receiver,
        "reason": alert.reason.value,
        "severity": alert.severity.value,
        "title": alert.title,
        "text": alert.text,
        "incident": alert.incident_id,
        "previous": alert.previous,
        "created": alert.created_at.isoformat(),
        "item": {
            "id": alert.item_id,
            "title": alert.item_title,
            "was": alert.item_was,
            "url": alert.item_url,
            "source": alert.source,
            "reliability": alert.reliability,
            "feed": alert.feed,
            "language": alert.language,
            "published": _iso(alert.published_at),
            "arrived": _iso(alert.arrived_at),
            "authors": list(alert.item_authors),
            "thumbnail": alert.item_thumbnail,
            "point": asdict(alert.item_point) if alert.item_point else None,
            "enclosures": [asdict(one) for one in alert.item_enclosures],
        },
        "sources": list(alert.sources),
        "cites": alert.voice,
        "amendment": alert.amendment,
        "changed": list(alert.changed),
        "account": account_facts(alert),
        "reports": alert.reports,
        "rules": [{"id": rule.id, "title": rule.title, "revision": rule.revision} for rule in alert.rules],
        "commit": alert.commit or None,
        "entities": list(alert.entities),
        "tags": list(alert.tags),
        "evidence": [
            {"field": span.field, "start": span.start, "end": span.end, "text": span.text} for span in alert.evidence
        ],
        "exercise": alert.exercise,
        "possible_repeat": delivery.possible_repeat,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
