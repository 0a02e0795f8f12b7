"""Metrics and health over real HTTP: off unless the config says so, right, and without a secret."""

import asyncio
import re
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from daemon.errors import PermanentSendError, TransientSendError
from daemon.metrics import described
from daemon.pulse import Pulse
from daemon.web import endpoints
from tests.helpers.site import Answer, FakeSite
from tests.helpers.story import Story, told_story

CRASH = "Helicopter shot down near Palmyra"


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """A daemon whose config names a place on this machine, behind its baseline."""
    async with told_story(tmp_path) as told:
        await told.running.watched.begin(told.running.config)
        await told.running.watched.endpoints.follow(("127.0.0.1", 0))
        yield told


async def ask(story: Story, path: str, **headers: str) -> tuple[int, str]:
    """Status and text of an answer."""
    async with aiohttp.ClientSession() as session:
        url = story.running.watched.endpoints.address + path
        async with session.get(url, headers=headers) as response:
            return response.status, await response.text()


async def value(story: Story, sample: str) -> float:
    """The value of one sample, by its name and labels as they are shown."""
    status, text = await ask(story, "/metrics")
    assert status == 200
    found = [line.rpartition(" ")[2] for line in text.splitlines() if line.rpartition(" ")[0] == sample]
    assert found, f"{sample} is not shown"
    return float(found[0])


async def test_nothing_listens_unless_the_config_says_so(tmp_path: Path) -> None:
    """By default there is no port that anybody could ask."""
    async with FakeSite() as site:
        story = Story(tmp_path, site)
        await story.begin()
        await story.running.watched.begin(story.running.config)
        assert story.running.config.http is None
        assert story.running.watched.endpoints.address == ""
        await story.end()


async def test_what_happens_is_counted(story: Story) -> None:
    """Polls, items, attempts and their results, and what the store holds, are shown as they are."""
    story.desk.errors = [TransientSendError("desk", "down")]
    story.publish(CRASH)
    await story.pass_time(minutes=5)
    assert await value(story, 'watchdesk_outbox_deliveries{state="pending"}') == 1
    assert await value(story, 'watchdesk_receiver_failing{receiver="desk"}') == 1
    await story.pass_time(minutes=1)
    assert await value(story, 'watchdesk_delivery_attempts_total{receiver="desk",result="failed"}') == 1
    assert await value(story, 'watchdesk_delivery_attempts_total{receiver="desk",result="sent"}') == 1
    assert await value(story, 'watchdesk_receiver_failing{receiver="desk"}') == 0
    assert await value(story, 'watchdesk_outbox_deliveries{state="pending"}') == 0
    assert await value(story, 'watchdesk_polls_total{outcome="new"}') >= 1
    assert await value(story, 'watchdesk_items_total{kind="new"}') == 3
    assert await value(story, "watchdesk_incidents_open") == 1
    assert await value(story, "watchdesk_feeds_live") == 2
    assert await value(story, "watchdesk_last_delivery_timestamp_seconds") == story.now.timestamp()
    assert await value(story, "watchdesk_alert_delay_seconds_count") == 1
    assert await value(story, "watchdesk_store_bytes") > 0


async def test_trouble_is_shown(story: Story) -> None:
    """A feed that fails, a delivery that dies, a poll that is late: each has its number."""
    story.site.serve("/paper", Answer(status=404))
    story.desk.errors = [PermanentSendError("desk", "gone")]
    story.publish(CRASH)
    await story.pass_time(minutes=5)
    assert await value(story, "watchdesk_feeds_live") == 1
    assert await value(story, 'watchdesk_outbox_deliveries{state="dead"}') == 1
    story.now += timedelta(hours=2)
    assert await value(story, "watchdesk_poll_lateness_seconds") > 3600


async def test_every_metric_is_shown_and_described(story: Story) -> None:
    """Each metric of the registry has a help text, a name as Prometheus wants it, and is there from the start."""
    _, text = await ask(story, "/metrics")
    for name, kind, said in described():
        assert said.endswith(".")
        assert re.fullmatch(r"watchdesk_[a-z_]+", name)
        assert name.endswith("_total") == (kind == "counter")
        assert f"# TYPE {name} {kind}" in text


