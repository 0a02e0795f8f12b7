"""How the daemon speaks of itself: one line an event, facts as `key=value` or as JSON; UTC with the zone shown."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from daemon.cli.unblocked import Unblocked
from daemon.config import Config, Log

_LOG = logging.getLogger(__name__)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

QUIET = ("apscheduler.executors", "apscheduler.scheduler")  #: a late tick is no news: the next one does its work


def start_logging(settings: Log, *, unblocked: bool = False) -> None:
    """Send the log to standard error, or to the file of the config. `unblocked`: no line waits for who takes it."""
    handler: logging.Handler
    if settings.file:
        settings.file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(settings.file, encoding="utf-8")
    else:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.json_lines else Lines())
    root = logging.getLogger()
    for former in root.handlers:
        former.close()
    root.handlers[:] = [Unblocked(handler) if unblocked else handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("daemon").setLevel(settings.level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def follow_log(config: Config) -> None:
    """Log as a config that was just taken up says; if its file cannot be opened, the log goes on where it was."""
    try:
        start_logging(config.log, unblocked=True)
    except OSError as error:
        _LOG.error("log file not opened, the log goes on as before", extra={"reason": error.strerror})


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    return {key: value for key, value in vars(record).items() if key not in _STANDARD and value is not None}


def _one_line(value: object) -> str:
    """Text from outside must not break a line, nor drive the terminal."""
    shown = "".join(char if char.isprintable() else " " for char in str(value))
    return json.dumps(shown, ensure_ascii=False) if " " in shown or not shown else shown


class Lines(logging.Formatter):
    """`14:02:03Z INFO polled feed=bbc new=3`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line an event; a traceback only for bugs."""
        at = datetime.fromtimestamp(record.created, UTC)
        facts = "".join(f" {key}={_one_line(value)}" for key, value in _facts(record).items())
        line = f"{at:%H:%M:%S}Z {record.levelname:<7} {record.getMessage()}{facts}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The event, its facts and its instant as JSON."""
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)
