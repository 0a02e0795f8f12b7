"""The operator's commands, as a shell would call them."""

import asyncio
import json
import os
import pty
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from daemon.app import App
from daemon.cli import cli
from daemon.cli.common import fail
from daemon.cli.loading import load_all
from daemon.cli.serving import first_drill
from daemon.errors import ConfigError, WatchdeskError
from daemon.store.database import memory_store
from tests.helpers.bot_api import BotApi, migrated
from tests.helpers.build import an_entry
from tests.helpers.chat import RecordingChannel
from tests.helpers.other_chats import MailServer
from tests.helpers.shell import stand_in
from tests.helpers.site import Answer, FakeSite, rss
from tests.helpers.story import RULES

CONFIG = "receivers: {desk: {console: {}}}\nroutes: [{to: desk, min_severity: high}]\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config and rules; the commands are called from it."""
    return stand_in(tmp_path, monkeypatch, config=CONFIG, rules=RULES, columns=200)


def call(*arguments: str) -> Result:
    """Call a command in this process."""
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def world() -> Iterator[tuple[FakeSite, BotApi]]:
    """A publisher and a Bot API that live in a thread of their own, for commands that run their own loop."""
    site, api = FakeSite(), BotApi()
    with served(site, api):
        yield site, api


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that lives so, too."""
    server = MailServer()
    with served(server):
        yield server


@contextmanager
def served(*servers: AbstractAsyncContextManager[object]) -> Iterator[None]:
    """Servers that serve in a thread of their own."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        async with AsyncExitStack() as opened:
            for server in servers:
                await opened.enter_async_context(server)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(5)
    try:
        yield
    finally:
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


def test_a_missing_config_says_what_to_do(desk: Path) -> None:
    """A newcomer's first slip is met with the mend, by commands with and without rules."""
    for words in (["check"], ["feeds"]):
        result = call(*words, "--config", "elsewhere.yaml")
        assert isinstance(result.exception, ConfigError)
        assert "copy config.example.yaml" in str(result.exception)


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


def test_check_says_which_feed_may_be_meant(desk: Path) -> None:
    """A misspelled feed or tag is told with the nearest one that there is."""
    config = "receivers: {desk: {console: {}}}\nroutes: [{to: desk}]\n"
    config += "feeds: [{id: wire, url: 'https://a.example', tags: [mena]}]\n"
    (desk / "config.yaml").write_text(config, encoding="utf-8")
    rule = "rules:\n  - {id: a, severity: low, when: word, feeds: {ids: [wires], tags: [mina]}}\n"
    (desk / "rules" / "more.yaml").write_text(rule, encoding="utf-8")
    result = call("check")
    assert isinstance(result.exception, ConfigError)
    said = str(result.exception)
    assert "did you mean 'wire'?" in said
    assert "did you mean 'mena'?" in said


def test_check_names_what_leads_nowhere_between_config_and_rules(desk: Path) -> None:
    """Names of the other side: ids and receivers are errors, tags warnings, each at its own place, all at once."""
    config = "feeds: [{id: wire, url: 'https://a.example', tags: [mena]}]\nroutes:\n"
    config += "  - {to: desk, rules: [ghost-rule], tags: [ghost-tag], feed_tags: [mena, ghost-feeds]}\ncolour: red\n"
    (desk / "config.yaml").write_text("receivers: {desk: {console: {}}}\n" + config, encoding="utf-8")
    rules = "rules:\n  - id: a\n    severity: low\n    when: word\n    notify: [desk, ghost]\n"
    rules += "    feeds: {ids: [wire, gone], tags: [ghost-mena], not: [nobody]}\n"
    rules += "    tests: {match: [word], skip: [ward]}\n"
    (desk / "rules" / "more.yaml").write_text(rules, encoding="utf-8")

    def said() -> dict[str, str]:
        result = call("check")
        assert isinstance(result.exception, ConfigError)
        lines = [str(problem).partition(": ") for problem in result.exception.problems]
        return {place.rpartition("/")[2]: message for place, _, message in lines}

    problems = said()
    assert "ghost-rule" in problems["config.yaml:4:24"]
    assert problems["config.yaml:4:44"].startswith("warning: no rule has the tag")
    assert problems["config.yaml:4:74"].startswith("warning: no feed has the tag")
    assert "'colour'" in problems["config.yaml:5:1"]
    assert "'ghost'" in problems["more.yaml:5:20"]
    assert "'gone'" in problems["more.yaml:6:25"]
    assert problems["more.yaml:6:39"].startswith("warning: ")
    assert problems["more.yaml:6:58"].startswith("warning: ")
    (desk / "rules" / "bad.yaml").write_text("rules:\n  - {id: b, severity: loud, when: b}\n", encoding="utf-8")
    problems = said()
    assert {"bad.yaml:2:23", "config.yaml:5:1", "more.yaml:5:20", "more.yaml:6:25"} <= problems.keys()


