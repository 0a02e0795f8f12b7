"""`watchdesk try`: what a rule does, and why another does nothing, down to the message."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from daemon.channels.plain import plain_text
from daemon.cli.loading import load_all
from daemon.cli.trying import try_once, watch_files
from daemon.cli.watching import changes
from daemon.errors import WatchdeskError
from daemon.items.normalise import normalise
from daemon.model import DeliveryState, Entry, Severity, Silence
from daemon.pipeline.configured import adopt_silences
from daemon.pipeline.ingest import Desk, Visit, ingest
from daemon.store.database import Transaction, open_store
from tests.helpers.shell import call, facts, said, stand_in

CONFIG = """channels: {telegram: {token_env: WATCHDESK_TEST_TOKEN}}
receivers: {desk: {console: {}}, chat: {telegram: {chat: -100123}}, soc: {webhook: {url: "https://soc.example/in"}}}
routes: [{to: [desk, chat, soc], min_severity: medium}]
"""
RULES = """entities:
  - {id: palmyra, name: Palmyra, kind: place, aliases: [Tadmur]}
rules:
  - id: helicopter
    title: Helicopter lost
    severity: critical
    when: {all: [helicopter, 'downed | "shot down" | crash*', "@palmyra"]}
    unless: simulator
    note: "Call <the> duty editor & wait."
    tests: {match: [Helicopter shot down near Palmyra], skip: [Helicopter tours]}
  - {id: fire, severity: low, when: 'fire & (harbour | port)', tests: {match: [fire in the port], skip: [fire]}}
  - {id: two, severity: high, when: avalanche, min_sources: 2, tests: {match: [avalanche], skip: [lance]}}
"""
SHOT = "Two pilots killed as helicopter is shot down east of Tadmur"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config of three channels, and rules."""
    monkeypatch.setenv("WATCHDESK_TEST_TOKEN", "123456789:" + "A" * 35)
    return stand_in(tmp_path, monkeypatch, config=CONFIG, rules=RULES)


def test_the_message_is_shown_as_it_would_be_sent(desk: Path) -> None:
    """People see the terminal's block and who would have it, programs what goes over each wire. Nothing is stored."""
    shown = said("try", SHOT)
    assert "to desk, chat, soc:" in shown
    assert "▌ 🔴 CRITICAL · Helicopter lost · Palmyra" in shown
    assert "▌ Call <the> duty editor & wait." in shown
    (told,) = facts("try", SHOT)
    sent = {one["receiver"]: one["sent"] for one in told["messages"]}
    assert "<b>" in sent["chat"][0]
    assert "Call &lt;the&gt; duty editor &amp; wait." in sent["chat"][0]
    assert sent["soc"]["alert"]["incident"]
    assert sent["soc"]["text"] == plain_text(sent["desk"])
    assert told["fate"] == "alerted"
    assert not (desk / "watchdesk.sqlite").exists()


@pytest.mark.parametrize("words", [("try",), ("routes",), ("feeds", "test")])
def test_an_address_of_one_s_own_network_is_fetched_if_that_is_said(
    desk: Path, free_tcp_port: int, words: tuple[str, ...]
) -> None:
    """F1: what is given on the command line leads into no private network either, unless its owner says so."""
    url = f"http://127.0.0.1:{free_tcp_port}/news"
    assert "in a private network (127.0.0.1); if it is yours, say --allow-private" in str(call(*words, url).exception)
    assert "connection refused" in str(call(*words, url, "--allow-private").exception)


def test_nothing_is_no_text_to_try(desk: Path) -> None:
    """An empty argument, as of a variable that is not set, is told to be one."""
    refused = call("try", " ")
    assert refused.exit_code == 2
    assert "give a text, a URL, a file, or -" in refused.output


