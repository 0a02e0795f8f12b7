import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr, ValidationError

from daemon.channels.webhook import WebhookChannel, WebhookOptions, sign
from daemon.errors import PermanentSendError, SendError, TransientSendError
from tests.helpers.chat import a_message
from tests.helpers.forbidden import Wiretap

NOW = datetime(2016, 7, 8, 14, 0, tzinfo=UTC)


@dataclass
class Server:
    """The operators' server: keeps the requests, answers as told."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    cut: bool = False
    seen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append((dict(request.headers), await request.read()))
        if self.hang:
            await self.released.wait()
        if self.cut and request.transport:
            request.transport.abort()
        return web.Response(status=self.status, text=self.body, headers=self.headers)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/canary-path"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """The operators' server, listening."""
    made = Server()
    app = web.Application()
    app.router.add_post("/hook/{secret}", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    yield made
    made.released.set()
    await runner.cleanup()


@pytest.fixture
async def channel(server: Server) -> AsyncIterator[WebhookChannel]:
    """A signed webhook to the operators' server."""
    options = WebhookOptions(url=SecretStr(server.url), allow_private=True, secret=SecretStr("canary-key"))
    built = WebhookChannel("desk", options, clock=lambda: NOW)
    yield built
    await built.close()


async def failure(channel: WebhookChannel) -> SendError:
    """The error that sending raises, which names neither the URL nor the secret."""
    with pytest.raises(SendError) as caught:
        await channel.send(a_message())
    assert "canary" not in str(caught.value)
    return caught.value


async def test_the_facts_arrive_as_json_that_can_be_verified(server: Server, channel: WebhookChannel):
    """One POST holds the message, its key for dropping repeats, and a signature over time stamp and body."""
    references = await channel.send(a_message("Сбит\x1b вертолёт", facts={"id": "alert-1", "reason": "opened"}))
    [(headers, body)] = server.seen
    assert json.loads(body) == {
        "version": 1,
        "key": "alert-1:desk",
        "subject": "HIGH: Helicopter shot down",
        "text": "Сбит вертолёт",
        "severity": "high",
        "silent": False,
        "reply_to": None,
        "alert": {"id": "alert-1", "reason": "opened"},
    }
    assert headers["Idempotency-Key"] == "alert-1:desk"
    assert headers["X-Watchdesk-Timestamp"] == str(int(NOW.timestamp()))
    assert headers["X-Watchdesk-Signature"] == "v1=" + sign("canary-key", str(int(NOW.timestamp())), body)
    assert references == ("alert-1:desk",)


def test_the_signature_is_hmac_sha256():
    """The signature is what other programs compute, here OpenSSL over `1.{}` with the key `key`."""
    assert sign("key", "1", b"{}") == "1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224"


@pytest.mark.parametrize(
    ("body", "reference"),
    [
        ('{"id": "n-7"}', "n-7"),
        ('{"id": 7}', "7"),
        ("ok", "alert-1:desk"),
        ("[1]", "alert-1:desk"),
        ("[" * 9999, "alert-1:desk"),
    ],
)
async def test_the_reference_is_the_answers_id_if_it_gives_one(
    server: Server, channel: WebhookChannel, body: str, reference: str
):
    """Whatever the body of a success says, the message is sent."""
    server.status, server.body = 201, body
    assert await channel.send(a_message()) == (reference,)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("5", timedelta(seconds=5)),
        ("Fri, 08 Jul 2016 14:01:00 GMT", timedelta(minutes=1)),
        ("99999999999999", timedelta(hours=6)),
        ("-1", None),
        ("Thu, 07 Jul 2016 14:01:00 GMT", None),
        ("soon", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_is_given_the_time_it_asks_for(
    server: Server, channel: WebhookChannel, status: int, header: str, wait: timedelta | None
):
    """429 and 503 wait as told, never longer than six hours, without a label (T3)."""
    server.status, server.headers = status, {"Retry-After": header}
    error = await failure(channel)
    assert isinstance(error, TransientSendError)
    assert (error.retry_after, error.ambiguous) == (wait, False)


async def test_a_failing_server_may_have_taken_the_message(server: Server, channel: WebhookChannel):
    """5xx is tried again as a possible repeat (T14)."""
    server.status = 500
    error = await failure(channel)
    assert isinstance(error, TransientSendError)
    assert error.ambiguous


@pytest.mark.parametrize("status", [400, 401, 404, 410])
async def test_a_refusal_is_permanent(server: Server, channel: WebhookChannel, status: int):
    """A 4xx will be the same tomorrow."""
    server.status = status
    assert isinstance(await failure(channel), PermanentSendError)


async def test_redirects_are_not_followed(server: Server, channel: WebhookChannel):
    """A redirect would carry the alert to an address that the operators did not choose (T17)."""
    server.status, server.headers = 302, {"Location": server.url}
    error = await failure(channel)
    assert isinstance(error, PermanentSendError)
    assert "final URL" in error.message
    assert len(server.seen) == 1


async def test_a_lost_answer_is_ambiguous_and_a_refused_connection_is_not(server: Server):
    """Only a request that went out can have arrived (T1, T2)."""
    options = WebhookOptions(url=SecretStr(server.url), allow_private=True, timeout=timedelta(milliseconds=300))
    for server.hang, server.cut in ((False, True), (True, False)):
        channel = WebhookChannel("desk", options)
        error = await failure(channel)
        assert isinstance(error, TransientSendError)
        assert error.ambiguous
        await channel.close()
    assert len(server.seen) == 2
    nobody = WebhookChannel("desk", WebhookOptions(url=SecretStr("http://127.0.0.1:1/canary"), allow_private=True))
    error = await failure(nobody)
    assert isinstance(error, TransientSendError)
    assert not error.ambiguous
    await nobody.close()


@pytest.mark.parametrize("url", ["ftp://canary", "http://", "http://u:canary@h/", "http://h/canary path", 7, None])
def test_wrong_urls_are_refused_without_showing_them(url: Any):
    """A webhook's URL is often its only secret, so no message shows it (T16)."""
    with pytest.raises(ValidationError) as caught:
        WebhookOptions.model_validate({"url": url})
    assert "canary" not in str(caught.value)


def test_the_url_may_stand_in_the_file_or_come_from_elsewhere(monkeypatch: pytest.MonkeyPatch):
    """`url` and `url_env` mean the same, and neither is ever printed; the signing secret stands in no file."""
    monkeypatch.setenv("HOOK", "https://example.org/canary")
    plain = WebhookOptions.model_validate({"url": "https://example.org/canary"})
    assert plain == WebhookOptions.model_validate({"url_env": "HOOK"})
    assert "canary" not in repr(plain)
    with pytest.raises(ValidationError):
        WebhookOptions.model_validate({"url": "https://example.org/", "secret": "canary"})


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/hook", "http://[::1]/hook", "https://10.0.0.7/", "http://localhost/"]
)
def test_a_private_server_is_a_decision(url: str) -> None:
    """G10: an address in a private network is refused at once, unless the operators say that it is theirs."""
    with pytest.raises(ValidationError, match="allow_private: true"):
        WebhookOptions(url=SecretStr(url))
    assert WebhookOptions(url=SecretStr(url), allow_private=True).allow_private


async def test_a_name_that_leads_inside_is_tried_again_and_explained() -> None:
    """G10: what a name leads to is judged when it is dialled; the message says what to do, and names no host."""
    tap = Wiretap(lambda _: ["10.0.0.7"])
    channel = WebhookChannel("desk", WebhookOptions(url=SecretStr("http://canary.test/hook")))
    with tap.listening():
        error = await failure(channel)
    await channel.close()
    assert isinstance(error, TransientSendError)
    assert not error.ambiguous
    assert "allow_private: true" in str(error)
    assert "10.0.0.7" not in str(error)
    assert tap.dialled == []
