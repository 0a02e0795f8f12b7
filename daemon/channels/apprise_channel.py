"""Message -> any of the services that Apprise knows, as plain text with a title.

Apprise knows no replies, no message ids and no reason for a failure: a message's reference is its key, and every
failure is worth another try. A service may have taken what it is said to have failed on, so a failure is ambiguous
unless nothing was handed over at all.
"""

import asyncio
import logging
import warnings
from datetime import timedelta
from functools import partial

import apprise
from apprise.result import AppriseResultStatus
from pydantic import SecretStr, field_validator

from daemon.channels.plain import plain_text
from daemon.channels.thread import in_thread
from daemon.errors import TransientSendError
from daemon.model import Message, Severity
from daemon.section import Section

_PATIENCE = timedelta(seconds=30)  #: that a service has for its answer
_TYPES = {
    Severity.LOW: apprise.NotifyType.INFO,
    Severity.MEDIUM: apprise.NotifyType.INFO,
    Severity.HIGH: apprise.NotifyType.WARNING,
    Severity.CRITICAL: apprise.NotifyType.FAILURE,
}


class AppriseOptions(Section):
    """Which service, by `url_file` or `url_env`: Apprise's URLs hold passwords and tokens."""

    url: SecretStr  #: any that Apprise knows

    @field_validator("url")
    @classmethod
    def _apprise_knows_it(cls, url: SecretStr) -> SecretStr:
        if len(_build_sender(url)) != 1:
            raise ValueError("Apprise cannot use this URL; it takes exactly one, such as ntfy://host/topic")
        return url


class AppriseChannel:
    """One service behind one URL."""

    def __init__(self, receiver: str, options: AppriseOptions, *, patience: timedelta = _PATIENCE) -> None:
        self._receiver = receiver
        self._patience = patience
        self._sender = _build_sender(options.url)
        self._running: asyncio.Future[AppriseResultStatus] | None = None

    async def send(self, message: Message) -> tuple[str, ...]:
        """Hand the message to the service once.

        Errors: TransientSendError, ambiguous unless the message surely never left.
        """
        if message.parts_sent:
            return message.parts_sent
        if self._running is not None and not self._running.done():
            raise TransientSendError(self._receiver, "the service still holds up an earlier message")
        # Apprise's own time limit would leave a hung service in a pool that the end of the process waits for.
        self._running = in_thread(partial(self._notify, message), name="apprise")
        try:
            status = await asyncio.wait_for(asyncio.shield(self._running), self._patience.total_seconds())
        except TimeoutError as error:
            raise TransientSendError(self._receiver, "the service did not answer in time", ambiguous=True) from error
        if status is AppriseResultStatus.SUCCESS:
            return (message.key,)
        nothing_left = status is AppriseResultStatus.NOMATCH
        raise TransientSendError(self._receiver, "the service did not take the message", ambiguous=not nothing_left)

    def _notify(self, message: Message) -> AppriseResultStatus:
        result = self._sender.notify(
            body=plain_text(message.text),
            title=plain_text(message.subject),
            notify_type=_TYPES[message.severity],
            body_format=apprise.NotifyFormat.TEXT,
            interpret_escapes=False,
        )
        status = result.status
        result.close()
        return status

    async def close(self) -> None:
        """Nothing to close: Apprise opens a connection for each message."""


def _build_sender(url: SecretStr) -> apprise.Apprise:
    """A sender for the URL; without a service in it if Apprise cannot use the URL."""
    # Apprise and its HTTP library write URLs and answers into their logs, so nothing of them may reach ours (T16).
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    sender = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False, interpret_escapes=False))
    with warnings.catch_warnings():
        # The first URL makes Apprise load all its services, some of which import what Python is about to drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        sender.add(url.get_secret_value())
    for service in sender:
        # A service that gives up before us reports a failure, and then a slow answer would look like a lost one.
        service.socket_read_timeout = 2 * _PATIENCE.total_seconds()
    return sender
