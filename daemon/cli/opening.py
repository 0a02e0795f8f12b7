"""Config and store as a daemon's start needs them first: they are enough to send what waits."""

from pathlib import Path

from daemon.cli.common import load_settings
from daemon.config import Config
from daemon.errors import ConfigError
from daemon.reload.watch import Look, look_at
from daemon.store.database import Store, open_store


def open_first(path: Path) -> tuple[Config, Store, Look]:
    """The config and its store, without the rules, so that a second daemon leaves before it reads them.

    Last, what the files looked like before they were read. Errors: ConfigError, with what is wrong of the rules, too.
    """
    try:
        settings = load_settings(path)
        look = look_at(path, settings.rules)
        return settings, open_store(settings.store), look
    except ConfigError:
        from daemon.cli.loading import load_all  # noqa: PLC0415  what waits goes out without it

        load_all(path)
        raise