def test_the_first_condition_that_failed_is_said(desk: Path) -> None:
    """R2: of rules that come near, what they did not find; of one that is asked for by name, whatever it is."""
    assert 'does not fire: helicopter: not found: downed | "shot down" | crash*' in said("try", "Helicopter at Palmyra")
    assert "helicopter: unless: simulator is there" in said("try", "Helicopter simulator crashed at Palmyra")
    assert "fire: not found: fire" in said("try", "Library closes", "--rule", "fire")
    (told,) = facts("try", SHOT, "--rule", "helicopter")
    assert told["missed"] == []
    result = call("try", SHOT, "--rule", "ghost")
    assert isinstance(result.exception, WatchdeskError)


def test_why_nobody_would_hear_is_said(desk: Path) -> None:
    """What holds an alert back has a name: too few sources, no receiver, an old story, a silence."""
    assert "not told: below min_sources" in said("try", "Avalanche in the valley")
    assert "not told: no receiver" in said("try", "Fire in the port")
    feed = """<rss version="2.0"><channel><title>x</title><item><title>Helicopter shot down at Palmyra</title>
    <guid>1</guid><pubDate>Fri, 08 Jul 2016 14:00:00 GMT</pubDate></item></channel></rss>"""
    (desk / "old.xml").write_text(feed, encoding="utf-8")
    shown = " ".join(said("try", "old.xml").split())
    assert "muted, stale: published" in shown
    assert "to desk (muted), chat (muted), soc (muted):" in shown
    now = datetime.now(UTC)
    store = open_store(desk / "watchdesk.sqlite")
    silence = Silence(id="s1", rules=("helicopter",), starts_at=now, ends_at=now + timedelta(hours=1), why="drill",
                      by="Anna")  # fmt: skip
    store.write_now(lambda tx: tx.silences.save(silence))
    store.close_now()
    (told,) = facts("try", SHOT)
    assert all("s1" in one["muted"] or "silence" in one["muted"] for one in told["messages"])


def _told_of(desk: Path, title: str) -> None:
    """An item came an hour ago, by the daemon's own way, and the desk heard of it; Anna has it."""
    config, rules = load_all(desk / "config.yaml")
    now = datetime.now(UTC) - timedelta(hours=1)
    item = normalise(Entry(title=title, published=now), config.feeds[0], now=now)

    def come(tx: Transaction) -> None:
        done = ingest(tx, item, [], visit=Visit(feed=config.feeds[0], now=now), desk=Desk(config=config, rules=rules))
        while delivery := tx.outbox.start("desk", now=now):
            tx.outbox.finish(replace(delivery, state=DeliveryState.SENT), now=now)
        incident = tx.incidents.incident(done.incident_id or "")
        assert incident is not None
        tx.incidents.save(replace(incident, acked_at=now, acked_by="Anna"))

    store = open_store(desk / "watchdesk.sqlite")
    store.write_now(come)
    store.close_now()


def test_what_is_open_is_said(desk: Path) -> None:
    """An item that would join an incident is said to, with who has it and who would have a follow-up; so is a copy."""
    feed = "feeds: [{id: wire, url: 'https://wire.example/feed'}]\n"
    (desk / "config.yaml").write_text(CONFIG + feed, encoding="utf-8")
    (told,) = facts("try", SHOT)
    assert told["now"] is None, "there is no store"
    _told_of(desk, SHOT)
    again = "Two pilots are killed as a helicopter is shot down east of Tadmur, says army"
    (told,) = facts("try", again)
    assert (told["now"]["known"], told["now"]["acked_by"], told["now"]["held"]) == (None, "Anna", None)
    assert told["now"]["heard"] == ["chat", "desk", "soc"]
    shown = " ".join(said("try", again).split())
    assert f"as things stand: in the incident {told['now']['incident']}, {SHOT}, Anna has it; chat, desk, soc" in shown
    (same,) = facts("try", SHOT)
    assert same["now"]["known"] == "duplicate"
    assert "as things stand: the store has it: duplicate" in " ".join(said("try", SHOT).split())
    assert facts("try", "Library closes")[0]["now"] is None


