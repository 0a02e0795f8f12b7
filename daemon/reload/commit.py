"""The commit that a folder under git is at, read from git's own files: git itself need not be installed.

It is asked one thing only, where it is: whether anything was added and not committed.

Formats: https://git-scm.com/docs/gitrepository-layout and https://git-scm.com/docs/index-format.
"""

import re
import subprocess
from collections.abc import Collection, Iterator
from hashlib import sha1
from pathlib import Path

_SHOWN = 10  #: letters of a commit's name, as people quote it
_MAX_HOPS = 5  #: from one symbolic ref to the next
_ENTRY = 62  #: bytes of an entry of git's index before its path, with 20 of them for the hash
_CHECKSUM = 20  #: bytes at the end of the index
_SECONDS = 5  #: that git may take
CHANGED = "+"  #: behind a commit: files are not as they are in it
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


def commit_of(folder: Path) -> str:
    """The short name of the commit that is checked out round a folder; empty if there is none, or it is not known."""
    try:
        _, git = _git_folder(folder.resolve())
        return "" if git is None else _resolved(git, "HEAD")[:_SHOWN]
    except (OSError, ValueError):
        return ""


def commit_and_changes(folder: Path, files: Collection[Path]) -> str:
    """The same, and behind it a mark if any of these files of the folder is not as it was committed, or is gone.

    What was added and not committed yet is told from what was only by git itself, where it is installed.
    Law: where nothing is known, nothing is marked.
    """
    commit = commit_of(folder)
    try:
        root, git = _git_folder(folder.resolve())
        if not commit or git is None or not (git / "index").is_file():
            return commit
        added = dict(_added((git / "index").read_bytes()))
        there = {path.resolve().relative_to(root).as_posix(): path for path in files}
        below = f"{folder.resolve().relative_to(root).as_posix()}/".removeprefix("./")
        gone = any(
            name.startswith(below) and name.endswith((".yaml", ".yml")) and not (root / name).exists() for name in added
        )
        same = not gone and all(added.get(name) == _blob(path) for name, path in there.items())
        same = same and not _is_anything_staged(folder)
    except (OSError, ValueError, IndexError):
        return commit
    return commit if same else f"{commit}{CHANGED}"


def _is_anything_staged(folder: Path) -> bool:
    """Is a rule file of the folder in git's index not as it is in the commit? False if git cannot be asked."""
    words = ("-c", "core.fsmonitor=false", "diff-index", "--cached", "--quiet", "HEAD", "--", "*.yaml", "*.yml")
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603, S607  the words are ours
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 1


def _blob(path: Path) -> bytes:
    """The hash that git gives a file's content."""
    content = path.read_bytes()
    return sha1(b"blob %d\0" % len(content) + content).digest()  # noqa: S324  git's own hash, no secret's


def _added(index: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and hash of each file in git's index. Errors: ValueError for a form that is not read here."""
    version, count = (int.from_bytes(index[at : at + 4], "big") for at in (4, 8))
    if index[:4] != b"DIRC" or version not in {2, 3}:
        raise ValueError("another form of index")
    at = 12
    for _ in range(count):
        flags = int.from_bytes(index[at + 60 : at + _ENTRY], "big")
        begins = at + _ENTRY + (2 if flags & 0x4000 else 0)
        ends = index.index(b"\0", begins)
        yield index[begins:ends].decode(), index[at + 40 : at + 60]
        at += (ends - at) // 8 * 8 + 8  # entries are filled with zeros, at least one, to a multiple of eight
    while at < len(index) - _CHECKSUM:
        if not index[at : at + 1].isupper():  # one that must be understood: that entries are elsewhere
            raise ValueError("another form of index")
        at += 8 + int.from_bytes(index[at + 4 : at + 8], "big")


def _git_folder(folder: Path) -> tuple[Path, Path | None]:
    """The working tree that a folder belongs to, and where git keeps what it knows of it."""
    for place in (folder, *folder.parents):
        git = place / ".git"
        if git.is_dir():
            return place, git
        if git.is_file():  # a worktree, or a submodule: its first line says where
            named = _line(git).removeprefix("gitdir:").strip()
            return place, place / named
    return folder, None


def _resolved(git: Path, ref: str) -> str:
    """The commit that a ref leads to; empty for a branch without commits."""
    shared = git / _line(git / "commondir") if (git / "commondir").is_file() else git
    for _ in range(_MAX_HOPS):
        loose = next((place / ref for place in (git, shared) if (place / ref).is_file()), None)
        found = _line(loose) if loose else _packed(shared, ref)
        if not found.startswith("ref:"):
            return found if _COMMIT.match(found) else ""
        ref = found.removeprefix("ref:").strip()
        if ref.startswith("/") or ".." in ref:
            return ""
    return ""


def _packed(shared: Path, ref: str) -> str:
    """The commit of a ref among the packed ones."""
    packed = shared / "packed-refs"
    lines = packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else []
    return next((line.split(" ", 1)[0] for line in lines if line.endswith(f" {ref}")), "")


def _line(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].strip()
