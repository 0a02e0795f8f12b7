"""Feeds that are pushed: a real hub over HTTP that verifies, renews, denies, repeats itself and lies."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.feeds import gate
from daemon.model import Message, Subscription, SubscriptionState
from daemon.pipeline import subscribe
from tests.helpers.hub import FakeHub, signature
from tests.helpers.ports import free_port
from tests.helpers.site import Answer, FakeSite, rss
from tests.helpers.story import Story

_S = SubscriptionState


@dataclass
class Pushed:
    """A story whose feed `wire` names a hub."""

    story: Story
    hub: FakeHub
    port: int

    async def tick(self, **span: float) -> list[Message]:
        """Let time pass; twice, so that what a poll found is asked for."""
        heard = await self.story.pass_time(**span)
        return heard + await self.story.pass_time(seconds=0)

    async def subscribe(self) -> dict[str, str]:
        """Have the feed subscribed and verified; the request."""
        self.hub.eager = True
        await self.tick(seconds=5)
        self.hub.eager = False
        return self.hub.requests[-1]

    async def row(self) -> Subscription:
        """The only subscription, as the store has it."""
        (row,) = await self.rows()
        return row

    async def rows(self) -> list[Subscription]:
        """All subscriptions, as the store has them."""
        return await self.story.store.read(lambda tx: tx.subscriptions.all())

    async def push(self, form: dict[str, str], title: str, *, method: str = "sha256") -> int:
        """Push a document of one new entry; the status of the answer."""
        return (await self.hub.push(form, rss([self.story.entry(title)]), method=method)).status

    async def sent(self) -> list[str]:
        """What the desk has, once all that is due is sent."""
        await self.story.running.deliver_all()
        return [message.facts["item"]["title"] for message in self.story.desk.messages]

    def polls(self) -> int:
        """How often the feed was polled."""
        return len(self.story.site.asked("/wire"))

    def settings(self, *, push: str = "true", more: str = "") -> None:
        """Write the config anew."""
        self.story.settings = f"push: {{listen: '127.0.0.1:{self.port}', public_url: '{self.public}', {more}}}\n"
        self.story.settings += "poll: {max_body: 16KiB}\n"
        url = self.story.site.url("/wire")
        self.story.other_feeds = (
            f"  - {{id: wire, url: '{url}', name: The Wire, allow_private: true, interval: 5m, push: {push}}}\n"
        )

    def off(self) -> None:
        """Write the config anew without push; the daemon takes it up by a reload or a restart."""
        self.settings(push="false")
        self.story.settings = "poll: {max_body: 16KiB}\n"

    @property
    def public(self) -> str:
        """What leads to the listener."""
        return f"http://127.0.0.1:{self.port}/push"


@pytest.fixture
async def pushed(tmp_path: Path) -> AsyncIterator[Pushed]:
    """A daemon that has not polled yet, and a hub that nobody has asked yet."""
    async with FakeSite() as site, FakeHub() as hub:
        story = Story(tmp_path, site, feeds=())
        one = Pushed(story, hub, free_port())
        one.settings()
        site.offers["/wire"] = (hub.url, site.url("/wire"))
        site.publish("/wire", [story.entry("Library lends out its first telescope")])
        await story.begin()
        yield one
        await story.end()


async def test_a_feed_that_names_a_hub_is_subscribed(pushed: Pushed) -> None:
    """The hub is sent a callback that nobody guesses, a secret, the feed's own URL and a lease, and is answered."""
    form = await pushed.subscribe()
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == pushed.story.site.url("/wire")
    assert form["hub.lease_seconds"] == "864000"
    assert len(form["hub.secret"]) >= 43
    assert form["hub.callback"].startswith(f"{pushed.public}/")
    assert len(form["hub.callback"].rpartition("/")[2]) >= 43
    assert [(one.status, one.text) for one in pushed.hub.heard] == [(200, "c0ffee")]
    row = await pushed.row()
    assert row.state is _S.LIVE
    assert row.lease_ends_at == pushed.story.now + timedelta(days=10)


async def test_a_hub_in_the_headers_comes_first(pushed: Pushed) -> None:
    """`Link` headers are asked before the document (WebSub, section 4)."""
    site = pushed.story.site
    site.offers["/wire"] = ("http://127.0.0.1:1/other", "http://127.0.0.1:1/other-feed")
    site.publish("/wire", [pushed.story.entry("Library lends out its second telescope")])
    link = f'<{pushed.hub.url}>; rel="hub", <{site.url("/topic")}>; rel="self"'
    site._answers["/wire"] = [_with_header(site._answers["/wire"][0], link)]
    form = await pushed.subscribe()
    assert form["hub.topic"] == site.url("/topic")