def test_check_finds_the_rules_of_a_broken_config(desk: Path) -> None:
    """The rules' folder is read from the raw config, so that a mistake elsewhere does not hide the rules' own."""
    (desk / "rules").rename(desk / "other")
    (desk / "other" / "bad.yaml").write_text("rules: 5\n", encoding="utf-8")
    (desk / "config.yaml").write_text(CONFIG + "rules: other\ncolour: red\n", encoding="utf-8")
    result = call("check")
    assert isinstance(result.exception, ConfigError)
    assert "bad.yaml:1" in str(result.exception)
    assert "no rules" not in str(result.exception)


def test_check_warns_of_rules_that_nobody_hears(desk: Path) -> None:
    """A live rule that no route takes and that notifies nobody is told, and the check passes."""
    result = call("check")
    assert result.exit_code == 0
    assert "warning: no route takes what these rules find: explosion" in result.stderr
    assert "helicopter-downed" not in result.stderr


def test_try_shows_words_rule_and_receivers(desk: Path) -> None:
    """A text is tried as an item: what fires, on which words, who hears."""
    result = call("try", "Helicopter shot down east of Tadmur")
    assert result.exit_code == 0
    assert "CRITICAL helicopter-downed: Helicopter, shot down\n  would alert: desk\n" in result.output
    assert "Palmyra" in result.output
    assert "would alert: nobody" in call("try", "An explosion").output
    assert call("try", "Good weather").output.endswith("no rule matches\n")
    assert "no rule matches\n  entities: Palmyra" in call("try", "Palmyra today").output


def test_try_decides_the_receivers_over_all_live_matches(desk: Path) -> None:
    """The daemon asks the routes once for an item: the highest severity counts, and shadow rules alert nobody."""
    text = "rules:\n  - {id: loud, severity: critical, mode: shadow, when: crane, tests: {match: [crane], skip: [a]}}\n"
    (desk / "rules" / "more.yaml").write_text(text, encoding="utf-8")
    facts = json.loads(call("try", "Explosion: helicopter shot down", "--json").stdout)
    assert len(facts["matches"]) == 2
    assert facts["receivers"] == ["desk"]
    facts = json.loads(call("try", "A crane", "--json").stdout)
    assert [match["rule"] for match in facts["matches"]] == ["loud"]
    assert facts["receivers"] == []


