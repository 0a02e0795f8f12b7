"""Message -> a Matrix room: threads, edits, and a key by which the homeserver drops repeats.

A message's reference is its event's id. What has a sound is `m.text`, what has none is `m.notice`; nobody is
mentioned, whatever a text says (C11).
"""

import html
import json
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import blake2b
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import Field, SecretStr, model_validator

from daemon.channels.plain import plain_text
from daemon.channels.web import Line
from daemon.config import WebUrl
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import Message, Run
from daemon.network import check_server
from daemon.section import Section
from daemon.spans import Duration

_MAX_BYTES = 12_000  #: of a text; an event takes 65,536 with its HTML and, when edited, twice
_MENDS = {
    "M_UNKNOWN_TOKEN": "the token is refused: put a valid one into token_file or token_env",
    "M_MISSING_TOKEN": "the token is refused: put a valid one into token_file or token_env",
    "M_FORBIDDEN": "let the bot join the room, and allow it to write there",
    "M_NOT_FOUND": "correct room:, or let the bot join it",
    "M_USER_DEACTIVATED": "the bot's account was deactivated",
}
_TOKEN = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"})


class MatrixOptions(Section):
    """Where to write, and as whom."""

    homeserver: WebUrl  #: such as https://matrix.example.org
    token: SecretStr  #: an access token of the bot's account
    room: Annotated[str, Field(pattern=r"^![^\s:]+(:\S+)?$", max_length=255)]  #: its id: !abc:example.org
    timeout: Duration = timedelta(seconds=20)  #: of the whole request
    allow_private: bool = False  #: the homeserver is in a private network, or on this machine

    @model_validator(mode="after")
    def _private_on_purpose(self) -> "MatrixOptions":
        check_server(self.homeserver, allow_private=self.allow_private)
        return self


class MatrixChannel:
    """One room."""

    per_minute = 60  #: no homeserver says what it allows; one that allows less answers how long to wait

    def __init__(self, receiver: str, options: MatrixOptions) -> None:
        self._receiver, self._options = receiver, options
        self._line = Line(receiver, options.timeout, allow_private=options.allow_private)
        #: Where its limit counts: all rooms of one account share what its homeserver lets it write.
        self.place = ("matrix", options.homeserver, options.token.get_secret_value())

    async def send(self, message: Message) -> tuple[str, ...]:
        """Write the message; a follow-up stands in its incident's thread.

        Errors: TransientSendError, PermanentSendError; no token stands in them.
        """
        if message.parts_sent:
            return message.parts_sent
        content = _content(message)
        if message.reply_to and message.reply_to.startswith("$"):  # else it is another channel's
            content["m.relates_to"] = {
                "rel_type": "m.thread",
                "event_id": message.reply_to,
                "is_falling_back": True,
                "m.in_reply_to": {"event_id": message.reply_to},
            }
        return (await self._put(content, _transaction(message.key)),)

    async def edit(self, reference: str, message: Message) -> None:
        """Let a message that was written show this instead. Errors: as of `send`."""
        if not reference.startswith("$"):
            raise PermanentSendError(self._receiver, "there is nothing to edit")
        new = _content(message)
        relation = {"rel_type": "m.replace", "event_id": reference}
        content = {**new, "body": f"* {new['body']}", "m.new_content": new, "m.relates_to": relation}
        await self._put(content, _transaction(f"{reference} {json.dumps(new)}"))

    async def close(self) -> None:
        """Close the connections."""
        await self._line.close()

    async def _put(self, content: Mapping[str, Any], transaction: str) -> str:
        """Send an event under a transaction's id: the homeserver takes each id once."""
        options = self._options
        room = quote(options.room, safe="")
        url = f"{options.homeserver.rstrip('/')}/_matrix/client/v3/rooms/{room}/send/m.room.message/{transaction}"
        said = await self._line.ask("PUT", url, content, token=options.token.get_secret_value())
        if said.status == 200 and isinstance(said.content.get("event_id"), str):
            return str(said.content["event_id"])
        raise self._refused(said.status, said.content, said.wait)

    def _refused(self, status: int, answer: Mapping[str, Any], wait: timedelta | None) -> SendError:
        word = str(answer.get("errcode") or "")
        code = word if re.fullmatch(r"[A-Za-z_.]{1,60}", word) else ""  # anything else may repeat what it was told
        if status == 429 or code == "M_LIMIT_EXCEEDED":
            given = answer.get("retry_after_ms")
            asked = timedelta(milliseconds=min(given, 21_600_000)) if isinstance(given, int) and given > 0 else None
            return TransientSendError(
                self._receiver, "flood control", retry_after=wait or asked or timedelta(seconds=30)
            )
        if status >= 500 or not code:
            unsure = status >= 500 or status < 300
            return TransientSendError(self._receiver, f"the homeserver failed ({status})", ambiguous=unsure)
        mend = f"; {_MENDS[code]}" if code in _MENDS else ""
        reason = f"the homeserver refused the message ({code}){mend}"
        return PermanentSendError(self._receiver, reason, way_refused=code in _TOKEN)


def _transaction(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _content(message: Message) -> dict[str, Any]:
    runs = list(_cut(message.runs))
    return {
        "msgtype": "m.notice" if message.silent else "m.text",
        "body": "".join(run.text for run in runs),
        "format": "org.matrix.custom.html",
        "formatted_body": "".join(map(_tagged, runs)),
        "m.mentions": {},
    }


def _cut(runs: Iterable[Run]) -> Iterable[Run]:
    """The runs in clean text, as far as an event takes them; what is cut off says so."""
    left = _MAX_BYTES
    for run in runs:
        text = plain_text(run.text).encode()[:left].decode(errors="ignore")
        left -= len(text.encode())
        yield Run(text=text, bold=run.bold, italic=run.italic, code=run.code, url=run.url)
        if left <= 4:
            yield Run(text=" …")
            return


def _tagged(run: Run) -> str:
    """Escaped text within its tags: a publisher's words are never markup."""
    text = html.escape(run.text).replace("\n", "<br/>")
    for name, tag in (("code", "code"), ("italic", "em"), ("bold", "strong")):
        text = f"<{tag}>{text}</{tag}>" if getattr(run, name) else text
    if run.url and run.url.lower().startswith(("http://", "https://")):
        return f'<a href="{html.escape(plain_text(run.url))}">{text}</a>'
    return text