def _with_header(answer: Answer, link: str) -> Answer:
    return replace(answer, headers={**answer.headers, "Link": link})


async def test_a_pushed_item_alerts_at_once_and_only_once(pushed: Pushed) -> None:
    """What is pushed goes the way of a poll; a redelivery, and the next poll, bring it no second time."""
    form = await pushed.subscribe()
    entry = pushed.story.publish("Explosion at the old mill")
    polls = pushed.polls()
    for _ in range(3):
        assert (await pushed.hub.push(form, rss([entry]))).status == 202
    assert await pushed.sent() == ["Explosion at the old mill"]
    assert pushed.polls() == polls
    await pushed.tick(minutes=40)
    assert pushed.polls() > polls
    assert await pushed.sent() == ["Explosion at the old mill"]
    assert (await pushed.row()).pushes == 3


@pytest.mark.parametrize("over", [{"topic": "http://elsewhere.example/"}, {"mode": "unsubscribe"}, {"challenge": ""}])
async def test_a_wrong_question_gets_no_echo(pushed: Pushed, over: dict[str, str]) -> None:
    """A challenge is echoed for the topic and the mode that were asked for, and for nothing else."""
    await pushed.tick(seconds=5)
    heard = await pushed.hub.verify(pushed.hub.requests[-1], **over)
    assert (heard.status, heard.text) == (404, "")
    assert (await pushed.row()).state is _S.ASKED


@pytest.mark.parametrize("lease", ["soon", "-5", "0", "9" * 20])
async def test_a_lease_that_is_no_number_of_seconds_is_refused(pushed: Pushed, lease: str) -> None:
    """A hub that talks nonsense is not believed."""
    await pushed.tick(seconds=5)
    assert (await pushed.hub.verify(pushed.hub.requests[-1], lease_seconds=lease)).status == 404


async def test_forged_documents_are_answered_and_ignored(pushed: Pushed) -> None:
    """Without the right signature a document is acknowledged, counted, and otherwise as if it had never come."""
    form = await pushed.subscribe()
    body = rss([pushed.story.entry("Explosion that never was")])
    right, other = signature(form, body), signature({"hub.secret": "guess"}, body)
    sha1 = signature(form, body, method="sha1")
    forged: list[dict[str, str]] = [
        {}, {"X-Hub-Signature": other}, {"X-Hub-Signature": right[:-1]}, {"X-Hub-Signature": "sha256="},
        {"X-Hub-Signature": right.removeprefix("sha256=")}, {"X-Hub-Signature": sha1},
        {"X-Hub-Signature": right.replace("sha256", "md5")}, {"X-Hub-Signature": "sha256=é"},
    ]  # fmt: skip
    for headers in forged:
        assert (await pushed.hub.push(form, body, headers=headers)).status == 202
    await pushed.tick(seconds=1)
    row = await pushed.row()
    assert (row.ignored, row.pushes) == (len(forged), 0)
    assert await pushed.sent() == []


@pytest.mark.parametrize("method", ["sha256", "sha384", "sha512"])
async def test_strong_signatures_are_accepted(pushed: Pushed, method: str) -> None:
    """Any of the digests that the standard names beside sha1 will do."""
    form = await pushed.subscribe()
    assert await pushed.push(form, "Explosion at the old mill", method=method) == 202
    assert await pushed.sent() == ["Explosion at the old mill"]


async def test_sha1_is_accepted_where_the_config_says_so(pushed: Pushed) -> None:
    """Old hubs sign by sha1 only: operators may choose to believe it."""
    pushed.settings(more="allow_sha1: true")
    await pushed.story.restart()
    form = await pushed.subscribe()
    assert await pushed.push(form, "Explosion at the old mill", method="sha1") == 202
    assert await pushed.sent() == ["Explosion at the old mill"]


async def test_a_lease_is_renewed_before_it_ends(pushed: Pushed) -> None:
    """A day before the end the hub is asked again, with the same callback; the new lease counts from then."""
    first = await pushed.subscribe()
    await pushed.tick(days=8, hours=23)
    assert len(pushed.hub.requests) == 1
    pushed.hub.eager = True
    await pushed.tick(hours=2)
    assert [form["hub.callback"] for form in pushed.hub.requests] == [first["hub.callback"]] * 2
    row = await pushed.row()
    assert row.state is _S.LIVE
    assert row.lease_ends_at == pushed.story.now + timedelta(days=10)


