"""Statements that run at every poll: their SQL is built once, and their values go straight to the driver.

SQLAlchemy wraps every execution in objects that cost ten times what SQLite needs for the statement. What it knows is
used here all the same: tables, types and the dialect's SQL, so that nothing is written twice or bound to SQLite.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, CompoundSelect, Connection, Dialect, Insert, Select, Update
from sqlalchemy.types import TypeEngine

from daemon.store.tables import Instant

_INSTANTS = 4_096  #: that are kept converted: those of one poll are few, and stand in hundreds of rows

Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Built:
    """The statement in one dialect."""

    sql: str
    positional: bool
    values: tuple[tuple[str, Any, Convert], ...]  #: name, value if none is given, conversion: in the SQL's order
    columns: tuple[tuple[int, Callable[[Any], Any]], ...]  #: how what is read is converted, and which column of it

    def bound(self, row: Mapping[str, Any]) -> Any:
        """The values of one execution, as the driver wants them."""
        converted = [
            row.get(name, usual) if convert is None else convert(row.get(name, usual))
            for name, usual, convert in self.values
        ]
        return (
            tuple(converted) if self.positional else dict(zip([one[0] for one in self.values], converted, strict=True))
        )


class Prepared:
    """A statement with named values (`bindparam`, or the columns of an insert)."""

    def __init__(
        self, statement: Select[Any] | CompoundSelect[Any] | Insert | Update, *, columns: Iterable[str] | None = None
    ) -> None:
        """`columns`: those that an insert fills; default: all of the table."""
        self._statement = statement
        own = [column.name for column in statement.table.c] if isinstance(statement, Insert) else None
        self._keys = list(columns) if columns is not None else own
        self._names: list[str] = []
        if isinstance(statement, Select | CompoundSelect):
            self._names = [column.name for column in statement.selected_columns]
        self._built: dict[str, _Built] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What it finds. Errors: the driver's own."""
        return next(self.each(connection, [values]))

    def each(self, connection: Connection, asked: Iterable[Mapping[str, Any]]) -> Iterator[list[tuple[Any, ...]]]:
        """What it finds for each of several sets of values, in their order. Errors: the driver's own."""
        built = self._in(connection.dialect)
        cursor: Any = connection.connection.cursor()
        for values in asked:
            cursor.execute(built.sql, built.bound(values))
            found: list[tuple[Any, ...]] = list(cursor)
            yield [_converted(row, built.columns) for row in found] if built.columns else found

    def mappings(self, connection: Connection, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What it finds, by the names of its columns; those must differ. Errors: the driver's own."""
        rows = self.rows(connection, values)
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute it once for each row; returns how many it added or changed. Errors: the driver's own."""
        if not rows:
            return 0
        built = self._in(connection.dialect)
        cursor = connection.connection.cursor()
        if len(rows) == 1:
            cursor.execute(built.sql, built.bound(rows[0]))
        else:
            cursor.executemany(built.sql, [built.bound(row) for row in rows])
        return int(cursor.rowcount)

    def _in(self, dialect: Dialect) -> _Built:
        built = self._built.get(dialect.name)
        if built is None:
            built = self._built[dialect.name] = self._build(dialect)
        return built

    def _build(self, dialect: Dialect) -> _Built:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._keys)
        names = compiled.positiontup if compiled.positional and compiled.positiontup is not None else compiled.binds
        values = [(name, compiled.params.get(name), _binding(compiled.binds[name].type, dialect)) for name in names]
        read: list[TypeEngine[Any]] = []
        if isinstance(self._statement, Select | CompoundSelect):
            read = [column.type for column in self._statement.selected_columns]
        columns = [(place, convert) for place, kind in enumerate(read) if (convert := _reading(kind, dialect))]
        return _Built(compiled.string, bool(compiled.positional), tuple(values), tuple(columns))


def _converted(row: Sequence[Any], columns: Iterable[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    values = list(row)
    for place, convert in columns:
        values[place] = convert(values[place])
    return tuple(values)


def _binding(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    convert = kind.dialect_impl(dialect).bind_processor(dialect)
    if convert is not None and isinstance(kind, JSON):
        return _or_empty(convert)
    return _kept(convert) if convert is not None and isinstance(kind, Instant) else convert


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    convert = kind.dialect_impl(dialect).result_processor(dialect, None)
    return _kept(convert) if convert is not None and isinstance(kind, Instant) else convert


def _or_empty(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Most lists hold nothing, and that is always written the same."""
    empty = convert([])
    return lambda value: empty if value == [] else convert(value)


def _kept(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Equal instants are written the same: they are in UTC, so none is the second of a repeated hour."""
    return lru_cache(maxsize=_INSTANTS)(convert)
