"""What a command must not load: each of these libraries costs a tenth of a second and more at every call."""

import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """receivers:
  desk: {telegram: {token_env: WATCHDESK_TEST_TOKEN, chat: -100}}
  screen: {console: {}}
routes: [{to: [desk, screen]}]
feeds: [{id: wire, url: "https://wire.example/feed"}]
"""
RULES = "rules:\n  - {id: fire, severity: high, when: fire, tests: {match: [a fire], skip: [a fir]}}\n"
CODE = """import sys
from daemon.cli import main
try:
    main()
except SystemExit as end:
    code = end.code
sys.stderr.write(f"\\nLOADED {code or 0} " + " ".join(sys.modules))
"""
FETCHING = {"trafilatura", "feedparser", "dateparser"}
SENDING = {"telegram", "httpx", "apprise", "smtplib"}
RUNNING = {"apscheduler", "prometheus_client", "uvloop"}
STORING = {"sqlalchemy", "sqlmodel", "alembic"}


@pytest.mark.parametrize(
    ("words", "code", "without"),
    [
        (["check"], 0, {*FETCHING, *SENDING, *RUNNING, *STORING, "aiohttp"}),
        (["schema", "rules"], 0, {*FETCHING, *RUNNING, *STORING}),
        (["status"], 0, {*FETCHING, *SENDING, *RUNNING, "aiohttp"}),
        (["stats"], 1, {*FETCHING, *SENDING, *RUNNING, "aiohttp"}),
        (["why", "nothing"], 1, {*FETCHING, *SENDING, *RUNNING}),
        (["try", "fire"], 0, {*FETCHING, *SENDING, *RUNNING}),
        (["diff", "rules", "rules", "--jsonl", "items.jsonl"], 0, {*FETCHING, *SENDING, *RUNNING}),
        (["replay", "items.jsonl"], 0, {*FETCHING, *SENDING, *RUNNING}),
    ],
    ids=lambda value: "-".join(value[:1]) if isinstance(value, list) else "",
)
def test_a_command_loads_no_library_that_it_has_no_use_for(
    tmp_path: Path, words: list[str], code: int, without: set[str]
) -> None:
    """What fetches, sends, runs or stores is not loaded by a command that does none of these, whatever the config."""
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "items.jsonl").write_text('{"id": 1, "title": "Fire in the harbour"}\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CODE, *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"WATCHDESK_TEST_TOKEN": "1:abc", "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    _, _, loaded = done.stderr.rpartition("LOADED ")
    ended, *modules = loaded.split()
    assert int(ended) == code, done.stderr[-2000:]
    assert not without & set(modules)


def test_what_waits_goes_out_before_rules_and_fetchers_are_loaded() -> None:
    """The first send after a start needs no rules, no fetcher, and no migrations of a store that is up to date."""
    code = "import sys, daemon.cli.running; sys.stdout.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    unwanted = {*FETCHING, "apscheduler", "prometheus_client", "alembic", "apprise", "aiohttp", "daemon.app"}
    loaded = set(done.stdout.split())
    assert "daemon.outgoing" in loaded
    assert not unwanted & loaded
    assert not [name for name in loaded if name.startswith(("daemon.rules.load", "daemon.pipeline.ingest"))]
