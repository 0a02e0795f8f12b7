"""The README's commands, run as they stand there, in the order in which they stand."""

import os
import re
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.helpers.bot_api import BotApi
from tests.helpers.build import an_entry
from tests.helpers.site import FakeSite
from tests.scenario.test_commands import call, world
from tests.scenario.test_process import Daemon, until

__all__ = ["world"]  # a fixture

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line, comments=True)
    for block in re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
YAML = re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
MADE = [words for words in COMMANDS if words[0] == "make"]
CALLED = [words[1:] for words in COMMANDS if words[0] == "watchdesk" and words[1] != "run"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: tuple[FakeSite, BotApi]) -> Path:
    """The README's desk: its config and rule, with the Bot API and the publishers on this machine."""
    site, api = world
    config, rule = YAML
    config = config.replace("{token_file: ", f"{{base_url: '{api.base_url}', token_file: ")
    config = re.sub(r'url: "https://[^"]*/([a-z]+)[^"]*",', rf'url: "{site.url()}\1", allow_private: true,', config)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "telegram-token").write_text(api.token, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "helicopters.yaml").write_text(rule, encoding="utf-8")
    sender = {"id": 7, "is_bot": False, "first_name": "Ada"}
    api.say({"id": -100200, "type": "supergroup", "title": "Desk"}, "hello", sender=sender)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.mark.parametrize("words", CALLED, ids=" ".join)
def test_a_command_of_the_readme_works(desk: Path, words: list[str]) -> None:
    """Each command does on the README's own config and rule what the README says, and exits with 0."""
    more = ["--seconds", "1"] if words[:2] == ["telegram", "chats"] else []
    result = call(*words, *more)
    assert result.exit_code == 0, (result.output, result.exception)


def test_the_readme_tells_what_try_shows(desk: Path) -> None:
    """The README's rule fires on the README's text."""
    (words,) = [one for one in CALLED if one[0] == "try"]
    assert "helicopter-lost" in call(*words).output


@pytest.mark.parametrize("words", MADE, ids=" ".join)
def test_a_target_of_the_readme_exists(words: list[str]) -> None:
    """`make run` and `make test` are targets; what `make run` starts is run below, what `make test` runs is this."""
    assert shutil.which("make")
    assert subprocess.run([*words, "-n"], cwd=ROOT, capture_output=True, check=False, env=_alone()).returncode == 0


def test_make_run_starts_the_daemon_on_the_example() -> None:
    """What `make run` ends with is the command that the process test runs on the example config."""
    done = subprocess.run(["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True, env=_alone())
    assert "watchdesk run --config config.example.yaml" in done.stdout.splitlines()[-1]


def _alone() -> dict[str, str]:
    """The environment without what an outer make, which runs these tests, tells an inner one."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


async def test_the_readmes_config_runs(tmp_path: Path) -> None:
    """`watchdesk run` on the README's config and rule alerts in the README's chat."""
    assert ["watchdesk", "run"] in COMMANDS
    async with FakeSite() as site, BotApi() as api:
        config, rule = YAML
        config = config.replace("{token_file: ", f"{{base_url: '{api.base_url}', token_file: ")
        config = re.sub(r'url: "https://[^"]*",', f'url: "{site.url("/news")}", allow_private: true,', config)
        (tmp_path / "secrets").mkdir()
        (tmp_path / "secrets" / "telegram-token").write_text(api.token, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config + "poll: {interval: 1s}\n", encoding="utf-8")
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "helicopters.yaml").write_text(rule, encoding="utf-8")
        site.publish("/news", [an_entry(guid="0", title="Library lends out a telescope", summary="", url=None)])
        daemon = Daemon(tmp_path)
        await daemon.start()
        try:
            await until(lambda: len(site.asked("/news")) > 3)
            site.add("/news", an_entry(published=None))
            await until(lambda: api.accepted)
            assert await daemon.end() == 0
        finally:
            await daemon.end(signal.SIGKILL)
        assert api.accepted[0].chat == -1001234567890
