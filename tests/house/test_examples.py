"""The examples that people copy load: the example config, as it is and with every key in use, and the README's YAML."""

import re
from pathlib import Path

import pytest

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.config import Config, IncidentRules, Log, Poll
from daemon.configfile import load_config
from daemon.feeds.request import kind_of
from daemon.model import FeedKind
from daemon.rules.load import build_rules
from daemon.yamlfile import parse_yaml
from tests.house.tree import ROOT

_KEY_IN_COMMENT = re.compile(r"^( *)# ( *[a-z_]+:(?: .*)?)$", re.MULTILINE)
_SECRETS = {
    "apprise-url": "json://localhost/alerts",
    "slack-token": "xoxb-1",
    "matrix-token": "m1",
    "mail-password": "p1",
    "telegram-hook": "h" * 32,
    "feed-authorization": "Bearer example",
    "feed-password": "example",
    "proxy": "socks5://user:example@proxy.example.org:1080",
    "telegram-token": "123456:an_example-token",
    "webhook": "example",
}
README_YAML = re.findall(
    r"^```yaml\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the secrets that the examples name."""
    (tmp_path / "secrets").mkdir()
    for name, secret in _SECRETS.items():
        (tmp_path / "secrets" / name).write_text(secret, encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_PROXY", "http://proxy.example.org:3128")
    return tmp_path


def _load(folder: Path, text: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, channel_options=CHANNEL_OPTIONS)


def test_example_config_loads_as_it_is(folder: Path) -> None:
    """`make run` works without an account, a key or a service: no secret is needed, and a dozen feeds are polled."""
    config = _load(folder, (ROOT / "config.example.yaml").read_text(encoding="utf-8"))
    assert {receiver.channel for receiver in config.receivers.values()} == {"console"}
    assert len([feed for feed in config.feeds if feed.enabled]) >= 12
    assert config.drill == "first_start"


def test_example_config_shows_the_defaults(folder: Path) -> None:
    """What stands in the sections that have defaults is the default, so that the example is their reference."""
    config = _load(folder, (ROOT / "config.example.yaml").read_text(encoding="utf-8"))
    assert config.poll == Poll()
    assert config.incidents == IncidentRules()
    assert config.log == Log()
    assert config.alert_max_age == Config.model_fields["alert_max_age"].default


def test_example_config_loads_with_every_comment_in_use(folder: Path) -> None:
    """A key that is copied out of a comment is right: with all of them in use, the config still loads."""
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    uncommented, count = _KEY_IN_COMMENT.subn(r"\1\2", text)
    assert count >= 25
    config = _load(folder, uncommented)
    assert {receiver.channel for receiver in config.receivers.values()} == set(CHANNEL_OPTIONS)
    assert config.feeds[0].login is not None
    assert config.routes[0].rules


def test_example_feeds_of_all_kinds_load(folder: Path) -> None:
    """Each feed that stands in a comment can be copied out of it; together they show every kind."""
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    uncommented, count = re.subn(r"^  # - \{id:", "  - {id:", text, flags=re.MULTILINE)
    kinds = {kind_of(feed) for feed in _load(folder, uncommented).feeds}
    assert count >= 4
    assert kinds == set(FeedKind) - {FeedKind.AUTO}


def test_feeds_of_the_documents_load(folder: Path) -> None:
    """Each feed that docs/feeds.md shows is a feed, of every kind that needs more than an address."""
    shown = re.findall(r"^    (- \{id: .*\})$", (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8"), re.MULTILINE)
    lines = ["receivers: {desk: {console: {}}}", "feeds:", *(f"  {line}" for line in shown)]
    feeds = _load(folder, "\n".join(lines)).feeds
    assert {kind_of(feed) for feed in feeds} >= set(FeedKind) - {FeedKind.AUTO, FeedKind.RSS}


@pytest.mark.parametrize("example", [text for text in README_YAML if "receivers:" in text], ids=_first_line)
def test_config_of_the_readme_loads(example: str, folder: Path) -> None:
    """The README's config is whole: with a token in its file it needs nothing else."""
    config = _load(folder, example)
    assert config.feeds
    assert {name for route in config.routes for name in route.to} <= set(config.receivers)


@pytest.mark.parametrize("example", [text for text in README_YAML if "when:" in text], ids=_first_line)
def test_rule_of_the_readme_loads(example: str) -> None:
    """The README's rule is a whole file, and its own tests hold."""
    file = parse_yaml(example, name="README.md")
    assert not file.problems
    rules = build_rules([file])
    assert all(rule.tests for rule in rules.rules.values())
    assert not rules.warnings


def test_readme_shows_one_config_and_one_rule() -> None:
    """Every YAML block of the README is one of those that the tests above load."""
    assert [("receivers:" in text) + ("when:" in text) for text in README_YAML] == [1, 1]
