"""Matrix: threads, edits, repeats that the homeserver drops, and what its refusals mean."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from daemon.channels.matrix import MatrixChannel, MatrixOptions
from daemon.errors import PermanentSendError, TransientSendError
from daemon.model import Run
from tests.helpers.chat import a_message
from tests.helpers.other_chats import MATRIX_TOKEN, Homeserver


@pytest.fixture
async def server() -> AsyncIterator[Homeserver]:
    """A homeserver."""
    async with Homeserver() as opened:
        yield opened


@pytest.fixture
async def room(server: Homeserver) -> AsyncIterator[MatrixChannel]:
    """A room of it."""
    options = MatrixOptions(
        token=SecretStr(MATRIX_TOKEN), room="!desk:e.example", homeserver=server.url, allow_private=True
    )
    opened = MatrixChannel("desk", options)
    yield opened
    await opened.close()


async def test_a_follow_up_stands_in_the_thread(server: Homeserver, room: MatrixChannel) -> None:
    """Threads are Matrix's own, with a fallback for programs that know none; what is silent is a notice."""
    (first,) = await room.send(a_message("opened"))
    await room.send(a_message("also", key="alert-2:desk", reply_to=first, silent=True))
    opened, also = server.events.values()
    assert (opened["msgtype"], also["msgtype"]) == ("m.text", "m.notice")
    assert also["m.relates_to"]["rel_type"] == "m.thread"
    assert also["m.relates_to"]["event_id"] == also["m.relates_to"]["m.in_reply_to"]["event_id"] == first


async def test_a_repeat_is_dropped_by_the_homeserver(server: Homeserver, room: MatrixChannel) -> None:
    """T1: a send whose answer was lost is ambiguous; its repeat has the same transaction and writes nothing new."""
    server.answers.extend([(0, None, {})] * 2)  # the HTTP client asks a cut PUT twice, which the transaction makes one
    with pytest.raises(TransientSendError) as caught:
        await room.send(a_message("opened"))
    assert caught.value.ambiguous
    assert await room.send(a_message("possible repeat: opened")) == ("$1",)
    assert (server.calls, len(server.events)) == (3, 1)


async def test_a_message_can_be_edited(server: Homeserver, room: MatrixChannel) -> None:
    """The new content replaces the first event's; the same edit again is one edit."""
    (first,) = await room.send(a_message("opened"))
    for _ in range(2):
        await room.edit(first, a_message("two sources"))
    _, edit = server.events.values()
    assert edit["m.relates_to"] == {"rel_type": "m.replace", "event_id": first}
    assert edit["m.new_content"]["body"] == "two sources"


async def test_a_publishers_words_are_no_markup_and_mention_nobody(server: Homeserver, room: MatrixChannel) -> None:
    """C1, C11: text is escaped, mentions are empty, and only web addresses are links."""
    runs = (
        Run(text="<img src=x onerror=alert(1)> @room & co\n", bold=True),
        Run(text="story", url="https://e.example/?a=1&b='\"><b>"),
        Run(text="x", url="javascript:alert(1)"),
    )
    await room.send(a_message(runs=runs))
    (event,) = server.events.values()
    assert event["m.mentions"] == {}
    assert event["formatted_body"] == (
        "<strong>&lt;img src=x onerror=alert(1)&gt; @room &amp; co<br/></strong>"
        '<a href="https://e.example/?a=1&amp;b=&#x27;&quot;&gt;&lt;b&gt;">story</a>x'
    )


async def test_a_long_message_is_cut_and_says_so(server: Homeserver, room: MatrixChannel) -> None:
    """An event has a size; what is beyond it ends in an ellipsis, and no character is cut in half."""
    await room.send(a_message("тревога " * 3_000))
    (event,) = server.events.values()
    assert event["body"].endswith("…")
    assert len(event["body"].encode()) < 13_000


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (403, {"errcode": "M_FORBIDDEN"}, PermanentSendError, "let the bot join the room"),
        (401, {"errcode": "M_UNKNOWN_TOKEN"}, PermanentSendError, "token is refused"),
        (502, "<html>", TransientSendError, "homeserver failed"),
        (200, "<html>", TransientSendError, "homeserver failed"),
        (200, {"event_id": 7}, TransientSendError, "homeserver failed"),
    ],
)
async def test_refusals_say_what_to_do(
    server: Homeserver, room: MatrixChannel, status: int, body: Any, kind: type[Exception], words: str
) -> None:
    """T10, T11, T14: what is refused for good is not tried again, what names no event is no success."""
    server.answers.append((status, body, {}))
    with pytest.raises(kind, match=words) as caught:
        await room.send(a_message())
    assert getattr(caught.value, "way_refused", False) is ("token" in words)


async def test_flood_control_is_obeyed(server: Homeserver, room: MatrixChannel) -> None:
    """T3: the wait that the homeserver asks for is passed on."""
    server.answers.append((429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}, {}))
    with pytest.raises(TransientSendError) as caught:
        await room.send(a_message())
    assert caught.value.retry_after == timedelta(seconds=2.5)


async def test_a_thread_of_another_channel_is_none(server: Homeserver, room: MatrixChannel) -> None:
    """After a receiver became a room, follow-ups of what it heard elsewhere stand by themselves; nothing is edited."""
    await room.send(a_message("also", reply_to="-100123:45"))
    (event,) = server.events.values()
    assert "m.relates_to" not in event
    with pytest.raises(PermanentSendError, match="there is nothing to edit"):
        await room.edit("-100123:45", a_message("x"))


def test_a_homeserver_in_a_private_network_is_allowed_on_purpose_only() -> None:
    """G10: an address in the config is judged when it is read, not when the first alert fails."""
    with pytest.raises(ValidationError, match="allow_private: true"):
        MatrixOptions(token=SecretStr(MATRIX_TOKEN), room="!desk:e.example", homeserver="http://[::1]:8008")
