"""The operator's commands, as a shell would call them."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from daemon.cli import cli
from daemon.cli.common import fail
from daemon.errors import ConfigError, WatchdeskError
from tests.helpers.bot_api import BotApi
from tests.helpers.build import an_entry
from tests.helpers.site import FakeSite
from tests.helpers.story import RULES

CONFIG = "receivers: {desk: {console: {}}}\nroutes: [{to: desk, min_severity: high}]\n"


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Give the log back as it was: a command sends it to an error stream that ends with the command."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("daemon").setLevel(logging.NOTSET)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config and rules; the commands are called from it."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def call(*arguments: str) -> Result:
    """Call a command in this process."""
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def world() -> Iterator[tuple[FakeSite, BotApi]]:
    """A publisher and a Bot API that live in a thread of their own, for commands that run their own loop."""
    site, api = FakeSite(), BotApi()
    ready, loop = threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        async with site, api:
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(5)
    yield site, api
    loop.call_soon_threadsafe(done.set)
    thread.join()
    loop.close()


def test_version_names_what_matters() -> None:
    """--version names watchdesk's, SQLite's and expat's."""
    shown = call("--version").output
    assert all(name in shown for name in ("watchdesk ", "SQLite ", "expat "))


def test_help_lists_every_command() -> None:
    """--help names each command with a line; every command has a help of its own."""
    shown = call("--help").output
    for name in ("run", "check", "try", "drill", "poll", "feeds", "send-test", "replay", "telegram"):
        assert name in shown
        assert call(name, "--help").exit_code == 0


def test_check_says_ok(desk: Path) -> None:
    """A good config and good rules pass, with their counts."""
    result = call("check")
    assert result.exit_code == 0
    assert "4 rules" in result.output


def test_check_names_all_problems_of_config_and_rules(desk: Path) -> None:
    """HOUSE principle 7: the problems of both kinds of file come together."""
    (desk / "config.yaml").write_text(CONFIG + "colour: red\nalert_max_age: 5\n", encoding="utf-8")
    (desk / "rules" / "bad.yaml").write_text("rules:\n  - {id: a, severity: loud, when: a}\n", encoding="utf-8")
    result = call("check")
    assert isinstance(result.exception, ConfigError)
    said = [str(problem) for problem in result.exception.problems]
    assert any("config.yaml:3:1" in line and "colour" in line for line in said)
    assert any("config.yaml:4:16" in line for line in said)
    assert any("bad.yaml:2" in line and "severity" in line for line in said)
    fail(result.exception)


def test_check_names_a_rule_that_notifies_nobody(desk: Path) -> None:
    """A receiver that only the rules know is a mistake with file and line."""
    text = "rules:\n  - {id: a, severity: low, when: word, notify: ghost, tests: {match: [word], skip: [ward]}}\n"
    (desk / "rules" / "more.yaml").write_text(text, encoding="utf-8")
    result = call("check")
    assert isinstance(result.exception, ConfigError)
    assert "more.yaml:2" in str(result.exception)
    assert "'ghost'" in str(result.exception)


def test_try_shows_words_rule_and_receivers(desk: Path) -> None:
    """A text is tried as an item: what fires, on which words, who hears."""
    result = call("try", "Helicopter shot down east of Tadmur")
    assert result.exit_code == 0
    assert "CRITICAL helicopter-downed: Helicopter, shot down → desk" in result.output
    assert "Palmyra" in result.output
    assert "→ nobody" in call("try", "An explosion").output
    assert "no rule matches" in call("try", "Good weather").output


