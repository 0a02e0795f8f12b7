"""The silences of the config, as they begin and end in the store."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from daemon.config import Config
from daemon.model import Severity, Silence
from daemon.pipeline.configured import adopt_silences
from daemon.store.database import Store, memory_store
from tests.helpers.build import NOW

FLOODS = {"rules": ["floods"], "reason": "an exercise", "from": "2000-01-01 00:00 UTC"}


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """An empty store in memory."""
    opened = memory_store()
    yield opened
    await opened.close()


def entry(**over: Any) -> dict[str, Any]:
    """An entry that began an hour ago and ends in an hour."""
    hour = timedelta(hours=1)
    return {
        **FLOODS,
        "from": f"{NOW - hour:%Y-%m-%d %H:%M} UTC",
        "until": f"{NOW + hour:%Y-%m-%d %H:%M} UTC",
        **over,
    }


def config(*silences: dict[str, Any]) -> Config:
    """A config with these silences."""
    desk = {"channel": "console", "options": {}}
    return Config.model_validate({"receivers": {"desk": desk}, "silences": list(silences)})


async def adopted(store: Store, *silences: dict[str, Any]) -> list[Silence]:
    """Let the store know a config with these silences; those that hold now."""
    await store.write(lambda tx: adopt_silences(tx, config(*silences), now=NOW))
    return await store.read(lambda tx: tx.silences.current(now=NOW))


async def test_an_entry_is_one_silence_however_often_it_is_read(store: Store) -> None:
    """It holds up to high unless critical ones are meant, is noted in the audit log once, and reads say nothing new."""
    (first,) = await adopted(store, entry())
    assert (first.rules, first.max_severity, first.why, first.by) == (
        ("floods",),
        Severity.HIGH,
        "an exercise",
        "config",
    )
    assert await adopted(store, entry()) == [first]
    acts = await store.read(lambda tx: tx.acts.latest())
    assert [(act.by, act.verb, act.target) for act in acts] == [("config", "mute", first.id)]


async def test_critical_alerts_are_held_back_only_where_that_is_said(store: Store) -> None:
    """`hold_critical: true` makes a silence of all severities, and another one than without it."""
    (silence,) = await adopted(store, entry(hold_critical=True))
    assert silence.max_severity is None


@pytest.mark.parametrize(("critical", "hours", "waits"), [(True, 25, True), (True, 24, False), (False, 25, False)])
async def test_critical_alerts_are_held_back_for_long_only_if_somebody_agrees(
    store: Store, *, critical: bool, hours: int, waits: bool
) -> None:
    """B13: an entry that holds back critical alerts for more than a day waits for a second person, asked for once."""
    until = f"{NOW - timedelta(hours=1) + timedelta(hours=hours):%Y-%m-%d %H:%M} UTC"
    (silence,) = await adopted(store, entry(hold_critical=critical, until=until))
    assert (silence.waits_for is not None) is waits
    await store.write(lambda tx: tx.silences.save(replace(silence, waits_for=None, by="config, with Ben")))
    (agreed,) = await adopted(store, entry(hold_critical=critical, until=until))
    assert agreed.waits_for is None
    asked = [one.alert for one in await store.read(lambda tx: tx.outbox.deliveries())]
    assert [one.title for one in asked] == [f"Silence {silence.id} waits for a second person"] * waits
    assert all(f"/agree {silence.id}" in one.text for one in asked)


async def test_an_entry_that_is_gone_ends_its_silence(store: Store) -> None:
    """Its end is due to be told; the same entry, when it comes back, is a new silence."""
    (first,) = await adopted(store, entry())
    assert await adopted(store) == []
    assert [one.id for one in await store.read(lambda tx: tx.silences.ended(now=NOW))] == [first.id]
    (again,) = await adopted(store, entry())
    assert again == replace(first, id=f"{first.id}-2")
    assert await adopted(store, entry()) == [again]


async def test_what_a_person_ended_stays_ended(store: Store) -> None:
    """An entry that still stands revives no silence that somebody in the desk has ended."""
    (first,) = await adopted(store, entry())
    await store.write(lambda tx: tx.silences.save(replace(first, ended_by="Anna")))
    assert await adopted(store, entry()) == []
    assert await adopted(store) == []
    assert await adopted(store, entry()) == []


async def test_people_s_silences_are_left_alone(store: Store) -> None:
    """A reload ends nothing that was made in a chat or at the shell."""
    mine = Silence(id="s1", rules=("floods",), starts_at=NOW, ends_at=NOW + timedelta(hours=1), why="noisy", by="Anna")
    await store.write(lambda tx: tx.silences.save(mine))
    assert await adopted(store) == [mine]


async def test_an_entry_of_the_past_is_nothing_and_one_of_the_future_waits(store: Store) -> None:
    """What is over when it is read never held anything; what begins later holds from then on."""
    past = entry(until=f"{NOW - timedelta(minutes=1):%Y-%m-%d %H:%M} UTC")
    soon = NOW + timedelta(minutes=10)
    assert await adopted(store, past, entry(**{"from": f"{soon:%Y-%m-%d %H:%M} UTC"})) == []
    assert await store.read(lambda tx: tx.silences.ended(now=NOW)) == []
    assert len(await store.read(lambda tx: tx.silences.current(now=soon))) == 1
