"""A look at a store has an end, however large the store is."""

import sqlite3
from contextlib import closing
from pathlib import Path

from daemon.store.database import open_store
from daemon.store.examine import examine


def test_a_look_that_takes_too_long_ends_and_lets_the_log_be_folded_in(tmp_path: Path) -> None:
    """S9: at its time a reader stops, says that it has not looked at all, and keeps nothing from being folded in."""
    path = tmp_path / "store.sqlite"
    store = open_store(path)
    store.write_now(lambda tx: [tx.feeds.save_fact(f"{number}", "x" * 2_000) for number in range(4_000)])
    cut, whole = examine(path, seconds=-1), examine(path)
    assert (cut.is_checked, cut.problems) == (False, ())
    assert (whole.is_checked, whole.problems) == (True, ())
    with closing(sqlite3.connect(path)) as other:
        busy, in_log, folded = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert (busy, in_log, folded) == (0, 0, 0)
    store.close_now()
