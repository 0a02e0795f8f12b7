"""The commands that show whether alerts reach the receivers: drill, send-test."""

import asyncio
from collections.abc import Callable
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from daemon.alerts.compose import compose
from daemon.channels.parts import unreached_in
from daemon.channels.registry import build_channel
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, err, load_settings, out
from daemon.cli.loading import load_all
from daemon.cli.logs import start_logging
from daemon.clock import utc_now
from daemon.config import Config
from daemon.drill.run import ReceiverResult, run_drill
from daemon.drill.story import Step
from daemon.errors import PermanentSendError, SendError, WatchdeskError
from daemon.model import Alert, AlertReason, Severity
from daemon.outgoing import build_channels
from daemon.pipeline import notices


def drill(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    receiver: Annotated[
        list[str] | None, typer.Option("--receiver", "-r", help="Only to this one; repeatable.")
    ] = None,
) -> None:
    """Prove that alerts reach your receivers: a recorded story, marked EXERCISE, through the whole way."""
    settings, _rules = load_all(config)
    start_logging(settings.log.model_copy(update={"level": "warning"}))
    for name in receiver or []:
        _known_receiver(settings, name)
    results = asyncio.run(
        drill_through(
            settings,
            tuple(receiver or ()),
            on_step=lambda step: err.print(Text(f"drill: {step.comment}", style="dim"), soft_wrap=True),
        )
    )
    out.print(_drill_table(results))
    if not all(result.passed for result in results):
        raise typer.Exit(1)


async def drill_through(
    config: Config, receivers: tuple[str, ...], *, on_step: Callable[[Step], None] | None = None
) -> list[ReceiverResult]:
    """Send the recorded story to these receivers, or to all, through channels of its own."""
    channels = build_channels(config)
    try:
        return await run_drill(config, channels, receivers=receivers, on_step=on_step)
    finally:
        await asyncio.gather(*(channel.close() for channel in channels.values()), return_exceptions=True)


def _drill_table(results: list[ReceiverResult]) -> Table:
    table = Table(title="Drill", title_justify="left")
    for column in ("receiver", "verdict", "alerts", "follow-ups", "what is wrong"):
        table.add_column(column)
    for result in results:
        verdict = Text("passed", style="green") if result.passed else Text("FAILED", style="bold red")
        wrong = "; ".join(result.failed) or ("" if result.passed else "expected 1 alert and its follow-ups")
        table.add_row(result.receiver, verdict, str(result.alerts), str(result.follow_ups), Text(wrong))
    return table


def send_test(
    receiver: Annotated[str, typer.Argument(help="A receiver of the config.")], config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Send one test message to a receiver, and say whether it arrived."""
    settings = load_settings(config)
    _known_receiver(settings, receiver)
    references = asyncio.run(_send_test(settings, receiver))
    if unreached := unreached_in(references):
        raise WatchdeskError(f"{receiver} took the message, but not for {', '.join(unreached)}: correct its recipients")
    out.print(Text(f"{receiver} took the message ({', '.join(references)})", style="green"))


async def _send_test(config: Config, receiver: str) -> tuple[str, ...]:
    channel = build_channel(receiver, config.receivers[receiver])
    now = utc_now()
    alert = Alert(
        id=f"test-{now:%Y%m%dT%H%M%S%f}",
        reason=AlertReason.TEST,
        severity=Severity.LOW,
        created_at=now,
        title="Test message",
        text=f"watchdesk reaches {receiver}.",
    )
    delivery = notices.past_the_outbox(alert, receiver, now=now)
    try:
        return await channel.send(compose(delivery, reply_to=None, now=now))
    except SendError as error:
        moved_to = error.moved_to if isinstance(error, PermanentSendError) else None
        mend = f"; it has moved to {moved_to}: put the new id into the config" if moved_to else ""
        if unreached := unreached_in(error.sent):
            mend = f": {', '.join(unreached)}; the others have it"
        raise WatchdeskError(f"{receiver} did not take the message: {error.message}{mend}") from None
    finally:
        await channel.close()


def _known_receiver(config: Config, name: str) -> None:
    if name not in config.receivers:
        raise typer.BadParameter(f"there is no receiver {name!r}; there are: {', '.join(config.receivers)}")
