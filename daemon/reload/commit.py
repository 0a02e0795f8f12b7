"""The commit that a folder under git is at, read from git's own files: git itself need not be installed.

Formats: https://git-scm.com/docs/gitrepository-layout and https://git-scm.com/docs/index-format.
"""

import re
from pathlib import Path

_SHOWN = 10  #: letters of a commit's name, as people quote it
_MAX_HOPS = 5  #: from one symbolic ref to the next
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


def commit_of(folder: Path) -> str:
    """The short name of the commit that is checked out round a folder; empty if there is none, or it is not known."""
    try:
        git = _git_folder(folder.resolve())
        return "" if git is None else _resolved(git, "HEAD")[:_SHOWN]
    except (OSError, ValueError):
        return ""


def _git_folder(folder: Path) -> Path | None:
    """Where git keeps what it knows of the working tree that a folder belongs to."""
    for place in (folder, *folder.parents):
        git = place / ".git"
        if git.is_dir():
            return git
        if git.is_file():  # a worktree, or a submodule: its first line says where
            named = _line(git).removeprefix("gitdir:").strip()
            return place / named
    return None


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
