"""What a doctor concludes from facts."""

from datetime import UTC, datetime, timedelta

import pytest

from daemon.doctor.diagnosis import Weight, clock_diagnosis, disk_diagnosis, is_well

NOW = datetime(2026, 7, 8, 14, 0, tzinfo=UTC)
MIB = 1024**2


@pytest.mark.parametrize(
    ("seconds", "weight", "says"),
    [
        ((), Weight.OK, "no server was asked"),
        ((0, 0, 1), Weight.OK, "3 servers"),
        ((1, 2, 86_400), Weight.OK, "2 s ahead"),  # one server with a wrong clock proves nothing
        ((40, 45, 50), Weight.NOTE, "45 s ahead of 3 servers"),
        ((-3600,), Weight.BAD, "3600 s behind 1 server"),
    ],
)
def test_the_clock_is_judged_by_the_median_of_servers(seconds: tuple[int, ...], weight: Weight, says: str) -> None:
    """A clock is wrong when most servers say so, and by how much is said."""
    found = clock_diagnosis([timedelta(seconds=one) for one in seconds], last_stored=NOW, now=NOW)
    assert found.weight is weight
    assert says in found.found
    assert bool(found.to_do) == (weight is not Weight.OK)


@pytest.mark.parametrize(
    ("now", "last_stored", "says"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), None, "before this program was written"),
        (NOW - timedelta(hours=3), NOW, "set back"),
    ],
)
def test_a_clock_that_contradicts_itself_is_bad_without_any_server(
    now: datetime, last_stored: datetime | None, says: str
) -> None:
    """A clock before the program's own day, or before what the store has seen, is wrong whatever nobody says."""
    found = clock_diagnosis([], last_stored=last_stored, now=now)
    assert found.weight is Weight.BAD
    assert says in found.found


@pytest.mark.parametrize(
    ("free", "store", "weight"),
    [
        (50_000 * MIB, 100 * MIB, Weight.OK),
        (5_000 * MIB, 9_000 * MIB, Weight.NOTE),  # no room for a copy of the store
        (500 * MIB, MIB, Weight.NOTE),
        (50 * MIB, MIB, Weight.BAD),
    ],
)
def test_the_disk_must_hold_a_copy_of_the_store(free: int, store: int, weight: Weight) -> None:
    """Room is short long before the disk is full: a backup, or the next day, needs it."""
    found = disk_diagnosis("var", free_bytes=free, needed_bytes=store)
    assert found.weight is weight
    assert is_well([found]) == (weight is not Weight.BAD)
