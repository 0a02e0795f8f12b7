"""The config changes under a running desk: feeds, receivers, routes and limits, without losing or repeating a word."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.errors import PermanentSendError
from daemon.model import DeliveryState, Message
from daemon.reload.reloader import Reloader
from tests.helpers.bot_api import BotApi, a_page, migrated
from tests.helpers.story import Story

RULES = "rules:\n  - {id: alarm, severity: high, when: alarm}\n"


@pytest.fixture
def rules(story: Story) -> Path:
    """A rules folder of one rule, beside the config."""
    (story.folder / "rules").mkdir()
    (story.folder / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return story.folder / "rules"


@pytest.fixture
async def reloader(story: Story, rules: Path) -> Reloader:
    """Somebody who watches the files of the story."""
    return await story.watch()


async def _configure(story: Story, reloader: Reloader, **changes: object) -> None:
    """Change parts of the story's config, save it, and let it be taken up."""
    for name, value in changes.items():
        setattr(story, name, value)
    story.config()
    await story.settle(reloader)
    assert not reloader.standing.is_refused, reloader.standing.problems


async def test_a_new_feed_is_polled_and_a_removed_one_is_not(story: Story, reloader: Reloader) -> None:
    """D12: a feed that the config names from now on begins with its baseline; one that it names no more is left."""
    story.site.publish("/agency", [story.entry("Library lends out its second telescope")])
    await _configure(story, reloader, feeds=("wire", "agency"))
    await story.pass_time(seconds=10)
    asked = len(story.site.asked("/paper"))
    assert len(story.site.asked("/agency")) == 1
    story.publish("An alarm at the agency", feed="agency")
    story.publish("An alarm in the paper", feed="paper")
    heard = await story.pass_time(minutes=6)
    assert [message.facts["item"]["title"] for message in heard] == ["An alarm at the agency"]
    assert len(story.site.asked("/paper")) == asked


async def test_a_feed_that_stays_keeps_what_was_learned(story: Story, reloader: Reloader) -> None:
    """A reload is no restart for the feeds that it does not touch: no poll, and no baseline, because of it."""
    before, asked = await story.state(), len(story.site.asked("/wire"))
    await _configure(story, reloader, feeds=("wire",))
    await story.pass_time(seconds=1)
    assert await story.state() == before
    assert len(story.site.asked("/wire")) == asked


async def test_a_feed_that_was_changed_is_polled_at_once(story: Story, reloader: Reloader) -> None:
    """Whoever mends a feed sees at once what came of it."""
    asked = len(story.site.asked("/wire"))
    path = story.folder / "config.yaml"
    story.config()
    path.write_text(path.read_text(encoding="utf-8").replace("name: The Wire", "name: The Cable"), encoding="utf-8")
    await story.settle(reloader)
    await story.pass_time(seconds=1)
    assert len(story.site.asked("/wire")) == asked + 1


async def test_limits_change_while_polls_are_under_way(story: Story, reloader: Reloader) -> None:
    """New limits mean new tools; what was being polled with the old ones is polled again, and told once."""
    story.publish("An alarm at noon")
    story.now += story.running.config.poll.interval
    await story.running.poll_tick()
    story.settings = "poll: {interval: 5m, timeout: 5s, parsers: 1, concurrency: 3}\n"
    story.config()
    await story.settle(reloader)
    assert story.running.config.poll.parsers == 1
    heard = [message.text for message in story.desk.messages]
    heard += [message.text for message in await story.pass_time(minutes=6)]
    assert len(heard) == 1
    assert "An alarm at noon" in heard[0]
    story.publish("An alarm at one o'clock")
    assert len(await story.pass_time(minutes=6)) == 1


async def test_routes_apply_to_what_comes_next(story: Story, reloader: Reloader) -> None:
    """An alert that is queued goes where it was to go; the next one goes where the new routes lead (R11)."""
    story.publish("An alarm at noon")
    await story.running.poll_all()
    await _configure(story, reloader, settings="routes: [{to: [ops]}]\n")
    story.publish("An alarm in another town, at one o'clock")
    await story.poll()
    assert [message.facts["item"]["title"] for message in story.desk.messages] == ["An alarm at noon"]
    assert "at one o'clock" in story.ops.texts[-1]


