"""What rules did in the past -> what each is worth: alerts, what the desk made of them, what only it caught. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from daemon.store.tallies import FalseAlarm, Matched, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTally:
    """One rule's record. An alert is the first one of an incident, and names every rule that brought it about."""

    rule: str
    mode: str
    matches: int  #: items that it held for
    alerts: int  #: that somebody was sent
    acked: int
    false_alarms: int
    muted: int  #: that nobody was sent, for whatever reason
    only: int  #: alerted incidents in which no other rule held for any report
    overlap: tuple[str, int] | None  #: the rule that it shares most alerted incidents with, and how many
    to_ack: timedelta | None  #: from the message to the ack, the median
    would_send: int  #: of a rule in shadow: incidents and items that it held for
    unheard: int  #: those of them that nobody was told of by any rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """All rules' records, and what the page's plots show."""

    since: datetime
    until: datetime
    rules: tuple[RuleTally, ...]  #: those that held for anything, the most alerts first
    silent: tuple[str, ...]  #: those that never did
    told: tuple[Told, ...]
    false_alarms: frozenset[str]  #: incidents
    shared: Mapping[tuple[str, str], int]  #: two rules -> alerted incidents in which both held, each pair both ways


def stats(
    matched: Sequence[Matched],
    told: Sequence[Told],
    false_alarms: Sequence[FalseAlarm],
    *,
    rules: Mapping[str, str],
    since: datetime,
    until: datetime,
) -> Stats:
    """The record of that time. `rules`: the modes of the rules that there are now, by id; off ones left out."""
    by_rule: dict[str, list[Matched]] = defaultdict(list)
    holding: dict[str, set[str]] = defaultdict(set)  #: incident -> live rules that held in it
    for one in matched:
        by_rule[one.rule].append(one)
        if one.incident and one.mode == "live":
            holding[one.incident].add(one.rule)
    for alert in told:
        holding[alert.incident].update(alert.rules)
    sent = [one for one in told if not one.muted]
    shared = _shared(holding[one.incident] for one in sent)
    false = frozenset(one.incident for one in false_alarms)
    heard = frozenset(one.incident for one in sent)
    firsts: dict[str, list[Told]] = defaultdict(list)
    for alert in told:
        for rule in alert.rules:
            firsts[rule].append(alert)
    tallies = [
        _tally(name, rules.get(name, "gone"), by_rule[name], firsts[name], false, holding, shared, heard)
        for name in {*by_rule, *firsts}
    ]
    return Stats(
        since=since,
        until=until,
        rules=tuple(sorted(tallies, key=lambda one: (-one.alerts, -one.matches, one.rule))),
        silent=tuple(sorted(rules.keys() - by_rule.keys() - firsts.keys())),
        told=tuple(told),
        false_alarms=false,
        shared=shared,
    )


def _tally(  # noqa: PLR0913  all that is known of a rule
    name: str,
    mode: str,
    matched: Sequence[Matched],
    firsts: Sequence[Told],
    false: frozenset[str],
    holding: Mapping[str, set[str]],
    shared: Mapping[tuple[str, str], int],
    heard: frozenset[str],
) -> RuleTally:
    sent = [one for one in firsts if not one.muted]
    others = Counter({other: count for (rule, other), count in shared.items() if rule == name})
    real = [one for one in sent if one.incident not in false]  # to call something a false alarm takes it, too
    waits = [wait for one in real if (wait := wait_of(one)) is not None]
    quiet = {one.incident or one.copy_of or one.item for one in matched if one.mode == "shadow"}
    return RuleTally(
        rule=name,
        mode=mode,
        matches=len({one.item for one in matched}),
        alerts=len(sent),
        acked=sum(one.acked_at is not None for one in real),
        false_alarms=sum(one.incident in false for one in sent),
        muted=len(firsts) - len(sent),
        only=sum(holding[one.incident] == {name} for one in sent),
        overlap=min(others.items(), key=lambda pair: (-pair[1], pair[0]), default=None),
        to_ack=timedelta(seconds=median(one.total_seconds() for one in waits)) if waits else None,
        would_send=len(quiet),
        unheard=len(quiet - heard),
    )


def _shared(groups: Iterable[set[str]]) -> dict[tuple[str, str], int]:
    counts: Counter[tuple[str, str]] = Counter()
    for group in groups:
        counts.update((one, other) for one in group for other in group if one != other)
    return dict(counts)


def wait_of(alert: Told) -> timedelta | None:
    """From the message to the ack; None without either, or where the ack came first."""
    if alert.acked_at is None or alert.sent_at is None or alert.acked_at < alert.sent_at:
        return None
    return alert.acked_at - alert.sent_at
