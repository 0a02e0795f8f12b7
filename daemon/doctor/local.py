"""Looks at what is on this machine: the store's file, its disk, the programs, secrets, and how the daemon is doing."""

import os
import platform
import pyexpat
import shutil
import sqlite3
import stat
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import daemon
from daemon.compiled import SWITCH
from daemon.config import Config
from daemon.doctor.diagnosis import Diagnosis, bad, disk_diagnosis, named, note, ok, size_text
from daemon.errors import StoreError
from daemon.feeds.health import GOOD
from daemon.pipeline.measures import LAST_BACKUP
from daemon.reload.standing import Standing, standing_of
from daemon.store.database import Transaction, owner_of
from daemon.store.examine import Examined, examine
from daemon.store.trouble import nothing_at

_WAL_NOTED = 64 * 1024**2  #: larger than this, something keeps it from being folded in (S9)
_EXPAT_SAFE = (2, 4, 1)  #: from here on it bounds what entities expand to
_LATE = timedelta(minutes=5)
_BACKUP_OLD = timedelta(days=2)
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs"})
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def version_diagnoses() -> list[Diagnosis]:
    """What runs here, and whether it should not."""
    said = f"watchdesk {daemon.__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    expat = pyexpat.EXPAT_VERSION.removeprefix("expat_")
    found = [ok("versions", f"{said}, expat {expat}, matching {daemon.matching}")]
    if tuple(int(part) for part in expat.split(".")) < _EXPAT_SAFE:
        mend = "upgrade the system's expat, or Python: a hostile feed costs a parser child its memory limit each time"
        found.append(note("versions", f"expat {expat} does not bound what entities expand to", mend))
    if os.environ.get(SWITCH):
        found.append(note("versions", f"matching is {daemon.matching}", f"unset {SWITCH}; all works, only slower"))
    elif daemon.matching != "compiled":
        mend = (
            "with a C compiler and Python's headers: make compile in a checkout, else install watchdesk anew; "
            "all works as it is, only slower"
        )
        found.append(note("versions", f"matching is {daemon.matching}", mend))
    return found


def store_diagnoses(path: Path) -> tuple[list[Diagnosis], Examined | None]:
    """Whether the store is whole, current, and on a disk that has room."""
    if not path.exists():
        return [note("store", f"there is no store at {path} yet", "start the daemon: watchdesk run")], None
    if nothing_at(path):
        mend = "start the daemon; if the store held anything, watchdesk restore FILE, from the last backup"
        return [bad("store", f"the store at {path} is empty", mend)], None
    try:
        seen = examine(path)
    except StoreError as error:
        mend = "may this user read it? If it is damaged: watchdesk restore, from the last backup"
        return [bad("store", str(error), mend)], None
    return [*_file_diagnoses(path, seen), *_place_diagnoses(path, seen)], seen


def _file_diagnoses(path: Path, seen: Examined) -> list[Diagnosis]:
    found = []
    if seen.problems:
        mend = "stop the daemon, keep the file, and restore the last backup: watchdesk restore FILE"
        found.append(bad("store", f"it is damaged: {'; '.join(seen.problems)}", mend))
    elif not seen.is_checked:
        found.append(note("store", "it is too large to be checked in a minute", "check a backup of it instead"))
    if seen.is_newer:
        found.append(bad("store", f"a newer watchdesk wrote it ({seen.revision})", "run that version, or newer"))
    elif seen.revision is None:
        found.append(bad("store", f"{path} is no store of watchdesk", "correct store: in the config"))
    elif not seen.is_current:
        found.append(
            note("store", f"an older watchdesk wrote it ({seen.revision})", "the daemon's next start upgrades it")
        )
    if seen.wal_bytes > _WAL_NOTED:
        mend = "end the program that reads the store for so long: a backup by hand, a database browser"
        found.append(note("store", f"its write-ahead log is {size_text(seen.wal_bytes)} large", mend))
    size = f"{size_text(seen.size_bytes)}, {size_text(seen.free_bytes)} of it free, log {size_text(seen.wal_bytes)}"
    return found or [ok("store", f"whole, schema {seen.revision}, {size}")]


