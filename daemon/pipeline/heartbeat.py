"""The dead man's switch: while all is well, a word goes out each minute; somebody else raises the alarm if it stops.

A beat is sent only after a sweep that the store took, so that a daemon that runs and cannot save is missed as well.
"""

import logging
from datetime import datetime, timedelta

from daemon.channels.webhook import WebhookChannel, WebhookOptions
from daemon.config import Config, Heartbeat
from daemon.errors import SendError
from daemon.model import Message, Run, Severity
from daemon.pipeline.summary import alive_counts
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

_PATIENCE = timedelta(seconds=5)  #: the sweep waits for it


class Heart:
    """Beats at one URL, if the config names one."""

    def __init__(self, settings: Heartbeat | None) -> None:
        self._settings = settings
        self._beat_at: datetime | None = None
        self._fails = False
        self._channel = WebhookChannel("heartbeat", _options(settings)) if settings else None

    async def beat(self, store: Store, config: Config, *, now: datetime) -> None:
        """Say that all is well, if it is time to. A beat that does not arrive is logged once a spell, not repeated."""
        if self._settings is None or self._channel is None:
            return
        if self._beat_at is not None and self._beat_at <= now < self._beat_at + self._settings.every:
            return
        self._beat_at = now
        message = await store.read(lambda tx: _alive(tx, config, now=now))
        try:
            await self._channel.send(message)
        except SendError as error:
            if not self._fails:
                log.warning("heartbeat not taken", extra={"reason": error.message})
            self._fails = True
        else:
            self._fails = False

    async def close(self) -> None:
        """Let go of connections."""
        if self._channel is not None:
            await self._channel.close()


def _options(settings: Heartbeat) -> WebhookOptions:
    return WebhookOptions(url=settings.url, allow_private=settings.allow_private, timeout=_PATIENCE)


def _alive(tx: Transaction, config: Config, *, now: datetime) -> Message:
    counts = alive_counts(tx, config)
    text = "watchdesk is alive: sources live {live}/{feeds}, {waiting} waiting to be sent".format(**counts)
    return Message(
        key=f"heartbeat:{now:%Y%m%dT%H%M%S}",
        runs=(Run(text=text),),
        subject=text,
        severity=Severity.LOW,
        silent=True,
        facts={**counts, "at": now.isoformat()},
    )
