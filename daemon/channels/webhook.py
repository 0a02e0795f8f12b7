"""Message -> one POST of JSON to the operators' own server, signed if they gave a secret.

The body is `{"version": 1, "key", "subject", "text", "severity", "silent", "reply_to", "alert"}`; `alert` holds the
message's facts; docs/webhook.schema.json says it in full. The headers are `Idempotency-Key` (the same for every
attempt) and, with a secret, `X-Watchdesk-Timestamp` (seconds of the epoch) and `X-Watchdesk-Signature: v1=<hex>`: the
HMAC-SHA256 of the time stamp, a full stop and the body's bytes. A server in a private network needs `allow_private`,
so that no name service decides that the desk's alerts go there; redirects are not followed, because somebody else
chose those.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
from pydantic import SecretStr, TypeAdapter, field_validator, model_validator

from daemon.channels.plain import plain_text
from daemon.channels.web import LINE, Line, line_error, parse_wait, read_answer
from daemon.config import WebUrl
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import Message
from daemon.network import check_server
from daemon.section import Section
from daemon.spans import Duration

VERSION = 1
_MAX_REFERENCE = 200
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
        check_server(self.url.get_secret_value(), allow_private=self.allow_private)
        return self


def _utc_now() -> datetime:
    return datetime.now(UTC)


class WebhookChannel:
    """One URL. A message's reference is the `id` of a JSON answer, else its key."""

    def __init__(self, receiver: str, options: WebhookOptions, *, clock: Callable[[], datetime] = _utc_now) -> None:
        self._receiver = receiver
        self._options = options
        self._clock = clock
        self._line = Line(receiver, options.timeout, allow_private=options.allow_private)

    async def send(self, message: Message) -> tuple[str, ...]:
        """Post the message once. Errors: TransientSendError, PermanentSendError; no URL stands in them."""
        if message.parts_sent:
            return message.parts_sent
        body = json.dumps(payload_of(message), separators=(",", ":")).encode()
        try:
            async with self._line.session.post(
                self._options.url.get_secret_value(),
                data=body,
                headers=self._headers(message, body),
                allow_redirects=False,
            ) as response:
                refused = self._refused(response.status, response.headers.get("Retry-After"))
                if refused is None:
                    return (await _reference(response) or message.key,)
        except LINE as error:
            raise line_error(self._receiver, error) from None  # without the cause: its text names the URL's host
        raise refused

    async def close(self) -> None:
        """Close the connections."""
        await self._line.close()

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
            wait = parse_wait(retry_after, now=self._clock())
            return TransientSendError(self._receiver, f"the server is busy ({status})", retry_after=wait)
        if status >= 500:
            return TransientSendError(self._receiver, f"the server failed ({status})", ambiguous=True)
        mend = "; redirects are not followed, give the final URL" if 300 <= status < 400 else ""
        return PermanentSendError(self._receiver, f"the server refused the message ({status}){mend}")


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
        answer = json.loads(await read_answer(response))
    except (TimeoutError, aiohttp.ClientError, ValueError, RecursionError):
        return None
    given = answer.get("id") if isinstance(answer, dict) else None
    text = plain_text(str(given)) if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
    return text if 0 < len(text) <= _MAX_REFERENCE else None
