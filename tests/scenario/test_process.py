"""The daemon as a process: it starts, shows alerts, stops in good order, survives kills, and is alone on its store."""

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.helpers.bot_api import BotApi
from tests.helpers.build import an_entry
from tests.helpers.canaries import check_store, check_texts
from tests.helpers.site import FakeSite

ROOT = Path(__file__).parent.parent.parent
WAIT = 60.0  #: seconds until a process is given up: many times what it takes where nothing else runs
RULES = """\
rules:
  - {id: alarm, title: Alarm, severity: critical, when: alarm, tests: {match: [alarm 1], skip: [calm]}}
"""


@dataclass
class Daemon:
    """A daemon process on a folder of its own."""

    folder: Path
    process: asyncio.subprocess.Process | None = None

    async def start(self, *, stdin: int | None = None) -> asyncio.subprocess.Process:
        """Start it; its output goes to `daemon.log`, its input comes from that file or from ours."""
        with (self.folder / "daemon.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "daemon.cli", "run", "--config", str(self.folder / "config.yaml")),
                stdin=stdin,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, "COLUMNS": "120"},
            )
        return self.process

    @property
    def log(self) -> str:
        """All that it said so far."""
        return (self.folder / "daemon.log").read_text(encoding="utf-8")

    async def says(self, pattern: str, *, within: float = WAIT) -> float:
        """Wait until its output holds the pattern; returns the seconds that took."""
        started = time.monotonic()
        while not re.search(pattern, self.log):
            if time.monotonic() - started > within:
                raise AssertionError(f"{pattern!r} not said within {within} s:\n{self.log}")
            await asyncio.sleep(0.05)
        return time.monotonic() - started

    async def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; returns the exit status. No secret may stand in what it leaves (T16)."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(sign)
        status = await asyncio.wait_for(self.process.wait(), WAIT)
        check_texts([self.log])
        check_store(self.folder / "watchdesk.sqlite")
        return status


@pytest.fixture
async def daemon(tmp_path: Path) -> AsyncIterator[Daemon]:
    """A daemon that is surely gone after the test."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    running = Daemon(tmp_path)
    yield running
    if running.process is not None:
        await running.end(signal.SIGKILL)


async def until(holds: object, *, within: float = WAIT) -> None:
    """Wait until something holds in the world outside."""
    end = time.monotonic() + within
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.05)


async def test_the_example_shows_alerts_within_seconds_without_internet(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make run`: the drill's alerts stand in the terminal, and no feed's failure is a traceback."""
    shutil.copytree(ROOT / "rules", daemon.folder / "rules", dirs_exist_ok=True)
    (daemon.folder / "rules" / "rules.yaml").unlink()
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    closed = "  proxy_env: WATCHDESK_TEST_PROXY\n"  # a dead end on this machine: nothing leaves it
    (daemon.folder / "config.yaml").write_text(text.replace("poll:\n", f"poll:\n{closed}", 1), encoding="utf-8")
    monkeypatch.setenv("WATCHDESK_TEST_PROXY", "http://127.0.0.1:9")
    await daemon.start()
    await daemon.says("EXERCISE")
    await daemon.says("Confirmed by")
    assert await daemon.end() == 0
    assert "fired by: helicopter, shot down" in daemon.log
    assert "polled feed=bbc" not in daemon.log
    assert "Traceback" not in daemon.log


def config(site: FakeSite, api: BotApi, feeds: int = 1) -> str:
    """A config with so many feeds and a Telegram receiver."""
    lines = [f"receivers: {{desk: {{telegram: {{chat: 5, token_file: token, base_url: '{api.base_url}'}}}}}}"]
    lines += ["poll: {interval: 1s}", "feeds:"]
    lines += [f"  - {{id: f{n}, url: '{site.url(f'/f{n}')}', allow_private: true}}" for n in range(feeds)]
    return "\n".join(lines) + "\n"


