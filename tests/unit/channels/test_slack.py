"""Slack: threads, edits, and what its refusals mean."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from daemon.channels.slack import SlackChannel, SlackOptions
from daemon.errors import PermanentSendError, TransientSendError
from daemon.model import Run
from tests.helpers.chat import a_message
from tests.helpers.other_chats import SLACK_TOKEN, SlackApi

HOSTILE = "<!channel> <@U1> @here *b* _i_ `c` <https://evil.example|bank> &amp;"


@pytest.fixture
async def api() -> AsyncIterator[SlackApi]:
    """A workspace."""
    async with SlackApi() as opened:
        yield opened


@pytest.fixture
async def channel(api: SlackApi) -> AsyncIterator[SlackChannel]:
    """Its channel."""
    options = SlackOptions(token=SecretStr(SLACK_TOKEN), channel="C0123", base_url=api.url, allow_private=True)
    opened = SlackChannel("desk", options)
    yield opened
    await opened.close()


async def test_a_follow_up_stands_in_the_thread_and_in_the_channel_if_it_sounds(
    api: SlackApi, channel: SlackChannel
) -> None:
    """A silent one is seen by who opens the thread, one with a sound by all."""
    (first,) = await channel.send(a_message("opened"))
    await channel.send(a_message("also", reply_to=first, silent=True))
    await channel.send(a_message("correction", reply_to=first))
    _, quiet, loud = api.posts.values()
    ts = first.partition(":")[2]
    assert (quiet["thread_ts"], quiet["reply_broadcast"]) == (ts, False)
    assert (loud["thread_ts"], loud["reply_broadcast"]) == (ts, True)


async def test_a_message_can_be_edited(api: SlackApi, channel: SlackChannel) -> None:
    """The first message is kept up to date; one that is gone says so in the words by which it is left."""
    (first,) = await channel.send(a_message("opened"))
    await channel.edit(first, a_message("two sources"))
    assert api.text(first.partition(":")[2]) == "two sources"
    with pytest.raises(PermanentSendError, match="message to edit not found"):
        await channel.edit("C0123:1.1", a_message("x"))


async def test_no_word_pings_or_links(api: SlackApi, channel: SlackChannel) -> None:
    """C11: rich text is never parsed, the notification's words are escaped, and only our own runs are links."""
    runs = (
        Run(text=HOSTILE, bold=True),
        Run(text="story", url="https://e.example/1"),
        Run(text="x", url="javascript:x"),
    )
    await channel.send(a_message(runs=runs, subject=HOSTILE))
    ((ts, post),) = api.posts.items()
    assert api.text(ts) == f"{HOSTILE}storyx"
    assert "<" not in post["text"]
    elements = post["blocks"][0]["elements"][0]["elements"]
    assert [one["type"] for one in elements] == ["text", "link", "text"]
    assert post["parse"] == "none"
    assert not any(post[key] for key in ("link_names", "unfurl_links", "unfurl_media"))


async def test_a_long_message_is_cut_and_says_so(api: SlackApi, channel: SlackChannel) -> None:
    """What is beyond Slack's limit ends in an ellipsis; no block is too long."""
    await channel.send(a_message("word " * 5_000))
    ((ts, post),) = api.posts.items()
    assert api.text(ts).endswith("…")
    assert all(len(block["elements"][0]["elements"][0]["text"]) <= 3_000 for block in post["blocks"])


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (200, {"ok": False, "error": "channel_not_found"}, PermanentSendError, "correct channel"),
        (200, {"ok": False, "error": "token_revoked"}, PermanentSendError, "token is refused"),
        (200, {"ok": False, "error": "something_new"}, PermanentSendError, "something_new"),
        (200, {"ok": False, "error": "fatal_error"}, TransientSendError, "Slack failed"),
        (503, "<html>", TransientSendError, "Slack failed"),
        (200, "<html>", TransientSendError, "not from Slack"),
        (302, "", TransientSendError, "not from Slack"),
    ],
)
async def test_refusals_say_what_to_do(
    api: SlackApi, channel: SlackChannel, status: int, body: Any, kind: type[Exception], words: str
) -> None:
    """T10, T11, T14: what is refused for good is not tried again, what is no answer of Slack's is no success."""
    api.answers.append((status, body, {}))
    with pytest.raises(kind, match=words) as caught:
        await channel.send(a_message())
    assert getattr(caught.value, "way_refused", False) is ("token" in words)


async def test_flood_control_is_obeyed(api: SlackApi, channel: SlackChannel) -> None:
    """T3: the wait that Slack asks for is passed on."""
    api.answers.append((429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "40"}))
    with pytest.raises(TransientSendError) as caught:
        await channel.send(a_message())
    assert caught.value.retry_after == timedelta(seconds=40)


async def test_a_long_answer_is_read_to_its_end(api: SlackApi, channel: SlackChannel) -> None:
    """Slack answers with the whole message, in the pieces that the line makes of it: sent is sent, however long."""
    api.answers.append((200, {"ok": True, "channel": "C0123", "ts": "1.2", "message": {"text": "م" * 22_000}}, {}))
    assert await channel.send(a_message("م" * 11_000)) == ("C0123:1.2",)


async def test_a_cut_line_is_ambiguous(api: SlackApi, channel: SlackChannel) -> None:
    """T1: what may have arrived is known as such."""
    api.answers.append((0, None, {}))
    with pytest.raises(TransientSendError) as caught:
        await channel.send(a_message())
    assert caught.value.ambiguous
    assert len(api.posts) == 1


def test_only_a_bots_token_and_a_channels_id_are_taken() -> None:
    """A user's token, or a name that another channel may get, is refused with the config."""
    with pytest.raises(ValidationError):
        SlackOptions(token=SecretStr("xoxp-1"), channel="C0123")
    with pytest.raises(ValidationError):
        SlackOptions(token=SecretStr(SLACK_TOKEN), channel="#desk")


@pytest.mark.parametrize("reference", ["-100123:45", "C9999:1700000000.000100", "$event", "<id@e.example>"])
async def test_a_thread_of_another_channel_is_none(api: SlackApi, channel: SlackChannel, reference: str) -> None:
    """After a receiver was moved here, what it heard elsewhere is followed up in the channel, and never edited."""
    await channel.send(a_message("also", reply_to=reference))
    (post,) = api.posts.values()
    assert "thread_ts" not in post


async def test_what_is_no_message_here_is_not_edited(channel: SlackChannel) -> None:
    """A message of the channel before says so in the words by which it is left."""
    with pytest.raises(PermanentSendError, match="there is nothing to edit"):
        await channel.edit("-100123:45", a_message("x"))


@pytest.mark.parametrize("error", ["thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"])
async def test_a_follow_up_whose_thread_is_gone_comes_by_itself(
    api: SlackApi, channel: SlackChannel, error: str
) -> None:
    """T15: somebody deleted the first message: the correction of it is told in the channel, not lost."""
    api.answers.append((200, {"ok": False, "error": error}, {}))
    await channel.send(a_message("correction", reply_to="C0123:1.1"))
    (post,) = api.posts.values()
    assert "thread_ts" not in post


def test_a_server_in_a_private_network_is_allowed_on_purpose_only() -> None:
    """G10: an address in the config is judged when it is read, not when the first alert fails."""
    with pytest.raises(ValidationError, match="allow_private: true"):
        SlackOptions(token=SecretStr(SLACK_TOKEN), channel="C0123", base_url="http://10.0.0.1/api")
