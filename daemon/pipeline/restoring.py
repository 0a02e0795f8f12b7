"""A store that is a backup of a former time: it re-sends nothing, and says what it could not know.

Between the backup and the restore a daemon has told, edited, escalated; people have acked and silenced; and nothing of
that is in the store. So nothing that waited then is sent, what feeds show of that time is held back with a reason, and
the operators hear both. Ids are made of what they are about, so that a repeat that must be has its old key.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from daemon.alerts.mute import RESTORED
from daemon.model import Act, Delivery, FeedState
from daemon.pipeline.escalate import escalate_due
from daemon.pipeline.ingest import Desk
from daemon.pipeline.measures import LAST_BACKUP
from daemon.pipeline.notices import held_by_restore, restored, to_operators
from daemon.pipeline.summary import count_as_told
from daemon.store.copying import COPIED
from daemon.store.database import Transaction

_FACT = "restored"
_WAITED = f"{RESTORED}: it waited when the backup was made, and may have been sent since"
_TELL_EVERY = timedelta(hours=1)
_MOST_TITLES = 20
_LEAP = 1000  #: acts were numbered after the backup; no number of theirs is given twice


def settle_restore(tx: Transaction, desk: Desk, *, now: datetime) -> bool:
    """Make a restored store one that can go on; returns whether it was one.

    Law: once for each restore, in one transaction; nothing that was sent or waited at the backup is sent after it.
    """
    mark = tx.feeds.fact(COPIED)
    if mark is None:
        return False
    told = json.loads(mark)
    copied_at, token = datetime.fromisoformat(told["at"]), str(told["token"])
    waited = tx.outbox.hold_unfinished(_WAITED, now=now)
    tx.outbox.forget_troubles()
    tx.live.leave_as_shown()
    tx.texts.forget_due()
    tx.pages.see_afresh()
    escalated = escalate_due(tx, desk, held=_WAITED, now=now)
    silences = tx.silences.ended(now=now)
    for silence in silences:
        tx.silences.save(replace(silence, told=True))
    _settle_feeds(tx, desk, now=now)
    _settle_quiet_feeds(tx, now=now)
    count_as_told(tx, desk.config, now=now)
    open_now = sum(one.acked_at is None for one in tx.incidents.open())
    lines = [
        f"It is the backup of {_moment(copied_at)}, in force since {_moment(now)}.",
        *_lines(waited, escalated=escalated, silences=len(silences)),
        "Not known: what was told, acked, silenced and ruled between these two.",
        f"Open incidents that nobody has: {open_now}. Ack again what somebody has.",
        "What feeds show next of that time is held back once; a list follows. Corrections of it are held back, too.",
    ]
    notice = restored(lines, token=token, now=now)
    tx.outbox.enqueue([replace(to_operators(notice, desk.config), silent=False)], now=now)
    _note(tx, token, copied_at, now=now)
    tx.feeds.forget_fact(COPIED)
    tx.feeds.save_fact(LAST_BACKUP, copied_at.isoformat())  # a copy cannot know of itself, and it is one
    tx.feeds.save_fact(_FACT, json.dumps({"token": token, "at": now.isoformat(), "told_at": now.isoformat()}))
    return True


def restored_token(tx: Transaction) -> str | None:
    """The token of the backup that the store was restored from last; None: it never was."""
    fact = tx.feeds.fact(_FACT)
    return None if fact is None else str(json.loads(fact)["token"])


def tell_held(tx: Transaction, desk: Desk, *, now: datetime) -> bool:
    """Once an hour after a restore, until every feed has answered: tell what was held back; whether it was told."""
    fact = tx.feeds.fact(_FACT)
    known = json.loads(fact) if fact else {}
    if "told_at" not in known:
        return False
    told_at = datetime.fromisoformat(known["told_at"])
    enabled = {feed.id for feed in desk.config.feeds if feed.enabled}
    states = tx.feeds.states()
    waiting = sum(states[name].hold_before is not None for name in enabled if name in states)
    if waiting and timedelta(0) <= now - told_at < _TELL_EVERY:
        return False
    held = [one for one in tx.deliveries.muted_as(RESTORED, since=told_at) if one.mute_reason != _WAITED]
    titles = list(dict.fromkeys(one.alert.title for one in held))
    if titles:
        notice = held_by_restore(titles, waiting=waiting, token=known["token"], now=now)
        tx.outbox.enqueue([replace(to_operators(notice, desk.config), silent=False)], now=now)
    known["told_at"] = now.isoformat()
    tx.feeds.save_fact(_FACT, json.dumps(known if waiting else {"token": known["token"], "at": known["at"]}))
    return bool(titles)


def _lines(waited: Sequence[Delivery], *, escalated: int, silences: int) -> list[str]:
    """What is not sent again, with the titles of what waited."""
    titles = list(dict.fromkeys(one.alert.title for one in waited))
    shown = [f"• {title}" for title in titles[:_MOST_TITLES]]
    more = [f"… and {len(titles) - _MOST_TITLES} more"] if len(titles) > _MOST_TITLES else []
    ends = f" {escalated} escalations and the ends of {silences} silences" if escalated or silences else " nothing else"
    return [f"Not sent again: {len(waited)} messages that waited then, and{ends}.", *shown, *more]


def _settle_feeds(tx: Transaction, desk: Desk, *, now: datetime) -> None:
    """Hold back what each feed's next document shows, of feeds that came to the config since the backup as well."""
    known = tx.feeds.states()
    states = [known.get(feed.id) or FeedState(feed=feed.id) for feed in desk.config.feeds]
    states += [state for name, state in known.items() if name not in {one.feed for one in states}]
    tx.feeds.save([replace(one, hold_before=now, failures=0, failing_since=None, crashes=0) for one in states])
    tx.feeds.forget_all_told()
    tx.subscriptions.forget_all()  # hubs were asked anew since, with other secrets


def _settle_quiet_feeds(tx: Transaction, *, now: datetime) -> None:
    """A feed that should have spoken by now may have been told of as quiet."""
    for one in tx.rates.holdings():
        if one.heard_at is not None and one.due_at is not None and one.due_at <= now and not one.holds:
            tx.rates.save_holding(replace(one, holds=True))


def _note(tx: Transaction, token: str, copied_at: datetime, *, now: datetime) -> None:
    act = Act(
        id=tx.acts.last_number() + _LEAP,
        key=f"restore:{token}",
        at=now,
        by="watchdesk",
        by_key="watchdesk",
        verb="restore",
        target="store",
        outcome=f"restored from the backup of {_moment(copied_at)}",
    )
    tx.acts.save(act)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
