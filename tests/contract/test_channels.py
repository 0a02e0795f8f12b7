"""Laws that every channel keeps, each asked of every channel against a real server on this machine."""

import io
import logging
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import web
from pydantic import SecretStr
from rich.console import Console

from daemon.alerts.compose import compose
from daemon.channels.apprise_channel import AppriseChannel, AppriseOptions
from daemon.channels.console import ConsoleChannel, ConsoleOptions
from daemon.channels.mail import MailChannel, MailOptions
from daemon.channels.matrix import MatrixChannel, MatrixOptions
from daemon.channels.registry import CHANNELS, Channel
from daemon.channels.slack import SlackChannel, SlackOptions
from daemon.channels.telegram import TelegramChannel
from daemon.channels.telegram_options import TelegramOptions
from daemon.channels.webhook import WebhookChannel, WebhookOptions
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import AlertReason, Message
from tests.helpers.bot_api import TOKEN, BotApi, refused
from tests.helpers.build import NOW, a_delivery, an_alert
from tests.helpers.chat import RecordingChannel, a_message
from tests.helpers.other_chats import MATRIX_TOKEN, SLACK_TOKEN, Homeserver, MailServer, SlackApi

CANARY = "canary"


@dataclass
class Edge:
    """A channel, and the other side of it."""

    channel: Channel
    received: Callable[[], int]  #: how many messages arrived
    fail: Callable[[], None]  #: from now on, the other side refuses and repeats our secrets while it does


@asynccontextmanager
async def console() -> AsyncIterator[Edge]:
    """An output that can fail."""

    class Output(io.StringIO):
        failing = False

        def write(self, text: str) -> int:
            if self.failing:
                raise OSError(5, "Input/output error")
            return super().write(text)

    output = Output()
    yield Edge(
        ConsoleChannel("desk", ConsoleOptions(), console=Console(file=output, width=80)),
        lambda: output.getvalue().count("Palmyra"),
        lambda: setattr(output, "failing", True),
    )


@asynccontextmanager
async def telegram() -> AsyncIterator[Edge]:
    """A chat of the stub Bot API."""
    async with BotApi() as api:
        channel = TelegramChannel("desk", TelegramOptions(token=SecretStr(TOKEN), chat=-1, base_url=api.base_url))
        yield Edge(
            channel, lambda: len(api.accepted), lambda: api.will(-1, refused(500, f"cannot serve /bot{TOKEN}/send"))
        )
        await channel.close()


@asynccontextmanager
async def _server() -> AsyncIterator[tuple[str, list[bytes], list[int]]]:
    """A server that takes any POST: where it is, what came, and the status it answers with."""
    came: list[bytes] = []
    status = [200]

    async def answer(request: web.Request) -> web.Response:
        came.append(await request.read())
        return web.Response(status=status[0], text=f"no such thing: {request.url}")

    app = web.Application()
    app.router.add_post("/{any}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"127.0.0.1:{runner.addresses[0][1]}", came, status
    await runner.cleanup()


@asynccontextmanager
async def webhook() -> AsyncIterator[Edge]:
    """A URL with a secret in it."""
    async with _server() as (host, came, status):
        options = WebhookOptions(url=SecretStr(f"http://{host}/{CANARY}"), allow_private=True, secret=SecretStr(CANARY))
        channel = WebhookChannel("desk", options)
        yield Edge(channel, lambda: len(came), lambda: status.insert(0, 500))
        await channel.close()


@asynccontextmanager
async def apprise() -> AsyncIterator[Edge]:
    """Apprise's own JSON service, with a secret in its URL."""
    async with _server() as (host, came, status):
        channel = AppriseChannel("desk", AppriseOptions(url=SecretStr(f"json://user:{CANARY}@{host}/{CANARY}")))
        yield Edge(channel, lambda: len(came), lambda: status.insert(0, 500))
        await channel.close()


@asynccontextmanager
async def slack() -> AsyncIterator[Edge]:
    """A channel of a workspace."""
    async with SlackApi() as api:
        options = SlackOptions(token=SecretStr(SLACK_TOKEN), channel="C0123", base_url=api.url, allow_private=True)
        channel = SlackChannel("desk", options)
        wrong = {"ok": False, "error": f"no {SLACK_TOKEN}"}
        yield Edge(channel, lambda: len(api.posts), lambda: api.answers.append((500, wrong, {})))
        await channel.close()


@asynccontextmanager
async def matrix() -> AsyncIterator[Edge]:
    """A room of a homeserver."""
    async with Homeserver() as server:
        options = MatrixOptions(
            token=SecretStr(MATRIX_TOKEN), room="!desk:e.example", homeserver=server.url, allow_private=True
        )
        channel = MatrixChannel("desk", options)
        wrong = {"errcode": "M_UNKNOWN", "error": f"no {MATRIX_TOKEN}"}
        yield Edge(channel, lambda: len(server.events), lambda: server.answers.append((500, wrong, {})))
        await channel.close()


@asynccontextmanager
async def mail() -> AsyncIterator[Edge]:
    """A mail server that takes mail for one person."""
    async with MailServer() as server:
        options = MailOptions(
            host="127.0.0.1", port=server.port, security="none", sender="desk@e.example", recipients=("anna@e.example",)
        )
        channel = MailChannel("desk", options)
        yield Edge(channel, lambda: len(server.mails), lambda: server.refuse.update(TEXT=f"451 {CANARY}"))
        await channel.close()


EDGES: dict[str, Callable[[], AbstractAsyncContextManager[Edge]]] = {
    "apprise": apprise,
    "console": console,
    "mail": mail,
    "matrix": matrix,
    "slack": slack,
    "telegram": telegram,
    "webhook": webhook,
}
every_channel = pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES.keys())
AnEdge = Callable[[], AbstractAsyncContextManager[Edge]]


