"""Runs the drill: the story of `story.yaml`, over real HTTP, through the whole way, to the desk's own receivers.

The drill has its own feeds, its own rules and a store in memory, so it can never touch a real incident; only the
receivers are the desk's. Every message is marked EXERCISE.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.alerts.route import numbered
from daemon.app import App
from daemon.channels.parts import unreached_in
from daemon.channels.registry import Channel
from daemon.clock import utc_now
from daemon.config import Config, Poll
from daemon.drill.server import DrillSite
from daemon.drill.story import Step, load_story
from daemon.model import AlertReason, Delivery, DeliveryState
from daemon.receiving import Route
from daemon.rules.load import build_rules
from daemon.store.database import memory_store

PACE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverResult:
    """What one receiver got of the drill."""

    receiver: str
    alerts: int  #: first alerts; one is right
    follow_ups: int
    failed: tuple[str, ...]  #: why deliveries are not done, or not for everybody

    @property
    def passed(self) -> bool:
        """Whether the receiver got everything, once."""
        return self.alerts == 1 and self.follow_ups > 0 and not self.failed


async def run_drill(
    config: Config,
    channels: Mapping[str, Channel],
    *,
    receivers: Sequence[str] = (),
    pace: timedelta = PACE,
    clock: Callable[[], datetime] = utc_now,
    on_step: Callable[[Step], None] | None = None,
) -> list[ReceiverResult]:
    """Send the story to the receivers (default: all that any route names) and say what each of them got."""
    story = load_story()
    to = tuple(receivers) or _routed(config)
    async with DrillSite(story, now=clock()) as site:
        drill_config = config.model_copy(
            update={
                "feeds": story.feeds_config(site.base_url),
                "routes": (Route(to=to),),
                "receivers": {
                    name: one.model_copy(update={"active": None, "digest": None})
                    for name, one in config.receivers.items()
                },
                "poll": Poll(),
            }
        )
        app = App(
            drill_config, build_rules([story.rules_file]), memory_store(), clock=clock, channels=channels, exercise=True
        )
        await app.start()
        try:
            await app.poll_all()
            for step in story.steps:
                if on_step:
                    on_step(step)
                site.publish(step, now=clock())
                await app.poll_all()
                await app.deliver_all(patient=True)
                await asyncio.sleep(pace.total_seconds())
            deliveries = await app.store.read(lambda tx: tx.outbox.deliveries())
        finally:
            await app.stop()
    return [_result(name, [one for one in deliveries if one.receiver == name]) for name in to]


def _routed(config: Config) -> tuple[str, ...]:
    """The receivers that the desk's routes lead to; all, if there are no routes."""
    named = [name for _, route in numbered(config.routes) for name in route.to]
    return tuple(dict.fromkeys(named)) or tuple(config.receivers)


def _result(receiver: str, deliveries: Sequence[Delivery]) -> ReceiverResult:
    sent = [one.alert.reason for one in deliveries if one.state is DeliveryState.SENT]
    unfinished = [
        one for one in deliveries if one.state in {DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DEAD}
    ]
    unreached = [f"not for {one}" for delivery in deliveries for one in unreached_in(delivery.parts_sent)]
    return ReceiverResult(
        receiver=receiver,
        alerts=sent.count(AlertReason.OPENED),
        follow_ups=sum(reason not in {AlertReason.OPENED, AlertReason.NOTICE} for reason in sent),
        failed=tuple(dict.fromkeys([*(one.last_error or "not sent yet" for one in unfinished), *unreached])),
    )
