from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from daemon.channels.telegram import list_chats
from daemon.channels.telegram_options import TelegramAccess, TelegramOptions
from daemon.errors import SendError
from tests.helpers.bot_api import TOKEN, BotApi, refused

CHAT = -1001


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "no token at all"},
        {"chat": "desk"},
        {"chat": True},
        {"chat": None},
        {"topic": 0},
        {"proxy": "ftp://canary@host"},
        {"proxy": "socks5://"},
        {"proxy": "http://host:port"},
        {"base_url": "file:///etc/passwd"},
        {"chatt": 1},
    ],
)
def test_wrong_options_are_refused_without_showing_them(wrong: dict[str, Any]):
    """What cannot work is said when the config is read; a secret is not printed (T16)."""
    values: dict[str, Any] = {"token": TOKEN, "chat": CHAT, **wrong}
    secret = {name: SecretStr(value) for name, value in values.items() if name in {"token", "proxy"}}
    with pytest.raises(ValidationError) as caught:
        TelegramOptions.model_validate({**values, **secret})
    assert "canary" not in str(caught.value)


def test_options_read_ids_names_and_servers():
    """A chat is an id, also as text, or an @name; a Bot API server is found with or without its /bot."""
    token = SecretStr(TOKEN)
    assert TelegramOptions(token=token, chat="-1001234").chat == -1001234  # type of YAML text in quotes
    assert TelegramOptions(token=token, chat="@desk_channel").chat == "@desk_channel"
    assert TelegramAccess(token=token, base_url="http://127.0.0.1:8081/").base_url == "http://127.0.0.1:8081/bot"
    assert "canary" not in repr(TelegramOptions(token=token, chat=1))


async def test_listing_shows_chat_topic_and_sender():
    """Each message seen names what the config needs: chat, topic and who wrote it."""
    async with BotApi() as api:
        sender = {"id": 5, "is_bot": False, "first_name": "Mara", "last_name": "K."}
        forum = {"id": -100, "type": "supergroup", "title": "Desk", "is_forum": True}
        api.say(forum, "hello", sender=sender, message_thread_id=7, is_topic_message=True)
        api.say({"id": 5, "type": "private", "first_name": "Mara"}, "hi", sender=sender)
        access = TelegramAccess(token=SecretStr(TOKEN), base_url=api.base_url)
        seen = [one async for one in list_chats(access, seconds=0.2)]
        assert [(one.chat, one.chat_title, one.kind, one.topic, one.sender, one.sender_name) for one in seen] == [
            (-100, "Desk", "supergroup", 7, 5, "Mara K."),
            (5, "Mara", "private", None, 5, "Mara K."),
        ]


async def test_listing_says_when_another_program_reads_the_bot():
    """A conflict or a refused token ends the listing with a word, without the token in it (T16)."""
    async with BotApi() as api:
        access = TelegramAccess(token=SecretStr(TOKEN), base_url=api.base_url)
        for answer in (refused(409, "Conflict: terminated by other getUpdates request"), refused(401, "Unauthorized")):
            api.update_answers.append(answer)
            with pytest.raises(SendError) as caught:
                _ = [one async for one in list_chats(access, seconds=5)]
            assert "canary" not in str(caught.value)
