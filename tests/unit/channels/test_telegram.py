import logging
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from daemon.channels.telegram import TelegramChannel
from daemon.channels.telegram_options import TelegramOptions
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import Message, Run
from tests.helpers.bot_api import TOKEN, Answer, BotApi, Fault, a_page, flood, migrated, refused
from tests.helpers.chat import a_message
from tests.helpers.ports import free_port

CHAT = -1001


def options_for(api: BotApi, **over: Any) -> TelegramOptions:
    """Options of a receiver at the stub."""
    values = {"token": TOKEN, "base_url": api.base_url, "chat": CHAT, "timeout": "1s", **over}
    values["token"] = SecretStr(values["token"])
    return TelegramOptions.model_validate(values)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """The stub Bot API, listening."""
    async with BotApi() as server:
        yield server


@pytest.fixture
async def channel(api: BotApi) -> AsyncIterator[TelegramChannel]:
    """A channel to one group of the stub."""
    built = TelegramChannel("desk", options_for(api))
    yield built
    await built.close()


async def failure(channel: TelegramChannel, message: Message | None = None) -> SendError:
    """The error that sending raises."""
    with pytest.raises(SendError) as caught:
        await channel.send(message or a_message())
    return caught.value


async def test_a_message_arrives_once_with_its_styles_and_without_a_preview(api: BotApi, channel: TelegramChannel):
    """One send is one message; links are not fetched by anybody (C12)."""
    runs = (Run(text="shot down", bold=True), Run(text=" near "), Run(text="Palmyra", url="https://example.org/"))
    references = await channel.send(a_message(runs=runs))
    [message] = api.accepted
    assert references == (f"{CHAT}:{message.message_id}",)
    assert (message.text, message.preview_off, message.silent) == ("shot down near Palmyra", True, False)
    assert [(one.kind, one.offset, one.length) for one in message.entities] == [("bold", 0, 9), ("text_link", 15, 7)]


async def test_a_follow_up_answers_the_first_message_in_its_topic(api: BotApi):
    """Follow-ups are silent replies in the forum topic; the general topic is named by no id."""
    channel = TelegramChannel("desk", options_for(api, topic=7))
    [first] = await channel.send(a_message())
    await channel.send(a_message("confirmed", reply_to=first, silent=True))
    assert [(one.thread, one.reply_to, one.silent) for one in api.accepted] == [(7, None, False), (7, 1, True)]
    await channel.close()
    general = TelegramChannel("desk", options_for(api, topic=1))
    await general.send(a_message())
    assert api.accepted[-1].thread is None
    await general.close()


@pytest.mark.parametrize("reference", [f"{CHAT}:999", "999", "-77:1", "junk", ""])
async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same(
    api: BotApi, channel: TelegramChannel, reference: str
):
    """A deleted, foreign or unreadable reference costs the thread, never the alert."""
    await channel.send(a_message(reply_to=reference))
    assert [one.reply_to for one in api.accepted] == [None]


async def test_flood_control_says_how_long_to_wait(api: BotApi, channel: TelegramChannel):
    """429 with retry_after is an ordinary wait of that length, without a label, and one request only (T3)."""
    for seconds in (5, 10_072):
        api.will(CHAT, flood(seconds))
        error = await failure(channel)
        assert isinstance(error, TransientSendError)
        assert (error.retry_after, error.ambiguous) == (timedelta(seconds=seconds), False)
    api.will(CHAT, refused(429, "Too Many Requests"))
    error = await failure(channel)
    assert isinstance(error, TransientSendError)
    assert error.retry_after == timedelta(seconds=1)
    assert (api.requests, api.accepted) == (3, [])


@pytest.mark.parametrize("fault", [Fault.ACCEPT_THEN_HANG, Fault.ACCEPT_THEN_RESET, Fault.HANG, Fault.RESET])
async def test_a_lost_answer_is_ambiguous(api: BotApi, fault: Fault):
    """Once the request went out, a silence or a cut line may hide a delivered message; nothing is retried here (T1)."""
    channel = TelegramChannel("desk", options_for(api, timeout=timedelta(milliseconds=300)))
    api.will(CHAT, fault)
    error = await failure(channel)
    assert isinstance(error, TransientSendError)
    assert error.ambiguous
    assert api.requests == 1
    await channel.close()


