"""The config: read strictly, with all problems at once, and no secret in sight."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from daemon.config import Config, parse_size
from daemon.configfile import load_config
from daemon.errors import ConfigError
from daemon.model import FeedKind, Pace, Severity
from daemon.section import Section
from daemon.spans import parse_duration


class ChatOptions(Section):
    """A channel's options, as the channels bring them."""

    chat: int
    token: SecretStr


class TerminalOptions(Section):
    """A channel without options."""


CHANNELS = {"chat": ChatOptions, "terminal": TerminalOptions}
SMALL = "receivers: {desk: {terminal: {}}}\n"


def load(folder: Path, text: str) -> Config:
    """Load a config from its text."""
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, channel_options=CHANNELS)


def problems(folder: Path, text: str) -> list[str]:
    """What loading it says is wrong, without the file's name."""
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return [str(problem).removeprefix(str(folder / "config.yaml") + ":") for problem in caught.value.problems]


def test_a_small_config_has_the_defaults(tmp_path: Path) -> None:
    """One receiver is enough; paths are meant from the file's folder."""
    config = load(tmp_path, SMALL)
    assert config.poll.interval is Pace.NORMAL
    assert config.store == tmp_path / "watchdesk.sqlite"
    assert config.rules == tmp_path / "rules"
    assert config.operators == "desk"
    assert config.receivers["desk"].channel == "terminal"


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """HOUSE principle 7: unknown keys, bad values, missing keys and dead references, each with line and column."""
    text = """\
receivers:
  desk: {chatt: {}}
  ops: {chat: {chat: x, token_env: WATCHDESK_TEST_NO_SUCH}}
  nobody: {terminal: {}, fallback: ghost}
routes:
  - to: [desk, ghost]
    min_severity: loud
    feeds: [cnn]
feeds:
  - {id: bbc, url: "https://a.example/rss", intervall: 5m}
  - {id: bbc, url: "ftp://a.example/rss"}
  - {url: "https://b.example/rss"}
operators: ghost
alert_max_age: 24
colour: red
"""
    assert problems(tmp_path, text) == [
        "2:10: unknown channel 'chatt'; there are: chat, terminal",
        "3:22: chat: write a whole number",
        "3:25: token_env: the environment variable named here is not set",
        "4:36: there is no receiver 'ghost'; there are: desk, ops, nobody",
        "6:9: there is no receiver 'ghost'; there are: desk, ops, nobody",
        "7:19: min_severity: write 'low', 'medium', 'high' or 'critical'",
        "8:12: there is no feed 'cnn'",
        "10:45: unknown key 'intervall'; remove it or correct its spelling",
        "11:10: feed id 'bbc' is used in line 10 already",
        "11:20: url: this is not an http or https URL",
        "12:5: the key 'id' is missing; add it",
        "13:12: there is no receiver 'ghost'; there are: desk, ops, nobody",
        "14:16: alert_max_age: write a duration as 30s, 5m, 1h30m or 7d",
        "15:1: unknown key 'colour'; remove it or correct its spelling",
    ]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "must hold keys"),
        ("[1, 2]", "must hold keys"),
        ("feeds: []", "'receivers' is missing"),
        ("receivers: {}", "receivers"),
        ("receivers: {desk: {terminal: {}, chat: {}}}", "exactly one channel"),
        (SMALL + "folder: /tmp", "unknown key"),
        (SMALL + "feeds: [{id: a, url: 'http://u:p@a.example'}]", "must not hold a password"),
        (SMALL + "feeds: [{id: a, url: 'http://[::1'}]", "is not a URL"),
        (SMALL + "feeds: [{id: a, url: 'http://a.example/ b'}]", "spaces"),
        (SMALL + "feeds: [{id: a, url: 'http://a.example', headers: {Authorization: x}}]", "headers_file"),
        (SMALL + "feeds: [{id: a, url: 'http://a.example', headers: {A: \"b\\r\\nC: d\"}}]", "is not a header"),
        (SMALL + "feeds: [{id: a, url: 'http://a.example', login: {user: u, password: p}}]", "password_file"),
        (SMALL + "feeds: [{id: 'a b', url: 'http://a.example'}]", "id: a name holds letters"),
        (SMALL + "feeds: [{id: a, url: 'http://a.example', headers: {X-Api-Key: x}}]", "X-Api-Key: this header looks"),
        (SMALL + "feeds: [{id: a, url: 'http://a.example', headers: {My-Token: x}}]", "headers_file or headers_env"),
        (SMALL + "feeds: [{id: a}]", "the key 'url' is missing"),
        (SMALL + "feeds: [{id: a, url: 'http://a.example', url_env: X}]", "give one of url, url_file and url_env"),
        (SMALL + "feeds: [{id: a, url_file: nowhere}]", "url_file: the file named here cannot be read"),
        (SMALL + "feeds: 5", "feeds: write a list"),
        (SMALL + "feeds: [5]", "feeds: write keys with their values"),
        (SMALL + "routes: [{to: []}]", "to: give at least one receiver"),
        (SMALL + "routes: [{to: [5]}]", "to: write text"),
        (SMALL + "contact: 5", "contact: write text"),
        (SMALL + "poll: {max_body: 1B}", "max_body: give a size from 1KiB to 32MiB"),
        (SMALL + "poll: {max_body: 33MiB}", "max_body: give a size from 1KiB to 32MiB"),
        (SMALL + "poll: {interval: 0s}", "interval: a duration must be longer than 0"),
        (SMALL + "poll: {concurrency: 0}", "concurrency: give at least 1"),
        (SMALL + "incidents: {quiet_for: 3651d}", "quiet_for: a duration is at most 3650d"),
        (SMALL + "channels: 5", "channels: write keys with their values"),
        ("receivers: {desk: {terminal: {}, fallback: desk}}", "'desk' is its own fallback"),
        ("receivers: {desk: {terminal: 5}}", "terminal: write keys with their values"),
        ("receivers: {'a b': {terminal: {}}}", "a b: a name holds letters"),
        (SMALL + 'contact: "a\\nb"', "one line"),
        (SMALL + "poll: {proxy: 'http://p:1'}", "proxy_file or proxy_env"),
        (SMALL + "poll: {proxy_file: nowhere}", "cannot be read"),
        ("receivers: {desk: {chat: {chat: 1, token: abc}}}", "a secret must not stand in this file"),
        ("receivers: {desk: {chat: {chat: 1, token_file: a, token_env: b}}}", "not both"),
    ],
)
def test_a_bad_config_is_refused_in_plain_words(tmp_path: Path, text: str, part: str) -> None:
    """F17, R6: each mistake has its own message, with the mend."""
    assert any(part in problem for problem in problems(tmp_path, text))


