"""What Alembic does: run the migrations. Loaded only to make a store or bring it up to date, for it takes a while."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection) -> None:
    """Run the migrations that the database lacks."""
    settings = _settings()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def make(connection: Connection) -> None:
    """Give an empty database what the migrations lead to, as they leave it; they are run once a process for that."""
    for statement in _schema():
        connection.exec_driver_sql(statement)
    MigrationContext.configure(connection).stamp(_scripts(), "head")


@cache
def _schema() -> tuple[str, ...]:
    """What makes every table and index, in the order in which they were made: SQLite chooses indexes by it, too."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        migrate(connection)
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version' ORDER BY rowid"
        )
        statements = tuple(found.scalars())
    engine.dispose()
    return statements


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_settings())


def _settings() -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(FOLDER))
    return settings
