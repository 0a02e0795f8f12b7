"""`watchdesk doctor`, as an operator calls it: each broken thing is found, and its mend is said."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from daemon.cli import cli
from tests.helpers.bot_api import TOKEN, BotApi, a_member, migrated, refused
from tests.helpers.build import an_entry
from tests.helpers.site import Answer as SiteAnswer
from tests.helpers.site import FakeSite, rss
from tests.helpers.story import RULES

GROUP = -1001234567890


@dataclass
class Ward:
    """A desk with one feed and one Telegram receiver, and the doctor who comes to see it."""

    folder: Path
    site: FakeSite
    api: BotApi
    output: str = ""
    extra: str = ""
    code: int = field(default=-1)

    def prepare(self) -> None:
        """Write config, rules and token."""
        (self.folder / "rules").mkdir(exist_ok=True)
        (self.folder / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
        secrets = self.folder / "secrets"
        secrets.mkdir(exist_ok=True)
        (secrets / "token").write_text(TOKEN, encoding="utf-8")
        (secrets / "token").chmod(0o600)
        text = f"receivers: {{desk: {{telegram: {{chat: {GROUP}, token_file: secrets/token,"
        text += f" base_url: '{self.api.base_url}'}}}}}}\n"
        text += f"feeds: [{{id: wire, url: '{self.site.url('/wire')}', allow_private: true}}]\n{self.extra}"
        (self.folder / "config.yaml").write_text(text, encoding="utf-8")

    def serve(self, *, ahead: timedelta) -> None:
        """Let the feed's server show a clock that is so far ahead of ours."""
        headers = {"Date": format_datetime(datetime.now(UTC) + ahead, usegmt=True)}
        headers["Content-Type"] = "application/rss+xml"
        body = rss([an_entry(title="Library lends out its first telescope")])
        self.site.serve("/wire", SiteAnswer(body=body, headers=headers))

    async def call(self, *arguments: str) -> list[dict[str, Any]]:
        """Let the doctor look, in a thread: the fakes answer on this loop. Returns the findings."""
        asked = ["doctor", "--json", "--config", str(self.folder / "config.yaml"), *arguments]
        result = await asyncio.to_thread(CliRunner().invoke, cli, asked)
        self.output, self.code = result.output, result.exit_code
        return [json.loads(line) for line in result.stdout.splitlines()]

    async def poll(self) -> None:
        """Let a store come to be."""
        asked = ["poll", "--once", "--config", str(self.folder / "config.yaml")]
        await asyncio.to_thread(CliRunner().invoke, cli, asked)


@pytest.fixture
async def ward(tmp_path: Path) -> AsyncIterator[Ward]:
    """A desk that was polled once and is well, but that nobody runs."""
    async with FakeSite() as site, BotApi() as api:
        desk = Ward(tmp_path, site, api)
        desk.serve(ahead=timedelta(0))
        desk.prepare()
        yield desk


def of(findings: list[dict[str, Any]], area: str) -> list[dict[str, Any]]:
    """The findings of one area."""
    return [one for one in findings if one["area"] == area]


async def test_a_healthy_desk_is_said_to_be_so(ward: Ward) -> None:
    """Every area is named, all is ok but that no daemon runs, and no secret is printed."""
    await ward.poll()
    found = await ward.call()
    assert {one["area"] for one in found} == {
        *("config", "versions", "store", "disk", "daemon", "network", "chat", "clock")
    }
    assert [one["found"] for one in found if one["weight"] == "bad"] == ["none runs on this store"]
    assert ward.code == 1
    assert "@desk_bot is administrator in Desk" in of(found, "chat")[0]["found"]
    assert "1 of 1 hosts" in of(found, "network")[0]["found"]
    assert "1 server" in of(found, "clock")[0]["found"]
    assert TOKEN.partition(":")[2] not in ward.output


async def test_a_clock_that_differs_from_the_servers_is_found(ward: Ward) -> None:
    """A server that answers with another hour is evidence against our clock."""
    ward.serve(ahead=timedelta(hours=2))
    (found,) = of(await ward.call(), "clock")
    assert found["weight"] == "bad"
    assert re.search(r"7\d{3} s behind 1 server", found["found"])


async def test_what_is_not_ok_says_what_to_do(ward: Ward) -> None:
    """Each finding that is not ok has its mend."""
    (ward.folder / "secrets" / "token").chmod(0o644)
    found = await ward.call()
    assert any("others on this machine may read token" in one["found"] for one in found)
    assert all(one["to_do"] for one in found if one["weight"] != "ok")


@pytest.mark.parametrize(
    ("member", "says", "mend"),
    [
        (a_member("left"), "is not in the chat (left)", "add the bot"),
        (a_member("kicked"), "is not in the chat (kicked)", "add the bot"),
        (a_member("restricted"), "may not write in the chat", "allow the bot to send messages"),
    ],
)
async def test_a_bot_that_may_not_write_is_found(ward: Ward, member: dict[str, Any], says: str, mend: str) -> None:
    """A chat that the bot left, was thrown out of or may not write in is bad, before an alert is lost there."""
    ward.api.members[GROUP] = member
    (found,) = of(await ward.call(), "chat")
    assert found["weight"] == "bad"
    assert says in found["found"]
    assert mend in found["to_do"]
    assert not ward.api.accepted, "the doctor sends nothing"


