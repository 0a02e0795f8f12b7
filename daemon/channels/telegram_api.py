"""One request to the Bot API -> its answer, or a refusal that says what to do; never a second attempt.

python-telegram-bot's own reading of refusals is set aside, because it loses the status: each becomes a `RefusedError`
here, and only failures of the line are left to its NetworkError.
"""

import json
import logging
import ssl
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError
from telegram.request import HTTPXRequest

from daemon.errors import PermanentSendError, SendError, TransientSendError

_LOG = logging.getLogger(__name__)
_CONNECT_SECONDS = 10.0
_MAX_WAIT = timedelta(days=1)

# Failures of the line before the request went out: nothing can have arrived.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
_MENDS = {
    "chat not found": "add the bot to the chat, or correct chat: in the config",
    "thread not found": "the topic is gone: correct topic: in the config",
    "topic_closed": "the topic is closed: reopen it, or correct topic: in the config",
    "topic_deleted": "the topic is gone: correct topic: in the config",
    "not enough rights": "allow the bot to send messages there",
    "unauthorized": "the token is refused: put a valid one into token_file or token_env",
    "not found": "the token is refused, or base_url leads elsewhere",
    "kicked": "add the bot to the chat again",
    "blocked by the user": "they must unblock the bot",
}


class RefusedError(TelegramError):
    """The Bot API, or a proxy before it, answered with anything but success."""

    def __init__(
        self,
        status: int,
        description: str,
        *,
        readable: bool = True,
        wait_seconds: float | None = None,
        moved_to: int | None = None,
    ) -> None:
        super().__init__(f"{description} ({status})")
        self.status = status
        self.description = description
        self.readable = readable  #: the answer was the Bot API's own JSON
        self.wait_seconds = wait_seconds
        self.moved_to = moved_to

    @property
    def cannot_parse(self) -> bool:
        """Whether the Bot API could not read the text's HTML."""
        return self.status == 400 and "can't parse" in self.description.lower()


class SingleRequest(HTTPXRequest):
    """HTTP for the bot: each call is one attempt; all that is not a success raises RefusedError."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Send one request. Law: returns only what says `ok: true`, whatever the status was (T14)."""
        status, payload = await super().do_request(*args, **kwargs)
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
            raise RefusedError(status, "the answer is not from a Bot API", readable=False)
        if answer["ok"] and 200 <= status < 300:
            is_updates = str(kwargs.get("url", next(iter(args), ""))).endswith("/getUpdates")
            return status, json.dumps(_readable(answer)).encode() if is_updates else payload
        raise _refusal(status, answer)


def _readable(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with updates that can be read: of one that cannot, its number alone, so that it is not asked again."""
    found = answer.get("result")
    return {**answer, "result": [readable_update(one) for one in found] if isinstance(found, list) else []}


def readable_update(update: Any) -> dict[str, Any]:
    """An update, or its number alone if the library cannot make sense of it. Hostile: anything may come."""
    number = update.get("update_id") if isinstance(update, dict) else None
    try:
        if isinstance(number, int) and Update.de_json(update, None) is not None:
            return dict(update)
    except Exception as error:  # noqa: BLE001  whatever new kind of update trips the library
        _LOG.warning("update not readable, skipped", extra={"number": number, "reason": type(error).__name__})
    return {"update_id": number if isinstance(number, int) else 0}


def _refusal(status: int, answer: dict[str, Any]) -> RefusedError:
    code = answer.get("error_code")
    given = answer.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    wait, moved_to = parameters.get("retry_after"), parameters.get("migrate_to_chat_id")
    return RefusedError(
        code if isinstance(code, int) and 200 <= status < 300 else status,
        str(answer.get("description") or "refused without a reason"),
        wait_seconds=wait if isinstance(wait, (int, float)) else None,
        moved_to=moved_to if isinstance(moved_to, int) else None,
    )


def build_bot(token: str, base_url: str, proxy: str | None, *, timeout: timedelta) -> tuple[Bot, SingleRequest]:
    """A bot, and the connections to close when it is done with. Environment variables do not steer it."""
    # These libraries write the request's URL, and the token in it, into their logs (T16).
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    seconds = timeout.total_seconds()
    request = SingleRequest(
        connection_pool_size=16,
        connect_timeout=min(_CONNECT_SECONDS, seconds),
        read_timeout=seconds,
        write_timeout=seconds,
        pool_timeout=seconds,
        proxy=proxy,
        httpx_kwargs={"trust_env": False, "verify": _tls()},
    )
    return Bot(token, base_url=lambda given: base_url + given, request=request, get_updates_request=request), request


@cache
def _tls() -> ssl.SSLContext:
    """One set of certificates for all bots: at the start of a desk of fifty chats, reading it takes longest."""
    return httpx.create_ssl_context(trust_env=False)


def send_error(receiver: str, error: Exception, *, secrets: Iterable[str], sent: Sequence[str] = ()) -> SendError:
    """What a failure means for the delivery. Law: no secret stands in its text."""
    if isinstance(error, RefusedError):
        return _refused(receiver, error, _scrubbed(error.message, secrets), sent)
    cause = error.__cause__ or error
    if isinstance(error, NetworkError) and isinstance(cause, _NOT_SENT):
        return TransientSendError(receiver, f"no connection ({type(cause).__name__})", sent=sent)
    reason = f"no clear answer after the request went out ({type(cause).__name__})"
    return TransientSendError(receiver, reason, ambiguous=True, sent=sent)


def _refused(receiver: str, error: RefusedError, text: str, sent: Sequence[str]) -> SendError:
    if error.moved_to is not None:
        return PermanentSendError(receiver, "the group has a new id", moved_to=str(error.moved_to), sent=sent)
    if error.wait_seconds is not None or error.status == 429:
        wait = timedelta(seconds=min(max(error.wait_seconds or 1.0, 1.0), _MAX_WAIT.total_seconds()))
        return TransientSendError(receiver, "flood control", retry_after=wait, sent=sent)
    if not error.readable or error.status < 400 or error.status in {408, 409} or error.status >= 500:
        # A gateway that gave up, or a page in place of an answer: the Bot API may have had the request.
        unknown = (error.status >= 500 and error.status != 503) or (not error.readable and error.status < 300)
        return TransientSendError(receiver, text, ambiguous=unknown, sent=sent)
    mend = next((mend for words, mend in _MENDS.items() if words in error.description.lower()), "")
    refused = error.status in {401, 404}  # the token, whatever was asked by it
    return PermanentSendError(receiver, f"{text}; {mend}" if mend else text, way_refused=refused, sent=sent)


def safe_cause(error: Exception, secrets: Iterable[str]) -> Exception | None:
    """The error itself, to raise from; None if a secret stands in it or in what caused it."""
    known = tuple(secrets)
    link: BaseException | None = error
    while link is not None:
        if any(secret in f"{link!s} {link!r}" for secret in known):
            return None
        link = link.__cause__ or link.__context__
    return error


def _scrubbed(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return " ".join(text.split())[:300]
