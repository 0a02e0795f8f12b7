"""The whole daemon between two fakes, with a clock that a test moves: nothing sleeps, nothing leaves the machine."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from daemon.app import App
from daemon.channels.registry import CHANNEL_OPTIONS, Channel
from daemon.cli.loading import load_all
from daemon.config import Config
from daemon.configfile import load_config
from daemon.feeds.parse import Parser
from daemon.model import Delivery, Entry, FeedState, Message
from daemon.reload.reloader import Load, Reloader
from daemon.reload.watch import look_at
from daemon.rules.load import RuleSet, build_rules
from daemon.store.database import Store, open_store
from daemon.yamlfile import parse_yaml
from tests.helpers.build import NOW
from tests.helpers.canaries import check_store, check_texts
from tests.helpers.chat import RecordingChannel
from tests.helpers.parsing import ParserHere
from tests.helpers.site import FakeSite

RULES = """\
entities:
  - {id: syria, name: Syria, kind: place, aliases: [Сирия, سوريا]}
  - id: palmyra
    name: Palmyra
    kind: place
    within: [syria]
    aliases: [Tadmur, Tadmor, تدمر, Пальмира]
    unless: ["Palmyra, New York"]
  - {id: mosul, name: Mosul, kind: place, aliases: [الموصل, Мосул]}
rules:
  - id: helicopter-downed
    title: Helicopter downed
    severity: critical
    tags: [aviation]
    when: {all: [helicopter | вертолёт | مروحية, 'downed | "shot down" | crash* | сбит | أسقط']}
    note: Call the duty editor.
    tests: {match: [A helicopter was shot down], skip: [Helicopter tours]}
  - id: explosion
    title: Explosion
    severity: medium
    when: explosion | взрыв | انفجار
    tests: {match: [An explosion], skip: [A population boom]}
  - id: quiet-look
    title: Quiet look
    severity: low
    when: census
    tests: {match: [The census], skip: [The senses]}
  - id: on-trial
    title: On trial
    severity: high
    mode: shadow
    when: convoy
    tests: {match: [A convoy], skip: [A conveyor]}
