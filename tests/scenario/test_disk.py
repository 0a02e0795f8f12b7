"""The disk under the store is full, fails, or is locked: what is stored is sent, operators hear it, nothing is lost."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.errors import StoreError
from daemon.model import DeliveryState, Message, Planned
from daemon.store.database import open_store
from daemon.store.reserve import SIZE
from tests.helpers.bot_api import BotApi
from tests.helpers.build import an_alert, an_entry
from tests.helpers.chat import RecordingChannel
from tests.helpers.site import FakeSite
from tests.helpers.story import Story
from tests.scenario.test_process import RULES, WAIT, Daemon, config, until

NEWS = "Helicopter shot down near Palmyra"
DISK = 24 * 1024**2
CALM = an_entry(guid="old", title="calm", url=None)
ALARM = an_entry(guid="new", title="alarm 1", url=None, published=None)


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A file system of a few megabytes, where this machine lets us have one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs to mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> None:
    """Take all room that is left, to the last block."""
    for size in (1024**2, 4096, 512):
        with suppress(OSError), (place / "filler").open("ab", buffering=0) as filler:
            while True:
                filler.write(bytes(size))


@pytest.fixture
async def full(story: Story, tmp_path: Path) -> AsyncIterator[Path]:
    """The folder of a story whose store lies on a disk of its own."""
    with small_disk(tmp_path / "disk") as place:
        story.settings = f"store: {place / 'watchdesk.sqlite'}\n"
        await story.end()
        await story.begin()
        await story.pass_time(minutes=5)
        yield place
        await story.end()


async def ticks(story: Story, **span: float) -> None:
    """Let time pass for a daemon whose store may fail."""
    story.now += timedelta(**span)
    await story.running.poll_tick()
    with suppress(StoreError):
        await story.running.poller.drain()
    await story.running.deliver_tick()
    await story.running.deliverer.drain()
    await story.running.sweep_tick()


async def test_a_full_disk_pauses_polls_and_sends_what_is_stored(story: Story, full: Path) -> None:
    """S6: no room at all: what was stored goes out, the operators hear it past the store, and polls wait for room."""
    waiting = [
        Planned(alert=an_alert(id=f"a{number}", incident_id=f"i{number}"), receiver="desk", silent=False)
        for number in range(8)
    ]
    await story.store.write(lambda tx: tx.outbox.enqueue(waiting, now=story.now + timedelta(minutes=6)))
    fill(full)
    story.publish(NEWS, summary="x" * 100_000)
    for _ in range(4):
        await ticks(story, minutes=5)
    assert sum("The disk is full" in text for text in story.ops.texts) == 1
    assert not (full / "watchdesk.sqlite.reserve").exists()
    asked = len(story.site.requests)
    await ticks(story, minutes=50)
    assert len(story.site.requests) == asked
    sent = await story.store.read(lambda tx: tx.outbox.deliveries(states=[DeliveryState.SENT]))
    assert {f"a{number}:desk" for number in range(8)} <= {one.key for one in sent}
    (full / "filler").unlink()
    before = len(story.desk.texts)
    for _ in range(4):
        await ticks(story, minutes=5)
    assert sum(NEWS in text for text in story.desk.texts[before:]) == 1
    assert sum("The disk has room again" in text for text in story.ops.texts) == 1
    assert (full / "watchdesk.sqlite.reserve").stat().st_size == SIZE


async def test_a_database_that_may_not_grow_is_a_full_disk(story: Story) -> None:
    """S6: SQLite says that it is full: one word to the operators, past the store, and nothing is lost."""
    await story.pass_time(minutes=5)

    async def may_have(pages: int) -> None:
        limit = f"PRAGMA max_page_count={pages}"
        await story.store.write(lambda tx: tx.connection.exec_driver_sql(limit).scalar())

    await may_have(1)  # no fewer than it has
    story.publish(NEWS, summary="x" * 200_000)
    for _ in range(3):
        await ticks(story, minutes=6)
    assert story.desk.texts == []
    assert any("The disk is full" in text for text in story.ops.texts)
    await may_have(1_000_000)
    for _ in range(4):
        await ticks(story, minutes=6)
    assert sum(NEWS in text for text in story.desk.texts) == 1


@pytest.mark.parametrize("has_store", [True, False])
async def test_a_start_on_a_full_disk_says_so_and_what_to_do(tmp_path: Path, *, has_store: bool) -> None:
    """S6: with no room and none set aside, a start ends; standard error and the log's file say why, and the mend."""
    with small_disk(tmp_path / "disk") as place:
        async with FakeSite() as site, BotApi() as api:
            (tmp_path / "token").write_text(api.token, encoding="utf-8")
            (tmp_path / "rules").mkdir()
            (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
            settings = f"store: {place / 'watchdesk.sqlite'}\nlog: {{file: {tmp_path / 'log' / 'own'}}}\n"
            (tmp_path / "config.yaml").write_text(config(site, api) + settings, encoding="utf-8")
            if has_store:
                open_store(place / "watchdesk.sqlite").close_now()
                (place / "watchdesk.sqlite.reserve").unlink()
            fill(place)
            daemon = Daemon(tmp_path)
            process = await daemon.start()
            assert await asyncio.wait_for(process.wait(), WAIT) == 1
    for said in (daemon.log, (tmp_path / "log" / "own").read_text(encoding="utf-8")):
        assert "is full; make room there" in said


@pytest.fixture
def fault(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Daemons run over a C library that has the fault of that name while the file `broken` stands there."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs a C compiler")
    source = Path(__file__).parent.parent / "data" / f"{request.param}.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(tmp_path / "fault.so"), str(source)], check=True)
    monkeypatch.setenv("LD_PRELOAD", str(tmp_path / "fault.so"))
    monkeypatch.setenv(f"WATCHDESK_{request.param.upper()}", str(tmp_path / "broken"))


@pytest.fixture
async def shimmed(fault: None, tmp_path: Path) -> AsyncIterator[tuple[Daemon, FakeSite, BotApi]]:
    """A daemon that may meet the fault, with a publisher and a chat."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    async with FakeSite() as site, BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config(site, api), encoding="utf-8")
        site.publish("/f0", [CALM])
        yield Daemon(tmp_path), site, api


@pytest.mark.parametrize("fault", ["quota"], indirect=True)
async def test_a_quota_that_is_used_up_is_a_full_disk(shimmed: tuple[Daemon, FakeSite, BotApi], tmp_path: Path) -> None:
    """S6: SQLite says only that a write failed: polls wait, the operators hear why, and all goes on with room again."""
    daemon, site, api = shimmed
    await daemon.start()
    await until(lambda: len(site.asked("/f0")) > 1)
    (tmp_path / "broken").touch()
    site.publish("/f0", [ALARM, CALM])
    await until(lambda: any("The disk is full" in one.text for one in api.accepted))
    (tmp_path / "broken").unlink()
    await until(lambda: any("alarm 1" in one.text for one in api.accepted))
    assert await daemon.end() == 0
    assert not any("The disk fails" in one.text for one in api.accepted)


@pytest.mark.parametrize("fault", ["eio"], indirect=True)
async def test_a_disk_that_fails_is_told_and_ends_the_daemon(
    shimmed: tuple[Daemon, FakeSite, BotApi], tmp_path: Path
) -> None:
    """S7: fsync fails: the operators hear it past the store, and the exit status says that nothing is promised."""
    daemon, site, api = shimmed
    process = await daemon.start()
    await until(lambda: len(site.asked("/f0")) > 1)
    (tmp_path / "broken").touch()
    site.publish("/f0", [ALARM, CALM])
    assert await asyncio.wait_for(process.wait(), WAIT) == 1
    assert any("The disk fails" in one.text for one in api.accepted)
    assert "the disk under the store fails" in daemon.log
    assert not any("alarm 1" in one.text for one in api.accepted)  # it was not saved, so it is promised to nobody
    (tmp_path / "broken").unlink()
    await daemon.start()
    await until(lambda: any("alarm 1" in one.text for one in api.accepted))
    assert await daemon.end() == 0


async def test_a_store_that_can_only_be_read_ends_the_daemon(story: Story) -> None:
    """S7: remounted for reading alone, the store takes nothing: that is said at once, and for good."""
    ended: list[str] = []
    story.running.disk.on_failure = ended.append
    await story.store.write(lambda tx: tx.connection.exec_driver_sql("PRAGMA query_only=ON"))
    await ticks(story, minutes=6)
    await ticks(story, seconds=1)
    driver = story.store._engine.raw_connection().driver_connection
    story.store._turns.submit(lambda: driver.execute("PRAGMA query_only=OFF")).result()
    assert [reason for reason in ended if "readonly" in reason] == ended != []
    assert sum("The disk fails" in text for text in story.ops.texts) == 1


async def test_a_store_that_a_stranger_locks_for_a_minute_loses_nothing(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    """S4: another program holds the write lock: polls and sends wait, it is said once, and the alert comes once."""
    await story.pass_time(minutes=5)
    await story.store.read(lambda tx: tx.connection.exec_driver_sql("PRAGMA busy_timeout=1").close())
    stranger = sqlite3.connect(story.running.config.store, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    story.publish(NEWS)
    for _ in range(12):
        await ticks(story, seconds=5)
    stranger.execute("ROLLBACK")
    stranger.close()
    assert story.desk.texts == []
    for _ in range(3):
        await story.pass_time(minutes=5)
    assert sum(NEWS in text for text in story.desk.texts) == 1
    assert not any("possible repeat" in text for text in story.desk.texts)
    assert sum(one.message.startswith("store fails") for one in caplog.records) == 1


async def test_a_channel_with_a_bug_keeps_nobody_from_the_last_word(story: Story) -> None:
    """S7: the operators' channel trips over itself: whoever is next hears that the disk fails, and the daemon ends."""

    class Broken(RecordingChannel):
        async def send(self, message: Message) -> tuple[str, ...]:
            raise KeyError(message.key)

    ended: list[str] = []
    story.running.disk.on_failure = ended.append
    story.running.channels["ops"] = Broken()
    story.store.trouble.failed = "disk I/O error"
    await story.running.deliver_tick()
    assert ended == ["disk I/O error"]
    assert sum("The disk fails" in text for text in story.desk.texts) == 1