async def test_a_lease_that_runs_out_means_ordinary_polls(pushed: Pushed) -> None:
    """When a hub does not renew, the feed is polled at once and at its own pace, and the hub is asked on."""
    form = await pushed.subscribe()
    await pushed.push(form, "Explosion at the old mill")
    await pushed.tick(days=9, hours=1)
    assert (await pushed.row()).state is _S.LIVE
    pushed.hub.status = 503
    for _ in range(10):
        await pushed.tick(hours=3)
    row = await pushed.row()
    assert row.state is _S.ASKED
    assert row.last_error == "HTTP 503 Service Unavailable"
    polls = pushed.polls()
    await pushed.tick(minutes=6)
    await pushed.tick(minutes=6)
    assert pushed.polls() == polls + 2
    assert len(pushed.hub.requests) > 5


async def test_a_hub_that_never_verifies_is_asked_with_patience(pushed: Pushed) -> None:
    """Requests that come to nothing become rarer, down to one in six hours."""
    for _ in range(24 * 6):
        await pushed.story.pass_time(minutes=10)
    assert 6 <= len(pushed.hub.requests) <= 16
    assert (await pushed.row()).last_error == "the hub did not verify"


async def test_a_denied_subscription_is_left_for_a_day(pushed: Pushed) -> None:
    """Denial is a state with the hub's reason; what comes afterwards is not slower than polling alone."""
    form = await pushed.subscribe()
    assert (await pushed.hub.deny(form, "quota\x07 used up")).status == 200
    row = await pushed.row()
    assert (row.state, row.last_error) == (_S.DENIED, "the hub denied it: quota used up")
    await pushed.tick(hours=23)
    assert len(pushed.hub.requests) == 1
    await pushed.tick(hours=2)
    assert len(pushed.hub.requests) == 2


async def test_polls_are_a_safety_net(pushed: Pushed) -> None:
    """Once a hub has shown that it pushes, polls are half an hour apart; they find what it leaves out."""
    form = await pushed.subscribe()
    await pushed.push(form, "Explosion at the old mill")
    polls = pushed.polls()
    await pushed.tick(minutes=6)
    assert pushed.polls() == polls + 1  # it was due already
    for _ in range(5):
        await pushed.tick(minutes=5)
    assert pushed.polls() == polls + 1
    pushed.story.publish("Explosion in the harbour")
    await pushed.tick(minutes=6)
    assert pushed.polls() == polls + 2
    assert "Explosion in the harbour" in await pushed.sent()


async def test_a_hub_that_keeps_news_back_is_not_relied_on(pushed: Pushed) -> None:
    """After two polls that found what should have been pushed, the feed is polled at its own pace again."""
    form = await pushed.subscribe()
    await pushed.push(form, "Explosion at the old mill")
    for number in range(2):
        pushed.story.publish(f"Explosion number {number}")
        await pushed.tick(minutes=31)
    polls = pushed.polls()
    for _ in range(3):
        await pushed.tick(minutes=6)
    assert pushed.polls() == polls + 3
    await pushed.push(form, "Explosion at the new mill")
    await pushed.tick(minutes=6)
    polls = pushed.polls()
    await pushed.tick(minutes=6)
    assert pushed.polls() == polls


async def test_a_verified_hub_that_never_pushed_changes_nothing(pushed: Pushed) -> None:
    """A subscription alone makes no poll rarer."""
    await pushed.subscribe()
    polls = pushed.polls()
    for _ in range(3):
        await pushed.tick(minutes=6)
    assert pushed.polls() == polls + 3


async def test_a_restart_keeps_the_subscription(pushed: Pushed) -> None:
    """Rows are the truth: after a restart the hub is not asked again, is heard at once, and the feed is caught up."""
    form = await pushed.subscribe()
    await pushed.push(form, "Explosion at the old mill")
    await pushed.tick(minutes=6)
    await pushed.story.end()
    pushed.story.publish("Explosion that nobody could push")
    pushed.story.now += timedelta(minutes=2)
    await pushed.story.begin()
    await pushed.tick(seconds=1)
    assert "Explosion that nobody could push" in await pushed.sent()
    assert await pushed.push(form, "Explosion at the new mill") == 202
    assert "Explosion at the new mill" in await pushed.sent()
    assert len(pushed.hub.requests) == 1


