"""Which feeds are in trouble -> what the operators hear of it: each spell once, and many feeds at once as one message.

What is told is decided by `decide`, which is pure; `watch` reads the rows, queues the notices and notes what was told.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from daemon.config import Config
from daemon.feeds.health import GOOD, SILENCE
from daemon.model import Alert, FeedHealth, FeedState, Told
from daemon.pipeline import notices
from daemon.pipeline.notices import FAILS, SILENT
from daemon.store.database import Transaction

FAILURES_BEFORE_NOTICE = 5  #: in a row, of one feed by itself
LONG_WAIT = timedelta(hours=1)  #: a publisher's wish to be left alone that is worth a word
TOGETHER = 3  #: so many feeds in one trouble are told in one message
TOGETHER_SHARE = 3  #: one in so many feeds in trouble at once is a trouble of its own, told before each is certain
SETTLE = timedelta(minutes=15)  #: so long it has gone on by then: most feeds were polled once in it
BEGAN_WITHIN = timedelta(hours=1)  #: troubles that began so close to each other are taken for one
BACK_WITHIN = timedelta(hours=1)  #: feeds that were told together come back as one message, after so long at most
_NEVER = datetime.max.replace(tzinfo=UTC)
_AT_ONCE = frozenset({FeedHealth.GONE, FeedHealth.PREVIEW_OFF, FeedHealth.QUARANTINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to tell, and what to note as told."""

    notices: tuple[Alert, ...] = ()
    told: tuple[Told, ...] = ()  #: with those that wait for the others of their group to be well, too
    over: tuple[Told, ...] = ()
    hurry: tuple[str, ...] = ()  #: feeds that failed with one that is back: worth another try at once


def watch(tx: Transaction, config: Config, *, now: datetime) -> Decision:
    """Tell the operators of feeds whose trouble began or ended."""
    states = tx.feeds.states()
    labels = {feed.id: feed.label for feed in config.feeds if feed.enabled}
    present = [states[feed] for feed in labels if feed in states]
    decision = decide(present, tx.feeds.told(), labels=labels, now=now)
    tx.feeds.save_told(decision.told)
    tx.feeds.forget_told(decision.over)
    tx.outbox.enqueue([notices.to_operators(told, config) for told in decision.notices], now=now)
    return decision


def decide(states: Sequence[FeedState], told: Sequence[Told], *, labels: Mapping[str, str], now: datetime) -> Decision:
    """What there is to tell now. `told`: what the operators know of already.

    Law: a feed's trouble is told once, alone or with others, and so is its end; troubles of three feeds or more that
    began within an hour make one message; of feeds that are no longer polled nothing is told.
    """
    by_feed = {state.feed: state for state in states}
    gone = tuple(one for one in told if one.feed not in by_feed)
    known = [one for one in told if one.feed in by_feed]
    parts = [
        _begun(states, [one for one in known if one.trouble == trouble], trouble, labels=labels, now=now)
        for trouble in (FAILS, SILENT)
    ]
    parts.append(_ended(by_feed, known, labels=labels, now=now))
    return Decision(
        notices=tuple(one for part in parts for one in part.notices),
        told=tuple(one for part in parts for one in part.told),
        over=(*gone, *(one for part in parts for one in part.over)),
        hurry=tuple(dict.fromkeys(feed for part in parts for feed in part.hurry)),
    )


def _begun(
    states: Sequence[FeedState], told: Sequence[Told], trouble: str, *, labels: Mapping[str, str], now: datetime
) -> Decision:
    """The troubles of one kind that are new."""
    known = {one.feed for one in told}
    suspects = [state for state in states if _is_suspect(state, trouble) and state.feed not in known]
    certain = [state for state in suspects if _is_certain(state, trouble, now=now)]
    if _is_general(suspects, trouble, feeds=len(states), now=now):
        certain = suspects
    if not certain:
        return Decision()
    group = [state for state in suspects if state in certain or _belongs(state, certain, trouble, now=now)]
    if trouble == SILENT and len(group) >= TOGETHER:
        group += [state for state in states if state.feed not in known and _joins(state, group, now=now)]
    live = sum(state.health in GOOD for state in states)
    named = [(labels[state.feed], state) for state in group]
    noted = tuple(Told(feed=one.feed, trouble=trouble, since=_since(one, trouble), told_at=now) for one in group)
    if len(group) >= TOGETHER:
        tell = notices.feeds_fail if trouble == FAILS else notices.feeds_are_silent
        return Decision(notices=(tell(named, live=live, total=len(states), now=now),), told=noted)
    group = certain
    one_by_one = notices.feed_fails if trouble == FAILS else notices.feed_is_silent
    return Decision(
        notices=tuple(one_by_one(state, label=labels[state.feed], now=now) for state in group),
        told=tuple(one for one in noted if one.feed in {state.feed for state in group}),
    )


