from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from daemon.channels.matrix import MatrixChannel, MatrixOptions
from daemon.channels.registry import CHANNEL_OPTIONS, CHANNELS, build_channel
from daemon.channels.slack import SlackChannel, SlackOptions
from daemon.channels.telegram import TelegramChannel
from daemon.configfile import load_config
from daemon.errors import ConfigError
from daemon.pipeline.pace import Pace
from tests.helpers.bot_api import BotApi
from tests.helpers.build import NOW
from tests.helpers.chat import a_message

CONFIG = """
receivers:
  terminal: {console: {}}
  desk:
    telegram: {token_file: token.txt, chat: -1001, base_url: BASE}
  archive:
    webhook: {url: 'http://127.0.0.1:1/hook', allow_private: true}
  phones:
    apprise: {url_env: PHONES}
"""
ROOMS = (("!a:example.org", "t1"), ("!b:example.org", "t1"), ("!a:example.org", "t2"))
MORE = """\
  office:
    slack: {token_env: SLACK, channel: C0123}
  room:
    matrix: {homeserver: 'https://m.example', token_env: SLACK, room: '!abc:m.example'}
  letters:
    mail: {host: m.example, sender: desk@m.example, recipients: anna@m.example}
"""


async def test_every_channel_is_built_from_the_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A config names channels and options; each becomes a channel, with its secrets from files and variables."""
    monkeypatch.setenv("PHONES", "json://127.0.0.1:1/x")
    monkeypatch.setenv("SLACK", "xoxb-1")
    (tmp_path / "token.txt").write_text("123456:AAbb\n")
    (tmp_path / "config.yaml").write_text(CONFIG.replace("BASE", "'http://127.0.0.1:1/bot'") + MORE)
    config = load_config(tmp_path / "config.yaml", channel_options=CHANNEL_OPTIONS)
    built = {name: build_channel(name, receiver) for name, receiver in config.receivers.items()}
    kinds = {type(channel).__name__ for channel in built.values()}
    assert kinds == {f"{name.capitalize()}Channel" for name in CHANNELS}
    for channel in built.values():
        await channel.close()


async def test_a_receiver_that_moved_is_found_at_its_new_address(tmp_path: Path):
    """After a group's move, the same receiver is built at the id that the error named (T9)."""
    async with BotApi() as api:
        (tmp_path / "token.txt").write_text(api.token)
        text = f"receivers: {{desk: {{telegram: {{token_file: token.txt, chat: -1, base_url: '{api.base_url}'}}}}}}"
        (tmp_path / "config.yaml").write_text(text)
        receiver = load_config(tmp_path / "config.yaml", channel_options=CHANNEL_OPTIONS).receivers["desk"]
        channel = build_channel("desk", receiver, address="-100777")
        assert isinstance(channel, TelegramChannel)
        await channel.send(a_message())
        await channel.close()
        assert [one.chat for one in api.accepted] == [-100777]


def test_wrong_options_are_reported_with_their_line_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """All receivers' problems come at once, each at its line; a secret in the wrong place is not repeated (T16)."""
    monkeypatch.setenv("PHONES", "nosuchservice://canary")
    text = CONFIG.replace("token_file: token.txt", "token: '1:canary'").replace("BASE", "'http://127.0.0.1:1/bot'")
    (tmp_path / "config.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "config.yaml", channel_options=CHANNEL_OPTIONS)
    assert sorted(problem.line for problem in caught.value.problems) == [5, 9]
    assert "canary" not in str(caught.value)


def test_what_shares_a_limit_is_counted_together() -> None:
    """Slack takes one message a second into a channel, a homeserver so many from an account: receivers share that."""
    token = SecretStr("xoxb-1")
    slack = [SlackChannel(name, SlackOptions(token=token, channel=name)) for name in ("C11", "C11", "C22")]
    assert slack[0].place == slack[1].place != slack[2].place
    home = "https://matrix.example.org"
    rooms = [MatrixChannel(room, MatrixOptions(homeserver=home, token=SecretStr(t), room=room)) for room, t in ROOMS]
    assert rooms[0].place == rooms[1].place != rooms[2].place
    for channel in (slack[0], rooms[0]):
        pace = Pace(channel.per_minute)
        for _ in range(3):
            pace.sends(NOW)
        assert pace.least_rank(NOW) is None
        assert pace.least_rank(NOW + timedelta(seconds=3)) == 0
