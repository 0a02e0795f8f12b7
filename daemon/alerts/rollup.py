"""Too much at once: first alerts that wait become one message a rule; critical ones stay single and go first. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from daemon.alerts.excerpt import name_of
from daemon.alerts.moment import moment
from daemon.model import Alert, AlertReason, Delivery, Severity

FROM = 12  #: first alerts that wait for one receiver, before they are rolled up: more than are read one by one
_LEAST = 3  #: of one rule
_SHOWN = 15
MORE = "… and "  #: how the line begins that says how many are not shown
URGENT = 3  #: the rank from which on an alert overtakes, is never rolled up, and may use the last of a chat's slots


def rolled_up(
    waiting: Sequence[Delivery], *, backlog: int = 0, now: datetime
) -> list[tuple[Alert, tuple[Delivery, ...]]]:
    """The roll-ups that take the place of first alerts that wait for one receiver, each with those that it tells of.

    `backlog`: all that waits there; what the roll-ups do not tell of is stated in them.

    Law: each waiting delivery is in one roll-up at most; what is urgent, was tried, or is no first alert, in none.
    Shape: empty while few wait; the worst first; the same deliveries always make the alert of the same id.
    """
    by_rule: dict[str, list[Delivery]] = defaultdict(list)
    for one in waiting:
        rolls = one.alert.reason is AlertReason.OPENED and one.attempts == 0 and not one.alert.exercise
        if rolls and one.alert.rank < URGENT and one.alert.rules:
            by_rule[one.alert.rules[0].id].append(one)
    if sum(map(len, by_rule.values())) < FROM:
        return []
    many = [tuple(group) for group in by_rule.values() if len(group) >= _LEAST]
    left = max(0, backlog - sum(map(len, many))) + len(many) - 1
    made = [(_alert(group, left=left, now=now), group) for group in many]
    return sorted(made, key=lambda one: (-one[0].severity.rank, -len(one[1])))


def digest_of(waiting: Sequence[Delivery], *, now: datetime) -> Alert:
    """One message for deliveries that waited to be told together: the worst first, of the same severity the incidents.

    Law: the same deliveries always make the alert of the same id; nothing stands behind what is less severe, where it
    might not be shown. `waiting` is not empty.
    """
    opened = [one.alert for one in waiting if one.alert.reason is AlertReason.OPENED]
    others = [one.alert for one in waiting if one.alert.reason is not AlertReason.OPENED]
    told = sorted([*opened, *others], key=lambda one: -one.severity.rank)
    shown = [_digest_line(one, now=now) for one in told[:_SHOWN]]
    more = [f"{MORE}{len(told) - _SHOWN} more: /open, or watchdesk incidents"] if len(told) > _SHOWN else []
    further = f", {len(others)} other message{'' if len(others) == 1 else 's'}" if others else ""
    return Alert(
        id=_id_of(waiting),
        reason=AlertReason.ROLLED_UP,
        severity=max((one.severity for one in told), key=lambda one: one.rank),
        created_at=now,
        title=f"Digest: {len(opened)} incident{'' if len(opened) == 1 else 's'}{further}",
        text="\n".join([*shown, *more]),
        arrived_at=min((one.arrived_at for one in told if one.arrived_at), default=None),
    )


def _digest_line(alert: Alert, *, now: datetime) -> str:
    mark = "" if alert.reason is AlertReason.OPENED else f"{alert.reason}: "
    return _line(alert, now=now).replace("• ", f"• {alert.severity.upper()} {mark}", 1)


def _id_of(group: Sequence[Delivery]) -> str:
    keys = "\x00".join(sorted(one.key for one in group))
    return f"r{blake2b(keys.encode(), digest_size=11).hexdigest()}"


def _alert(group: Sequence[Delivery], *, left: int, now: datetime) -> Alert:
    first = group[0].alert
    severity: Severity = max((one.alert.severity for one in group), key=lambda one: one.rank)
    rule = first.rules[0]
    shown = [_line(one.alert, now=now) for one in group[:_SHOWN]]
    more = [f"{MORE}{len(group) - _SHOWN} more: /open, or watchdesk incidents"] if len(group) > _SHOWN else []
    return Alert(
        id=_id_of(group),
        reason=AlertReason.ROLLED_UP,
        severity=severity,
        created_at=now,
        title=f"{len(group)} incidents of {rule.title or rule.id}",
        text="\n".join([*shown, *more, *([f"Backlog: {left} more messages wait for this chat"] if left else [])]),
        rules=(rule,),
        arrived_at=min((one.alert.arrived_at for one in group if one.alert.arrived_at), default=None),
    )


def _line(alert: Alert, *, now: datetime) -> str:
    when = f"{moment(alert.arrived_at, now=now)} " if alert.arrived_at else ""
    return f"• {when}{name_of(alert.title, max_chars=120)}{_from(alert)}"


def _from(alert: Alert) -> str:
    return f" – {name_of(alert.source)}" if alert.source else ""
