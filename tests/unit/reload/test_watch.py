"""Looks at config and rules: what shows, what does not, and when a change has settled."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon.reload.watch import SETTLED_AFTER, Watched, look_at

OTHER = "rules: []\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config beside a folder of two rule files, one of them in a folder of its own."""
    (tmp_path / "rules" / "packs").mkdir(parents=True)
    (tmp_path / "rules" / "a.yaml").write_text("rules: []", encoding="utf-8")
    (tmp_path / "rules" / "packs" / "b.yml").write_text("rules: []", encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text("receivers: {}", encoding="utf-8")
    return path


def _save_keeping_size_and_time(path: Path) -> None:
    was = path.stat()
    path.write_text("r" * was.st_size, encoding="utf-8")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def _replace(path: Path) -> None:
    new = path.with_name(".new")
    new.write_bytes(path.read_bytes())
    new.replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "save": lambda path: path.write_text(OTHER, encoding="utf-8"),
    "truncation": lambda path: path.write_bytes(b""),
    "rename over it": _replace,
    "removal": lambda path: path.unlink(),
    "rights": lambda path: path.chmod(0o600),
    "same size and time": _save_keeping_size_and_time,
    "another file beside it": lambda path: path.with_name("new.yaml").write_text(OTHER, encoding="utf-8"),
    "a link beside it": lambda path: path.with_name("linked").symlink_to(path.parent),
}


@pytest.mark.parametrize("where", ["rules/a.yaml", "rules/packs/b.yml"])
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_a_rule_file_shows(config: Path, change: str, where: str) -> None:
    """R1: a save, a truncation, a rename, a removal, a change of rights: the next look differs."""
    before = look_at(config, config.parent / "rules")
    CHANGES[change](config.parent / where)
    assert look_at(config, config.parent / "rules") != before


@pytest.mark.parametrize("change", ["save", "truncation", "rename over it", "removal", "same size and time"])
def test_every_change_of_the_config_shows(config: Path, change: str) -> None:
    """R1: the config is watched like a rule file."""
    before = look_at(config, config.parent / "rules")
    CHANGES[change](config)
    assert look_at(config, config.parent / "rules") != before


@pytest.mark.parametrize("name", ["a.yaml~", ".a.yaml.swp", "notes.txt", "#a.yaml#", "4913", ".hidden/c.yaml"])
def test_what_is_no_rule_file_does_not_show(config: Path, name: str) -> None:
    """R10: editors' backups, hidden files and notes beside the rules are no change."""
    before = look_at(config, config.parent / "rules")
    (config.parent / "rules" / name).parent.mkdir(exist_ok=True)
    (config.parent / "rules" / name).write_text("x", encoding="utf-8")
    assert look_at(config, config.parent / "rules") == before


def test_a_folder_that_is_gone_shows_and_breaks_nothing(config: Path) -> None:
    """R13: a vanished folder is a change like any other; so is its return."""
    rules = config.parent / "rules"
    before = look_at(config, rules)
    rules.rename(config.parent / "moved")
    gone = look_at(config, rules)
    assert gone != before
    (config.parent / "moved").rename(rules)
    assert look_at(config, rules) == before


def test_a_link_that_leads_in_a_circle_ends(config: Path) -> None:
    """R10: links are seen and not followed."""
    (config.parent / "rules" / "circle.yaml").symlink_to(config.parent / "rules")
    assert str(config.parent / "rules" / "circle.yaml") in look_at(config, config.parent / "rules")


def test_a_change_settles_when_nothing_moves(now: datetime) -> None:
    """R1: a change counts after a rest; each further change begins the rest anew."""
    a, b, c = {"x": (1,)}, {"x": (2,)}, {"x": (3,)}
    pause = SETTLED_AFTER / 2
    watched = Watched(taken=a, seen=a, since=now)
    assert not watched.is_changed
    watched = watched.after(b, now=now)
    assert watched.is_changed
    assert not watched.is_settled(now=now + pause)
    watched = watched.after(c, now=now + pause)
    assert not watched.is_settled(now=now + SETTLED_AFTER)
    watched = watched.after(c, now=now + SETTLED_AFTER)
    assert watched.is_settled(now=now + pause + SETTLED_AFTER)


def test_a_clock_that_is_set_back_does_not_hold_up_a_change(now: datetime) -> None:
    """Z3: after a step back of the clock a change is taken up at once, not hours later."""
    watched = Watched(taken={}, seen={"x": (1,)}, since=now)
    assert watched.is_settled(now=now - timedelta(hours=3))
