"""Config, rules and store as a daemon's start needs them, in an order that tells a second daemon first."""

import asyncio
from pathlib import Path

from daemon.cli.common import load_all, load_settings
from daemon.config import Config
from daemon.errors import ConfigError
from daemon.reload.watch import Look, look_at
from daemon.rules.load import RuleSet
from daemon.store.database import Store, open_store


def open_all(path: Path) -> tuple[Config, RuleSet, Store, Look]:
    """The config, its store and the rules; the store first, so that a second daemon leaves before it reads rules.

    Last, what the files looked like before they were read.
    """
    try:
        settings = load_settings(path)
        look = look_at(path, settings.rules)
        store = open_store(settings.store)
    except ConfigError:
        load_all(path)  # says what is wrong of the rules, too
        raise
    try:
        config, rules = load_all(path)
    except BaseException:
        asyncio.run(store.close())
        raise
    return config, rules, store, look