async def test_alive_and_ready_are_two_things(story: Story) -> None:
    """H10: a daemon whose ticks stand still is alive and not ready, and says why; when they go on it is ready again."""
    assert await ask(story, "/healthz") == (200, "alive\n")
    await story.pass_time(seconds=1)
    assert (await ask(story, "/readyz"))[0] == 200
    story.now += timedelta(minutes=10)
    status, text = await ask(story, "/readyz")
    assert status == 503
    assert "no poll tick has ended for 0:10:00" in text
    assert (await ask(story, "/healthz"))[0] == 200
    await story.pass_time(seconds=1)
    await story.running.deliver_tick()
    assert (await ask(story, "/readyz"))[0] == 200


async def test_the_supervisor_hears_of_no_life_while_ticks_stand_still(story: Story) -> None:
    """H10: a loop that beats while no tick ends is no sign of life: the supervisor starts the daemon anew."""
    beats: list[str] = []
    watched = story.running.watched
    watched.on_alive = lambda: beats.append("alive")
    await story.pass_time(seconds=1)
    await story.running.deliver_tick()
    watched._beat(37.0)
    assert beats
    assert float(re.findall(r"event_loop_delay_seconds_sum (.+)", (await ask(story, "/metrics"))[1])[0]) >= 37
    story.now += timedelta(minutes=10)
    beats.clear()
    watched._beat(0.0)
    assert beats == []


async def test_a_store_that_is_held_is_not_ready(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that nobody can write to makes the daemon not ready; whoever asks is told so instead of waiting."""
    monkeypatch.setattr(endpoints, "_ANSWER_WITHIN", 0.2)
    await story.pass_time(seconds=1)
    with closing(sqlite3.connect(story.folder / "watchdesk.sqlite", isolation_level=None)) as stranger:
        stranger.execute("BEGIN EXCLUSIVE")
        status, _ = await ask(story, "/readyz")
        stranger.execute("ROLLBACK")
    assert status == 503


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "127.0.0.1", 404),
        ("/metrics/../config.yaml", "127.0.0.1", 404),
        ("/metrics", "rebound.example", 403),
        ("/metrics", "localhost", 200),
        ("/metrics", "[::1]:9", 200),
    ],
)
async def test_only_those_who_call_this_machine_by_its_name_are_answered(
    story: Story, path: str, host: str, status: int
) -> None:
    """A page in a browser whose name was rebound to this machine reads nothing; other paths are nobody's."""
    assert (await ask(story, path, Host=host))[0] == status


async def test_no_secret_and_no_text_is_shown(story: Story) -> None:
    """R12: neither a title nor an address of a feed is among the metrics."""
    story.publish(CRASH)
    await story.pass_time(minutes=5)
    _, text = await ask(story, "/metrics")
    assert "Palmyra" not in text
    assert story.site.url() not in text


async def test_a_place_that_cannot_be_had_is_no_reason_to_stop(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    """A port that another program has is said once, and had as soon as it is free."""
    taken = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    place = taken.sockets[0].getsockname()
    ours = story.running.watched.endpoints
    await ours.follow(place)
    await ours.follow(place)
    assert caplog.text.count("metrics and health cannot be asked for") == 1
    taken.close()
    await taken.wait_closed()
    await ours.follow(place)
    assert (await ask(story, "/healthz"))[0] == 200


async def test_a_loop_that_is_blocked_is_measured_and_one_that_hangs_is_ended() -> None:
    """H10: the delay of a beat is told; a loop that does not beat for so many looks ends the process."""
    late: list[float] = []
    beaten = asyncio.Event()

    def beat(seconds: float) -> None:
        late.append(seconds)
        beaten.set()

    hung = threading.Event()
    pulse = Pulse(beat, on_hang=hung.set, look_every=0.05, hangs_after=30)
    pulse.start()
    await asyncio.sleep(0)
    time.sleep(0.9)  # noqa: ASYNC251  the loop is to be blocked
    await beaten.wait()
    assert late[0] > 0.3
    assert not hung.is_set(), "it was only late"
    assert await asyncio.to_thread(hung.wait, 0.0) is False
    hung.wait(10)  # blocks the loop for good, until the thread has seen it
    assert hung.is_set()
    await pulse.stop()
