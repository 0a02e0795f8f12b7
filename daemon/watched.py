"""How an app shows itself to whoever watches it: counters as things happen, numbers and readiness when asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import daemon
from daemon.config import Config
from daemon.errors import StoreError
from daemon.metrics import Metrics
from daemon.model import AlertReason, Delivery, DeliveryState
from daemon.pipeline.measures import measure
from daemon.pipeline.report import PollReport
from daemon.pulse import Pulse
from daemon.store.database import Store
from daemon.web.endpoints import Endpoints

_RESULTS = {DeliveryState.SENT: "sent", DeliveryState.PENDING: "failed", DeliveryState.DEAD: "dead"}
_TICKS = {"poll": timedelta(seconds=30), "deliver": timedelta(seconds=30), "sweep": timedelta(minutes=3)}


class Watched:
    """The metrics of one app, its pulse, and the endpoints that show both."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.metrics = Metrics(version=daemon.__version__, matching=daemon.matching.partition(" ")[0])
        self.refused: Callable[[], bool] = lambda: False  #: whether the saved config or rules are refused
        self.since: datetime | None = None  #: since when config and rules are in force
        self._store, self._clock = store, clock
        self._config: Config | None = None
        self._ended = False
        self._ticked: dict[str, datetime] = {}
        self.on_alive: Callable[[], None] = lambda: None  #: is told twice a second, while loop and ticks go on
        self.pulse = Pulse(self._beat)
        self.endpoints = Endpoints(self._text, self.troubles)

    async def begin(self, config: Config) -> None:
        """Beat, and listen where the config says."""
        if self._ended:
            return
        self._ticked = dict.fromkeys(_TICKS, self._clock())
        self.pulse.start()
        await self.follow(config)

    async def follow(self, config: Config) -> None:
        """Listen where this config says; try again what could not be had."""
        if config != self._config:
            self._config, self.since = config, self._clock()
        if self._ended:
            return
        await self.endpoints.follow(config.http.place if config.http else None)

    async def end(self) -> None:
        """Stop beating and listening, for good."""
        self._ended = True
        await self.pulse.stop()
        await self.endpoints.close()

    def polled(self, report: PollReport) -> None:
        """A poll has ended."""
        took = timedelta(milliseconds=report.milliseconds)
        outcome = f"pushed {report.outcome}" if report.pushed else report.outcome
        self.metrics.polled(outcome, new=report.new, revised=report.revised, took=took)

    def attempted(self, delivery: Delivery, *, at: datetime | None = None) -> None:
        """An attempt to send has ended, `at` that time; None: just now."""
        alert, result = delivery.alert, _RESULTS.get(delivery.state, delivery.state.value)
        first = result == "sent" and alert.reason is AlertReason.OPENED and alert.arrived_at is not None
        delay = (at or self._clock()) - alert.arrived_at if first and alert.arrived_at else None
        self.metrics.attempted(delivery.receiver, result, delay=delay)

    def ticked(self, tick: str) -> None:
        """A tick came to its end."""
        self._ticked[tick] = self._clock()
        self.metrics.ticked(tick, now=self._ticked[tick])

    def _beat(self, late_seconds: float) -> None:
        self.metrics.blocked(late_seconds)
        if not self._late_ticks():
            self.on_alive()

    def _late_ticks(self) -> list[str]:
        """The ticks that have not come to their end for longer than they may take."""
        now = self._clock()
        return [name for name, patience in _TICKS.items() if now - self._ticked.get(name, now) > patience]

    async def troubles(self) -> list[str]:
        """Why the app does not do its work; nothing: it does."""
        if self._config is None:
            return ["it is starting"]
        now = self._clock()
        found = [f"no {name} tick has ended for {now - self._ticked[name]}" for name in self._late_ticks()]
        try:
            await self._store.read(lambda tx: tx.feeds.fact("drill"))
        except StoreError as error:
            found.append(str(error))
        return found

    async def _text(self) -> bytes:
        if self._config is None:
            raise StoreError("it is starting")
        now, refused = self._clock(), self.refused()
        return self.metrics.text(await measure(self._store, self._config, refused=refused, since=self.since, now=now))
