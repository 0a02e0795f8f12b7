"""Who owns a store, as other commands find out."""

from pathlib import Path

import pytest

from daemon.errors import StoreBusyError
from daemon.store.database import open_store, owner_of


def test_a_running_owner_is_found_once_it_shows_itself(tmp_path: Path) -> None:
    """H3: its number stands in the lock while it lives; before it says so, and after its end, there is nobody."""
    path = tmp_path / "watchdesk.sqlite"
    assert owner_of(path) is None
    store = open_store(path)
    assert owner_of(path) is None
    store.show_owner(4711)
    assert owner_of(path) == 4711
    store.close_now()
    assert owner_of(path) is None


def test_a_second_owner_is_refused_and_leaves_the_first_ones_number(tmp_path: Path) -> None:
    """H3: whoever comes second learns that it is second, and erases nothing."""
    path = tmp_path / "watchdesk.sqlite"
    store = open_store(path)
    store.show_owner(4711)
    with pytest.raises(StoreBusyError):
        open_store(path)
    assert owner_of(path) == 4711
    store.close_now()


def test_a_new_owner_is_not_taken_for_the_former_one(tmp_path: Path) -> None:
    """H3: a number that a killed daemon left is not that of the next one, which has not shown itself yet."""
    path = tmp_path / "watchdesk.sqlite"
    path.with_name(path.name + ".lock").write_text("4711\n", encoding="utf-8")
    assert owner_of(path) is None
    store = open_store(path)
    assert owner_of(path) is None
    store.close_now()
