"""What an incident rests on -> the lines of its alerts: sources, who claims and confirms, what differs. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from daemon.alerts.excerpt import name_of
from daemon.alerts.moment import moment
from daemon.model import Account, Alert, Run

_MOST = 6  #: names in a row
_LINES = 6  #: of what changed
_MAX_LINE = 180

Line = tuple[Run, ...]


def rests_on(alert: Alert, *, now: datetime) -> Iterator[Line]:
    """What changed in the report, what differs between reports, who stands where, and on whom it rests."""
    for line in alert.changed[:_LINES]:
        yield (Run(text=name_of(line, max_chars=_MAX_LINE)),)
    account = alert.account
    if account is None:
        return
    for difference in account.differs:
        told = ", ".join(f"{name_of(value)} ({_row(sources)})" for value, sources in difference.told)
        yield (Run(text=f"{name_of(difference.about)}: {told}"),)
    stands = (
        ("claims", account.claims),
        ("confirms", account.confirms),
        ("denies", account.denies),
        ("retracts", account.retracts),
    )
    if text := " · ".join(f"{verb}: {_row(names)}" for verb, names in stands if names):
        yield (Run(text=text),)
    if alert.reports > 1:
        yield (Run(text=_sources(alert, account, now=now)),)


def speaker(alert: Alert) -> str:
    """Who reports, and whom it only cites: `The Paper, citing Reuters`."""
    who = name_of(alert.source or "another report")
    return f"{who}, citing {name_of(alert.voice)}" if alert.voice and alert.voice != alert.source else who


def _sources(alert: Alert, account: Account, *, now: datetime) -> str:
    count = len(alert.sources)
    counted = f"{count or 'no'} independent source{'' if count == 1 else 's'} in {alert.reports} reports"
    parts = [f"{counted}: {_row(alert.sources)}" if count else counted]
    if account.first_at and account.latest_at:
        first, latest = moment(account.first_at, now=now), moment(account.latest_at, now=now)
        parts.append(f"first {first} ({name_of(account.first_source)})")
        parts.append(f"latest {latest} ({name_of(account.latest_source)})")
    if account.best_grade:
        parts.append(f"best grade {account.best_grade} ({name_of(account.best_source or '')})")
    return " · ".join(parts)


def _row(names: Iterable[str]) -> str:
    given = [name_of(name, max_chars=60) for name in names]
    more = f" and {len(given) - _MOST} more" if len(given) > _MOST else ""
    return ", ".join(given[:_MOST]) + more


def account_facts(alert: Alert) -> dict[str, Any] | None:
    """The same for machines; None: the alert is about no incident."""
    account = alert.account
    if account is None:
        return None
    return {
        "claims": list(account.claims),
        "confirms": list(account.confirms),
        "denies": list(account.denies),
        "retracts": list(account.retracts),
        "best_grade": account.best_grade,
        "best_source": account.best_source,
        "first": {"source": account.first_source, "at": account.first_at.isoformat() if account.first_at else None},
        "latest": {"source": account.latest_source, "at": account.latest_at.isoformat() if account.latest_at else None},
        "differs": [
            {"about": one.about, "told": [{"value": value, "sources": list(who)} for value, who in one.told]}
            for one in account.differs
        ],
    }
