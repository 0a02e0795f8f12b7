"""Every way in which the daemon calls somebody whom others may choose: the registry that tests of addresses run over.

A new way out (a page behind an item, an image, a hub) gets an entry here; a house test fails until it has one.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr, ValidationError

from daemon.channels.matrix import MatrixChannel, MatrixOptions
from daemon.channels.registry import Channel
from daemon.channels.slack import SlackChannel, SlackOptions
from daemon.channels.webhook import WebhookChannel, WebhookOptions
from daemon.config import Feed, Heartbeat, Poll
from daemon.errors import FetchError, SendError
from daemon.feeds.fetch import Fetcher
from daemon.feeds.parse import Parser
from daemon.feeds.request import for_page
from daemon.model import FeedState
from daemon.pipeline.discover import Discoverer
from daemon.pipeline.heartbeat import _options as beat_options
from tests.helpers.build import NOW
from tests.helpers.chat import a_message

#: URL -> calls it as the daemon would; True if an answer was taken.
WayOut = Callable[[str], Awaitable[bool]]


async def feed(url: str) -> bool:
    """A feed's document."""
    try:
        followed = Feed(id="wire", url=url)
    except ValidationError:
        return False
    fetcher = Fetcher(Poll(), contact="")
    try:
        await fetcher.fetch(followed, FeedState(feed="wire"))
    except FetchError:
        return False
    finally:
        await fetcher.close()
    return True


async def page(url: str) -> bool:
    """A further page of a feed's document, whose address stands in the document."""
    fetcher = Fetcher(Poll(), contact="")
    try:
        await fetcher.fetch(
            Feed(id="wire", url="https://wire.example/feed"), FeedState(feed="wire"), whole=True, url=url
        )
    except (FetchError, ValueError):
        return False
    finally:
        await fetcher.close()
    return True


async def item(url: str) -> bool:
    """The page behind an item, for its text or another look, of a feed that may itself lie in a private network."""
    own = Feed(id="wire", url="https://wire.example/feed", allow_private=True)
    fetcher = Fetcher(Poll(), contact="")
    try:
        await fetcher.fetch(for_page(own, url), FeedState(feed="wire"), whole=True, url=url)
    except (FetchError, ValueError):
        return False
    finally:
        await fetcher.close()
    return True


async def websub(url: str) -> bool:
    """A hub, whose address stands in a feed's document."""
    fetcher = Fetcher(Poll(), contact="")
    try:
        await fetcher.send_form(Feed(id="wire", url="http://wire.example/feed"), url, {"hub.mode": "subscribe"})
    except (FetchError, ValueError):
        return False
    finally:
        await fetcher.close()
    return True


async def webhook(url: str) -> bool:
    """A webhook receiver."""
    return await _sent(lambda: WebhookChannel("desk", WebhookOptions(url=SecretStr(url))))


async def heartbeat(url: str) -> bool:
    """Whoever is told that all is well."""
    return await _sent(lambda: WebhookChannel("heartbeat", beat_options(Heartbeat(url=SecretStr(url)))))


async def slack(url: str) -> bool:
    """A server that speaks as Slack does."""
    token = SecretStr("xoxb-1")
    return await _sent(lambda: SlackChannel("desk", SlackOptions(token=token, channel="C0123456789", base_url=url)))


async def matrix(url: str) -> bool:
    """A homeserver."""
    token = SecretStr("syt_1")
    return await _sent(lambda: MatrixChannel("desk", MatrixOptions(homeserver=url, token=token, room="!a:example.org")))


async def _sent(build: Callable[[], Channel]) -> bool:
    """Whether a channel with this address takes a message."""
    try:
        channel = build()
    except ValidationError:
        return False
    try:
        await channel.send(a_message())
    except SendError:
        return False
    finally:
        await channel.close()
    return True


async def discovery(url: str) -> bool:
    """A site whose feeds are looked for."""
    try:
        Feed(id="wire", url=url)
    except ValidationError:
        return False
    fetcher, parser = Fetcher(Poll(per_host_pause=timedelta()), contact=""), Parser(1)
    try:
        return bool(await Discoverer(fetcher, parser, lambda: NOW, allow_private=False).find(url))
    except FetchError:
        return False
    finally:
        await fetcher.close()
        await parser.close()


WAYS_OUT: dict[str, WayOut] = {
    "feed": feed,
    "page": page,
    "item": item,
    "websub": websub,
    "webhook": webhook,
    "heartbeat": heartbeat,
    "slack": slack,
    "matrix": matrix,
    "discovery": discovery,
}

#: Module that calls somebody -> the ways out that go through it, or why nobody else can choose where it leads.
MODULES: dict[str, str] = {
    "daemon/feeds/fetch.py": "feed",
    "daemon/feeds/dial.py": "page",
    "daemon/feeds/listener.py": "listens for hubs, and calls nobody",
    "daemon/feeds/resolve.py": "feed",
    "daemon/feeds/reasons.py": "names the HTTP library's errors, and calls nobody",
    "daemon/network.py": "makes the sockets of feed and webhook, and connects none",
    "daemon/channels/web.py": "webhook, heartbeat, slack, matrix",
    "daemon/channels/webhook.py": "webhook",
    "daemon/channels/mail.py": "one mail server, from the config",
    "daemon/channels/apprise_channel.py": "operators name the service in a secret URL; nothing of a feed gets into it",
    "daemon/channels/telegram.py": "one address of the Bot API, from the config",
    "daemon/channels/telegram_ear.py": "one address of the Bot API, from the config",
    "daemon/channels/telegram_hook.py": "listens for one Bot API, and calls nobody",
    "daemon/channels/telegram_rights.py": "one address of the Bot API, from the config",
    "daemon/channels/telegram_api.py": "one address of the Bot API, from the config",
    "daemon/cli/systemd.py": "speaks to the supervisor that started it, by a socket of this machine",
    "daemon/feeds/gate.py": "a door for listeners, and calls nobody",
    "daemon/web/endpoints.py": "listens where the config says, and calls nobody",
    "daemon/drill/server.py": "listens on 127.0.0.1 during a drill, and calls nobody",
}
#: Libraries that open connections.
CALLERS = frozenset(
    {"aiohttp", "aiohttp_socks", "httpx", "requests", "urllib3", "urllib.request", "http.client", "socket", "apprise"}
    | {
        "telegram",
        "telegram.ext",
        "telegram.request",
        "ftplib",
        "smtplib",
        "socketserver",
        "websockets",
        "asyncio.streams",
    }
)
ROOT = Path(__file__).parents[2]