def test_what_is_graver_is_said_to_hold_back(desk: Path) -> None:
    """A lesser alert at the place of something grave is said to be held back now, and by what; nothing is stored."""
    more = "feeds: [{id: wire, url: 'https://wire.example/feed'}]\ninhibit: {by: critical, up_to: low, within: 2h}\n"
    (desk / "config.yaml").write_text(CONFIG.replace("medium", "low") + more, encoding="utf-8")
    _told_of(desk, SHOT)
    (told,) = facts("try", "Fire in the port of Tadmur after a lorry overturns")
    assert told["now"]["incident"] is None
    assert told["now"]["held"].startswith("inhibited: ")
    shown = " ".join(said("try", "Fire in the port of Tadmur after a lorry overturns").split())
    assert "as things stand: held back, inhibited:" in shown
    assert len(facts("incidents")) == 1


def test_silences_of_the_config_are_tried_as_they_are_written(desk: Path) -> None:
    """One that no daemon has read yet mutes, one that left the config does not, one that a person ended stays ended."""
    now = datetime.now(UTC)
    start, until = (f"{now + timedelta(hours=hours):%Y-%m-%d %H:%M UTC}" for hours in (-1, 1))
    text = f"silences: [{{rules: [helicopter], hold_critical: true, from: {start}, until: {until}, reason: drill}}]\n"

    def muted() -> bool:
        (told,) = facts("try", SHOT)
        return all(one["muted"] and "drill" in one["muted"] for one in told["messages"])

    assert not muted()
    (desk / "config.yaml").write_text(CONFIG + text, encoding="utf-8")
    assert muted()
    config, _ = load_all(desk / "config.yaml")
    store = open_store(desk / "watchdesk.sqlite")
    store.write_now(lambda tx: adopt_silences(tx, config, now=now))
    assert muted()
    (desk / "config.yaml").write_text(CONFIG, encoding="utf-8")
    assert not muted()
    (desk / "config.yaml").write_text(CONFIG + text, encoding="utf-8")
    store.write_now(
        lambda tx: [tx.silences.save(replace(one, ended_by="Anna")) for one in tx.silences.current(now=now)]
    )
    store.close_now()
    assert not muted()


def test_what_would_make_an_incident_graver_is_judged_as_it_would_be_then(desk: Path) -> None:
    """A silence up to high holds back the lesser alert of an open incident, and not the critical one that joins it."""
    (desk / "config.yaml").write_text(
        CONFIG.replace("medium", "low") + "feeds: [{id: wire, url: 'https://wire.example/feed'}]\n", encoding="utf-8"
    )
    _told_of(desk, "Fire in the port of Tadmur after a helicopter lands")
    now = datetime.now(UTC)
    silence = Silence(id="s1", rules=("fire",), max_severity=Severity.HIGH, starts_at=now,
                      ends_at=now + timedelta(hours=1), why="drill", by="Anna")  # fmt: skip
    store = open_store(desk / "watchdesk.sqlite")
    store.write_now(lambda tx: tx.silences.save(silence))
    store.close_now()
    (lesser,) = facts("try", "Fire in the port of Tadmur after the helicopter has landed")
    (graver,) = facts("try", "Fire in the port of Tadmur after a helicopter crashes")
    assert lesser["now"]["incident"] == graver["now"]["incident"] is not None
    assert "silence" in lesser["now"]["held"]
    assert graver["now"]["held"] is None


def test_standard_input_is_a_text_or_a_feed(desk: Path) -> None:
    """- reads a text; a feed on standard input is read as one."""
    assert "CRITICAL helicopter" in call("try", "-", given=SHOT).stdout
    feed = '<rss version="2.0"><channel><title>x</title>' + "".join(
        f"<item><title>{title}</title><guid>{title}</guid></item>" for title in ("Fire in the port", SHOT, "Library")
    )
    shown = call("try", "-", given=f"{feed}</channel></rss>").stdout
    assert "2 of 3 entries match a rule" in shown
    assert "▌" not in shown
    assert "▌ 🔴" in call("try", "-", "--messages", given=f"{feed}</channel></rss>").stdout
    assert call("try", "-", "--watch").exit_code == 2