async def test_a_channel_needs_the_right_to_post(ward: Ward) -> None:
    """In a channel a bot is heard only as an administrator who may post."""
    ward.api.chats[GROUP] = {"type": "channel"}
    ward.api.members[GROUP] = a_member("administrator")
    (found,) = of(await ward.call(), "chat")
    assert "may not post" in found["found"]
    ward.api.members[GROUP] = a_member("administrator", can_post_messages=True)
    (found,) = of(await ward.call(), "chat")
    assert found["weight"] == "ok"


async def test_members_who_may_not_write_silence_the_bot(ward: Ward) -> None:
    """A group whose members may not write takes nothing of a bot that is only a member."""
    named = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes", "polls")
    rights = {f"can_send_{one}": False for one in (*named, "other_messages")}
    more = ("add_web_page_previews", "change_info", "invite_users", "pin_messages", "manage_topics")
    ward.api.chats[GROUP] = {"permissions": {**rights, **{f"can_{one}": False for one in more}}}
    ward.api.members[GROUP] = a_member("member")
    (found,) = of(await ward.call(), "chat")
    assert "members may not write" in found["found"]


@pytest.mark.parametrize(
    ("answer", "says", "mend"),
    [
        (refused(400, "Bad Request: chat not found"), "Chat not found", "add the bot to the chat"),
        (migrated(-1009), "moved to -1009", "put the new id into the config"),
    ],
)
async def test_a_chat_that_is_not_there_is_found(ward: Ward, answer: Any, says: str, mend: str) -> None:
    """A chat that is unknown or has moved says so, and where to."""
    ward.api.chats[GROUP] = answer
    (found,) = of(await ward.call(), "chat")
    assert says in found["found"]
    assert mend in f"{found['found']} {found['to_do']}"


async def test_a_refused_token_is_found_and_not_shown(ward: Ward) -> None:
    """R12: a token that the Bot API refuses is bad, and is in no output."""
    ward.api.token = "123456:another"
    (found,) = of(await ward.call(), "chat")
    assert "Unauthorized" in found["found"]
    assert "valid" in found["to_do"]
    assert TOKEN.partition(":")[2] not in ward.output


async def test_another_programs_webhook_is_found_where_the_bot_should_hear(ward: Ward) -> None:
    """Where people are listed, a webhook of another program takes what they say: that is bad."""
    ward.extra = "people: [{name: Anna, telegram: 5, role: desk}]\n"
    ward.prepare()
    ward.api.hook = "https://bots.example/hook"
    (found,) = of(await ward.call(), "chat")
    assert "webhook is set" in found["found"]


async def test_a_damaged_store_is_found(ward: Ward) -> None:
    """A store whose pages are torn is bad, and the last backup is the mend."""
    await ward.poll()
    store = ward.folder / "watchdesk.sqlite"
    with closing(sqlite3.connect(store)) as database:
        page, root = (
            database.execute(text).fetchone()[0]
            for text in ("PRAGMA page_size", "SELECT rootpage FROM sqlite_master WHERE name='item'")
        )
    with store.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * 64)
    found = of(await ward.call("--offline"), "store")
    assert [one["weight"] for one in found] == ["bad"]
    assert "restore" in found[0]["to_do"]


async def test_a_store_of_another_version_is_found(ward: Ward) -> None:
    """S11: a store that a newer program wrote says so instead of being read."""
    await ward.poll()
    with closing(sqlite3.connect(ward.folder / "watchdesk.sqlite")) as database, database:
        database.execute("UPDATE alembic_version SET version_num='9999'")
    found = of(await ward.call("--offline"), "store")
    assert found[0]["weight"] == "bad"
    assert "newer" in found[0]["found"]


async def test_a_wrong_config_is_told_with_its_line_and_ends_with_2(ward: Ward) -> None:
    """A config that cannot be read is a finding like others, with file and line; the exit code says so."""
    ward.extra = "polling: {}\n"
    ward.prepare()
    found = await ward.call()
    assert ward.code == 2
    assert any("config.yaml:3" in one["found"] for one in of(found, "config"))
    assert of(found, "versions")


async def test_a_backup_that_is_missing_is_noted_until_it_is_made(ward: Ward) -> None:
    """Who never made a backup is told how; who has made one is left alone."""
    await ward.poll()
    assert any("no backup" in one["found"] for one in of(await ward.call("--offline"), "store"))
    asked = ["backup", str(ward.folder / "copy.sqlite"), "--config", str(ward.folder / "config.yaml")]
    assert (await asyncio.to_thread(CliRunner().invoke, cli, asked)).exit_code == 0
    assert not any("backup" in one["found"] for one in of(await ward.call("--offline"), "store"))


async def test_a_listener_that_others_can_reach_is_noted(ward: Ward) -> None:
    """Metrics that are open to a network are worth a word; on a loopback address they are not."""
    ward.extra = 'http: {listen: "0.0.0.0:8078"}\n'
    ward.prepare()
    await ward.poll()
    assert any("whoever reaches it" in one["found"] for one in of(await ward.call("--offline"), "daemon"))
    ward.extra = 'http: {listen: "127.0.0.1:8078"}\n'
    ward.prepare()
    assert not any("whoever reaches it" in one["found"] for one in of(await ward.call("--offline"), "daemon"))


async def test_offline_nobody_is_asked(ward: Ward) -> None:
    """With --offline neither publisher nor chat hears of it."""
    found = await ward.call("--offline")
    assert not of(found, "network")
    assert not of(found, "chat")
    assert not ward.site.requests