def test_a_bad_secret_hides_nothing(tmp_path: Path) -> None:
    """Each bad secret is said at its own key, beside the section's other mistakes."""
    text = """\
receivers:
  desk:
    chat:
      chat: x
      token_file: nowhere
      colour: red
feeds:
  - id: a
    url: https://a.example
    proxy_env: WATCHDESK_TEST_NO_SUCH
    headers_file:
      Authorization: nowhere
      Cookie: nowhere
    login: {user: 5, password_file: nowhere}
    bogus: 1
"""
    keys = ["4:13", "5:7", "6:7", "10:5", "12:7", "13:7", "14:19", "14:22", "15:5"]
    assert [problem.partition(": ")[0] for problem in problems(tmp_path, text)] == keys


@pytest.mark.parametrize(
    "text",
    [
        "feeds: [{id: a, url: 'ftp://user:canary@host/x'}]",
        "feeds: [{id: a, url: 'http://user:canary@host/x'}]",
        "feeds: [{id: a, url: 'http://canary@[::1'}]",
        "feeds: [{id: a, url_env: canary}]",
        "feeds: [{id: a, url_file: secret}]",
        "feeds: [{id: a, url: 'http://a', headers: {Authorization: canary, Key: \"canary\\n\"}}]",
        "feeds: [{id: a, url: 'http://a', headers_file: {Authorization: canary}, login: {user: a, password: canary}}]",
        "poll: {proxy: 'http://canary', timeout: canary}",
        "poll: {proxy_file: canary}",
    ],
)
def test_no_error_quotes_a_secret(tmp_path: Path, text: str) -> None:
    """R12: a mistyped URL or a secret in the wrong place is not printed, wherever errors go."""
    (tmp_path / "secret").write_text("ftp://canary@host/", encoding="utf-8")
    assert "canary" not in "".join(problems(tmp_path, SMALL + text))


