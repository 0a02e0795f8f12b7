"""A webhook in the place of long polling: who may knock, what is stored before it is answered, and the way back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.channels.telegram_ear import TelegramEar
from daemon.channels.telegram_hook import Door
from daemon.channels.telegram_options import Hook, TelegramAccess, TelegramOptions
from daemon.configfile import load_config
from daemon.errors import ConfigError, TransientSendError
from tests.helpers.bot_api import TOKEN, Accepted, BotApi, a_page
from tests.helpers.ports import free_port
from tests.helpers.site import FakeSite
from tests.helpers.story import Story

SECRET = "canary-secret_0123456789abcdefghij"
GROUP = -1001234
CHAT = {"id": GROUP, "type": "supergroup", "title": "Desk"}
ANNA = {"id": 11, "is_bot": False, "first_name": "Anna"}
STATUS = {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": CHAT, "text": "/status", "from": ANNA}}
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Hooked:
    """A daemon that Telegram brings updates to."""

    story: Story
    api: BotApi
    url: str  #: where the door is on this machine

    async def say(self, text: str) -> str:
        """Write a command, bring it, and return what is answered."""
        number = self.api.say(CHAT, text, sender=ANNA, date=int(self.story.now.timestamp()))
        assert await self.api.bring(self.url) == [200]
        return (await self.api.reply(number)).text

    async def alert(self) -> Accepted:
        """An alert with buttons, after a first command was heard."""
        await self.say("/status")
        for feed in self.story.feeds:
            self.story.site.publish(f"/{feed}", [self.story.entry("Library lends out its first telescope")])
        await self.story.poll()
        self.story.publish("Helicopter shot down near Palmyra")
        await self.story.pass_time(minutes=5)
        return next(one for one in self.api.accepted if one.buttons)


@pytest.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[Hooked]:
    """A desk whose bot has a webhook."""
    async with BotApi() as api, FakeSite() as site:
        (tmp_path / "token").write_text(TOKEN)
        (tmp_path / "secret").write_text(SECRET)
        port = free_port()
        hook = f"{{listen: '127.0.0.1:{port}', public_url: 'https://desk.example/tg', secret_file: secret}}"
        told = Story(tmp_path, site, real_channels=True)
        told.settings = "people: [{name: Anna, telegram: 11, role: desk}]\n"
        told.receivers = (
            f"receivers: {{desk: {{telegram: {{token_file: token, base_url: '{api.base_url}', chat: {GROUP},"
            f" webhook: {hook}}}}}, ops: {{console: {{}}}}}}\n"
        )
        await told.begin()
        assert await api.offers(GROUP)  # then the door is open
        yield Hooked(told, api, f"http://127.0.0.1:{port}/tg")
        await told.end()


async def test_commands_come_through_the_door_and_are_stored_before_they_are_answered(hooked: Hooked) -> None:
    """B7: an update is answered with 200, and by then its number is in the store; what it asks is answered."""
    assert hooked.api.hook_secret == SECRET
    assert "Open incidents 0" in await hooked.say("/status")
    heard = await hooked.story.store.read(lambda tx: tx.acts.heard_up_to(TOKEN.partition(":")[0]))
    assert heard is not None
    assert heard.number == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "canary-secret_0123456789abcdefghiю"])
async def test_who_does_not_show_the_secret_is_turned_away(hooked: Hooked, secret: str | None) -> None:
    """B4: without the secret, or with another one, 401; nothing is taken in."""
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(hooked.url, json=STATUS, headers=headers) as response,
    ):
        assert (response.status, await response.text()) == (401, "")
    bot = TOKEN.partition(":")[0]
    assert getattr(await hooked.story.store.read(lambda tx: tx.acts.heard_up_to(bot)), "number", -1) < 7


async def test_what_comes_twice_through_the_door_is_done_once(hooked: Hooked) -> None:
    """B6: an update that is brought again is answered with 200 and does nothing more."""
    await hooked.say("/status")
    before = len(hooked.api.accepted)
    hooked.api.brought = 0
    assert await hooked.api.bring(hooked.url) == [200]
    assert "Nothing is open" in await hooked.say("/open")
    assert len(hooked.api.accepted) == before + 1


async def test_an_update_that_nobody_can_read_is_taken_and_skipped(hooked: Hooked) -> None:
    """A kind of update that trips the library is answered with 200, so that it is not brought for ever."""
    hooked.api.updates.append({"update_id": 1, "message": {"message_id": "x", "chat": 7}})
    assert await hooked.api.bring(hooked.url) == [200]
    assert "Nothing is open" in await hooked.say("/open")


async def test_what_is_not_stored_is_brought_again() -> None:
    """B7: a door that closes before its updates are stored says so, and the next one gets them."""
    door = Door(("127.0.0.1", free_port()), public_url="https://desk.example/tg", secret=SECRET)
    await door.open()
    async with aiohttp.ClientSession() as session:
        call = session.post(f"http://127.0.0.1:{door.port}/tg", json=STATUS, headers={HEADER: SECRET})
        answer = asyncio.ensure_future(call)
        assert [one["update_id"] for one in await door.updates(None, seconds=20)] == [7]
        await door.close()
        async with await answer as response:
            assert response.status == 503


async def test_polling_takes_an_old_webhook_away(tmp_path: Path) -> None:
    """Who goes back to long polling is heard: Telegram gives nothing to those who ask while a webhook is set."""
    async with BotApi() as api, FakeSite() as site:
        api.hook = "https://old.example"
        (tmp_path / "token").write_text(TOKEN)
        told = Story(tmp_path, site, real_channels=True)
        told.settings = "people: [{name: Anna, telegram: 11, role: desk}]\n"
        channel = f"telegram: {{token_file: token, base_url: '{api.base_url}', chat: {GROUP}}}"
        told.receivers = f"receivers: {{desk: {{{channel}}}, ops: {{console: {{}}}}}}\n"
        await told.begin()
        number = api.say(CHAT, "/open", sender=ANNA, date=int(told.now.timestamp()))
        assert "Nothing is open" in (await api.reply(number)).text
        assert api.hook == ""
        await told.end()


@pytest.mark.parametrize("secret", ["", "short", "x" * 31, "x" * 257, "with a space and more than 32 chars"])
def test_a_webhook_without_a_good_secret_does_not_start(tmp_path: Path, secret: str) -> None:
    """B4: an empty, short or odd secret is refused with the config; the secret itself is not shown."""
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "secret").write_text(secret)
    hook = "{listen: '127.0.0.1:8078', public_url: 'https://desk.example/tg', secret_file: secret}"
    path = tmp_path / "config.yaml"
    path.write_text(f"receivers: {{desk: {{telegram: {{token_file: token, chat: -1, webhook: {hook}}}}}}}\nfeeds: []\n")
    with pytest.raises(ConfigError) as caught:
        load_config(path, channel_options=CHANNEL_OPTIONS)
    said = str(caught.value)
    assert "secret" in said
    assert not secret or secret not in said
    assert TelegramOptions.model_fields["webhook"].default is None  # long polling is what nobody has to choose


async def test_a_webhook_that_could_not_be_set_is_set_later() -> None:
    """B7: a door that opened while Telegram was out of reach is made known as soon as it can be, or nobody is heard."""
    async with BotApi() as api:
        api.hook_answers.append(a_page(502))
        place = f"127.0.0.1:{free_port()}"
        hook = Hook(listen=place, public_url="https://desk.example/tg", secret=SecretStr(SECRET))
        ear = TelegramEar(TelegramAccess(token=SecretStr(TOKEN), base_url=api.base_url, webhook=hook))
        with pytest.raises(TransientSendError):
            await ear.hear(None, wait=False)
        assert api.hook == ""
        await ear.hear(None, wait=False)
        assert api.hook == "https://desk.example/tg"
        await ear.close()


async def test_a_press_from_before_a_standstill_is_refused_however_late_it_comes(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B9: pressed while nobody listened, brought long after the start: nothing is done, and the presser hears why."""
    monkeypatch.setattr("daemon.channels.telegram_ear._LATE_SECONDS", 0)
    story, api = hooked.story, hooked.api
    alert = await hooked.alert()
    await story.end()
    old = api.press(alert, "✅ Ack", sender=ANNA)
    story.now += timedelta(hours=1)
    api.offered.clear()
    await story.begin()
    assert await api.offers(GROUP)  # it listens, and what waited has not come
    ((ear, _),) = story.running.listener._ears
    await story.running.listener.hear_once(ear, wait=False)  # as after a failure of the line
    assert await api.bring(hooked.url) == [200]
    assert "too long ago" in await api.toast(old)
    fresh = api.press(alert, "✅ Ack", sender=ANNA)
    assert await api.bring(hooked.url) == [200]
    assert "Anna" in await api.toast(fresh)