async def test_a_document_that_cannot_be_read_leads_to_a_poll(pushed: Pushed) -> None:
    """The hub has done its part; what it meant to say is fetched."""
    form = await pushed.subscribe()
    polls = pushed.polls()
    pushed.story.publish("Explosion at the old mill")
    body = b"<html>log in</html>"
    assert (await pushed.hub.push(form, body)).status == 202
    await pushed.tick(minutes=1, seconds=1)
    assert pushed.polls() == polls + 1
    assert await pushed.sent() == ["Explosion at the old mill"]
    assert (await pushed.row()).pushes == 0


async def test_bad_documents_do_not_make_a_feed_polled_more_often(pushed: Pushed) -> None:
    """Whoever pushes rubbish causes at most one poll a minute, and no failure of the feed."""
    form = await pushed.subscribe()
    polls = pushed.polls()
    for _ in range(12):
        await pushed.hub.push(form, b"rubbish")
        await pushed.tick(seconds=10)
    assert pushed.polls() <= polls + 3
    assert (await pushed.story.state()).failures == 0


async def test_a_feed_without_push_is_unsubscribed(pushed: Pushed) -> None:
    """Whoever takes the feed away, or its push, ends the subscription; the hub's question is answered, once."""
    form = await pushed.subscribe()
    pushed.settings(push="false")
    await pushed.story.restart()
    pushed.hub.eager = True
    await pushed.tick(seconds=5)
    assert [one["hub.mode"] for one in pushed.hub.requests] == ["subscribe", "unsubscribe"]
    assert "hub.secret" not in pushed.hub.requests[-1]
    assert (pushed.hub.heard[-1].status, pushed.hub.heard[-1].text) == (200, "c0ffee")
    assert await pushed.rows() == []
    assert await pushed.push(form, "Explosion at the old mill") == 404
    assert await pushed.sent() == []


async def test_the_hub_of_a_feed_that_is_taken_away_is_told(pushed: Pushed) -> None:
    """A reload that loses a feed unsubscribes it the way the feed was asked, with the permission that it had."""
    (pushed.story.folder / "rules").mkdir()
    (pushed.story.folder / "rules" / "rules.yaml").write_text(
        "rules:\n  - {id: a, severity: low, when: alarm}\n", encoding="utf-8"
    )
    reloader = await pushed.story.watch()
    form = await pushed.subscribe()
    pushed.story.other_feeds, pushed.story.feeds = "", ("paper",)
    pushed.story.config()
    await pushed.story.settle(reloader)
    pushed.hub.eager = True
    await pushed.tick(seconds=5)
    assert [one["hub.mode"] for one in pushed.hub.requests] == ["subscribe", "unsubscribe"]
    assert pushed.hub.requests[-1]["hub.topic"] == form["hub.topic"]
    assert (pushed.hub.heard[-1].status, pushed.hub.heard[-1].text) == (200, "c0ffee")
    assert await pushed.rows() == []


async def test_push_switched_off_ends_all_subscriptions(pushed: Pushed) -> None:
    """A reload without the section push tells the hubs, listens until they have asked back, and then no more."""
    (pushed.story.folder / "rules").mkdir()
    (pushed.story.folder / "rules" / "rules.yaml").write_text(
        "rules:\n  - {id: a, severity: low, when: alarm}\n", encoding="utf-8"
    )
    reloader = await pushed.story.watch()
    form = await pushed.subscribe()
    pushed.off()
    pushed.story.config()
    await pushed.story.settle(reloader)
    await pushed.tick(seconds=5)
    assert await pushed.push(form, "Explosion at the old mill") == 410
    assert [one["hub.mode"] for one in pushed.hub.requests] == ["subscribe", "unsubscribe"]
    assert (await pushed.hub.verify(pushed.hub.requests[-1])).text == "c0ffee"
    await pushed.tick(seconds=5)
    assert await pushed.rows() == []
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", pushed.port)