def test_a_feeds_url_may_be_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL that holds a token comes from a file or a variable, and is never shown."""
    monkeypatch.setenv("FEED_URL", "https://b.example/?key=canary")
    (tmp_path / "secret").write_text("https://a.example/canary\n", encoding="utf-8")
    config = load(tmp_path, SMALL + "feeds: [{id: a, url_file: secret}, {id: b, url_env: FEED_URL}]")
    assert [feed.url for feed in config.feeds] == ["https://a.example/canary", "https://b.example/?key=canary"]
    assert all(feed.url_is_secret for feed in config.feeds)
    assert "canary" not in repr(config)


def test_a_config_may_be_large(tmp_path: Path) -> None:
    """A config of many feeds is larger than a rule file may be."""
    assert load(tmp_path, SMALL + "# " + "x" * 2 * 1024 * 1024).receivers


def test_secrets_come_from_files_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R12: a secret is read from its place, and never shown by the config."""
    monkeypatch.setenv("DESK_TOKEN", "canary-env")
    (tmp_path / "secret").write_text("canary-file\n", encoding="utf-8")
    config = load(
        tmp_path,
        """\
channels: {chat: {token_env: DESK_TOKEN}}
receivers:
  desk: {chat: {chat: -1}}
  other: {chat: {chat: 2, token_file: secret}}
feeds:
  - id: a
    url: https://a.example/rss
    login: {user: u, password_file: secret}
    headers_env: {Authorization: DESK_TOKEN}
    headers_file: {Cookie: secret}
""",
    )
    assert config.receivers["desk"].options.token.get_secret_value() == "canary-env"
    (feed,) = config.feeds
    assert feed.login is not None
    assert feed.login.password.get_secret_value() == "canary-file"
    assert {name: value.get_secret_value() for name, value in feed.secret_headers.items()} == {
        "Authorization": "canary-env",
        "Cookie": "canary-file",
    }
    assert "canary" not in repr(config)
    assert "canary" not in str(config)


def test_shared_channel_options_are_overridden_by_the_receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands under `channels:` holds for every receiver of that channel unless it says otherwise."""
    monkeypatch.setenv("DESK_TOKEN", "t")
    text = "channels: {chat: {token_env: DESK_TOKEN, chat: 5}}\nreceivers: {a: {chat: {}}, b: {chat: {chat: 6}}}\n"
    config = load(tmp_path, text)
    assert [receiver.options.chat for receiver in config.receivers.values()] == [5, 6]


def test_a_feed_names_its_source(tmp_path: Path) -> None:
    """The publisher is the source; without one it is the feed's name, and without that its id."""
    text = SMALL + "feeds:\n"
    for extra in ("", ", name: The A", ", name: The A, publisher: A Group"):
        number = len(text)
        text += f"  - {{id: f{number}, url: 'https://a.example/{number}'{extra}}}\n"
    sources = [feed.source for feed in load(tmp_path, text).feeds]
    assert sources[1:] == ["The A", "A Group"]
    assert sources[0].startswith("f")


