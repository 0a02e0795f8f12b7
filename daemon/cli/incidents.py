"""`watchdesk incidents`: what was gathered into which incident, and why."""

import json

from rich.text import Text

from daemon.cli.beside import read_known
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, ago, load_settings, out
from daemon.clock import utc_now
from daemon.incidents.account import account_of, voice
from daemon.model import Incident, Joining
from daemon.store.database import Transaction

_Listed = list[tuple[Incident, dict[str, Joining]]]


def incidents(config: ConfigOption = DEFAULT_CONFIG, *, as_json: JsonOption = False) -> None:
    """Show every open incident: its sources, its reports with their item ids, and why each joined."""
    listed = read_known(load_settings(config).store, _listed)
    for incident, joinings in listed:
        if as_json:
            out.print(json.dumps(_facts(incident, joinings), ensure_ascii=False), soft_wrap=True, markup=False)
        else:
            out.print(_text(incident, joinings), soft_wrap=True)
    if not listed and not as_json:
        out.print("no incident is open")


def rulings(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Print what the desk ruled by split and join as labelled pairs: one JSON object a line, the oldest first."""
    for pair in read_known(load_settings(config).store, _pairs):
        out.print(json.dumps(pair, ensure_ascii=False), soft_wrap=True, markup=False, highlight=False)


def _pairs(tx: Transaction) -> list[dict[str, object]]:
    return [
        {
            "same": one.same,
            "by": one.by,
            "why": one.why,
            "at": one.at.isoformat(),
            "evidence": dict(one.evidence),
            "items": [_ruled_on(tx, item) for item in (one.item, one.other)],
        }
        for one in tx.rulings.all()
    ]


def _ruled_on(tx: Transaction, item_id: str) -> dict[str, object]:
    """An item in the form that `watchdesk replay` reads."""
    item = tx.items.item(item_id)
    if item is None:
        return {"id": item_id}
    return {
        "id": item.id,
        "title": item.title,
        "summary": item.summary,
        "body": item.body,
        "url": item.url,
        "feed": item.feed,
        "published": item.published_at.isoformat() if item.published_at else None,
        "language": item.language,
    }


def _listed(tx: Transaction) -> _Listed:
    found = []
    for incident in filter(None, (tx.incidents.incident(one.id) for one in tx.incidents.open())):
        joinings = {one.item_id: tx.incidents.joining(one.item_id) for one in incident.reports}
        found.append((incident, {item: joining for item, joining in joinings.items() if joining}))
    return found


def _text(incident: Incident, joinings: dict[str, Joining]) -> Text:
    now, account = utc_now(), account_of(incident)
    text = Text(f"{incident.id}  {incident.severity.upper()}  ", style="bold")
    text.append(incident.title)
    sources = ", ".join(incident.sources)
    latest = ago(incident.last_report_at, now=now)
    if incident.acked_at:
        text.append(f"\n    {incident.acked_by} has it since {incident.acked_at:%Y-%m-%d %H:%M} UTC")
    text.append(f"\n    independent sources: {sources or '–'}; latest report {latest}")
    for verb in ("claims", "confirms", "denies", "retracts"):
        if names := getattr(account, verb):
            text.append(f"\n    {verb}: {', '.join(names)}")
    for report in incident.reports:
        joining = joinings.get(report.item_id)
        why = f"{joining.reason} {joining.score:.2f}" if joining else ""
        copy = f", a copy of {report.copy_of}" if report.copy_of else ""
        text.append(f"\n    {report.item_id}  {voice(report)}: {report.title} ({why}{copy})", style="dim")
    return text


def _facts(incident: Incident, joinings: dict[str, Joining]) -> dict[str, object]:
    account = account_of(incident)
    return {
        "incident": incident.id,
        "title": incident.title,
        "severity": incident.severity.value,
        "opened": incident.opened_at.isoformat(),
        "latest": incident.last_report_at.isoformat(),
        "acked": incident.acked_at.isoformat() if incident.acked_at else None,
        "acked_by": incident.acked_by,
        "sources": list(incident.sources),
        "claims": list(account.claims),
        "confirms": list(account.confirms),
        "denies": list(account.denies),
        "retracts": list(account.retracts),
        "reports": [
            {
                "item": report.item_id,
                "source": report.source,
                "voice": voice(report),
                "title": report.title,
                "copy_of": report.copy_of,
                "reason": joinings[report.item_id].reason if report.item_id in joinings else None,
                "score": joinings[report.item_id].score if report.item_id in joinings else None,
            }
            for report in incident.reports
        ],
    }