async def test_push_switched_off_at_a_start_is_told_once(pushed: Pushed, caplog: pytest.LogCaptureFixture) -> None:
    """Where nobody could answer a hub's question none is asked: the log says how many leases are left to run out."""
    await pushed.subscribe()
    pushed.off()
    await pushed.story.restart()
    await pushed.tick(seconds=5)
    await pushed.story.restart()
    await pushed.tick(seconds=5)
    said = [one for one in caplog.records if one.getMessage() == "push is off, hubs are left without a word"]
    assert [(one.levelname, vars(one)["count"]) for one in said] == [("WARNING", 1)]
    assert await pushed.rows() == []
    assert len(pushed.hub.requests) == 1


@pytest.mark.parametrize(("plain", "tried"), [(True, True), (False, False)])
async def test_a_feed_lost_at_start_is_unsubscribed_only_if_it_was_plain(
    pushed: Pushed, plain: bool, tried: bool
) -> None:
    """Without its feed a private hub must not be dialled; one whose feed had a proxy of its own is not asked at all."""
    await pushed.subscribe()
    one = replace(await pushed.row(), plain=plain)
    await pushed.story.store.write(lambda tx: tx.subscriptions.save([one]))
    pushed.story.other_feeds, pushed.story.feeds = "", ("paper",)
    await pushed.story.restart()
    await pushed.tick(seconds=5)
    assert [row.state for row in await pushed.rows()] == [SubscriptionState.LEAVING] * tried
    assert ["private" in (row.last_error or "") for row in await pushed.rows()] == [True] * tried
    assert len(pushed.hub.requests) == 1


async def test_a_hub_that_does_not_hear_us_leave_is_left(pushed: Pushed) -> None:
    """After three requests the lease is left to run out; meanwhile what it pushes is refused as gone."""
    form = await pushed.subscribe()
    pushed.settings(push="false")
    await pushed.story.restart()
    pushed.hub.status = 500
    await pushed.tick(seconds=5)
    assert await pushed.push(form, "Explosion at the old mill") == 410
    for _ in range(6):
        await pushed.tick(hours=1)
    assert await pushed.rows() == []
    assert [one["hub.mode"] for one in pushed.hub.requests] == ["subscribe"] + ["unsubscribe"] * 3


async def test_another_hub_or_topic_is_subscribed_anew(pushed: Pushed) -> None:
    """When the document names another topic, the old subscription ends and a new one, with new words, begins."""
    first = await pushed.subscribe()
    site = pushed.story.site
    site.offers["/wire"] = (pushed.hub.url, site.url("/wire?v=2"))
    pushed.story.publish("Quiet day")
    pushed.hub.eager = True
    await pushed.tick(minutes=31)
    modes = {(one["hub.mode"], one["hub.topic"]) for one in pushed.hub.requests[1:]}
    assert modes == {("unsubscribe", first["hub.topic"]), ("subscribe", site.url("/wire?v=2"))}
    second = next(one for one in pushed.hub.requests[1:] if one["hub.mode"] == "subscribe")
    assert second["hub.callback"] != first["hub.callback"]
    assert second["hub.secret"] != first["hub.secret"]
    row = await pushed.row()
    assert (row.state, row.topic) == (_S.LIVE, site.url("/wire?v=2"))


async def test_a_document_that_names_no_hub_any_more_ends_it(pushed: Pushed) -> None:
    """Without a hub in the document there is nothing to be subscribed to."""
    await pushed.subscribe()
    del pushed.story.site.offers["/wire"]
    pushed.story.publish("Quiet day")
    pushed.hub.eager = True
    await pushed.tick(minutes=31)
    assert pushed.hub.requests[-1]["hub.mode"] == "unsubscribe"
    assert await pushed.rows() == []


async def test_push_switched_on_needs_no_new_document(pushed: Pushed) -> None:
    """A feed that was polled before is read again, though its document is the same, to learn which hub it names."""
    pushed.settings(push="false")
    await pushed.story.restart()
    await pushed.tick(minutes=6)
    assert pushed.hub.requests == []
    pushed.settings()
    await pushed.story.restart()
    pushed.hub.eager = True
    await pushed.tick(minutes=6)
    assert (await pushed.row()).state is _S.LIVE
    assert await pushed.sent() == []


async def test_a_document_before_the_first_poll_is_not_news(pushed: Pushed) -> None:
    """Under a new URL nothing is taken in before a poll has said what is old."""
    form = await pushed.subscribe()
    url = pushed.story.site.url("/wire")
    pushed.story.site.publish("/paper", [pushed.story.entry("Explosion of last year")])
    pushed.story.other_feeds = pushed.story.other_feeds.replace(url, pushed.story.site.url("/paper"))
    await pushed.story.restart()
    await pushed.story.running.subscriber.step()
    assert await pushed.push(form, "Explosion at the old mill") == 410
    assert await pushed.sent() == []


