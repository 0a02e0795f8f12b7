"""The clock. Only who wires or prints asks it; everybody else is handed an instant."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The clock that everything else is handed."""
    return datetime.now(UTC)
