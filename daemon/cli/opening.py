"""Config, rules and store as a daemon's start needs them, in an order that tells a second daemon first."""

import asyncio
from pathlib import Path

from daemon.cli.common import load_all, load_settings
from daemon.config import Config
from daemon.errors import ConfigError
from daemon.reload.watch import Look, look_at
from daemon.rules.load import RuleSet
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
        load_all(path)
        raise


def open_all(path: Path) -> tuple[Config, RuleSet, Store]:
    """The config, its rules and the store; the store first."""
    _, store, _ = open_first(path)
    try:
        config, rules = load_all(path)
    except BaseException:
        asyncio.run(store.close())
        raise
    return config, rules, store
