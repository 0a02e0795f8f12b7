"""Room that is set aside on the disk, and what it means when the disk does not do as it is told."""

from pathlib import Path

import pytest

from daemon.store.reserve import SIZE, Reserve


def test_room_is_set_aside_and_given_up(tmp_path: Path) -> None:
    """S6: the room is there as long as it is kept; giving it up twice changes nothing."""
    reserve = Reserve(tmp_path / "store")
    assert reserve.keep()
    assert (tmp_path / "store.reserve").stat().st_size == SIZE
    reserve.give()
    reserve.give()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_does_not_let_go_of_the_room_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S6: some file systems need room to remove a file: whoever would give it up goes on, and tells the operators."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    reserve = Reserve(tmp_path / "store")
    monkeypatch.setattr(Path, "unlink", full)
    monkeypatch.setattr("os.posix_fallocate", full)
    assert not reserve.keep()
    reserve.give()