async def test_a_refused_connection_is_an_ordinary_retry():
    """When nothing can have gone out, the repeat needs no label (T2)."""
    async with BotApi() as gone:
        options = options_for(gone)
    channel = TelegramChannel("desk", options)
    error = await failure(channel)
    assert isinstance(error, TransientSendError)
    assert not error.ambiguous
    await channel.close()


async def test_a_name_that_does_not_resolve_is_an_ordinary_retry(monkeypatch: pytest.MonkeyPatch):
    """A DNS failure comes before the request, so it is not ambiguous (T2)."""

    def no_such_host(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
    options = TelegramOptions(token=SecretStr(TOKEN), chat=CHAT, base_url="http://bot-api.invalid/bot")
    channel = TelegramChannel("desk", options)
    error = await failure(channel)
    assert isinstance(error, TransientSendError)
    assert not error.ambiguous
    await channel.close()


async def test_a_proxy_that_is_down_is_an_ordinary_retry(api: BotApi):
    """Without its proxy the request never left, and the proxy's password stays out of the error (T2, T16)."""
    port = free_port()
    for scheme in ("http", "socks5"):
        proxy = SecretStr(f"{scheme}://user:canary-pass@127.0.0.1:{port}")
        channel = TelegramChannel("desk", options_for(api, proxy=proxy))
        error = await failure(channel)
        assert isinstance(error, TransientSendError)
        assert not error.ambiguous
        assert "canary" not in str(error)
        await channel.close()


@pytest.mark.parametrize(
    ("answer", "ambiguous"),
    [
        (a_page(502), True),
        (a_page(504), True),
        (a_page(200, "<html>please log in</html>"), True),
        (a_page(403, "<html>blocked by the company</html>"), False),
        (refused(500, "Internal Server Error"), True),
        (refused(502, "Bad Gateway"), True),
        (Answer(200, {"ok": False, "error_code": 500, "description": "Internal Server Error"}), True),
        (Answer(200, {"ok": False, "description": "no"}), False),
        (Answer(200, {"ok": True, "result": {}}), True),
        (Answer(200, {"ok": True}), True),
        (Answer(200, {"result": 1}), True),
        (a_page(200, "[" * 100_000), True),
    ],
)
async def test_answers_that_are_none_are_not_taken_for_success(
    api: BotApi, channel: TelegramChannel, answer: Answer, *, ambiguous: bool
):
    """A gateway's page, `ok: false` and an empty result are failures to be tried again (T14)."""
    api.will(CHAT, answer)
    error = await failure(channel)
    assert isinstance(error, TransientSendError)
    assert error.ambiguous is ambiguous
    assert api.requests == 1


@pytest.mark.parametrize(
    ("answer", "mend"),
    [
        (refused(403, "Forbidden: bot was kicked from the supergroup chat"), "add the bot to the chat again"),
        (refused(403, "Forbidden: bot was blocked by the user"), "they must unblock the bot"),
        (refused(400, "Bad Request: chat not found"), "correct chat:"),
        (refused(400, "Bad Request: message thread not found"), "correct topic:"),
        (refused(400, "Bad Request: TOPIC_CLOSED"), "topic is closed"),
        (refused(400, "Bad Request: not enough rights to send text messages to the chat"), "allow the bot"),
        (refused(401, "Unauthorized"), "the token is refused"),
        (Answer(200, {"ok": False, "error_code": 403, "description": "Forbidden: bot was kicked"}), "add the bot"),
        (refused(413, "Request Entity Too Large"), "413"),
    ],
)
async def test_what_will_never_work_is_permanent_and_says_the_mend(
    api: BotApi, channel: TelegramChannel, answer: Answer, mend: str
):
    """Kicked, blocked, unknown chat, closed topic, revoked token: no endless retry, a mend in the error (T10, T11)."""
    api.will(CHAT, answer)
    error = await failure(channel)
    assert isinstance(error, PermanentSendError)
    assert error.moved_to is None
    assert mend in error.message
    assert error.way_refused is (mend == "the token is refused")  # T11: then no message gets through, whatever it is


async def test_a_wrong_token_is_permanent(api: BotApi):
    """T11: the Bot API itself says 401 to a token it does not know: that is the way's fault, not the message's."""
    channel = TelegramChannel("desk", options_for(api, token="1:other"))
    error = await failure(channel)
    assert isinstance(error, PermanentSendError)
    assert error.way_refused
    await channel.close()


async def test_a_group_that_moved_says_where_to(api: BotApi, channel: TelegramChannel):
    """A group that became a supergroup gives its new id, and there the same message arrives (T9)."""
    api.will(CHAT, migrated(-100777))
    error = await failure(channel)
    assert isinstance(error, PermanentSendError)
    assert error.moved_to == "-100777"
    moved = TelegramChannel("desk", options_for(api).moved(error.moved_to))
    await moved.send(a_message(reply_to=f"{CHAT}:1"))
    assert [(one.chat, one.reply_to) for one in api.accepted] == [(-100777, None)]
    await moved.close()


async def test_refused_html_is_sent_once_as_plain_text(
    api: BotApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
):
    """If the markup is refused after all, the words arrive without it and the bug is recorded (T5)."""
    api.will(CHAT, refused(400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 3"))
    references = await channel.send(a_message(runs=(Run(text="shot <down>", bold=True),)))
    [message] = api.accepted
    assert (message.text, message.html, len(references)) == ("shot <down>", None, 1)
    assert [record.levelname for record in caplog.records if record.name.startswith("daemon")] == ["ERROR"]


async def test_a_long_message_comes_in_parts_and_rings_once(api: BotApi, channel: TelegramChannel):
    """Further parts answer the first one without a sound; nothing of the text is lost (T6)."""
    text = "\n".join(f"line {number} of a long report" for number in range(400))
    references = await channel.send(a_message(text))
    assert len(references) == len(api.accepted) == 3
    assert "\n".join(one.text for one in api.accepted) == text
    assert [one.silent for one in api.accepted] == [False, True, True]
    assert [one.reply_to for one in api.accepted] == [None, 1, 1]


async def test_a_failure_in_the_middle_is_resumed_there(api: BotApi, channel: TelegramChannel):
    """Parts that are out are named by the error and not sent again; the part that may be a repeat says so (T8)."""
    text = "\n".join(f"line {number} of a long report" for number in range(400))
    first = await channel.send(a_message(text))
    whole = [one.text for one in api.accepted]
    resumed = a_message(text, parts_sent=first[:1], facts={"possible_repeat": True})
    api.will(CHAT, flood(1))
    error = await failure(channel, resumed)
    assert error.sent == first[:1]
    references = await channel.send(resumed)
    assert references[0] == first[0]
    assert [one.text for one in api.accepted[3:]] == [f"↻ possible repeat\n{whole[1]}", whole[2]]


async def test_a_message_without_text_is_refused_here(api: BotApi, channel: TelegramChannel):
    """Telegram takes no empty message, so none is tried."""
    assert isinstance(await failure(channel, a_message(" \n ")), PermanentSendError)
    assert api.requests == 0


async def test_the_token_is_in_no_log_line(api: BotApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture):
    """Even when everything is logged at DEBUG, no library writes the URL with the token in it (T16)."""
    caplog.set_level(logging.DEBUG)
    another = TelegramChannel("desk", options_for(api))
    await another.send(a_message())
    api.will(CHAT, a_page(502, f"<html>cannot reach /bot{TOKEN}/sendMessage</html>"), Fault.ACCEPT_THEN_RESET)
    await failure(another)
    await failure(another)
    await another.close()
    assert "canary" not in caplog.text
