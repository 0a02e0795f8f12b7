"""Asks the world outside: one feed of each host, and each chat. Sends nothing to anybody."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from daemon.channels.telegram_options import TelegramOptions
from daemon.channels.telegram_rights import bot_rights
from daemon.clock import utc_now
from daemon.config import Config, Feed
from daemon.doctor.diagnosis import Diagnosis, bad, named, note, ok
from daemon.errors import FetchError, PermanentSendError, SendError
from daemon.feeds.fetch import Fetcher
from daemon.model import FeedState

MOST_HOSTS = 40
_ANSWER_WITHIN = timedelta(seconds=15)
_OURS = 0.5  #: so large a share of hosts that do not answer is more likely our fault than theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one host answered."""

    host: str
    error: str | None = None
    skew: timedelta | None = None  #: by how much our clock is ahead of the host's


async def ask_hosts(config: Config) -> list[Asked]:
    """Fetch one feed of each host, of the first 40, without keeping anything of it."""
    first: dict[str, Feed] = {}
    for feed in config.feeds:
        if feed.enabled:
            first.setdefault(urlsplit(feed.url).hostname or "", feed)
    fetcher = Fetcher(config.poll.model_copy(update={"timeout": _ANSWER_WITHIN}), contact=config.contact)
    try:
        return await asyncio.gather(*(_ask(fetcher, host, feed) for host, feed in list(first.items())[:MOST_HOSTS]))
    finally:
        await fetcher.close()


async def _ask(fetcher: Fetcher, host: str, feed: Feed) -> Asked:
    host = f"the host of {feed.id}" if feed.url_is_secret else host
    before = utc_now()
    try:
        answer = await fetcher.fetch(feed, FeedState(feed=feed.id))
    except FetchError as error:
        return Asked(host=host, error=error.message)
    return Asked(host=host, skew=_skew(before, utc_now(), answer.said_at))


def _skew(before: datetime, after: datetime, said_at: datetime | None) -> timedelta | None:
    """By how much we are ahead; what lies between question and answer, and a header's whole seconds, count for us."""
    if said_at is None:
        return None
    if said_at + timedelta(seconds=1) < before:
        return before - said_at - timedelta(seconds=1)
    return after - said_at if said_at > after else timedelta(0)


def host_diagnoses(asked: Sequence[Asked]) -> list[Diagnosis]:
    """What the hosts' answers say of the network."""
    failed = [one for one in asked if one.error]
    if not asked:
        return [note("network", "no feed is enabled", "add one: watchdesk feeds add URL")]
    answered = f"{len(asked) - len(failed)} of {len(asked)} hosts of feeds answer"
    if not failed:
        return [ok("network", answered)]
    said = "; ".join(f"{one.host}: {one.error}" for one in failed[:3])
    text = f"{answered}; not {named([one.host for one in failed])} ({said})"
    if len(failed) >= len(asked) * _OURS and len(asked) > 1:
        return [bad("network", text, "look on our side first: network, resolver, proxy, firewall")]
    return [
        note("network", text, "open these addresses from this machine; `watchdesk feeds` says what each feed needs")
    ]


async def ask_chats(config: Config) -> list[Diagnosis]:
    """What each receiver's other side says of us; those that can only be asked by a message are left alone."""
    return [one for found in await asyncio.gather(*(_chat(config, name) for name in config.receivers)) for one in found]


async def _chat(config: Config, name: str) -> list[Diagnosis]:
    receiver = config.receivers[name]
    options = receiver.options
    if not isinstance(options, TelegramOptions):
        if receiver.channel == "console":
            return [ok("chat", f"{name}: the daemon's own output")]
        return [ok("chat", f"{name}: {receiver.channel}, not asked; to be sure: watchdesk send-test {name}")]
    try:
        rights = await bot_rights(name, options, hears=config.people is not None)
    except PermanentSendError as error:
        moved = f"; it has moved to {error.moved_to}: put the new id into the config" if error.moved_to else ""
        what, _, mend = error.message.partition("; ")
        return [bad("chat", f"{name}: {what}{moved}", mend or "correct this receiver in the config")]
    except SendError as error:
        return [
            bad("chat", f"{name}: {error.message}", "is the Bot API to be reached from here? A proxy may be needed")
        ]
    if rights is None:
        said = f"{name}: what the Bot API says of the chat is not understood"
        return [note("chat", said, f"to be sure: watchdesk send-test {name}")]
    who = f"{name}: {rights.bot} is {rights.standing} in {rights.chat}"
    found = [bad("chat", f"{name}: {one.what}", one.mend) for one in rights.troubles]
    return found or [ok("chat", who)]
