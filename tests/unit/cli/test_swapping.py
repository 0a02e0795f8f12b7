"""Files that people wrote are changed whole or not at all, and stay readable for whom they were."""

import os
from pathlib import Path

import pytest

from daemon.cli.swapping import begin, swap
from daemon.yamledit import NotEditableError


def test_a_file_keeps_its_mode_and_owner(tmp_path: Path) -> None:
    """R13: the daemon's user can read a rule file after root has harvested into it."""
    file = tmp_path / "rules.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 1234, 1235)
    was = file.stat()
    swap(file, b"old", b"new")
    now = file.stat()
    assert file.read_bytes() == b"new"
    assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)


def test_a_file_that_has_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """R1: what somebody saved a moment ago is not written over, and nothing is left beside it."""
    file = tmp_path / "rules.yaml"
    file.write_bytes(b"theirs")
    with pytest.raises(NotEditableError):
        swap(file, b"old", b"new")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"theirs"]


def test_a_new_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """R1: it has the rights of any new file, one that is there is kept, and nothing is left beside it."""
    plain, file = tmp_path / "plain", tmp_path / "rules.yaml"
    plain.touch()
    begin(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode == plain.stat().st_mode
    with pytest.raises(FileExistsError):
        begin(file, b"other")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"plain": b"", "rules.yaml": b"new"}
