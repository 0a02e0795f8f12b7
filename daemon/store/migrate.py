"""Bring a database to the newest schema, by Alembic, from the first version on."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect

from daemon.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run all migrations that the database lacks, in one transaction.

    Errors: StoreError if the database was written by a newer version of watchdesk.
    """
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head_revision():
            return
        if current is None and not inspect(connection).get_table_names():
            _make(connection)
        elif current is None or current in known_revisions():
            _migrate(connection)
        else:
            raise StoreError("the store was written by a newer watchdesk; upgrade the program, or use another store")
        connection.commit()


def _migrate(connection: Connection) -> None:
    settings = _settings()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _make(connection: Connection) -> None:
    """Give an empty database what the migrations lead to, as they leave it; they are run once a process for that."""
    for statement in _schema():
        connection.exec_driver_sql(statement)
    MigrationContext.configure(connection).stamp(_scripts(), "head")


@cache
def _schema() -> tuple[str, ...]:
    """What makes every table and index, in the order in which they were made: SQLite chooses indexes by it, too."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        _migrate(connection)
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version' ORDER BY rowid"
        )
        statements = tuple(found.scalars())
    engine.dispose()
    return statements


def must_be_current(engine: Engine) -> None:
    """Errors: StoreError if the database has another schema than this program."""
    head = head_revision()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != head:
        raise StoreError("the store was written by another version of watchdesk; start the daemon of this one first")


def head_revision() -> str | None:
    """The newest revision of the schema that this program knows."""
    return _scripts().get_current_head()


def known_revisions() -> frozenset[str]:
    """All revisions of the schema that this program knows."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_settings())


def _settings() -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(FOLDER))
    return settings
