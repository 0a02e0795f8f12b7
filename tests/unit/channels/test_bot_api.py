from typing import Any

import aiohttp
import pytest

from tests.helpers.bot_api import BotApi, flood
from tests.helpers.telegram_grammar import GrammarError, parse_html, utf16_length


async def call(api: BotApi, method: str, **parameters: Any) -> dict[str, Any]:
    """The stub's answer to one call."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.base_url}{api.token}/{method}", json=parameters) as response,
    ):
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.mark.parametrize(
    "wrong", ["<b>x", "x</b>", "<b><i>x</b></i>", "<h1>x</h1>", "a < b", "<", "<b", '<a href="x>y</a>', "<>"]
)
def test_the_grammar_refuses_what_telegram_refuses(wrong: str):
    """Unclosed, crossing, unknown and broken tags are errors (T5)."""
    with pytest.raises(GrammarError):
        parse_html(wrong)


def test_the_grammar_reads_text_and_styles():
    """Entities are counted in UTF-16 units of the text that is left."""
    text, entities = parse_html('🚁 <b>a&lt;<i>b</i></b> <a href="https://e.org/?a&amp;b">c</a> &nbsp;')
    assert text == "🚁 a<b c &nbsp;"
    assert [(one.kind, one.offset, one.length, one.url) for one in entities] == [
        ("bold", 3, 3, None),
        ("italic", 5, 1, None),
        ("text_link", 7, 1, "https://e.org/?a&b"),
    ]
    assert utf16_length("🚁a") == 3


@pytest.mark.parametrize(
    ("text", "description"),
    [
        (" \n ", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("🚁" * 2049, "message is too long"),
        ("<b>x</b> " * 101, "ENTITIES_TOO_LONG"),
        ("<b>x", "can't parse entities"),
    ],
)
async def test_the_stub_refuses_what_telegram_refuses(text: str, description: str):
    """Texts beyond the limits get a 400 and are not recorded (T6, T7)."""
    async with BotApi() as api:
        answer = await call(api, "sendMessage", chat_id=1, text=text, parse_mode="HTML")
        assert (answer["ok"], api.accepted) == (False, [])
        assert description in answer["description"]


async def test_the_stub_knows_which_messages_can_be_answered():
    """A reply to an unknown message is refused, unless the sender allows for that."""
    async with BotApi() as api:
        gone = {"message_id": 99}
        assert (
            "not found" in (await call(api, "sendMessage", chat_id=1, text="x", reply_parameters=gone))["description"]
        )
        allowed = {**gone, "allow_sending_without_reply": True}
        assert (await call(api, "sendMessage", chat_id=1, text="x", reply_parameters=allowed))["ok"]
        assert (await call(api, "sendMessage", chat_id=1, text="y", reply_parameters={"message_id": 1}))["ok"]
        assert [one.reply_to for one in api.accepted] == [None, 1]


async def test_the_stub_limits_chats_and_groups():
    """A chat takes one message a second, a group twenty a minute; beyond that comes 429 with the wait (T3, T4)."""
    now = 0.0
    async with BotApi(limits=True, clock=lambda: now) as api:
        assert (await call(api, "sendMessage", chat_id=1, text="x"))["ok"]
        too_soon = await call(api, "sendMessage", chat_id=1, text="x")
        assert too_soon["parameters"] == {"retry_after": 1}
        for second in range(20):
            now = second * 1.0
            assert (await call(api, "sendMessage", chat_id=-1, text="x"))["ok"]
        now = 20.0
        assert (await call(api, "sendMessage", chat_id=-1, text="x"))["parameters"] == {"retry_after": 40}
        now = 60.0
        assert (await call(api, "sendMessage", chat_id=-1, text="x"))["ok"]


async def test_the_stub_answers_as_scripted_then_as_ever():
    """Scripted answers are for one chat, in their order, and then used up."""
    async with BotApi() as api:
        api.will(1, flood(3))
        assert (await call(api, "sendMessage", chat_id=2, text="x"))["ok"]
        assert (await call(api, "sendMessage", chat_id=1, text="x"))["error_code"] == 429
        assert (await call(api, "sendMessage", chat_id=1, text="true"))["result"]["text"] == "true"
        assert (await call(api, "getMe"))["result"]["is_bot"]
