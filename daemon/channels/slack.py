"""Message -> a Slack channel, through a bot: threads and edits.

Texts go as Slack's rich text, which is never parsed: no word in it can ping a channel or a person (C11). A message's
reference is `<channel>:<ts>`. Slack has no key by which it drops repeats, so a lost answer is ambiguous.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator, model_validator

from daemon.channels.plain import plain_text
from daemon.channels.web import Line
from daemon.config import WebUrl
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import Message, Run
from daemon.network import check_server
from daemon.section import Section
from daemon.spans import Duration

_MAX_TEXT = 11_000  #: characters of a message; Slack takes 12,000 in blocks
_MAX_PIECE = 2_900  #: of one block
_MAX_URL = 2_000
_MENDS = {
    "channel_not_found": "correct channel:, or add the bot to the private channel",
    "not_in_channel": "invite the bot to the channel",
    "is_archived": "the channel is archived: name another",
    "invalid_auth": "the token is refused: put a valid one into token_file or token_env",
    "not_authed": "the token is refused: put a valid one into token_file or token_env",
    "token_revoked": "the token is refused: put a valid one into token_file or token_env",
    "account_inactive": "the bot was removed from the workspace",
    "missing_scope": "give the bot the scope chat:write",
}
_TOKEN = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"})
_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
#: Nothing can be said in that thread: told in the channel instead.
_NO_THREAD = frozenset({"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"})
_REFERENCE = re.compile(r"([A-Z][A-Z0-9]+):(\d+\.\d+)")


class SlackOptions(Section):
    """Where to post, and as which bot."""

    token: SecretStr  #: of a bot, xoxb-…; it needs the scope chat:write
    channel: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{2,30}$")]  #: the channel's id, such as C0123456789
    base_url: WebUrl = "https://slack.com/api"  #: of the Web API
    timeout: Duration = timedelta(seconds=20)  #: of the whole request
    allow_private: bool = False  #: the server is in a private network, or on this machine

    @field_validator("token")
    @classmethod
    def _token_is_one(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith("xoxb-"):
            raise ValueError("this is not a bot token; it begins with xoxb-")
        return token

    @model_validator(mode="after")
    def _private_on_purpose(self) -> "SlackOptions":
        check_server(self.base_url, allow_private=self.allow_private)
        return self


class SlackChannel:
    """One channel of a workspace."""

    per_minute = 60  #: Slack lets one message a second into a channel

    def __init__(self, receiver: str, options: SlackOptions) -> None:
        self._receiver, self._options = receiver, options
        self._line = Line(receiver, options.timeout, allow_private=options.allow_private)
        self.place = ("slack", options.base_url, options.channel)  #: where its limit counts

    async def send(self, message: Message) -> tuple[str, ...]:
        """Post the message; a follow-up stands in its incident's thread, and in the channel too if it has a sound.

        Errors: TransientSendError, PermanentSendError; no token stands in them.
        """
        if message.parts_sent:
            return message.parts_sent
        content = {**_content(message), "channel": self._options.channel}
        thread = self._thread(message.reply_to, is_broadcast=not message.silent)
        answer = await self._call("chat.postMessage", content | thread, may_fail=_NO_THREAD if thread else ())
        if answer.get("error") in _NO_THREAD:
            answer = await self._call("chat.postMessage", content)
        return (f"{answer.get('channel', self._options.channel)}:{answer.get('ts', '')}",)

    def _thread(self, reference: str | None, *, is_broadcast: bool) -> dict[str, Any]:
        """The thread to post in; none if the reference is another channel's, as after a change of the config."""
        found = _REFERENCE.fullmatch(reference or "")
        if found is None or found[1] != self._options.channel:
            return {}
        return {"thread_ts": found[2], "reply_broadcast": is_broadcast}

    async def edit(self, reference: str, message: Message) -> None:
        """Let a message that was posted show this instead. Errors: as of `send`."""
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise PermanentSendError(self._receiver, "there is nothing to edit")
        await self._call("chat.update", {**_content(message), "channel": found[1], "ts": found[2]})

    async def close(self) -> None:
        """Close the connections."""
        await self._line.close()

    async def _call(
        self, method: str, content: Mapping[str, Any], *, may_fail: Collection[str] = ()
    ) -> Mapping[str, Any]:
        """Ask once; the answer, if it says ok, or fails as it may."""
        options = self._options
        url = f"{options.base_url.rstrip('/')}/{method}"
        said = await self._line.ask("POST", url, content, token=options.token.get_secret_value())
        if said.status == 200 and (said.content.get("ok") is True or said.content.get("error") in may_fail):
            return said.content
        raise self._refused(said.status, str(said.content.get("error") or ""), said.wait)

    def _refused(self, status: int, error: str, wait: timedelta | None) -> SendError:
        word = error if re.fullmatch(r"[a-z_]{1,60}", error) else "no known reason"  # it may repeat what it was told
        if status == 429 or error in _LATER:
            return TransientSendError(self._receiver, "flood control", retry_after=wait or timedelta(seconds=30))
        if error in _UNSURE or status >= 500:
            return TransientSendError(self._receiver, f"Slack failed ({word or status})", ambiguous=True)
        if error in _GONE:
            return PermanentSendError(self._receiver, f"message to edit not found ({word})")
        if not error:
            return TransientSendError(
                self._receiver, f"the answer is not from Slack ({status})", ambiguous=status < 300
            )
        mend = f"; {_MENDS[error]}" if error in _MENDS else ""
        reason = f"Slack refused the message ({word}){mend}"
        return PermanentSendError(self._receiver, reason, way_refused=error in _TOKEN)


def _content(message: Message) -> dict[str, Any]:
    """Rich text, and plain words for notifications. Law: neither is parsed for names, commands or links."""
    return {
        "text": _escaped(plain_text(message.subject))[:_MAX_PIECE],
        "blocks": list(_blocks(message.runs)),
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _escaped(text: str) -> str:
    """Text in which Slack sees no `<!channel>`, `<@person>` or link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blocks(runs: Iterable[Run]) -> Iterable[dict[str, Any]]:
    """The runs as blocks, each within Slack's limit; what is beyond the longest message is cut, and says so."""
    elements: list[dict[str, Any]] = []
    size, left = 0, _MAX_TEXT
    for run in runs:
        text = plain_text(run.text)[:left]
        left -= len(text)
        for start in range(0, len(text), _MAX_PIECE):
            piece = text[start : start + _MAX_PIECE]
            if size + len(piece) > _MAX_PIECE:
                yield _block(elements)
                elements, size = [], 0
            elements.append(_element(run, piece))
            size += len(piece)
    if left <= 0:
        elements.append({"type": "text", "text": " …"})
    if elements:
        yield _block(elements)


def _block(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _element(run: Run, text: str) -> dict[str, Any]:
    style = {name: True for name in ("bold", "italic", "code") if getattr(run, name)}
    styled = {"style": style} if style else {}
    if run.url and len(run.url) <= _MAX_URL and run.url.lower().startswith(("http://", "https://")):
        return {"type": "link", "url": plain_text(run.url), "text": text, **styled}
    return {"type": "text", "text": text, **styled}