def test_a_route_reads_its_matchers(tmp_path: Path) -> None:
    """One name may stand without brackets; `continue` goes on to the next route."""
    config = load(tmp_path, SMALL + "routes: [{to: desk, min_severity: high, tags: a, continue: true}]\n")
    (route,) = config.routes
    assert (route.to, route.min_severity, route.tags, route.proceed) == (("desk",), Severity.HIGH, ("a",), True)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("5m", 300), ("1h30m", 5400), ("7d", 604800), ("1d1h1m1s", 90061)]
)
def test_durations_are_read(text: str, seconds: int) -> None:
    """A duration is a number with its unit, the larger first."""
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", 5, "5x", "-5m", "0s", "5m ", "m", "1.5h", "9" * 30 + "d", None])
def test_bad_durations_are_refused(text: object) -> None:
    """A bare number, a zero or a strange unit is an error, not a guess."""
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


def test_sizes_are_read() -> None:
    """A size has its unit, counted in 1,024."""
    assert (parse_size("8MiB"), parse_size("512 KiB"), parse_size(7)) == (8 * 1024 * 1024, 512 * 1024, 7)
    with pytest.raises(ValueError, match="size"):
        parse_size("8MB")


FEED = "id: other, url: 'https://a.example/x'"


def test_a_feed_knows_its_kind_and_its_source(tmp_path: Path) -> None:
    """Kind, selectors, what is ignored, country and grade are read; one selector stands for a list of one."""
    kinds = "kind: page, select: {text: main}, ignore: .clock, ignore_text: '[0-9]+ visitors'"
    config = load(tmp_path, f"{SMALL}feeds:\n  - {{{FEED}, {kinds}, country: UA, reliability: B}}\n")
    (feed,) = config.feeds
    assert feed.kind is FeedKind.PAGE
    assert feed.select is not None
    assert (feed.select.text, feed.ignore, feed.ignore_text) == ("main", (".clock",), ("[0-9]+ visitors",))
    assert (feed.country, feed.reliability, feed.pages) == ("UA", "B", 5)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("kind: telegraf", "kind: write 'auto'"),
        ("kind: list", "a list needs select: {item: …}"),
        ("kind: list, select: {title: h3}", "a list needs select: {item: …}"),
        ("kind: list, select: {item: 'li['}", "item: this is not a CSS selector"),
        ("kind: list, select: {item: li, header: h1}", "unknown key 'header'"),
        ("select: {item: li}", "select: only for kind: list or page"),
        ("kind: rss, ignore: .clock", "ignore: only for kind: page"),
        ("kind: page, ignore: ['.a', 'b >']", "this is not a CSS selector"),
        ("kind: page, ignore_text: '(a'", "this is not a regular expression"),
        ("kind: page, pages: 3", "pages: only for kind: telegram or sitemap"),
        ("kind: sitemap, pages: 51", "pages: give at most 50"),
        ("country: Ukraine", "write a country's two letters, such as UA"),
        ("reliability: G", "reliability: "),
    ],
)
def test_what_is_wrong_with_a_kind_is_said_with_its_line(tmp_path: Path, keys: str, said: str) -> None:
    """Each mistake in what a kind of feed needs is named, in the line where it stands."""
    found = problems(tmp_path, f"{SMALL}feeds:\n  - {{{FEED}, {keys}}}\n")
    assert len(found) == 1, found
    assert found[0].startswith("3:")
    assert said in found[0]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("url: 'http://127.0.0.1:9/ping'", "the server is in a private network"),
        ("url: 'http://[::1]/ping'", "the server is in a private network"),
        ("url_file: place", "this is not an http or https URL"),
        ("url: 'https://user:secret@hc.example.org/'", "a URL must not hold a password"),
    ],
)
def test_a_heartbeat_that_could_not_be_built_is_refused_at_once(tmp_path: Path, settings: str, said: str) -> None:
    """What the daemon would stop at when it starts is said by `check`, wherever the URL comes from; no URL is shown."""
    (tmp_path / "place").write_text("ftp://hc.example.org/ping\n", encoding="utf-8")
    (problem,) = problems(tmp_path, f"{SMALL}heartbeat: {{{settings}}}\n")
    assert said in problem
    assert "example.org" not in problem
    heartbeat = load(tmp_path, f"{SMALL}heartbeat: {{url: 'http://127.0.0.1:9/ping', allow_private: true}}\n").heartbeat
    assert heartbeat is not None