def _place_diagnoses(path: Path, seen: Examined) -> list[Diagnosis]:
    folder = path.resolve().parent
    found = [disk_diagnosis(str(folder), free_bytes=shutil.disk_usage(folder).free, needed_bytes=seen.size_bytes)]
    if (kind := _file_system(folder)) in _REMOTE:
        found.append(bad("disk", f"the store is on a network file system ({kind})", "move it to a local disk"))
    if not os.access(folder, os.W_OK) or not os.access(path, os.W_OK):
        found.append(note("disk", f"this user may not write to {path}", "ask as the daemon's user, or mend its rights"))
    return found


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder is on, where the system says it."""
    mounts = Path("/proc/self/mounts")
    lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines() if mounts.exists() else []
    places = [line.split()[1:3] for line in lines if len(line.split()) > 2]
    over = [(place, kind) for place, kind in places if folder.is_relative_to(place)]
    return max(over, default=("", ""), key=lambda one: len(one[0]))[1]


def secret_diagnoses(folder: Path) -> list[Diagnosis]:
    """Whether others on this machine can read what is in the folder `secrets` beside the config."""
    secrets = folder / "secrets"
    open_to_others = sorted(
        path.name for path in secrets.glob("*") if path.is_file() and stat.S_IMODE(path.stat().st_mode) & _OTHERS
    )
    if not open_to_others:
        return []
    mend = f"chmod 600 {secrets}/*, as the daemon's user"
    return [note("config", f"others on this machine may read {named(open_to_others)} in {secrets}", mend)]


def daemon_diagnoses(tx: Transaction, config: Config, *, now: datetime) -> list[Diagnosis]:
    """How the daemon is doing, by what it has left in its store."""
    found = [] if owner_of(config.store) else [bad("daemon", "none runs on this store", "start it: watchdesk run")]
    found += _standing_diagnoses(standing_of(tx))
    found += _feed_diagnoses(tx, config, now=now, running=not found)
    found += _backup_diagnoses(tx, now=now)
    if config.http and not _is_loopback(config.http.place[0]):
        text = f"metrics and health can be asked for at {config.http.listen}, by whoever reaches it"
        found.append(note("daemon", text, "listen on 127.0.0.1, unless that network is your own"))
    for state in tx.outbox.receivers().values():
        if state.failing_since and state.receiver in config.receivers:
            mend = f"mend the token, chat or line, then: watchdesk send-test {state.receiver}"
            since = f"{state.failing_since:%Y-%m-%d %H:%M} UTC"
            found.append(bad("daemon", f"receiver {state.receiver} fails since {since}: {state.reason}", mend))
    if not any(one.area == "daemon" for one in found):
        found.append(ok("daemon", "it runs, polls are on time, and no receiver fails"))
    return found


def _backup_diagnoses(tx: Transaction, *, now: datetime) -> list[Diagnosis]:
    fact = tx.feeds.fact(LAST_BACKUP)
    if fact and now - datetime.fromisoformat(fact) <= _BACKUP_OLD:
        return []
    said = f"the last backup was made {fact[:16].replace('T', ' ')} UTC" if fact else "no backup was ever made"
    return [note("store", said, "call daily: watchdesk backup FILE (deploy/systemd has a timer)")]


def _standing_diagnoses(standing: Standing | None) -> list[Diagnosis]:
    if standing is None or not standing.is_refused:
        return []
    text = "; ".join(str(problem) for problem in standing.problems[:3])
    mend = "mend the files; `watchdesk reload` shows every problem"
    return [bad("daemon", f"it refuses the saved config or rules: {text}", mend)]


def _feed_diagnoses(tx: Transaction, config: Config, *, now: datetime, running: bool) -> list[Diagnosis]:
    states, names = tx.feeds.states(), [feed.id for feed in config.feeds if feed.enabled]
    known = [states[name] for name in names if name in states]
    waits = [now - state.next_poll_at for state in known if state.next_poll_at]
    late, sick = max(waits, default=timedelta(0)), [state.feed for state in known if state.health not in GOOD]
    found = []
    if running and late > _LATE:
        mend = "see its log: is the machine overloaded, the disk slow, the store locked?"
        found.append(bad("daemon", f"polls are late by {late.total_seconds() / 60:.0f} min", mend))
    if sick:
        text = f"{len(names) - len(sick)} of {len(names)} feeds are well; not {named(sick)}"
        found.append(note("daemon", text, "`watchdesk feeds` says of each why, and what to do"))
    return found


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def problem_diagnoses(problems: Sequence[tuple[str, str]]) -> list[Diagnosis]:
    """What is wrong in config and rules; pairs of severity and text."""
    weights = {"error": bad}
    return [
        weights.get(severity, note)("config", text, "mend it; see `watchdesk check`") for severity, text in problems
    ]
