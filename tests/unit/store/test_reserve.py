"""Room that is set aside on the disk, and what it means when the disk does not do as it is told."""

import errno
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


@pytest.mark.parametrize(("number", "room"), [(errno.EDQUOT, False), (errno.ENOSPC, False), (errno.EIO, True)])
def test_only_a_disk_without_room_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, room: bool
) -> None:
    """S6, S7: a disk and a quota that are full have no room; one that fails is not taken for full."""

    def refuses(*_: object) -> None:
        raise OSError(number, "refused")

    reserve = Reserve(tmp_path / "store")
    monkeypatch.setattr("os.posix_fallocate", refuses)
    assert reserve.has_room() is room
    assert list(tmp_path.iterdir()) == []
    assert Reserve(None).has_room()


def test_the_room_is_not_set_aside_of_the_last_of_a_quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S6: a quota leaves less than the disk has: what was given up for sends is not taken back if that is all."""

    def within_quota(_opened: int, _at: int, size: int) -> None:
        if size >= 2 * SIZE:
            raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr("os.posix_fallocate", within_quota)
    assert not Reserve(tmp_path / "store").keep()
    assert list(tmp_path.iterdir()) == []
