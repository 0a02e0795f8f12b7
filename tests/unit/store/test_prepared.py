"""Statements that go past SQLAlchemy's machinery: they mean what they mean to it."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, or_, select

from daemon.errors import StoreError
from daemon.store.database import Transaction, memory_store
from daemon.store.prepared import Prepared
from daemon.store.tables import FeedRow, ShownRow, table_of

FEED, SHOWN = table_of(FeedRow), table_of(ShownRow)
AT = datetime(2026, 3, 5, 12, 30, 15, 250, tzinfo=timezone(timedelta(hours=3)))


def rows_of(*names: str) -> list[dict[str, Any]]:
    """Rows with an instant of another zone, JSON, of which one is empty, and a NULL in them."""
    return [
        {"feed": name, "marks": [] if name == "b" else {"m": ["ключ", "k"]}, "whole_at": AT if name < "c" else None}
        for name in names
    ]


@pytest.mark.parametrize("names", [("a",), ("a", "b", "c")])
def test_what_is_written_is_what_sqlalchemy_would_write(names: tuple[str, ...]) -> None:
    """Values are converted as the tables' types say, for one row and for many."""

    def work(tx: Transaction) -> list[list[Any]]:
        found = []
        for write in (
            lambda: Prepared(insert(SHOWN)).run(tx.connection, rows_of(*names)),
            lambda: tx.connection.execute(insert(SHOWN), rows_of(*names)),
        ):
            write()
            found.append(tx.connection.exec_driver_sql("SELECT * FROM shown").all())
            tx.connection.exec_driver_sql("DELETE FROM shown")
        return found

    store = memory_store()
    one, other = store.write_now(work)
    store.close_now()
    assert one == other
    assert len(one) == len(names)


def test_what_is_read_is_converted_back() -> None:
    """Instants come back aware and in UTC, JSON as what it was; a name may stand twice in a statement."""
    twice = select(SHOWN).where(or_(SHOWN.c.feed == bindparam("name"), SHOWN.c.feed == bindparam("name")))

    def work(tx: Transaction) -> list[tuple[Any, ...]]:
        Prepared(insert(SHOWN)).run(tx.connection, rows_of("a", "z"))
        return [row for name in "abz" for row in Prepared(twice).rows(tx.connection, {"name": name})]

    store = memory_store()
    found = store.write_now(work)
    store.close_now()
    assert found == [("a", {"m": ["ключ", "k"]}, AT.astimezone(UTC)), ("z", {"m": ["ключ", "k"]}, None)]


def test_several_questions_are_answered_in_their_order() -> None:
    """One statement that is asked with several sets of values says of each what it says of it alone."""
    one = Prepared(select(SHOWN.c.feed, SHOWN.c.whole_at).where(SHOWN.c.feed == bindparam("name")))
    names = [{"name": name} for name in "zxa"]

    def work(tx: Transaction) -> tuple[list[Any], list[Any]]:
        Prepared(insert(SHOWN)).run(tx.connection, rows_of("a", "z"))
        return list(one.each(tx.connection, names)), [one.rows(tx.connection, name) for name in names]

    store = memory_store()
    together, apart = store.write_now(work)
    store.close_now()
    assert together == apart == [[("z", None)], [], [("a", AT.astimezone(UTC))]]


def test_what_the_driver_refuses_is_an_error_of_the_store() -> None:
    """A caller of the store never meets an error of the driver, and nothing of the transaction is saved."""
    store = memory_store()
    statement = Prepared(insert(SHOWN))
    with pytest.raises(StoreError, match="UNIQUE"):
        store.write_now(lambda tx: statement.run(tx.connection, rows_of("a", "a")))
    assert store.write_now(lambda tx: tx.connection.execute(select(SHOWN)).all()) == []
    store.close_now()
