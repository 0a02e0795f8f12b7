"""`watchdesk backup` and `restore` beside a real daemon, over real HTTP."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from daemon.cli import cli
from tests.helpers.bot_api import TOKEN, BotApi, Fault
from tests.helpers.build import an_entry
from tests.helpers.site import FakeSite
from tests.scenario.test_process import RULES, Daemon, config, until


@pytest.fixture
async def daemon(tmp_path: Path) -> AsyncIterator[Daemon]:
    """A daemon that is surely gone after the test."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    running = Daemon(tmp_path)
    yield running
    if running.process is not None:
        await running.end(signal.SIGKILL)


async def command(daemon: Daemon, *words: str) -> str:
    """Run a command beside the daemon, which must succeed; what it said. In a thread: the fakes answer on this loop."""
    asked = [*words, "--config", str(daemon.folder / "config.yaml")]
    result = await asyncio.to_thread(CliRunner().invoke, cli, asked)
    assert result.exit_code == 0, result.output
    return result.output


def alerts(api: BotApi) -> list[str]:
    """What the chat was shown of the alarms, in order; a notice that lists their titles is no alert."""
    notices = ("restored from a backup", "Held back after the restore")
    told = [one.text for one in api.accepted if not any(notice in one.text for notice in notices)]
    return [title for text in told for title in ("one", "two", "three") if f"alarm {title}" in text]


@pytest.mark.parametrize("under_way", [False, True], ids=["all-told", "one-under-way"])
async def test_a_running_daemon_takes_a_backup_in_and_sends_nothing_again(
    daemon: Daemon, tmp_path: Path, under_way: bool
) -> None:
    """S10, R12: backup and restore beside a running daemon: it goes on, each alert came once, no token in the copy.

    Also what the chat had, and the store did not know of yet, when the backup was made.
    """
    async with FakeSite() as site, BotApi() as api:
        site.publish("/f0", [an_entry(guid="0", title="calm")])
        (daemon.folder / "config.yaml").write_text(config(site, api), encoding="utf-8")
        await daemon.start()
        await until(lambda: len(site.asked("/f0")) > 1)  # the baseline is behind it
        if under_way:
            api.will(5, Fault.ACCEPT_SLOWLY)
        site.add("/f0", an_entry(guid="1", url=None, title="alarm one", published=None))
        await until(lambda: len(api.accepted) == 1)
        copy = tmp_path / "copy.sqlite"
        assert "checked" in await command(daemon, "backup", str(copy))
        assert TOKEN.partition(":")[2].encode() not in copy.read_bytes()
        api.let.set()
        site.add("/f0", an_entry(guid="2", url=None, title="alarm two", published=None))
        await until(lambda: len(api.accepted) == 2)
        assert "restored" in await command(daemon, "restore", str(copy))
        asked = len(site.asked("/f0"))
        assert (tmp_path / "watchdesk.sqlite.before-restore").exists()
        await until(lambda: any("restored from a backup" in one.text for one in api.accepted))
        await until(lambda: len(site.asked("/f0")) > asked + 1)
        site.add("/f0", an_entry(guid="3", url=None, title="alarm three", published=None))
        await until(lambda: any("alarm three" in one.text for one in api.accepted))
        assert alerts(api) == ["one", "two", "three"]
        if under_way:
            assert any("• alarm one" in one.text for one in api.accepted)  # that it is not sent again is said
        assert await daemon.end() == 0


async def test_without_a_daemon_the_command_takes_the_backup_in_itself(daemon: Daemon, tmp_path: Path) -> None:
    """S10: with nobody running, restore does all of it; the next start is an ordinary one that sends nothing again."""
    async with FakeSite() as site, BotApi() as api:
        site.publish("/f0", [an_entry(guid="0", title="calm")])
        (daemon.folder / "config.yaml").write_text(config(site, api), encoding="utf-8")
        await command(daemon, "poll", "--once")
        copy = tmp_path / "copy.sqlite"
        await command(daemon, "backup", str(copy))
        site.add("/f0", an_entry(guid="1", url=None, title="alarm one", published=None))
        await command(daemon, "poll", "--once")
        assert len(api.accepted) == 1
        assert "restored" in await command(daemon, "restore", str(copy))
        await command(daemon, "poll", "--once")
        assert [one.text for one in api.accepted[1:] if "alarm one" in one.text] == []
        assert "restored from a backup" in api.accepted[1].text