def test_a_folder_is_no_text(desk: Path) -> None:
    """The name of a folder is refused with what to do, instead of being tried as a word; a pipe is read as a file."""
    for name in ("rules", "./rules", str(desk / "rules")):
        refused = call("try", name)
        assert refused.exit_code == 1
        assert str(refused.exception).startswith(f"{name} is a folder; name a file in it, or ")
    os.mkfifo(desk / "pipe")
    writer = threading.Thread(target=(desk / "pipe").write_text, args=(SHOT,), kwargs={"encoding": "utf-8"})
    writer.start()
    assert "CRITICAL helicopter" in said("try", "pipe")
    writer.join()


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8"])
def test_no_encoding_of_a_terminal_ends_a_command(desk: Path, encoding: str) -> None:
    """What the terminal has no letter for is escaped as in JSON: people see the rest, and programs lose nothing."""
    title = "🚁 Вертолёт, helicopter \udcff shot down east of Palmyra"

    def shown(*words: str) -> str:
        command = [sys.executable, "-m", "daemon.cli", "try", title.encode("utf-8", "surrogateescape"), *words]
        told = subprocess.run(
            command, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=True, cwd=desk
        )
        return told.stdout.decode(encoding)

    assert "helicopter" in shown()
    assert ("▌" in shown()) == (encoding == "utf-8")
    (found,) = (json.loads(line) for line in shown("--json").splitlines())
    assert found["title"].startswith("🚁 Вертолёт, helicopter")


def test_a_change_counts_once_it_rests() -> None:
    """R1: while a file is being saved, nothing is done; once two looks see the same, it is done once."""
    seen: Iterator[int] = iter([1, 1, 1, 2, 3, 3, 3, 3, 4, 4])
    waits: list[int] = []
    runs = changes(lambda: next(seen), lambda: waits.append(1))
    next(runs)
    assert len(waits) == 0
    next(runs)
    assert len(waits) == 5
    next(runs)
    assert len(waits) == 9


def test_watch_tries_again_as_rules_are_saved(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """R1: a mistake in a rule is shown, and once it is mended the outcome; Ctrl-C ends it."""
    (desk / "text.txt").write_text(SHOT, encoding="utf-8")
    shown: list[str] = []
    saves = iter(["severity: loud", "severity: high"])

    def saved() -> None:
        mended = RULES.replace("severity: critical", next(saves))
        (desk / "rules" / "rules.yaml").write_text(mended, encoding="utf-8")

    def nothing() -> None:
        pass

    def ended() -> None:
        raise KeyboardInterrupt

    steps = iter([nothing, saved, nothing, saved, nothing, ended])

    def wait() -> None:
        said_so_far = "".join(capsys.readouterr())
        shown.extend([said_so_far] if said_so_far else [])
        next(steps)()

    config = desk / "config.yaml"
    again = partial(try_once, "text.txt", config, rule="", messages=None, as_json=False)
    with pytest.raises(KeyboardInterrupt):
        watch_files("text.txt", config, again, wait=wait)
    first, second, third = shown
    assert "CRITICAL helicopter" in first
    assert "rules/rules.yaml:6" in second
    assert "HIGH helicopter" in third
    assert all("waiting for a change" in one for one in shown)


def test_watch_is_ended_by_the_keyboard(desk: Path) -> None:
    """`try --watch` waits once it has shown the outcome, and ends with the exit code of Ctrl-C."""
    command = [sys.executable, "-m", "daemon.cli", "try", "--watch", SHOT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=desk) as process:
        assert process.stdout is not None
        assert any(b"waiting for a change" in line for line in process.stdout)
        process.send_signal(signal.SIGINT)
    assert process.returncode == 130


def test_the_facts_are_json(desk: Path) -> None:
    """Each item is one line for programs, whatever is in it."""
    (line,) = said("try", "Fire\u2028 in the port", "--json").splitlines()[:1]
    assert json.loads(line)["fate"] == "no receiver"