def _is_suspect(state: FeedState, trouble: str) -> bool:
    """Might this be a trouble?"""
    if trouble == FAILS:
        return state.failures > 0
    return state.failures == 0 and (state.health is FeedHealth.QUIET or state.silence >= SILENCE / 2)


def _is_certain(state: FeedState, trouble: str, *, now: datetime) -> bool:
    """Is it one, whatever the other feeds do?"""
    if trouble == SILENT:
        return state.health is FeedHealth.QUIET
    if state.health is FeedHealth.RATE_LIMITED and state.next_poll_at and state.last_poll_at:
        waits_long = state.next_poll_at - state.last_poll_at >= LONG_WAIT
    else:
        waits_long = False
    return waits_long or state.health in _AT_ONCE or state.failures >= FAILURES_BEFORE_NOTICE


def _is_general(suspects: Sequence[FeedState], trouble: str, *, feeds: int, now: datetime) -> bool:
    """Are so many feeds in trouble, and for long enough, that the cause is hardly with each of them?"""
    recent = [state for state in suspects if now - _since(state, trouble) >= SETTLE]
    return bool(recent) and len(suspects) >= max(TOGETHER, feeds / TOGETHER_SHARE)


def _belongs(state: FeedState, certain: Sequence[FeedState], trouble: str, *, now: datetime) -> bool:
    """Did this feed's trouble begin with one of those that are certain, and has it gone on?"""
    if trouble == FAILS and state.failures < 2:
        return False
    first, last = _began(state, trouble, now=now)
    others = [_began(one, trouble, now=now) for one in certain]
    return any(first - upto <= BEGAN_WITHIN and since - last <= BEGAN_WITHIN for since, upto in others)


def _joins(state: FeedState, group: Sequence[FeedState], *, now: datetime) -> bool:
    """Does a feed that posts more seldom fall silent with these? It would be certain days later, and told by itself."""
    if state.failures or state.silence < SILENCE / 4 or state in group:
        return False
    return _belongs(state, group, SILENT, now=now)


def _began(state: FeedState, trouble: str, *, now: datetime) -> tuple[datetime, datetime]:
    """Between which moments a trouble began: a silence between the last item and when the next one was to come."""
    since = _since(state, trouble)
    return since, since + (now - since) / max(state.silence, 1.0) if trouble == SILENT else since


def _since(state: FeedState, trouble: str) -> datetime:
    began = state.failing_since if trouble == FAILS else state.last_new_at
    return began or state.last_poll_at or _NEVER


def _ended(
    by_feed: Mapping[str, FeedState], told: Sequence[Told], *, labels: Mapping[str, str], now: datetime
) -> Decision:
    """The troubles that are over, in the groups in which they were told."""
    groups: dict[tuple[str, datetime], list[Told]] = defaultdict(list)
    for one in told:
        groups[one.trouble, one.told_at].append(one)
    parts = [_group_ended(by_feed, group, labels=labels, now=now) for group in groups.values()]
    return Decision(
        notices=tuple(one for part in parts for one in part.notices),
        told=tuple(one for part in parts for one in part.told),
        over=tuple(one for part in parts for one in part.over),
        hurry=tuple(feed for part in parts for feed in part.hurry),
    )


def _group_ended(
    by_feed: Mapping[str, FeedState], group: Sequence[Told], *, labels: Mapping[str, str], now: datetime
) -> Decision:
    well = [one for one in group if _is_well(by_feed[one.feed], one)]
    if not well:
        return Decision()
    ill = [one for one in group if one not in well]
    if len(group) < TOGETHER:
        back = [
            notices.feed_is_back(labels[one.feed], by_feed[one.feed], trouble=one.trouble, since=one.since, now=now)
            for one in well
        ]
        return Decision(notices=tuple(back), over=tuple(well))
    first_back = min((one.back_at for one in group if one.back_at), default=now)
    if ill and now - first_back < BACK_WITHIN:
        hurry = tuple(one.feed for one in ill if one.trouble == FAILS)
        return Decision(told=tuple(replace(one, back_at=now) for one in well if not one.back_at), hurry=hurry)
    named = [(labels[one.feed], by_feed[one.feed]) for one in well]
    out = [(labels[one.feed], by_feed[one.feed]) for one in ill]
    since = min(one.since for one in group)
    return Decision(notices=(notices.feeds_are_back(named, out=out, since=since, now=now),), over=tuple(well))


def _is_well(state: FeedState, told: Told) -> bool:
    if told.trouble == FAILS or state.failures:
        return state.failures == 0
    return state.last_new_at is None or state.last_new_at > told.since
