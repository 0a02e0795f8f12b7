"""Secrets of the tests hold the word `canary`: nothing that people or files get to see may hold it."""

import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path

CANARY = "canary"


class LeakError(AssertionError):
    """A secret was seen where it must not stand."""


class LogWatch(logging.Handler):
    """Keeps what was logged with a secret in it: in the message, the facts or the traceback."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a record, as a log file would show it."""
        facts = {key: value for key, value in vars(record).items() if key not in {"exc_info", "pathname"}}
        said = f"{record.getMessage()} {facts}"
        if record.exc_info:
            said += logging.Formatter().formatException(record.exc_info)
        if CANARY in said and record.name.startswith("daemon"):
            self.leaks.append(said[:500])


def check_store(path: Path) -> None:
    """Look through a dump of a store. Errors: LeakError."""
    if not path.exists():
        return
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        leaks = [line[:300] for line in connection.iterdump() if CANARY in line]
    connection.close()
    if leaks:
        raise LeakError(f"a secret stands in the store: {leaks[:3]}")


def check_texts(texts: Iterable[str]) -> None:
    """Look through what chats got. Errors: LeakError."""
    leaks = [text[:300] for text in texts if CANARY in text]
    if leaks:
        raise LeakError(f"a secret stands in a message: {leaks[:3]}")
