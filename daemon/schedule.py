"""The clock: the only user of apscheduler. A few jobs ask the store what is due; they hold no state.

One job a feed would cost a core's share and lose what its memory holds (see docs/architecture.md); a late tick is run
late, never dropped, and two ticks of one kind never overlap.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[None]]


class Schedule:
    """Runs jobs at their intervals, on the running event loop, until it is stopped."""

    def __init__(self) -> None:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def every(self, interval: timedelta, job: Job, *, name: str, first: datetime) -> None:
        """Run `job` at `first`, and at that interval from then on."""

        async def tick() -> None:
            with suppress(asyncio.CancelledError):  # the schedule was stopped: the library would log that as a bug
                await job()

        self._scheduler.add_job(tick, "interval", seconds=interval.total_seconds(), id=name, next_run_time=first)

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more."""
        self._scheduler.shutdown(wait=False)