async def test_a_press_that_a_dead_proxy_held_up_is_refused(hooked: Hooked) -> None:
    """B9: the daemon listens and Telegram cannot reach it: what was seen waiting six minutes ago is too old by now."""
    story, api = hooked.story, hooked.api
    alert = await hooked.alert()
    held = api.press(alert, "✅ Ack", sender=ANNA)
    ((ear, _),) = story.running.listener._ears
    ear._backlog.looked(known=1, pending=1, at=asyncio.get_running_loop().time() - 360)  # type: ignore[attr-defined]
    assert await api.bring(hooked.url) == [200]
    assert "too long ago" in await api.toast(held)


async def test_what_was_heard_and_not_answered_yet_makes_no_press_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """B9: Telegram counts an update until it is answered: by a look at that moment the next press is not older."""
    monkeypatch.setattr("daemon.channels.telegram_backlog.LOOK_EVERY", 0)
    async with BotApi() as api:
        place = f"127.0.0.1:{free_port()}"
        hook = Hook(listen=place, public_url="https://desk.example/tg", secret=SecretStr(SECRET))
        ear = TelegramEar(TelegramAccess(token=SecretStr(TOKEN), base_url=api.base_url, webhook=hook))
        await ear.hear(None, wait=False)
        api.say(CHAT, "/status", sender=ANNA, date=1)
        bringing = asyncio.create_task(api.bring(f"http://{place}/tg"))
        assert [one.number for one in await ear.hear(1)] == [1]
        hearing = asyncio.create_task(ear.hear(2))
        assert await bringing == [200]
        api.say(CHAT, "/status", sender=ANNA, date=1)
        bringing = asyncio.create_task(api.bring(f"http://{place}/tg"))
        assert [(one.number, one.waited) for one in await hearing] == [(2, timedelta())]
        await ear.close()
        assert await bringing == [503]
