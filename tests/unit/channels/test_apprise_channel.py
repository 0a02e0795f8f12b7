import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from pydantic import SecretStr, ValidationError

from daemon.channels.apprise_channel import AppriseChannel, AppriseOptions
from daemon.errors import TransientSendError
from daemon.model import Severity
from tests.helpers.chat import a_message


class Service:
    """A service that Apprise posts JSON to."""

    def __init__(self) -> None:
        self.status = 200
        self.seen: list[dict[str, str]] = []
        self.url = ""
        self.hang = False
        self.released = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append(json.loads(await request.read()))
        if self.hang:
            await self.released.wait()
        return web.Response(status=self.status, text="canary-answer")


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    """The service, listening."""
    made = Service()
    app = web.Application()
    app.router.add_post("/canary-path", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"json://127.0.0.1:{runner.addresses[0][1]}/canary-path"
    yield made
    made.released.set()
    await runner.cleanup()


async def test_the_message_arrives_with_its_subject(service: Service):
    """The text comes as it is, with the subject as its title and the severity as its kind; escapes stay text (C10)."""
    channel = AppriseChannel("phones", AppriseOptions(url=SecretStr(service.url)))
    references = await channel.send(a_message(r"Сбит \n вертолёт <b>", severity=Severity.CRITICAL))
    await channel.close()
    [message] = service.seen
    assert (message["title"], message["message"]) == ("HIGH: Helicopter shot down", r"Сбит \n вертолёт <b>")
    assert message["type"] == "failure"
    assert references == ("alert-1:desk",)


async def test_a_failure_is_tried_again_and_says_nothing_secret(service: Service, caplog: pytest.LogCaptureFixture):
    """Apprise gives no reasons, so each failure may have arrived (T1); neither error nor log shows its URL (T16)."""
    caplog.set_level(logging.DEBUG)
    service.status = 500
    channel = AppriseChannel("phones", AppriseOptions(url=SecretStr(service.url)))
    with pytest.raises(TransientSendError) as caught:
        await channel.send(a_message())
    assert caught.value.ambiguous
    assert len(service.seen) == 1
    assert "canary" not in str(caught.value) + caplog.text


async def test_a_service_that_does_not_answer_is_ambiguous(service: Service):
    """What was posted and never answered may have arrived (T1)."""
    service.hang = True
    channel = AppriseChannel("phones", AppriseOptions(url=SecretStr(service.url)), patience=timedelta(milliseconds=400))
    with pytest.raises(TransientSendError) as caught:
        await channel.send(a_message())
    assert caught.value.ambiguous
    with pytest.raises(TransientSendError) as again:
        await channel.send(a_message())
    assert not again.value.ambiguous
    assert len(service.seen) == 1
    service.released.set()


async def test_a_hung_service_runs_in_a_thread_that_nobody_waits_for(service: Service):
    """H2: what hangs in a service's call must not hold up the end of the process."""
    service.hang = True
    channel = AppriseChannel("phones", AppriseOptions(url=SecretStr(service.url)), patience=timedelta(milliseconds=200))
    before = set(threading.enumerate())
    with pytest.raises(TransientSendError):
        await channel.send(a_message())
    left = [one for one in threading.enumerate() if one not in before]
    left = [one for one in left if not one.name.startswith("ThreadPoolExecutor")]  # of names that were looked up
    assert [one.name for one in left] == ["apprise"]
    assert all(one.daemon for one in left)
    service.released.set()


async def test_what_nobody_was_asked_to_send_is_not_ambiguous(service: Service):
    """T1: a result that says that no service was called is an ordinary failure, without a label."""
    channel = AppriseChannel("phones", AppriseOptions(url=SecretStr(service.url)))
    channel._sender.clear()
    with pytest.raises(TransientSendError) as caught:
        await channel.send(a_message())
    assert not caught.value.ambiguous
    assert service.seen == []


@pytest.mark.parametrize("url", ["nosuchservice://canary", "canary", "json://h/canary, json://i/canary"])
def test_urls_that_apprise_cannot_use_are_refused_when_the_config_is_read(url: str):
    """A wrong URL, or several in one, is said at once and not shown (T16)."""
    with pytest.raises(ValidationError) as caught:
        AppriseOptions(url=SecretStr(url))
    assert "canary" not in str(caught.value)