def test_try_knows_a_configured_feed(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """The URL of a configured feed is tried as that feed: with its id and tags, for rules and for routes."""
    site, _ = world
    site.publish("/wire", [an_entry(title="Crane falls", summary="")])
    url = site.url("/wire")
    text = "receivers: {desk: {console: {}}, ops: {console: {}}}\n"
    text += "routes: [{to: ops, feeds: [wire]}, {to: desk}]\n"
    text += f"feeds: [{{id: wire, url: '{url}', allow_private: true, tags: [mena]}}]\n"
    (desk / "config.yaml").write_text(text, encoding="utf-8")
    rule = "rules:\n  - {id: crane, severity: low, when: crane, feeds: {tags: [mena]}, "
    rule += "tests: {match: [crane], skip: [a]}}\n"
    (desk / "rules" / "more.yaml").write_text(rule, encoding="utf-8")
    facts = json.loads(call("try", url, "--json").stdout)
    assert ([match["rule"] for match in facts["matches"]], facts["receivers"]) == (["crane"], ["ops"])
    assert "not asked, because of their feeds or languages: crane" in call("try", "Crane falls").output


def test_try_tells_texts_urls_and_files_apart(desk: Path) -> None:
    """A text that begins with an address is a text; a mistyped file or URL is said in one line, without the value."""
    assert "helicopter-downed" in call("try", "https://a.example/x says: helicopter shot down").output
    for given, part in (("nofile.xml", "no file"), ("./here", "no file"), ("http://u:canary@a.example", "password")):
        result = call("try", given)
        assert isinstance(result.exception, WatchdeskError)
        assert part in str(result.exception)
        assert "canary" not in str(result.exception)
    long = "Quiet day in the harbour. " + "Nothing moved. " * 20 + "Then a helicopter was shot down."
    facts = json.loads(call("try", long, "--json").stdout)
    assert facts["title"] == "Quiet day in the harbour."
    assert {span["field"] for span in facts["matches"][0]["evidence"]} == {"body"}


def test_try_reads_a_feed_and_a_file(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """A URL or a file of a feed is tried entry by entry; a file of plain text as one item."""
    site, _ = world
    site.publish("/wire", [an_entry(), an_entry(guid="2", title="Library closes", summary="")])
    url = site.url("/wire")
    feeds = f"feeds: [{{id: wire, url: '{url}', allow_private: true}}]\n"
    (desk / "config.yaml").write_text(CONFIG + feeds, encoding="utf-8")
    result = call("try", url, "--json")
    facts = [json.loads(line) for line in result.stdout.splitlines()]
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


def test_replay_ends_with_a_table_of_its_rules(desk: Path) -> None:
    """For people a replay ends with each rule's matches, incidents and feeds; a repeated item counts once."""
    lines = [
        {"id": "1", "title": "Helicopter shot down near Palmyra", "feed": "wire"},
        {"id": "1", "title": "Helicopter shot down near Palmyra", "feed": "wire"},
        {"id": "2", "title": "Helicopter shot down near Palmyra, second outlet says", "feed": "radio"},
        {"id": "3", "title": "Library closes", "feed": "radio"},
    ]
    (desk / "items.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    shown = call("replay", "items.jsonl", "--rules", "rules").output.splitlines()
    assert any(line.split()[:5] == ["rule", "severity", "matches", "incidents", "feeds"] for line in shown)
    row = next(line.split() for line in shown[-4:] if "radio 1" in line)
    assert row[2:] == ["2", "1", "wire", "1,", "radio", "1"]
    assert shown[-1].startswith("4 items; 1 rules matched")


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
        ('{"id": "1", "title": "a", "published": "0001-01-01T00:00:00+14:00"}', "ISO 8601"),
        pytest.param("[" * 100_000, "nested too deep", id="deep"),
        pytest.param('{"id": ' + "9" * 5_000 + "}", "too long", id="digits"),
    ],
)
def test_replay_names_the_line_that_is_no_item(desk: Path, line: str, part: str) -> None:
    """A broken line is named with its number, and nothing is guessed."""
    (desk / "items.jsonl").write_text('{"id": "0", "title": "fine"}\n' + line + "\n", encoding="utf-8")
    result = call("replay", "items.jsonl", "--rules", "rules", "--json")
    assert isinstance(result.exception, ConfigError)
    assert "items.jsonl:2" in str(result.exception)
    assert part in str(result.exception)


def test_replay_keeps_numbers_and_texts_apart(desk: Path) -> None:
    """The ids 1 and "1" are two items."""
    text = '{"id": 1, "title": "Storm over the northern coast"}\n{"id": "1", "title": "Chess team named for finals"}\n'
    (desk / "items.jsonl").write_text(text, encoding="utf-8")
    told = [
        json.loads(line) for line in call("replay", "items.jsonl", "--rules", "rules", "--json").stdout.splitlines()
    ]
    assert [(one["id"], one["verdict"]) for one in told] == [(1, "new"), ("1", "new")]


@pytest.mark.parametrize("options", [["--json"], []])
def test_replay_into_a_file_from_a_terminal_loses_nothing(desk: Path, options: list[str]) -> None:
    """In an interactive shell, with the progress bar on the terminal, each item's line is in the file."""
    lines = [json.dumps({"id": number, "title": f"Report {number}"}) for number in range(150)]
    (desk / "items.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ours, theirs = pty.openpty()
    reader = threading.Thread(target=_drain, args=(ours,))
    reader.start()
    with (desk / "out.txt").open("wb") as file:
        arguments = ["replay", "items.jsonl", "--rules", "rules", *options]
        done = subprocess.run([sys.executable, "-m", "daemon.cli", *arguments], stdout=file, stderr=theirs, check=False)
    os.close(theirs)
    reader.join()
    assert done.returncode == 0
    assert len((desk / "out.txt").read_text(encoding="utf-8").splitlines()) == 150


def _drain(terminal: int) -> None:
    """Read a terminal until nobody writes to it any more."""
    with suppress(OSError):
        while os.read(terminal, 4096):
            pass
    os.close(terminal)


def test_poll_once_says_what_did_not_go_out(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """A cron user learns by the exit code that deliveries wait or died; the next good run ends with 0."""
    site, api = world
    site.publish("/wire", [an_entry(title="Calm", summary="")])
    (desk / "token").write_text(api.token, encoding="utf-8")
    text = f"receivers: {{desk: {{telegram: {{chat: 5, token_file: token, base_url: '{api.base_url}'}}}}}}\n"
    text += f"feeds: [{{id: wire, url: '{site.url('/wire')}', allow_private: true}}]\n"
    (desk / "config.yaml").write_text(text, encoding="utf-8")
    assert call("poll", "--once").exit_code == 0
    site.add("/wire", an_entry(guid="3", url=None, title="Helicopter crashed near Mosul", published=None))
    (desk / "token").write_text("1:wrong", encoding="utf-8")
    failed = call("poll", "--once")
    assert failed.exit_code == 1
    assert "died" in failed.stderr
    (desk / "token").write_text(api.token, encoding="utf-8")
    assert call("poll", "--once").exit_code == 0


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
    assert states == {"wire": "not modified", "gone": "failing"}


def test_feeds_without_a_store_are_new(desk: Path) -> None:
    """Before the first run every feed is new, and nothing is created by looking."""
    (desk / "config.yaml").write_text(CONFIG + "feeds: [{id: a, url: 'https://a.example'}]\n", encoding="utf-8")
    assert "new" in call("feeds").output
    assert not (desk / "watchdesk.sqlite").exists()


@pytest.mark.parametrize("tables", ["", "CREATE TABLE other (id INTEGER)"])
def test_feeds_beside_a_store_that_is_not_made_yet_are_new(desk: Path, tables: str) -> None:
    """While a daemon makes its store, or after it was killed in that, every feed is new."""
    (desk / "config.yaml").write_text(CONFIG + "feeds: [{id: a, url: 'https://a.example'}]\n", encoding="utf-8")
    (desk / "watchdesk.sqlite").touch()
    with closing(sqlite3.connect(desk / "watchdesk.sqlite")) as connection:
        connection.execute(tables)
    (row,) = map(json.loads, call("feeds", "--json").stdout.splitlines())
    assert row["state"] == "new"


def test_send_test_needs_no_rules_and_says_where_a_group_went(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """The config is enough; a group that became a supergroup is told with the id that the config needs."""
    _, api = world
    (desk / "token").write_text(api.token, encoding="utf-8")
    (desk / "rules" / "rules.yaml").write_text("rules: 5\n", encoding="utf-8")
    text = f"receivers: {{desk: {{telegram: {{chat: -5, token_file: token, base_url: '{api.base_url}'}}}}}}\n"
    (desk / "config.yaml").write_text(text, encoding="utf-8")
    api.will(-5, migrated(-100777))
    moved = call("send-test", "desk")
    assert isinstance(moved.exception, WatchdeskError)
    assert "it has moved to -100777: put the new id into the config" in str(moved.exception)
    assert call("send-test", "desk").exit_code == 0


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


@pytest.mark.parametrize("answer", ["550 no such user", "450 come back"])
def test_send_test_names_those_whom_the_mail_does_not_reach(desk: Path, mail: MailServer, answer: str) -> None:
    """A mail that some of its people do not get is no success: the command fails, and names them, not the others."""
    options = f"host: 127.0.0.1, port: {mail.port}, security: none, sender: desk@e.example"
    people = "recipients: [anna@e.example, ben@e.example]"
    (desk / "config.yaml").write_text(f"receivers: {{desk: {{mail: {{{options}, {people}}}}}}}\n", encoding="utf-8")
    assert call("send-test", "desk").exit_code == 0
    mail.refuse_people["ben@e.example"] = answer
    result = call("send-test", "desk")
    assert isinstance(result.exception, WatchdeskError)
    assert "ben@e.example" in str(result.exception)
    assert "anna@e.example" not in str(result.exception)
    assert "took the message (" not in result.output


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


async def test_the_first_drill_leaves_the_daemons_channels_alone(
    desk: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """The drill of the first start speaks through channels of its own; a bug in it is logged, and ends nothing."""
    (desk / "config.yaml").write_text(CONFIG + "drill: first_start\n", encoding="utf-8")
    config, rules = load_all(desk / "config.yaml")
    own = RecordingChannel()
    app = App(config, rules, memory_store(), channels={"desk": own})
    await first_drill(app)
    assert own.messages == []
    assert "EXERCISE" in capsys.readouterr().out
    assert await app.store.read(lambda tx: tx.feeds.fact("drill"))
    await app.stop()
    await first_drill(app)
    assert "drill failed by a bug" in caplog.text


PRESS = """<li class=n><a href=/1>Bridge reopened</a><time datetime=2016-07-08T14:00Z>today</time></li>
<li class=n><a href=/2>Port closed</a></li>"""


def test_feeds_test_shows_what_selectors_find(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """A table of titles, links and dates, and what is lacking; selectors of the command line replace the config's."""
    site, _ = world
    site.serve("/press", Answer(body=PRESS.encode()))
    feed = f"{{id: press, kind: list, url: '{site.url('/press')}', allow_private: true, select: {{item: li.n}}}}"
    (desk / "config.yaml").write_text(f"{CONFIG}feeds: [{feed}]\n", encoding="utf-8")
    shown = call("feeds", "test", "press").stdout
    assert "Bridge reopened" in shown
    assert site.url("/2") in shown
    assert "2016-07-08 14:00" in shown
    assert "2 found, 1 without a date" in shown
    narrowed = call("feeds", "test", "press", "--select", "item=li.n:first-child", "--json").stdout
    assert [json.loads(line)["title"] for line in narrowed.splitlines()] == ["Bridge reopened"]
    (desk / "other.yaml").write_text(f"{CONFIG}feeds: [{feed.replace('press,', 'second,')}]\n", encoding="utf-8")
    assert "2 found" in call("feeds", "--config", "other.yaml", "test", "second").stdout
    watched = call("feeds", "test", "press", "--kind", "page").stdout
    assert "Port closed" in watched
    assert "sentences are watched" in watched


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "item"], "write PART=CSS"),
        (["--select", "heading=h1"], "the parts are item, title"),
        (["--select", "item=li["], "not a CSS selector"),
        (["--kind", "list"], "a list needs select"),
        (["--kind", "page"], "private"),
    ],
)
def test_feeds_test_says_what_is_wrong(desk: Path, arguments: list[str], said: str) -> None:
    """A selector that is none, a list without one, and an address inside our network are said in one line."""
    result = call("feeds", "test", "http://127.0.0.1:9/x", *arguments)
    assert isinstance(result.exception, WatchdeskError)
    assert said in str(result.exception)


def test_feeds_test_says_what_else_there_is_to_know(desk: Path, world: tuple[FakeSite, BotApi]) -> None:
    """A feed that moved or is malformed is told with what it shows; one that fails with what to do about it."""
    site, _ = world
    names = ("old", "broken", "shut")
    feeds = [f"{{id: {name}, url: '{site.url('/' + name)}', allow_private: true}}" for name in names]
    (desk / "config.yaml").write_text(f"{CONFIG}feeds: [{', '.join(feeds)}]\n", encoding="utf-8")
    site.serve("/new", Answer(body=rss([an_entry()])))
    site.redirect("/old", site.url("/new"), status=301)
    assert f"moved for good to {site.url('/new')}" in call("feeds", "test", "old").stdout
    body = rss([an_entry()]).replace(b"<description>News", b"<description>News & more <br>", 1)
    site.serve("/broken", Answer(body=body))
    assert "malformed but readable" in call("feeds", "test", "broken").stdout
    site.serve("/shut", Answer(status=403))
    assert "give the feed its login" in str(call("feeds", "test", "shut").exception)
    assert "no feed of the config has the id shutt" in str(call("feeds", "test", "shutt").exception)
