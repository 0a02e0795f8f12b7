"""A desk in a Telegram group: the whole daemon, its publisher, and the chat that answers, over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from daemon.model import Act
from tests.helpers.bot_api import TOKEN, Accepted, BotApi
from tests.helpers.canaries import check_texts
from tests.helpers.site import FakeSite
from tests.helpers.story import Story

GROUP = -1001234
CHAT = {"id": GROUP, "type": "supergroup", "title": "Desk"}
ANNA = {"id": 11, "is_bot": False, "first_name": "Anna"}
BORIS = {"id": 12, "is_bot": False, "first_name": "Boris"}
READER = {"id": 13, "is_bot": False, "first_name": "Rada"}
STRANGER = {"id": 99, "is_bot": False, "first_name": "Mallory"}
_CHAT = f"telegram: {{token_file: token, base_url: '{{base}}', chat: {GROUP}}}"
RECEIVERS = f"receivers: {{desk: {{{_CHAT}}}, ops: {{console: {{}}}}}}\n"
PEOPLE = """\
people:
  - {name: Anna, telegram: 11, role: desk}
  - {name: Boris, telegram: 12, role: operator}
  - {name: Rada, telegram: 13, role: reader}
"""


@dataclass
class Desk:
    """A daemon, its publisher, and the chat that answers."""

    story: Story
    api: BotApi
    seen: int = field(default=0)

    async def alert(self, title: str = "Helicopter shot down near Palmyra", **over: Any) -> Accepted:
        """Publish, and return the message that it makes in the chat."""
        self.story.publish(title, **over)
        before = len(self.api.accepted)
        await self.story.pass_time(minutes=5)
        return self.api.accepted[before]

    async def press(self, message: Accepted, text: str, who: dict[str, Any]) -> str:
        """Press a button, and return what the presser is shown."""
        return await self.api.toast(self.api.press(message, text, sender=who))

    async def say(self, text: str, who: dict[str, Any], *, to: Accepted | None = None, **over: Any) -> str:
        """Write a command, and return what is answered."""
        more: dict[str, Any] = {"date": int(self.story.now.timestamp()), **over}
        if to is not None:
            more["reply_to_message"] = {"message_id": to.message_id, "date": 1, "chat": CHAT, "text": to.text}
        return (await self.api.reply(self.api.say(CHAT, text, sender=who, **more))).text

    async def now_reads(self, message: Accepted) -> Accepted:
        """The message as it reads when the edits that are due were made."""
        self.story.now += timedelta(seconds=10)
        await self.story.running.deliver_all()
        return self.api.shown[message.chat, message.message_id]

    async def acts(self) -> list[Act]:
        """The audit log, the oldest first."""
        return (await self.story.store.read(lambda tx: tx.acts.latest()))[::-1]


@asynccontextmanager
async def a_desk(folder: Path, *, settings: str = PEOPLE, receivers: str | None = None) -> AsyncIterator[Desk]:
    """A desk in a Telegram group. `receivers`: others than the usual ones, with `{base}` for the Bot API's URL."""
    async with BotApi() as api, FakeSite() as site:
        (folder / "token").write_text(TOKEN)
        told = Story(folder, site, settings=settings, real_channels=True)
        told.receivers = (receivers or RECEIVERS).replace("{base}", api.base_url)
        for feed in told.feeds:
            site.publish(f"/{feed}", [told.entry("Library lends out its first telescope")])
        await told.begin()
        await told.poll()
        yield Desk(told, api)
        await told.end()
        check_texts(one.text for one in api.accepted)
