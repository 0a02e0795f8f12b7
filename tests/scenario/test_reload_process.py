"""A real daemon that is told to read its files anew: by a save, by SIGHUP, by `watchdesk reload`."""

import asyncio
import json
import os
import pty
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenario.test_process import ROOT, RULES, Daemon

WRONG = "rules:\n  - {id: alarm, severity: high, when: '('}\n"
MORE = RULES + "  - {id: siren, title: Siren, severity: low, when: siren}\n"


@pytest.fixture
async def daemon(tmp_path: Path) -> AsyncIterator[Daemon]:
    """A running daemon without feeds; its one receiver is the terminal."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "config.yaml").write_text("receivers: {desk: {console: {}}}\n", encoding="utf-8")
    running = Daemon(tmp_path)
    await running.start()
    await running.says("watchdesk started")
    yield running
    await running.end(signal.SIGKILL)


async def _command(daemon: Daemon, *words: str) -> tuple[int | None, str]:
    """Run a command beside the daemon: its exit code, and all that it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "daemon.cli", *words, "--config", str(daemon.folder / "config.yaml")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, said.decode()


async def test_a_save_is_taken_up_by_itself(daemon: Daemon) -> None:
    """A saved rule is in force, and a mistake is told to the operators with its line, without anybody asking."""
    (daemon.folder / "rules" / "rules.yaml").write_text(MORE, encoding="utf-8")
    await daemon.says(r"reload applied.*rules=2")
    (daemon.folder / "rules" / "rules.yaml").write_text(WRONG, encoding="utf-8")
    await daemon.says("A change of config or rules is refused")
    assert re.search(r"rules\.yaml:2:", daemon.log)
    (daemon.folder / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    await daemon.says("The change of config or rules is applied")
    assert await daemon.end() == 0


async def test_sighup_reads_everything_anew(daemon: Daemon) -> None:
    """SIGHUP reads config and rules even if nothing has changed, and does not end the daemon."""
    assert daemon.process is not None
    daemon.process.send_signal(signal.SIGHUP)
    await daemon.says("reload applied")
    daemon.process.send_signal(signal.SIGHUP)
    await daemon.says("(?s)reload applied.*reload applied")
    assert await daemon.end() == 0


async def test_a_terminal_that_is_closed_ends_the_daemon(tmp_path: Path) -> None:
    """H2: SIGHUP from a terminal that is gone means stop, as for every program; one that is there means reload."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "config.yaml").write_text("receivers: {desk: {console: {}}}\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    running = Daemon(tmp_path)
    process = await running.start(stdin=theirs)
    os.close(theirs)
    await running.says("watchdesk started")
    process.send_signal(signal.SIGHUP)
    await running.says("reload applied")
    os.close(ours)
    assert await running.end(signal.SIGHUP) == 0
    assert "stopped" in running.log


async def test_the_command_waits_for_the_verdict(daemon: Daemon) -> None:
    """`watchdesk reload`: exit code 0 and the revision, or 2 and every problem; `status` shows the same afterwards."""
    code, said = await _command(daemon, "reload")
    assert (code, "applied: revision" in said) == (0, True), said
    (daemon.folder / "rules" / "rules.yaml").write_text(WRONG, encoding="utf-8")
    code, said = await _command(daemon, "reload")
    assert code == 2
    assert re.search(r"rules\.yaml:2:\d+: ", said)
    assert "go on" in said
    code, said = await _command(daemon, "status")
    assert code == 0
    assert re.search(r"(?s)running.*refused.*rules\.yaml:2:", said)
    assert await daemon.end() == 0
    code, said = await _command(daemon, "reload")
    assert (code, "no daemon runs on this store" in said) == (1, True), said


async def test_the_status_is_for_programs_too(daemon: Daemon) -> None:
    """`watchdesk status --json`: one object that says whether it runs, on which rules, and how feeds and outbox are."""
    code, said = await _command(daemon, "status", "--json")
    facts = json.loads(said)
    assert code == 0
    assert facts["running"] is True
    assert facts["rules"] == 1
    assert (facts["feeds"], facts["live"], facts["waiting"], facts["problems"]) == (0, 0, 0, [])
    assert facts["late_seconds"] == 0
    assert await daemon.end(signal.SIGKILL) == -signal.SIGKILL
    code, said = await _command(daemon, "status", "--json")
    assert (code, json.loads(said)["running"]) == (0, False)


async def test_the_status_works_beside_a_broken_config(daemon: Daemon) -> None:
    """What is in force can be asked while the config is wrong: that is when people ask."""
    (daemon.folder / "config.yaml").write_text("receivers: {desk: {console: {}}}\nnonsense: 1\n", encoding="utf-8")
    await daemon.says("reload refused")
    code, said = await _command(daemon, "status")
    assert code == 0
    assert "config.yaml:2:1: unknown key 'nonsense'" in said
    code, said = await _command(daemon, "reload")
    assert code == 2
    assert "unknown key 'nonsense'" in said