"""


@cache
def _rules() -> RuleSet:
    return build_rules([parse_yaml(RULES, name="rules.yaml")])


def _load(folder: Path) -> Load:
    return lambda previous: load_all(folder / "config.yaml", previous=previous)


@dataclass
class Story:
    """A desk with feeds `wire` (and more by `feeds`), the receiver `desk` and the operators' receiver `ops`."""

    folder: Path
    site: FakeSite
    feeds: Sequence[str] = ("wire", "paper")
    settings: str = ""  #: further lines of config.yaml
    now: datetime = NOW
    desk: RecordingChannel = field(default_factory=RecordingChannel)
    ops: RecordingChannel = field(default_factory=RecordingChannel)
    rules: RuleSet = field(default_factory=_rules)
    app: App | None = None
    channels: Mapping[str, Channel] | None = None  #: instead of `desk` and `ops`
    real_channels: bool = False  #: the daemon builds its channels itself
    real_children: bool = False  #: the daemon parses in processes of its own
    receivers: str = "receivers: {desk: {console: {}}, ops: {console: {}}}\n"
    other_feeds: str = ""  #: further feeds, as lines of config.yaml
    number: int = 0  #: of the last published entry

    def config(self) -> Config:
        """What the daemon runs on."""
        lines = [self.receivers, "operators: ops\n"]
        if "poll:" not in self.settings:
            lines.append("poll: {interval: 5m, parsers: 1}\n")
        if "look_again:" not in self.settings:
            lines.append("look_again: never\n")
        if "daily_summary:" not in self.settings:
            lines.append("daily_summary: never\n")
        if "routes:" not in self.settings:
            lines.append("routes: [{to: [desk]}]\n")
        lines += [self.settings, "feeds:\n"]
        lines += [
            f"  - {{id: {name}, url: '{self.site.url('/' + name)}', name: The {name.title()}, allow_private: true}}\n"
            for name in self.feeds
        ]
        lines.append(self.other_feeds)
        path = self.folder / "config.yaml"
        path.write_text("".join(lines), encoding="utf-8")
        return load_config(path, channel_options=CHANNEL_OPTIONS)

    async def begin(self) -> None:
        """Start the daemon on the story's store, as after a fresh install or a crash."""
        fakes = self.channels if self.channels is not None else {"desk": self.desk, "ops": self.ops}
        channels = None if self.real_channels else fakes
        config = self.config()
        self.app = App(
            config,
            self.rules,
            open_store(config.store),
            clock=lambda: self.now,
            channels=channels,
            new_parser=Parser if self.real_children else ParserHere,
        )
        await self.app.start()

    async def end(self) -> None:
        """Stop the daemon in good order; no secret may stand in what it leaves behind (T16)."""
        if self.app:
            await self.app.stop()
            check_store(self.app.config.store)
            self.app = None
            check_texts([*self.desk.texts, *self.ops.texts])

    async def restart(self) -> None:
        """Stop and start on the same store."""
        await self.end()
        await self.begin()

    @property
    def running(self) -> App:
        """The daemon, which must have begun."""
        if self.app is None:
            raise RuntimeError("the story has not begun")
        return self.app

    @property
    def store(self) -> Store:
        """The daemon's store."""
        return self.running.store

    def entry(self, title: str, **over: Any) -> Entry:
        """An entry published now, with an id of its own."""
        self.number += 1
        values: dict[str, Any] = {
            "guid": f"tag:example.org,2016:{self.number}",
            "url": f"https://example.org/news/{self.number}",
            "title": title,
            "summary": "",
            "published": self.now,
        }
        return Entry(**{**values, **over})

    def publish(self, title: str, *, feed: str = "wire", **over: Any) -> Entry:
        """Put a new entry on top of a feed."""
        entry = self.entry(title, **over)
        self.site.add(f"/{feed}", entry)
        return entry

    async def pass_time(self, **span: float) -> list[Message]:
        """Let time pass, poll and send what is due, and return what the desk got by it."""
        before = len(self.desk.messages)
        self.now += timedelta(**span)
        await self.running.poll_tick()
        await self.running.poller.drain()
        await self.running.subscriber.drain()
        await self.running.texts.drain()
        await self.running.relooks.drain()
        await self.running.deliver_all()
        await self.running.sweep_tick()
        return self.desk.messages[before:]

    async def watch(self) -> Reloader:
        """Run from here on by the rules of the folder `rules` beside the config, and watch both."""
        config = self.config()
        look = look_at(config.folder / "config.yaml", config.rules)
        self.rules = load_all(config.folder / "config.yaml")[1]
        await self.restart()
        reloader = Reloader(self.running, config.folder / "config.yaml", _load(config.folder), look=look)
        await reloader.start()
        return reloader

    async def settle(self, reloader: Reloader) -> None:
        """Let two seconds pass for whoever watches the files; a change is then applied or refused, and told."""
        for _ in range(4):
            self.now += timedelta(seconds=0.5)
            await reloader.step()
        await self.running.deliver_all()

    async def poll(self) -> list[Message]:
        """Poll all feeds now, send what is due, and return what the desk got by it."""
        before = len(self.desk.messages)
        await self.running.poll_all()
        await self.running.deliver_all()
        return self.desk.messages[before:]

    async def deliveries(self) -> list[Delivery]:
        """All that ever stood in the outbox."""
        return await self.store.read(lambda tx: tx.outbox.deliveries())

    async def fate(self, entry: Entry) -> str | None:
        """What became of a published entry."""
        fates = await self.store.read(lambda tx: tx.items.fates())
        return fates.get(entry.title, "never seen")

    async def state(self, feed: str = "wire") -> FeedState:
        """What is known of a feed, committed."""
        await self.running.poller.flush()
        return await self.store.read(lambda tx: tx.feeds.state(feed))


@asynccontextmanager
async def told_story(folder: Path, *, settings: str = "") -> AsyncIterator[Story]:
    """A daemon that has polled its two empty feeds once, so that its baseline is behind it; it ends with the block."""
    async with FakeSite() as site:
        story = Story(folder, site, settings=settings)
        for feed in story.feeds:
            site.publish(f"/{feed}", [story.entry("Library lends out its first telescope")])
        await story.begin()
        await story.poll()
        yield story
        await story.end()
