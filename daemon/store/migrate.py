"""Is a database of the newest schema; if not, bring it there, from the first version on, by Alembic."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from daemon.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run all migrations that the database lacks, in one transaction.

    Errors: StoreError if the database was written by a newer version of watchdesk.
    """
    with engine.connect() as connection:
        current = _revision_of(connection)
        if current == head_revision():
            return
        from daemon.store import revisions  # noqa: PLC0415  loads Alembic, which a store that is up to date needs not

        if current is None and not inspect(connection).get_table_names():
            revisions.make(connection)
        elif current is None or current in known_revisions():
            revisions.migrate(connection)
        else:
            raise StoreError("the store was written by a newer watchdesk; upgrade the program, or use another store")
        connection.commit()


def is_made(connection: Connection) -> bool:
    """Has a database a schema of watchdesk, of whatever version?"""
    return _revision_of(connection) is not None


def must_be_current(engine: Engine) -> None:
    """Errors: StoreError if the database has another schema than this program."""
    with engine.connect() as connection:
        current = _revision_of(connection)
    if current is None:
        raise StoreError("nothing is in the store yet; start the daemon first")
    if current != head_revision():
        raise StoreError("the store was written by another version of watchdesk; start the daemon of this one first")


def head_revision() -> str:
    """The newest revision of the schema that this program knows."""
    return max(known_revisions())


@cache
def known_revisions() -> frozenset[str]:
    """All revisions of the schema that this program knows. Law: a migration's file begins with its revision."""
    return frozenset(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))


def _revision_of(connection: Connection) -> str | None:
    """The revision of a database, as Alembic notes it; None: it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