async def test_an_alert_that_waits_keeps_the_rule_that_fired_it(story: Story, reloader: Reloader, rules: Path) -> None:
    """R11: the rule is renamed and reworded while its alert waits: it goes out under the wording that matched."""
    story.publish("An alarm at noon")
    await story.running.poll_all()
    revision = story.running.rules.rules["alarm"].facts.revision
    (rules / "rules.yaml").write_text(RULES.replace("alarm", "siren"), encoding="utf-8")
    await story.settle(reloader)
    assert set(story.running.rules.rules) == {"siren"}
    (message,) = story.desk.messages
    assert message.facts["rules"] == [{"id": "alarm", "title": "alarm", "revision": revision}]


async def test_an_alert_names_the_commit_of_the_rules(story: Story, reloader: Reloader) -> None:
    """The commit that the rules folder is at stands beside the rule's own revision; a new one is taken up."""
    heads = story.folder / ".git" / "refs" / "heads"
    heads.mkdir(parents=True)
    (story.folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    for number, commit in enumerate(("a" * 40, "b" * 40)):
        (heads / "main").write_text(commit, encoding="utf-8")
        await story.settle(reloader)
        story.now += timedelta(days=10 * number)
        story.publish(f"An alarm in town {number}")
        (message,) = await story.poll()
        assert message.facts["commit"] == commit[:10]
        assert f"at {commit[:10]}" in message.text


async def test_the_store_cannot_be_changed(story: Story, reloader: Reloader) -> None:
    """What needs a restart is refused with its line; everything else of that save waits with it."""
    story.settings = "store: other.sqlite\n"
    story.feeds = ("wire",)
    story.config()
    await story.settle(reloader)
    (problem,) = reloader.standing.problems
    assert "store cannot be changed while watchdesk runs" in str(problem)
    written = (story.folder / "config.yaml").read_text(encoding="utf-8").splitlines()
    assert written[problem.line - 1] == "store: other.sqlite"
    assert len(story.running.config.feeds) == 2
    assert not (story.folder / "other.sqlite").exists()


async def test_a_new_rules_folder_is_watched_from_then_on(story: Story, reloader: Reloader, rules: Path) -> None:
    """The config may lead to other rules; these are watched, the former ones no more."""
    rules.rename(story.folder / "packs")
    await _configure(story, reloader, settings="rules: packs\n")
    (story.folder / "packs" / "rules.yaml").write_text(RULES.replace("alarm", "siren"), encoding="utf-8")
    await story.settle(reloader)
    assert set(story.running.rules.rules) == {"siren"}


async def test_what_was_counted_goes_on_after_a_reload(story: Story, reloader: Reloader, rules: Path) -> None:
    """A rule over several items that was not touched, or only its threshold, goes on counting; reworded, it begins."""
    count = "rules:\n  - {id: many, severity: high, when: {count: {of: WORD, at_least: LEAST, within: 1h}}}\n"
    path = rules / "rules.yaml"

    async def told(word: str, least: int, title: str) -> int:
        path.write_text(count.replace("WORD", word).replace("LEAST", str(least)), encoding="utf-8")
        await story.settle(reloader)
        await story.running.sweep_tick()
        story.publish(title)
        return len(await story.poll())

    assert await told("fire", 3, "Fire at a mill") == 0
    (rules / "other.yaml").write_text(RULES, encoding="utf-8")
    assert await told("fire", 3, "Fire in a bakery") == 0
    assert await told("fire", 2, "Fire on the pier") == 1
    assert await told("blaze | fire", 2, "Fire at the zoo") == 0


def _receivers(api: BotApi, **chats: int) -> str:
    """Telegram receivers at a Bot API, each with its chat."""
    named = [
        f"{name}: {{telegram: {{chat: {chat}, token_file: token, base_url: '{api.base_url}'}}}}"
        for name, chat in chats.items()
    ]
    return f"receivers: {{{', '.join(named)}}}\n"


@pytest.fixture
async def api(story: Story, rules: Path) -> AsyncIterator[BotApi]:
    """A Bot API on this machine, at which the story's receivers are: the desk in chat 5, the operators in chat 9."""
    async with BotApi() as api:
        (story.folder / "token").write_text(api.token, encoding="utf-8")
        story.receivers, story.real_channels = _receivers(api, desk=5, ops=9), True
        yield api


async def test_what_waits_goes_to_the_new_chat_once(story: Story, api: BotApi) -> None:
    """A receiver's chat changes while alerts wait: each arrives once, in the new chat."""
    reloader = await story.watch()
    api.will(5, a_page(503), a_page(503))
    story.publish("An alarm at noon")
    story.publish("Flood, and an alarm in the valley")
    await story.poll()
    await _configure(story, reloader, receivers=_receivers(api, desk=6, ops=9))
    await story.pass_time(seconds=10)
    assert [one.chat for one in api.accepted] == [6, 6]
    assert {one.state for one in await story.deliveries()} == {DeliveryState.SENT}


async def test_a_new_token_is_read_at_a_reload(story: Story, api: BotApi) -> None:
    """Secrets are read at each reload, also when no watched file has changed: what comes next goes by the new token."""
    (story.folder / "token").write_text("1:outdated", encoding="utf-8")
    reloader = await story.watch()
    (story.folder / "token").write_text(api.token, encoding="utf-8")
    reloader.request()
    await story.settle(reloader)
    story.publish("An alarm at noon")
    await story.poll()
    assert [one.chat for one in api.accepted] == [5]


async def test_what_waits_for_a_removed_receiver_goes_to_the_operators(story: Story, api: BotApi) -> None:
    """A receiver leaves the config while an alert waits for it: the operators hear the alert, and why."""
    reloader = await story.watch()
    api.will(5, a_page(503))
    story.publish("An alarm at noon")
    await story.poll()
    await _configure(story, reloader, receivers=_receivers(api, ops=9), settings="routes: [{to: [ops]}]\n")
    await story.pass_time(seconds=10)
    assert {one.chat for one in api.accepted} == {9}
    told = " ".join(one.text for one in api.accepted)
    assert "An alarm at noon" in told
    assert "no longer in the config" in told


async def test_a_group_that_moved_is_found_after_a_reload(story: Story, api: BotApi) -> None:
    """What Telegram told of a group's new id outlives a reload of anything else; a new id in the config goes before."""
    reloader = await story.watch()
    api.will(5, migrated(-77))
    story.publish("An alarm at noon")
    await story.poll()
    await _configure(story, reloader, receivers=_receivers(api, desk=5, ops=9, more=8))
    story.publish("Flood, and an alarm in the valley")
    await story.poll()
    assert [one.chat for one in api.accepted if one.chat != 9] == [-77, -77]
    await _configure(story, reloader, receivers=_receivers(api, desk=6, ops=9, more=8))
    story.publish("Storm sets off an alarm on the coast")
    await story.poll()
    assert [one.chat for one in api.accepted if one.chat != 9] == [-77, -77, 6]


@dataclass
class SlowChannel:
    """Refuses its message for good, when it is let."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    async def send(self, message: Message) -> tuple[str, ...]:
        """Wait, then refuse."""
        self.asked.set()
        await self.go_on.wait()
        assert not self.closed
        raise PermanentSendError("desk", "chat not found")

    async def close(self) -> None:
        """Remember it."""
        self.closed = True


async def test_a_refusal_of_the_former_chat_is_no_refusal_of_the_new_one(story: Story, rules: Path) -> None:
    """A receiver is mended in the middle of a send: the message that the old chat refuses goes to the new one."""
    slow = SlowChannel()
    story.channels = {"desk": slow, "ops": story.ops}
    await story.watch()
    story.publish("An alarm at noon")
    await story.running.poll_all()
    await slow.asked.wait()
    deliverer = story.running.deliverer
    ((unused, lane),) = deliverer.take(story.running.config, {"desk": story.desk})
    assert unused is slow
    assert lane is not None
    slow.go_on.set()
    await lane
    assert [one.state for one in await story.deliveries()] == [DeliveryState.PENDING]
    await story.pass_time(seconds=10)
    assert [message.facts["item"]["title"] for message in story.desk.messages] == ["An alarm at noon"]
    assert story.ops.messages == []


async def test_a_feed_is_cited_by_the_name_that_the_config_has_now(story: Story, reloader: Reloader) -> None:
    """A name that a feed gets by a reload is a medium's from then on: who cites it adds no source."""
    rudaw = f"  - {{id: third, url: '{story.site.url('/third')}', name: Rudaw, allow_private: true}}\n"
    story.site.publish("/third", [story.entry("Library lends out its second telescope")])
    await _configure(story, reloader, other_feeds=rudaw)
    await story.pass_time(seconds=10)
    story.publish("Alarm at the dam of Mosul", feed="third")
    await story.pass_time(minutes=6)
    story.publish("Alarm at the dam of Mosul, residents told Rudaw", feed="paper")
    (message,) = await story.pass_time(minutes=6)
    assert message.facts["sources"] == ["Rudaw"]