def test_every_channel_is_asked():
    """A new channel cannot be added without being put before these laws."""
    assert EDGES.keys() == CHANNELS.keys()


@every_channel
async def test_a_success_names_what_was_sent(edge: AnEdge):
    """One send is one message, and its references are not empty: the outbox keeps them."""
    async with edge() as there:
        references = await there.channel.send(a_message())
        assert there.received() == 1
        assert references
        assert all(references)


@every_channel
async def test_what_is_out_is_not_sent_again(edge: AnEdge):
    """A message whose only part an earlier attempt got out is done (T8)."""
    async with edge() as there:
        references = await there.channel.send(a_message())
        assert await there.channel.send(a_message(parts_sent=references)) == references
        assert there.received() == 1


@every_channel
async def test_a_failure_is_a_send_error_without_secrets(edge: AnEdge, caplog: pytest.LogCaptureFixture):
    """Neither the error, nor its traceback, nor any log line at any level shows a token, URL or password (T16)."""
    caplog.set_level(logging.DEBUG)
    async with edge() as there:
        there.fail()
        with pytest.raises((TransientSendError, PermanentSendError)) as caught:
            await there.channel.send(a_message())
        printed = "".join(traceback.format_exception(caught.value))
        assert caught.value.receiver == "desk"
        assert CANARY not in printed
        assert CANARY not in repr(caught.value) + caplog.text + repr(there.channel)


@every_channel
async def test_one_call_is_one_attempt(edge: AnEdge):
    """Trying again belongs to the outbox: a failed send reaches the other side once at most (T1)."""
    async with edge() as there:
        there.fail()
        before = there.received()
        with pytest.raises(SendError):
            await there.channel.send(a_message())
        assert there.received() - before <= 1


def _hostile() -> list[Message]:
    text = "<b>&amp; [red] {{7*7}} @desk /start \x1b[31m\x00\u202e\ud83d 🚁" * 60
    return [
        compose(
            a_delivery(alert=an_alert(reason=reason, item_title=text, item_summary=text, source=text, text=text)),
            reply_to=reply_to,
            now=NOW,
        )
        for reason in AlertReason
        for reply_to in (None, "1:1")
    ] + [a_message(text * 20)]


@every_channel
async def test_hostile_text_is_delivered_like_any_other(edge: AnEdge):
    """Markup, templates, escapes, NUL, half characters and great length stop no channel (C5, C9, C10, T5, T6)."""
    async with edge() as there:
        for message in _hostile():
            assert await there.channel.send(message)


async def test_the_tests_own_channel_keeps_the_laws_too():
    """The recording channel fails as told, then records, and repeats nothing that is out."""
    channel = RecordingChannel(errors=[PermanentSendError("desk", "no")])
    with pytest.raises(PermanentSendError):
        await channel.send(a_message("first"))
    references = await channel.send(a_message("second"))
    assert await channel.send(a_message("second", parts_sent=references)) == references
    assert channel.texts == ["second"]
    await channel.close()
    assert channel.closed
