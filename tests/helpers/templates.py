"""Every kind of message that the desk can get, made of any text: for the grammar's test and for the docs' picture."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from daemon.alerts.compose import compose
from daemon.alerts.rollup import FROM, digest_of, rolled_up
from daemon.alerts.standing import Standing, compose_standing
from daemon.incidents.account import account_of
from daemon.model import (
    Account,
    Alert,
    AlertReason,
    Delivery,
    Difference,
    Evidence,
    MatchedRule,
    Message,
    Severity,
    Silence,
)
from tests.helpers.build import NOW, a_delivery, a_report, an_alert, an_incident

_REPLY = "-1001:7"
R = AlertReason


def texts_of(text: str) -> dict[str, Any]:
    """An alert's fields, with one text wherever a publisher, a rule or a person may write one."""
    end = min(10, len(text))
    return {
        "title": text,
        "item_title": text,
        "item_summary": text,
        "item_body": text,
        "item_was": text,
        "item_url": text,
        "item_thumbnail": text,
        "item_authors": (text,),
        "source": text,
        "sources": (text, f"{text} 2"),
        "voice": text,
        "feed": "wire",
        "entities": (text,),
        "places": (text,),
        "things": (text,),
        "tags": (text,),
        "changed": (text, text),
        "denied_by": (text,),
        "text": text,
        "previous": text,
        "commit": text,
        "reports": 3,
        "rules": (MatchedRule(id="floods", title=text, revision="1", note=text, why=text),),
        "evidence": (Evidence(field="title", start=0, end=end, text=text[:end]),) if text else (),
        "account": Account(
            claims=(text,),
            confirms=(text,),
            denies=(text,),
            best_grade="B",
            best_source=text,
            first_source=text,
            first_at=NOW,
            latest_source=text,
            latest_at=NOW,
            differs=(Difference(about=text, told=((text, (text,)), ("3", (text,)))),),
        ),
    }


def templates(**texts: Any) -> Iterator[tuple[str, Message]]:
    """Name and message of each template; `texts`: fields of their alerts, in the place of the usual ones."""
    for name, make in kinds(**texts).items():
        yield name, make()


def kinds(**texts: Any) -> Mapping[str, Callable[[], Message]]:
    """The same, each made only when it is asked for."""
    told = partial(_told, texts)
    return {
        "first alert": partial(told, R.OPENED),
        "first alert, perhaps twice": partial(told, R.OPENED, possible_repeat=True),
        "first alert of a drill": partial(told, R.OPENED, exercise=True),
        "another source confirms": partial(told, R.CONFIRMED, reply=True, denied_by=()),
        "another source denies": partial(told, R.CONFIRMED, reply=True),
        "a further report": partial(told, R.EXTENDED, reply=True),
        "the severity is raised": partial(told, R.ESCALATED, reply=True),
        "a headline changed": partial(told, R.CORRECTED, reply=True, amendment=None),
        "a correction": partial(told, R.CORRECTED, reply=True, amendment="correction"),
        "a retraction": partial(told, R.CORRECTED, reply=True, amendment="retraction"),
        "a page was taken down": partial(told, R.CORRECTED, reply=True, amendment="removal"),
        "a follow-up for who knows nothing before it": partial(told, R.CONFIRMED),
        "nobody has it": partial(told, R.UNACKED, level=2),
        "a notice": partial(told, R.NOTICE, incident_id=None),
        "a test": partial(told, R.TEST, incident_id=None),
        "a roll-up": partial(_rolled_up, texts),
        "a digest": partial(_digest, texts),
        "the first message, kept up to date": partial(_standing, texts),
    }


def _told(
    texts: dict[str, Any], reason: AlertReason, *, reply: bool = False, possible_repeat: bool = False, **over: Any
) -> Message:
    alert = an_alert(**{**texts, "reason": reason, **over})
    delivery = a_delivery(alert=alert, possible_repeat=possible_repeat)
    return compose(delivery, reply_to=_REPLY if reply else None, now=NOW + timedelta(minutes=7))


def _rolled_up(texts: dict[str, Any]) -> Message:
    ((alert, _),) = rolled_up([_waiting(number, texts) for number in range(FROM)], backlog=FROM + 3, now=NOW)
    return compose(a_delivery(alert=alert), now=NOW)


def _digest(texts: dict[str, Any]) -> Message:
    return compose(a_delivery(alert=digest_of([_waiting(number, texts) for number in range(3)], now=NOW)), now=NOW)


def _waiting(number: int, texts: dict[str, Any]) -> Delivery:
    alert: Alert = an_alert(**{**texts, "id": f"a{number}", "incident_id": f"i{number}", "severity": Severity.HIGH})
    return a_delivery(id=number, key=f"a{number}:desk", alert=alert)


def _standing(texts: dict[str, Any]) -> Message:
    named = str(texts.get("source", "The Paper"))
    reports = (a_report(), a_report(item_id="item-2", feed="paper", source=named, title=named, language="ar"))
    incident = an_incident(reports=reports, acked_by=str(texts.get("title", "Anna")), acked_at=NOW)
    why = str(texts.get("title", "already known"))
    silence = Silence(
        id="s1", incidents=(incident.id,), starts_at=NOW, ends_at=NOW + timedelta(hours=8), why=why, by="Anna"
    )
    standing = Standing(incident=incident, account=account_of(incident), silences=(silence,), held=2, holds=3)
    delivery = a_delivery(alert=replace(an_alert(**texts), reason=R.OPENED))
    return compose_standing(delivery, standing, now=NOW + timedelta(minutes=7))