async def test_a_second_daemon_on_the_same_store_leaves(daemon: Daemon, tmp_path: Path) -> None:
    """H3: the second one ends at once with a clear line and sends nothing; the first goes on."""
    async with FakeSite() as site, BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config(site, api), encoding="utf-8")
        await daemon.start()
        await daemon.says("watchdesk started")
        second = Daemon(tmp_path)
        process = await second.start()
        assert await asyncio.wait_for(process.wait(), WAIT) == 1
        assert "another watchdesk is running" in daemon.log
        assert daemon.process is not None
        assert daemon.process.returncode is None
        assert api.requests == 0


async def test_a_second_daemon_leaves_before_it_reads_the_rules(daemon: Daemon, tmp_path: Path) -> None:
    """H3: who owns the store is asked first; a daemon that refuses its rules gives the store back."""
    (tmp_path / "config.yaml").write_text("receivers: {desk: {console: {}}}\n", encoding="utf-8")
    await daemon.start()
    await daemon.says("watchdesk started")
    (tmp_path / "rules" / "rules.yaml").write_text("rules: 5\n", encoding="utf-8")
    second = await Daemon(tmp_path).start()
    assert await asyncio.wait_for(second.wait(), WAIT) == 1
    assert "another watchdesk is running" in daemon.log  # and not 2, as for rules that are refused
    assert await daemon.end() == 0
    third = await Daemon(tmp_path).start()
    assert await asyncio.wait_for(third.wait(), WAIT) == 2
    assert "rules.yaml:1" in daemon.log


async def test_sigterm_under_load_ends_in_good_order(daemon: Daemon, tmp_path: Path) -> None:
    """H2: told to stop in the middle of a burst, it finishes the send under way and exits 0; the rest is kept."""
    async with FakeSite() as site, BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config(site, api), encoding="utf-8")
        entries = [an_entry(guid=str(n), url=None, title=f"alarm {n}", published=None) for n in range(60)]
        calm = an_entry(guid="old", title="calm", url=None)
        site.publish("/f0", [calm])
        await daemon.start()
        await until(lambda: len(site.asked("/f0")) > 1)
        site.publish("/f0", [*entries, calm])
        await until(lambda: api.accepted)
        assert await daemon.end() == 0
        sent = len(api.accepted)
        connection = sqlite3.connect(tmp_path / "watchdesk.sqlite")
        states = dict(connection.execute("SELECT state, count(*) FROM delivery GROUP BY state"))
        connection.close()
        assert states.get("sending", 0) == 0
        assert states["sent"] == sent
        assert sum(states.values()) == 60


async def test_kill_9_loses_nothing_and_labels_every_repeat(daemon: Daemon, tmp_path: Path) -> None:
    """H1: killed again and again while it sends: every alert arrives, and a second copy says that it may be one."""
    async with FakeSite() as site, BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config(site, api, feeds=3), encoding="utf-8")
        for number in range(3):
            site.publish(f"/f{number}", [an_entry(guid="old", title="calm", url=None)])
        titles = []
        for life in range(3):
            await daemon.start()
            asked = len(site.requests) + 3
            await until(lambda more=asked: len(site.requests) > more)
            for number in range(12):
                word = blake2b(f"{life} {number}".encode(), digest_size=12).hexdigest()
                titles.append(f"alarm {word[:12]} {word[12:]}")
                entry = an_entry(guid=titles[-1], url=None, title=titles[-1], published=None)
                site.add(f"/f{number % 3}", entry)
            await until(lambda wanted=12 * life + 3 - life: len(api.accepted) >= wanted)
            await daemon.end(signal.SIGKILL)
        connection = sqlite3.connect(tmp_path / "watchdesk.sqlite")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.execute(
            "UPDATE delivery SET started_at = datetime(started_at, '-2 minutes') WHERE state = 'sending'"
        )
        connection.commit()
        connection.close()
        await daemon.start()

        def arrived() -> dict[str, int]:
            return {title: sum(bool(re.search(rf"{title}\b", one.text)) for one in api.accepted) for title in titles}

        await until(lambda: all(arrived().values()), within=2 * WAIT)
        for title in titles:
            copies = [one for one in api.accepted if re.search(rf"{title}\b", one.text)]
            assert all("possible repeat" in one.text for one in copies[1:])
