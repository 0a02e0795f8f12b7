"""What the config file and the rules folder look like, and when a change of them has settled.

A look costs one `stat` a file and reads nothing. A change counts when nothing has moved for a while: a file that is
half-saved, or a folder half-copied, is left alone until it rests.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from daemon.reload.commit import commit_of
from daemon.rules.endings import RULE_FILE_ENDINGS

SETTLED_AFTER = timedelta(seconds=0.4)  #: without any change; editors and copies pause for less
MAX_FILES = 20_000  #: that are looked at; reading refuses fewer, and says so

Look = Mapping[str, tuple[object, ...]]  #: path -> what changes whenever the file does


def look_at(config: Path, rules: Path) -> Look:
    """What can be seen of both without reading them, and the commit that the rules folder is at.

    Law: any save, rename, removal or change of rights shows, also one that keeps size and time of the file.
    """
    seen: dict[str, tuple[object, ...]] = {str(config): _marks(config), str(rules): _marks(rules)}
    for path in _rule_files(rules):
        seen[path] = _marks(path)
        if len(seen) > MAX_FILES:
            break
    return {**seen, "": (commit_of(rules),)}


def _marks(path: str | Path) -> tuple[object, ...]:
    """What of a file changes with it; of a folder only what it is, for its files are seen by themselves."""
    try:
        found = os.stat(path)  # noqa: PTH116 (this is called for each file, each half second)
    except OSError as error:
        return (error.errno,)
    if stat.S_ISDIR(found.st_mode):
        return (found.st_dev, found.st_ino, found.st_mode)
    return (found.st_dev, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _rule_files(folder: str | Path) -> Iterator[str]:
    """The files that could be rules, by their names alone: no hidden ones, no backups of editors (R10)."""
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.name.lower().endswith(RULE_FILE_ENDINGS) or entry.is_symlink():
                        yield entry.path
        except OSError:  # it is gone, or may not be read: reading it says so
            continue


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What was taken up last, and what has been seen since."""

    taken: Look  #: as it was when it was last read, whatever came of it
    seen: Look  #: at the latest look
    since: datetime  #: since when it looks so

    def after(self, look: Look, *, now: datetime) -> "Watched":
        """The same after one more look."""
        return self if look == self.seen else replace(self, seen=look, since=now)

    @property
    def is_changed(self) -> bool:
        """Is there something that was not read yet?"""
        return self.seen != self.taken

    def is_settled(self, *, now: datetime) -> bool:
        """Has it rested for long enough? A clock that was set back has no say."""
        return now < self.since or now - self.since >= SETTLED_AFTER