async def test_a_full_queue_asks_the_hub_to_wait(pushed: Pushed, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that sends faster than documents are taken in is told to come again; the loop and others go on."""
    form = await pushed.subscribe()
    monkeypatch.setattr(subscribe, "WAITING", 1)
    answers = await asyncio.gather(*(pushed.push(form, f"Explosion number {number}") for number in range(8)))
    assert set(answers) == {202, 503}
    accepted = answers.count(202)
    assert len(await pushed.sent()) == accepted
    assert (await pushed.row()).pushes == accepted


async def test_strangers_get_nothing(pushed: Pushed) -> None:
    """Unknown paths and methods, large, compressed and foreign bodies are turned away; nothing of it is kept."""
    form = await pushed.subscribe()
    hub, callback = pushed.hub, form["hub.callback"]
    for path in ("/", "/push", "/push/", "/push/guess", "/favicon.ico", callback.removeprefix(pushed.public)[:-1]):
        url = f"http://127.0.0.1:{pushed.port}{path}"
        assert (await hub.send("POST", url, data=b"x")).status == 404
        assert (await hub.send("GET", url)).status == 404
    assert (await hub.send("PUT", callback, data=b"x")).status == 405
    body = rss([pushed.story.entry("Explosion at the old mill")])
    headers = {"X-Hub-Signature": signature(form, body), "Content-Encoding": "gzip"}
    assert (await hub.push(form, body, headers=headers)).status == 415
    assert (await hub.push(form, b" " * (pushed.story.running.config.poll.max_body + 1))).status == 413
    assert await pushed.sent() == []


async def test_long_headers_are_refused(pushed: Pushed) -> None:
    """A header beyond the limit ends the request."""
    form = await pushed.subscribe()
    headers = {"X-Hub-Signature": "sha256=" + "0" * 20_000}
    assert (await pushed.hub.push(form, b"x", headers=headers)).status == 400


async def test_connections_are_few(pushed: Pushed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit nobody is let in; those who were there stay."""
    form = await pushed.subscribe()
    monkeypatch.setattr(gate, "MAX_CONNECTIONS", 3)
    ways = [await asyncio.open_connection("127.0.0.1", pushed.port) for _ in range(5)]
    assert await asyncio.wait_for(_end_of(ways[-1][0]), 10) == b""
    assert not ways[0][0].at_eof()
    assert await pushed.push(form, "Explosion at the old mill") == 202
    await _close(ways)


async def test_connections_are_short(pushed: Pushed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection and says nothing, or half a header, is cut off."""
    form = await pushed.subscribe()
    monkeypatch.setattr(gate, "CONNECTION_SECONDS", 0.2)
    ways = [await asyncio.open_connection("127.0.0.1", pushed.port) for _ in range(2)]
    ways[0][1].write(b"POST /push/")
    for reader, _ in ways:
        assert await asyncio.wait_for(_end_of(reader), 10) == b""
    assert await pushed.push(form, "Explosion at the old mill") == 202
    await _close(ways)


async def _close(ways: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]) -> None:
    for _, writer in ways:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def _end_of(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionError:
        return b""


async def test_a_place_that_is_taken_leaves_ordinary_polls(pushed: Pushed) -> None:
    """When nobody can reach us no hub is asked, feeds are polled at their pace, and the place is tried again."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen()
        pushed.port = int(place.getsockname()[1])
        pushed.settings()
        await pushed.story.restart()
        await pushed.tick(minutes=6)
        assert pushed.hub.requests == []
    pushed.hub.eager = True
    await pushed.tick(minutes=6)
    assert (await pushed.row()).state is _S.LIVE


async def test_no_secret_is_logged(pushed: Pushed, caplog: pytest.LogCaptureFixture) -> None:
    """Neither token nor secret stands in a log line or in the noun's printed form."""
    caplog.set_level("DEBUG")
    form = await pushed.subscribe()
    await pushed.push(form, "Explosion at the old mill")
    await pushed.hub.push(form, b"x", headers={})
    await pushed.hub.deny(form, "no")
    token = form["hub.callback"].rpartition("/")[2]
    said = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "pushed" in said
    for secret in (token, form["hub.secret"]):
        assert secret not in said
        assert secret not in repr(await pushed.row())
