"""Message -> one POST of JSON to the operators' own server, signed if they gave a secret.

The body is `{"version": 1, "key", "subject", "text", "severity", "silent", "reply_to", "alert"}`; `alert` holds the
message's facts. The headers are `Idempotency-Key` (the same for every attempt) and, with a secret,
`X-Watchdesk-Timestamp` (seconds of the epoch) and `X-Watchdesk-Signature: v1=<hex>`: the HMAC-SHA256 of the
time stamp, a full stop and the body's bytes. A server in a private network needs `allow_private`, so that no name
service decides that the desk's alerts go there; redirects are not followed, because somebody else chose those.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from pydantic import SecretStr, TypeAdapter, field_validator, model_validator

from daemon.channels.plain import plain_text
from daemon.config import WebUrl
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import Message
from daemon.network import REFUSED, guarded_socket, is_private
from daemon.section import Section
from daemon.spans import Duration

VERSION = 1
_MAX_WAIT = timedelta(hours=6)
_MAX_ANSWER = 64 * 1024
_MAX_REFERENCE = 200
_MEND = "write allow_private: true if it is your own"
_LATER = frozenset({408, 425, 429, 503})
_WEB_URL: TypeAdapter[str] = TypeAdapter(WebUrl)


class WebhookOptions(Section):
    """Where to post. The URL counts as a secret: give `url`, or `url_file` or `url_env`; it is never printed."""

    open_secrets = frozenset({"url"})

    url: SecretStr  #: takes a POST of JSON
    secret: SecretStr | None = None  #: signs each request
    timeout: Duration = timedelta(seconds=15)  #: of the whole request
    allow_private: bool = False  #: the server is in a private network, or on this machine

    @model_validator(mode="before")
    @classmethod
    def _url_may_stand_here(cls, values: Any) -> Any:
        """Many webhook URLs are no secret, so this one may stand in the file as well."""
        if isinstance(values, dict) and isinstance(values.get("url"), str):
            return {**values, "url": SecretStr(values["url"])}
        return values

    @field_validator("url")
    @classmethod
    def _url_is_one(cls, url: SecretStr) -> SecretStr:
        try:
            _WEB_URL.validate_python(url.get_secret_value())
        except ValueError:
            raise ValueError("write an http or https URL without a password, spaces or control characters") from None
        return url

    @model_validator(mode="after")
    def _private_on_purpose(self) -> "WebhookOptions":
        """An address that stands in the URL is judged at once; what a name leads to, whenever it is dialled."""
        host = urlsplit(self.url.get_secret_value()).hostname or ""
        is_address = ":" in host or host.rpartition(".")[2].isdecimal()
        if not self.allow_private and (host == "localhost" or (is_address and is_private(host))):
            raise ValueError(f"the server is in a private network; {_MEND}")
        return self


def _utc_now() -> datetime:
    return datetime.now(UTC)


class WebhookChannel:
    """One URL. A message's reference is the `id` of a JSON answer, else its key."""

    def __init__(self, receiver: str, options: WebhookOptions, *, clock: Callable[[], datetime] = _utc_now) -> None:
        self._receiver = receiver
        self._options = options
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def send(self, message: Message) -> tuple[str, ...]:
        """Post the message once. Errors: TransientSendError, PermanentSendError; no URL stands in them."""
        if message.parts_sent:
            return message.parts_sent
        body = json.dumps(payload_of(message), separators=(",", ":")).encode()
        self._session = self._session or self._open()
        try:
            async with self._session.post(
                self._options.url.get_secret_value(),
                data=body,
                headers=self._headers(message, body),
                allow_redirects=False,
            ) as response:
                refused = self._refused(response.status, response.headers.get("Retry-After"))
                if refused is None:
                    return (await _reference(response) or message.key,)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            # Without the cause, because its text names the URL's host.
            raise TransientSendError(self._receiver, _no_connection(error)) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = f"no answer after the request went out ({type(error).__name__})"
            raise TransientSendError(self._receiver, reason, ambiguous=True) from None
        raise refused

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        seconds = self._options.timeout.total_seconds()
        return aiohttp.ClientSession(
            # A kept connection that the server has just dropped would make a lost request look like a lost answer.
            connector=aiohttp.TCPConnector(
                force_close=True, socket_factory=None if self._options.allow_private else guarded_socket
            ),
            timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=seconds / 2),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "watchdesk",
            "Idempotency-Key": quote(message.key, safe=":-_."),
        }
        if self._options.secret is not None:
            stamp = str(int(self._clock().timestamp()))
            headers["X-Watchdesk-Timestamp"] = stamp
            headers["X-Watchdesk-Signature"] = f"v1={sign(self._options.secret.get_secret_value(), stamp, body)}"
        return headers

    def _refused(self, status: int, retry_after: str | None) -> SendError | None:
        if 200 <= status < 300:
            return None
        if status in _LATER:
            wait = _parse_wait(retry_after, now=self._clock())
            return TransientSendError(self._receiver, f"the server is busy ({status})", retry_after=wait)
        if status >= 500:
            return TransientSendError(self._receiver, f"the server failed ({status})", ambiguous=True)
        mend = "; redirects are not followed, give the final URL" if 300 <= status < 400 else ""
        return PermanentSendError(self._receiver, f"the server refused the message ({status}){mend}")


def _no_connection(error: aiohttp.ClientError | TimeoutError) -> str:
    """Why there was none. A name may lead elsewhere tomorrow, so a refused address is tried again like any other."""
    if isinstance(error, aiohttp.ClientConnectorError) and REFUSED in str(error.os_error):
        return f"the server's name leads into a private network; {_MEND}"
    return f"no connection ({type(error).__name__})"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature that a receiver compares with, in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def payload_of(message: Message) -> dict[str, Any]:
    """What is posted, before it is signed."""
    return {
        "version": VERSION,
        "key": message.key,
        "subject": plain_text(message.subject),
        "text": plain_text(message.text),
        "severity": message.severity,
        "silent": message.silent,
        "reply_to": message.reply_to,
        "alert": dict(message.facts),
    }


async def _reference(response: aiohttp.ClientResponse) -> str | None:
    """The id that a JSON answer gives. Law: the message is sent already, so nothing here may fail."""
    try:
        answer = json.loads(await response.content.read(_MAX_ANSWER))
    except (TimeoutError, aiohttp.ClientError, ValueError, RecursionError):
        return None
    given = answer.get("id") if isinstance(answer, dict) else None
    text = plain_text(str(given)) if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
    return text if 0 < len(text) <= _MAX_REFERENCE else None


def _parse_wait(value: str | None, *, now: datetime) -> timedelta | None:
    """Retry-After, in seconds or as a date; None for junk and for the past; never more than six hours."""
    text = (value or "").strip()
    if text.isdecimal() and text.isascii():
        return min(timedelta(seconds=int(text[:9])), _MAX_WAIT) or None
    try:
        moment = parsedate_to_datetime(text)
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return None
    return min(wait, _MAX_WAIT) if wait > timedelta() else None
