"""What is shipped for running it: the alarms have runbooks, and nothing names a metric that is not there."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from daemon.metrics import sample_names
from tests.house.tree import ROOT

DEPLOY = ROOT / "deploy"
RULES: list[dict[str, Any]] = yaml.safe_load((DEPLOY / "prometheus" / "watchdesk.rules.yml").read_text())["groups"][0][
    "rules"
]
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "watchdesk.json").read_text())
_OF_PROMETHEUS = {"up"}
_METRIC = re.compile(r"\b(?:watchdesk|process)_[a-z_]+\b|\bup\b")


def _anchors(page: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _queries() -> list[str]:
    panels = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return [*(rule["expr"] for rule in RULES), *panels]


@pytest.mark.parametrize("query", _queries())
def test_every_metric_that_is_asked_for_exists(query: str) -> None:
    """Dashboard and alert rules name no metric that the daemon does not show, and brackets match."""
    named = set(_METRIC.findall(query))
    assert named
    assert named <= sample_names() | _OF_PROMETHEUS
    assert all(query.count(one) == query.count(other) for one, other in ("()", "[]", "{}"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alarm_has_a_runbook(rule: dict[str, Any]) -> None:
    """Each alert rule leads to a heading of its own name that exists, and says what is wrong."""
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    assert anchor == rule["alert"].lower()
    assert anchor in _anchors(page)
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"critical", "warning"}


def test_every_runbook_has_its_alarm() -> None:
    """There is no runbook for an alarm that cannot ring."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (Watchdesk\w+)$", text, re.MULTILINE)) == {rule["alert"] for rule in RULES}


def test_the_dashboard_can_be_imported() -> None:
    """Its panels have ids and places of their own, and the data source is asked for rather than assumed."""
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids)) >= 15
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(places) == len(set(places))
    assert [one["type"] for one in DASHBOARD["templating"]["list"]] == ["datasource"]


def test_the_unit_is_watched_and_confined() -> None:
    """H10: the service says when it is ready and is started anew when it hangs; a wrong config is not tried again."""
    unit = (DEPLOY / "systemd" / "watchdesk.service").read_text(encoding="utf-8")
    for line in ("Type=notify", "WatchdogSec=60", "RestartPreventExitStatus=2", "NoNewPrivileges=yes"):
        assert f"\n{line}\n" in unit
    assert "AF_UNIX" in unit, "the supervisor's socket must be reached"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """Each unit is one that systemd loads without a word, the program being there."""
    units = sorted((DEPLOY / "systemd").iterdir())
    for unit in units:
        text = unit.read_text(encoding="utf-8").replace("/opt/watchdesk/bin/watchdesk", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if any(unit.name in line for unit in units)]
    assert (done.returncode, ours) == (0, []), done.stderr


@pytest.mark.skipif(shutil.which("promtool") is None, reason="there is no promtool on this machine")
def test_prometheus_understands_alarms_and_dashboard(tmp_path: Path) -> None:
    """Alert rules, the scrape config, and every query of the dashboard are what Prometheus reads."""
    place = DEPLOY / "prometheus"
    panels = [
        {"record": f"panel:{number}", "expr": query.replace("$__rate_interval", "5m").replace("$__range", "1h")}
        for number, query in enumerate(_queries())
    ]
    asked = tmp_path / "dashboard.yml"
    asked.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": panels}]}), encoding="utf-8")
    for words in (["rules", place / "watchdesk.rules.yml"], ["config", place / "prometheus.yml"], ["rules", asked]):
        done = subprocess.run(["promtool", "check", *map(str, words)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_compose_publishes_nothing_to_the_world() -> None:
    """Only loopback ports are published, the container writes to its volume alone, files that are named exist."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert services["watchdesk"]["read_only"] is True
    assert not services["watchdesk"].get("ports")
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in ports)
    mounts = [mount.split(":")[0] for service in services.values() for mount in service["volumes"]]
    assert all((DEPLOY / mount).exists() for mount in mounts if mount.startswith("."))
    assert {mount for mount in mounts if not mount.startswith(".")} == set(compose["volumes"])
    scraped = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text(encoding="utf-8"))
    assert scraped["scrape_configs"][0]["job_name"] == "watchdesk"
