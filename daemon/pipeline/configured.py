"""Silences of the config -> the store, where all silences are: a new entry begins one, and one that is gone ends.

Law: an entry is one silence, however often it is read; what a person ended stays ended, as long as its entry stands;
one that holds back critical alerts for longer than one person may waits until somebody agrees (B13).
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from itertools import count

from daemon.alerts.silence import needs_second, subject_of
from daemon.config import Config
from daemon.model import Act, Silence
from daemon.pipeline.notices import silence_waits, to_operators
from daemon.silenced import Silenced
from daemon.store.database import Transaction

log = logging.getLogger(__name__)

Known = Callable[[str], Silence | None]  #: the silence of that id, whether it holds or not

CONFIG = "config"  #: who made these silences, and ended those whose entry is gone
PREFIX = "cfg"  #: how their ids begin; those of people's begin otherwise


def adopt_silences(tx: Transaction, config: Config, *, now: datetime) -> int:
    """Let the silences of the config hold, and no others of an earlier one; returns how many began or ended."""
    wanted = [_silence(one, tx.silences.silence) for one in config.silences]
    new = [one for one in wanted if one.ends_at > now and tx.silences.silence(one.id) is None]
    left = [one for one in tx.silences.unended(PREFIX) if one.id not in {each.id for each in wanted}]
    for silence in new:
        tx.silences.save(silence)
        _note(tx, silence, "mute", f"{silence.id} silences {subject_of(silence)}: {silence.why}", now=now)
        if silence.waits_for:
            asked = silence_waits(silence, subject_of(silence), now=now)
            tx.outbox.enqueue([to_operators(asked, config)], now=now)
    for silence in left:
        tx.silences.save(replace(silence, ended_by=CONFIG))
        _note(tx, silence, "unmute", f"{silence.id} is over: it left the config", now=now)
    return len(new) + len(left)


def silenced_by(config: Config, current: Sequence[Silence], known: Known, *, now: datetime) -> list[Silence]:
    """What is silenced now if the config is taken as it is, with what the store says of it. Pure."""
    wanted = {one.id: one for one in (_silence(entry, known) for entry in config.silences)}
    new = [one for one in wanted.values() if one.starts_at <= now < one.ends_at and known(one.id) is None]
    return [*(one for one in current if one.id in wanted or not one.id.startswith(PREFIX)), *new]


def _silence(entry: Silenced, known: Known) -> Silence:
    """The silence of an entry, under its own id; under another one when it came back after it had left the config."""
    text = repr(sorted(entry, key=lambda one: one[0]))
    base = f"{PREFIX}{blake2b(text.encode(), digest_size=5).hexdigest()}"
    for turn in count(1):  # pragma: no branch
        name = base if turn == 1 else f"{base}-{turn}"
        there = known(name)
        if there is None or there.ended_by != CONFIG:
            break
    silence = Silence(
        id=name,
        rules=entry.rules,
        entities=entry.entities,
        feeds=entry.feeds,
        max_severity=None if entry.hold_critical else entry.up_to,
        starts_at=entry.start,
        ends_at=entry.until,
        why=" ".join(entry.reason.split()),
        by=CONFIG,
    )
    return replace(silence, waits_for=CONFIG) if entry.hold_critical and needs_second(silence) else silence


def _note(tx: Transaction, silence: Silence, verb: str, outcome: str, *, now: datetime) -> None:
    log.info("silence of the config", extra={"silence": silence.id, "reason": outcome})
    key = f"config:{verb}:{silence.id}"
    if tx.acts.of_key(key) is None:
        act = Act(
            key=key,
            at=now,
            by=CONFIG,
            by_key=CONFIG,
            verb=verb,
            target=silence.id,
            why=silence.why,
            outcome=outcome,
        )
        tx.acts.save(act)
