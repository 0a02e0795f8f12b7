"""Config and store as a daemon's start needs them first: they are enough to send what waits."""

from pathlib import Path

from daemon.cli.common import load_settings
from daemon.config import Config
from daemon.errors import ConfigError
from daemon.reload.watch import Look, look_at
from daemon.store.database import Store, open_store


def open_first(path: Path) -> Store:
    """The store of a config, without the rules, so that a second daemon leaves before it reads them.

    Errors: ConfigError, with what is wrong of the rules, too; StoreError.
    """
    return open_store(read_first(path)[0].store)


def read_first(path: Path) -> tuple[Config, Look]:
    """The config without its rules, and what the files looked like before they were read.

    Errors: ConfigError, with what is wrong of the rules, too.
    """
    try:
        settings = load_settings(path)
        return settings, look_at(path, settings.rules)
    except ConfigError:
        from daemon.cli.loading import load_all  # noqa: PLC0415  what waits goes out without it

        load_all(path)
        raise