def test_try_reads_a_feed_and_a_file(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """A URL or a file of a feed is tried entry by entry; a file of plain text as one item."""
    site, _ = world
    site.publish("/wire", [an_entry(), an_entry(guid="2", title="Library closes", summary="")])
    url = site.url("/wire")
    feeds = f"feeds: [{{id: wire, url: '{url}', allow_private: true}}]\n"
    (desk / "config.yaml").write_text(CONFIG + feeds, encoding="utf-8")
    result = call("try", url, "--json")
    facts = [json.loads(line) for line in result.output.splitlines()]
    assert [[match["rule"] for match in one["matches"]] for one in facts] == [["helicopter-downed"], []]
    (desk / "report.txt").write_text("A helicopter was shot down.", encoding="utf-8")
    assert "helicopter-downed" in call("try", "report.txt").output


def test_try_says_when_a_url_cannot_be_read(desk: Path) -> None:
    """A private address is refused for `try` as for any feed, in one line."""
    result = call("try", "http://127.0.0.1:9/feed")
    assert isinstance(result.exception, WatchdeskError)
    assert "private" in str(result.exception)


def test_replay_tells_what_becomes_of_each_item(desk: Path) -> None:
    """The stable JSON form: verdicts, duplicates, incidents, matches with their spans."""
    lines = [
        {"id": "1", "title": "Helicopter shot down near Palmyra", "feed": "a", "published": "2016-07-08T14:00:00Z"},
        {"id": 2, "title": "Explosion in Mosul", "feed": "a"},
        {
            "id": "3",
            "title": "Helicopter shot down near Palmyra in the east",
            "feed": "b",
            "url": "https://b.example/3",
        },
        {"id": "3", "title": "Helicopter crashed near Palmyra in the east", "feed": "b", "url": "https://b.example/3"},
        {"id": "3", "title": "Helicopter crashed near Palmyra in the east", "feed": "b", "url": "https://b.example/3"},
        {"id": "4", "title": "Helicopter crashed near Palmyra in the east", "feed": "c", "url": "https://c.example/4"},
        {"id": "5", "title": "Library closes", "feed": "c"},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + "\n\n"
    (desk / "items.jsonl").write_text(text, encoding="utf-8")
    result = call("replay", "items.jsonl", "--rules", "rules", "--json")
    assert result.exit_code == 0, result.exception
    told = [json.loads(line) for line in result.output.splitlines()]
    assert [one["id"] for one in told] == ["1", 2, "3", "3", "3", "4", "5"]
    assert [one["verdict"] for one in told] == ["new", "new", "new", "revised", "unchanged", "duplicate", "new"]
    assert told[5]["duplicate_of"] == "3"
    palmyra = told[0]["incident"]
    assert [one["incident"] == palmyra for one in told] == [True, False, True, True, True, True, False]
    assert told[6] == {"id": "5", "verdict": "new", "duplicate_of": None, "incident": None, "matches": []}
    (match,) = told[0]["matches"]
    assert (match["rule"], match["severity"]) == ("helicopter-downed", "critical")
    assert match["evidence"][0] == {"field": "title", "start": 0, "end": 10, "text": "Helicopter"}
    assert told[4]["matches"]


def test_replay_all_joins_items_that_match_no_rule(desk: Path) -> None:
    """With --all every item belongs to an incident, and like titles to the same."""
    titles = [
        "Flood barrier fails in northern harbour town",
        "Northern harbour town flooded after barrier fails",
        "Chess federation names its team for the olympiad",
    ]
    lines = [json.dumps({"id": str(n), "title": title, "feed": f"f{n}"}) for n, title in enumerate(titles)]
    (desk / "items.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = call("replay", "items.jsonl", "--rules", "rules", "--all", "--json")
    first, second, third = (json.loads(line)["incident"] for line in result.output.splitlines())
    assert first == second
    assert third not in {first, None}
    shown = call("replay", "items.jsonl", "--rules", "rules", "--all").output
    assert shown.count("new") == 3


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("{", "not JSON"),
        ("[]", "must be a JSON object"),
        ('{"title": "a"}', "id is missing"),
        ('{"id": "1"}', "title is missing"),
        ('{"id": "1", "title": "a", "summary": 3}', "summary must be text"),
        ('{"id": "1", "title": "a", "published": "yesterday"}', "ISO 8601"),
    ],
)
def test_replay_names_the_line_that_is_no_item(desk: Path, line: str, part: str) -> None:
    """A broken line is named with its number, and nothing is guessed."""
    (desk / "items.jsonl").write_text('{"id": "0", "title": "fine"}\n' + line + "\n", encoding="utf-8")
    result = call("replay", "items.jsonl", "--rules", "rules", "--json")
    assert isinstance(result.exception, ConfigError)
    assert "items.jsonl:2" in str(result.exception)
    assert part in str(result.exception)


def test_poll_once_polls_alerts_and_ends(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """A cron user's run: a JSON object a feed with state, new items and milliseconds; alerts go out; then it ends."""
    site, api = world
    site.publish("/wire", [an_entry(published=None), an_entry(guid="2", title="Calm", summary="", url=None)])
    (desk / "token").write_text(api.token, encoding="utf-8")
    text = f"receivers: {{desk: {{telegram: {{chat: 5, token_file: token, base_url: '{api.base_url}'}}}}}}\nfeeds:\n"
    for name in ("wire", "gone"):
        text += f"  - {{id: {name}, url: '{site.url('/' + name)}', allow_private: true}}\n"
    (desk / "config.yaml").write_text(text, encoding="utf-8")

    def poll() -> dict[str, dict[str, object]]:
        result = call("poll", "--once", "--json")
        assert result.exit_code == 0, result.exception
        return {one["feed"]: one for one in map(json.loads, result.output.splitlines())}

    reports = poll()
    assert {name: (one["state"], one["new"]) for name, one in reports.items()} == {
        "wire": ("new", 2),
        "gone": ("failed", 0),
    }
    assert reports["gone"]["error"] == "HTTP 404 Not Found"
    assert isinstance(reports["wire"]["milliseconds"], int)
    assert api.accepted == []  # a first poll is a baseline: what has no date is not news
    site.add("/wire", an_entry(guid="3", url=None, title="Helicopter crashed near Mosul", published=None))
    assert poll()["wire"]["new"] == 1
    assert [one.chat for one in api.accepted] == [5]
    assert poll()["wire"]["state"] == "unchanged"
    assert "wire: unchanged" in call("poll", "--once").output
    shown = call("feeds")
    assert "HTTP 404" in shown.output
    states = {one["feed"]: one["state"] for one in map(json.loads, call("feeds", "--json").output.splitlines())}
    assert states == {"wire": "ok", "gone": "failing"}


def test_feeds_without_a_store_are_new(desk: Path) -> None:
    """Before the first run every feed is new, and nothing is created by looking."""
    (desk / "config.yaml").write_text(CONFIG + "feeds: [{id: a, url: 'https://a.example'}]\n", encoding="utf-8")
    assert "new" in call("feeds").output
    assert not (desk / "watchdesk.sqlite").exists()


def test_send_test_reaches_the_receiver(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """One message arrives, and the command says so; a chat that refuses is said in one line."""
    _, api = world
    (desk / "token").write_text(api.token, encoding="utf-8")
    text = f"receivers: {{desk: {{telegram: {{chat: 5, token_file: token, base_url: '{api.base_url}'}}}}}}\n"
    (desk / "config.yaml").write_text(text, encoding="utf-8")
    result = call("send-test", "desk")
    assert result.exit_code == 0, result.exception
    assert "desk took the message" in result.output
    assert "watchdesk reaches desk" in api.accepted[0].text
    assert call("send-test", "nobody").exit_code == 2
    (desk / "token").write_text("1:wrong", encoding="utf-8")
    refused = call("send-test", "desk")
    assert isinstance(refused.exception, WatchdeskError)
    assert "wrong" not in str(refused.exception)


def test_drill_command_proves_the_receivers(desk: Path) -> None:
    """The drill as a command prints a verdict for each receiver; an unknown one is an error."""
    result = call("drill", "--receiver", "desk")
    assert result.exit_code == 0, result.output
    assert "passed" in result.output
    assert call("drill", "--receiver", "ghost").exit_code == 2


def test_telegram_chats_prints_what_the_config_needs(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """A message to the bot shows the ids of chat, topic and sender."""
    _, api = world
    (desk / "token").write_text(api.token, encoding="utf-8")
    text = CONFIG + f"channels: {{telegram: {{base_url: '{api.base_url}'}}}}\n"
    (desk / "config.yaml").write_text(text, encoding="utf-8")
    chat = {"id": -100200, "type": "supergroup", "title": "Desk", "is_forum": True}
    sender = {"id": 77, "is_bot": False, "first_name": "Ada"}
    api.say(chat, "hello", sender=sender, message_thread_id=9, is_topic_message=True)
    result = call("telegram", "chats", "--token-file", "token", "--seconds", "1")
    assert "telegram: {chat: -100200, topic: 9}" in result.output, result.exception
    assert "77 (Ada)" in result.output
