"""What is in force, what waits and what was refused: kept in the store, where other commands can ask for it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from daemon.errors import Problem
from daemon.store.database import Transaction

_FACT = "reload"
MAX_PROBLEMS = 200  #: that are kept; whoever mends these sees the next ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the daemon stands to the files it was given."""

    revision: str  #: of the rules in force: a commit where there is one, else a hash
    since: datetime  #: since when these rules and this config are in force
    rules: int
    pending_since: datetime | None = None  #: a change is seen and not read yet
    refused_at: datetime | None = None  #: the files as they are now were refused then
    problems: tuple[Problem, ...] = ()  #: why; at most 200
    answers: int = 0  #: how many requests to reload were answered: by what stands here, right after each

    @property
    def is_refused(self) -> bool:
        """Do the files differ from what is in force, because they are wrong?"""
        return self.refused_at is not None


def save_standing(tx: Transaction, standing: Standing) -> None:
    """Keep it for those who ask."""
    tx.feeds.save_fact(_FACT, json.dumps(asdict(standing), default=_as_text, ensure_ascii=False))


def standing_of(tx: Transaction) -> Standing | None:
    """What the daemon said last; None if it never said anything."""
    text = tx.feeds.fact(_FACT)
    if text is None:
        return None
    values: dict[str, Any] = json.loads(text)
    for name in ("since", "pending_since", "refused_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    values["problems"] = tuple(Problem(**one) for one in values["problems"])
    return Standing(**values)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
