"""The commit of the rules folder, read from git's files."""

import subprocess
from pathlib import Path

import pytest

from daemon.reload.commit import commit_and_changes, commit_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A working tree on the branch `main`, with a folder of rules in it."""
    (tmp_path / "desk" / "rules").mkdir(parents=True)
    refs = tmp_path / "desk" / ".git" / "refs" / "heads"
    refs.mkdir(parents=True)
    (tmp_path / "desk" / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (refs / "main").write_text(f"{COMMIT}\n", encoding="utf-8")
    return tmp_path / "desk"


def test_a_branch_leads_to_its_commit(tree: Path) -> None:
    """The folder's commit is that of the branch which is checked out round it."""
    assert commit_of(tree / "rules") == COMMIT[:10]


def test_a_detached_head_is_a_commit_itself(tree: Path) -> None:
    """A deployment that checks a commit out without a branch is named as well."""
    (tree / ".git" / "HEAD").write_text("f" * 40 + "\n", encoding="utf-8")
    assert commit_of(tree / "rules") == "f" * 10


def test_packed_refs_are_read(tree: Path) -> None:
    """After a `gc` the branch stands in one file with the others; a loose one goes before it."""
    packed = f"# pack-refs with: peeled fully-peeled sorted\n{'a' * 40} refs/heads/main\n^{'b' * 40}\n"
    (tree / ".git" / "packed-refs").write_text(packed, encoding="utf-8")
    assert commit_of(tree / "rules") == COMMIT[:10]
    (tree / ".git" / "refs" / "heads" / "main").unlink()
    assert commit_of(tree / "rules") == "a" * 10


def test_a_worktree_is_followed_to_its_repository(tree: Path, tmp_path: Path) -> None:
    """A second working tree has a head of its own, and the branches of its repository."""
    own = tree / ".git" / "worktrees" / "second"
    own.mkdir(parents=True)
    (own / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (own / "commondir").write_text("../..\n", encoding="utf-8")
    (tmp_path / "second" / "rules").mkdir(parents=True)
    (tmp_path / "second" / ".git").write_text(f"gitdir: {own}\n", encoding="utf-8")
    assert commit_of(tmp_path / "second" / "rules") == COMMIT[:10]


@pytest.mark.parametrize(
    "head", ["ref: refs/heads/unborn\n", "ref: ../../secret\n", "ref: /etc/hostname\n", "ref: HEAD\n", "what?\n", ""]
)
def test_a_head_that_leads_nowhere_names_no_commit(tree: Path, head: str) -> None:
    """A branch without commits, a circle, a way out of the repository: none is a commit, and none an error."""
    (tree / ".git" / "HEAD").write_text(head, encoding="utf-8")
    assert commit_of(tree / "rules") == ""


def test_a_repository_that_cannot_be_read_names_no_commit(tree: Path) -> None:
    """Bytes that are no text, and a folder that is gone, are no error either."""
    (tree / ".git" / "HEAD").write_bytes(b"\xff\xfe")
    assert commit_of(tree / "rules") == ""
    assert commit_of(tree / "gone" / "rules") == ""


def _git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.example", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_files_that_are_not_as_committed_mark_the_commit(tmp_path: Path, version: str) -> None:
    """A file that is changed, new, gone, or only added is told; of an index in a form that is not read, nothing."""
    rules = tmp_path / "rules"
    (rules / "entities").mkdir(parents=True)
    files = [rules / "a.yaml", rules / "entities" / "b.yaml", tmp_path / "config.yaml"]
    for path in files:
        path.write_text(f"# {path.name}\n", encoding="utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "-m", "rules")
    if version == "3":
        (rules / "later.txt").write_text("x", encoding="utf-8")
        _git(tmp_path, "add", "--intent-to-add", "rules/later.txt")
    elif version == "4":
        _git(tmp_path, "update-index", "--index-version", "4")
    commit, mark = _git(tmp_path, "rev-parse", "HEAD")[:10], "" if version == "4" else "+"

    def now() -> str:
        return commit_and_changes(rules, [path for path in sorted(rules.rglob("*.yaml")) if path.is_file()])

    files[2].write_text("# another config\n", encoding="utf-8")
    assert now() == commit, "what is not among the rules does not count"
    files[0].write_text("# changed\n", encoding="utf-8")
    assert now() == f"{commit}{mark}"
    _git(tmp_path, "add", "rules/a.yaml")
    assert now() == f"{commit}{mark}", "what is added is not committed yet"
    files[0].write_text("# a.yaml\n", encoding="utf-8")
    _git(tmp_path, "add", ".")
    assert now() == commit, "what is added and no rule does not count"
    (rules / "new.yaml").write_text("# new\n", encoding="utf-8")
    assert now() == f"{commit}{mark}"
    (rules / "new.yaml").unlink()
    files[1].unlink()
    assert now() == f"{commit}{mark}"
    _git(tmp_path, "rm", "-q", "rules/entities/b.yaml")
    assert now() == f"{commit}{mark}"


def test_an_index_whose_entries_are_elsewhere_marks_nothing(tmp_path: Path) -> None:
    """Of an index that is split over two files, only what is known could be missing: nothing is said."""
    (tmp_path / "rules").mkdir()
    files = [tmp_path / "rules" / "a.yaml", tmp_path / "rules" / "b.yaml"]
    _git(tmp_path, "init", "-q")
    for path in files:
        path.write_text(f"# {path.name}\n", encoding="utf-8")
        _git(tmp_path, "add", ".")
        _git(tmp_path, "update-index", "--split-index")
    _git(tmp_path, "commit", "-q", "-m", "rules")
    assert commit_and_changes(tmp_path / "rules", files) == _git(tmp_path, "rev-parse", "HEAD")[:10]


def test_a_damaged_index_marks_nothing(tree: Path) -> None:
    """What cannot be read of git says nothing of the files."""
    (tree / "rules" / "a.yaml").write_text("# a\n", encoding="utf-8")
    for index in (b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\5abc", b"what"):
        (tree / ".git" / "index").write_bytes(index)
        assert commit_and_changes(tree / "rules", [tree / "rules" / "a.yaml"]) == COMMIT[:10]
    (tree / ".git" / "index").unlink()
    assert commit_and_changes(tree / "rules", [tree / "rules" / "a.yaml"]) == COMMIT[:10]
