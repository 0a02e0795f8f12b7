"""Bring a database to the newest schema, by Alembic, from the first version on."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from daemon.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run all migrations that the database lacks, in one transaction.

    Errors: StoreError if the database was written by a newer version of watchdesk.
    """
    settings = _settings()
    scripts = ScriptDirectory.from_config(settings)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError("the store was written by a newer watchdesk; upgrade the program, or use another store")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        connection.commit()


def must_be_current(engine: Engine) -> None:
    """Errors: StoreError if the database has another schema than this program."""
    head = head_revision()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != head:
        raise StoreError("the store was written by another version of watchdesk; start the daemon of this one first")


def head_revision() -> str | None:
    """The newest revision of the schema that this program knows."""
    return ScriptDirectory.from_config(_settings()).get_current_head()


def known_revisions() -> frozenset[str]:
    """All revisions of the schema that this program knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_settings()).walk_revisions())


def _settings() -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(FOLDER))
    return settings
