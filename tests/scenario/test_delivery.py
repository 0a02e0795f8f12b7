"""Delivery keeps its word: at least once, repeats labelled, one lane a chat, the dead told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.alerts.compose import compose
from daemon.channels.console import ConsoleOptions
from daemon.errors import PermanentSendError, TransientSendError
from daemon.model import AlertReason, Delivery, DeliveryState, Message, Planned
from daemon.outgoing import build_channels
from daemon.pipeline import deliver
from daemon.store.outbox import ReceiverState
from tests.helpers.bot_api import BotApi, Fault, flood, migrated, refused
from tests.helpers.build import an_alert
from tests.helpers.chat import RecordingChannel, SlowChannel
from tests.helpers.site import FakeSite
from tests.helpers.story import Story

NEWS = "Helicopter shot down near Palmyra"


class Killed(BaseException):
    """What a kill looks like from inside: nothing handles it."""


async def test_flood_control_delays_but_does_not_lose(story: Story) -> None:
    """T3: a rate-limited alert arrives after the wait the server asked for, also over a restart."""
    story.desk.errors = [TransientSendError("desk", "flood", retry_after=timedelta(seconds=60))]
    story.publish(NEWS)
    assert await story.poll() == []
    await story.restart()
    assert await story.pass_time(seconds=30) == []
    (message,) = await story.pass_time(seconds=31)
    assert "possible repeat" not in message.text


async def test_a_chat_that_must_wait_holds_up_no_other(story: Story) -> None:
    """T3: one chat under `retry_after` 10,072 s, and the other has its alert at once."""
    story.settings = "routes: [{to: [desk, ops]}]\n"
    await story.restart()
    story.ops.errors = [TransientSendError("ops", "flood", retry_after=timedelta(seconds=10_072))]
    story.publish(NEWS)
    assert len(await story.poll()) == 1
    assert story.ops.messages == []
    await story.pass_time(seconds=10_073)
    assert len(story.ops.messages) == 1


async def test_a_channel_that_never_answers_holds_up_no_other(story: Story) -> None:
    """T13: a black hole keeps its own lane, and nobody else's; when it answers, what waited for it arrives."""
    answers, told = asyncio.Event(), asyncio.Event()

    class BlackHole(RecordingChannel):
        async def send(self, message: Message) -> tuple[str, ...]:
            await answers.wait()
            return await super().send(message)

    class Healthy(RecordingChannel):
        async def send(self, message: Message) -> tuple[str, ...]:
            told.set()
            return await super().send(message)

    hole, story.desk = BlackHole(), Healthy()
    story.receivers = "receivers: {desk: {console: {}}, abyss: {console: {}}, ops: {console: {}}}\n"
    story.channels = {"desk": story.desk, "abyss": hole, "ops": story.ops}
    await story.restart()
    for number in range(2):
        alert = an_alert(id=f"a{number}", incident_id=f"i{number}")
        both = [Planned(alert=alert, receiver=name, silent=False) for name in ("abyss", "desk")]
        await story.store.write(lambda tx, both=both: tx.outbox.enqueue(both, now=story.now))
        async with asyncio.timeout(20):
            await story.running.deliverer.start_due()  # once: the hole's turn comes first, and the desk's with it
            await told.wait()
        told.clear()
        await asyncio.sleep(0)
    assert hole.messages == []
    answers.set()
    await story.running.deliver_all()
    assert len(hole.messages) == 2


async def test_a_refused_connection_is_retried_without_a_label(story: Story) -> None:
    """T2: what surely did not arrive is simply sent again."""
    story.desk.errors = [TransientSendError("desk", "refused")]
    story.publish(NEWS)
    assert await story.poll() == []
    (message,) = await story.pass_time(seconds=6)
    assert "possible repeat" not in message.text


async def test_an_unknown_outcome_is_repeated_once_and_labelled(story: Story) -> None:
    """T1: a send whose answer never came is repeated after a minute, and says that it may be a repeat."""
    story.desk.errors = [TransientSendError("desk", "timed out", ambiguous=True)]
    story.publish(NEWS)
    assert await story.poll() == []
    assert await story.pass_time(seconds=59) == []
    (message,) = await story.pass_time(seconds=2)
    assert "possible repeat" in message.text
    assert await story.pass_time(hours=1) == []


async def test_a_dead_receiver_is_told_and_its_alert_goes_to_the_fallback(story: Story) -> None:
    """T10: kicked from the chat: the alert goes to the operators' receiver at once, who hear of it once; no retries."""
    story.desk.errors = [PermanentSendError("desk", "the bot was kicked")] * 2
    story.publish(NEWS)
    await story.poll()
    story.publish("Explosion in Mosul")
    await story.poll()
    await story.pass_time(seconds=1)
    told = [message.facts["reason"] for message in story.ops.messages]
    assert sorted(told) == ["notice", "opened", "opened"]
    dead = [one for one in await story.deliveries() if one.state is DeliveryState.DEAD]
    assert [(one.receiver, one.attempts) for one in dead] == [("desk", 1), ("desk", 1)]


async def test_a_refused_token_kills_nothing(story: Story) -> None:
    """T11: no message gets through: others hear at once, what waits is kept, and goes out when the token is mended."""
    story.desk.errors = [PermanentSendError("desk", "the token is refused", way_refused=True)] * 2
    story.publish(NEWS)
    await story.poll()
    story.publish("Explosion in Mosul")
    await story.poll()
    for _ in range(2):
        await story.pass_time(seconds=1)
    assert sorted(one.facts["reason"] for one in story.ops.messages) == ["notice", "opened", "opened"]
    assert len(story.desk.errors) == 1  # the second alert has not been tried, nor the first again
    await story.pass_time(minutes=10)
    assert story.desk.errors == []
    assert len(await story.pass_time(minutes=10)) == 2
    assert not any("possible repeat" in text for text in story.desk.texts)


async def test_a_mended_token_is_tried_at_once(story: Story) -> None:
    """T11: a reload that brings another channel for the receiver ends its wait, and no other receiver's."""
    state = ReceiverState(receiver="desk", not_before=story.now + timedelta(minutes=9))
    await story.store.write(
        lambda tx: [tx.outbox.save_receiver(one) for one in (state, replace(state, receiver="ops"))]
    )
    config = story.running.config
    desk = config.receivers["desk"].model_copy(update={"options": ConsoleOptions(colour="never")})
    story.running.take(config.model_copy(update={"receivers": {**config.receivers, "desk": desk}}), story.rules)
    await asyncio.sleep(0)
    states = await story.store.read(lambda tx: tx.outbox.receivers())
    assert (states["desk"].not_before, states["ops"].not_before) == (None, state.not_before)


async def test_a_long_flood_wait_lets_the_fallback_hear(story: Story) -> None:
    """T3: a chat that must wait for more than five minutes keeps its alerts, and the operators hear them meanwhile."""
    story.desk.errors = [TransientSendError("desk", "flood", retry_after=timedelta(seconds=10_072))]
    story.publish(NEWS)
    await story.poll()
    await story.pass_time(seconds=1)
    assert sorted(message.facts["reason"] for message in story.ops.messages) == ["notice", "opened"]
    story.publish("Explosion in Mosul")
    await story.poll()
    await story.pass_time(seconds=1)
    await story.pass_time(seconds=1)
    assert sorted(message.facts["reason"] for message in story.ops.messages) == ["notice", "opened", "opened"]
    assert len(await story.pass_time(seconds=10_072)) == 2
    assert len(story.ops.messages) == 3


async def test_a_receiver_that_fails_for_minutes_is_told_once(story: Story) -> None:
    """A chat that cannot be reached for ten minutes is an outage: its alert goes to the fallback as well."""
    story.desk.errors = [TransientSendError("desk", "refused")] * 8
    story.publish(NEWS)
    await story.poll()
    for _ in range(6):
        await story.pass_time(minutes=1)
    assert story.ops.messages == []
    for _ in range(6):
        await story.pass_time(minutes=1)
    await story.pass_time(seconds=1)
    assert sorted(message.facts["reason"] for message in story.ops.messages) == ["notice", "opened"]
    for _ in range(3):
        await story.pass_time(hours=1)
    assert len(story.desk.messages) == 1
    assert len(story.ops.messages) == 2


async def test_a_send_that_was_never_finished_is_found_again(story: Story) -> None:
    """A claimed delivery without a lane, whatever became of it, goes out again after minutes, labelled."""
    story.publish(NEWS)
    story.running.deliverer._stopping = True
    await story.running.poll_all()
    assert await story.store.write(lambda tx: tx.outbox.start("desk", now=story.now)) is not None
    story.running.deliverer._stopping = False
    assert await story.pass_time(minutes=9) == []
    await story.pass_time(minutes=2)
    (message,) = await story.pass_time(seconds=1)
    assert "possible repeat" in message.text


async def test_a_message_that_cannot_be_written_is_dead_and_told(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """T12: a bug in composing one alert blocks nothing: it is dead, told, and the next one goes out."""

    def broken(delivery: Delivery, **over: object) -> Message:
        if delivery.alert.reason is not AlertReason.NOTICE and "Palmyra" in delivery.alert.title:
            raise ZeroDivisionError
        return compose(delivery, **over)  # type: ignore[arg-type]

    monkeypatch.setattr(deliver, "compose", broken)
    story.publish(NEWS)
    story.publish("Explosion in Mosul")
    messages = await story.poll()
    await story.pass_time(seconds=1)
    assert [message.facts["item"]["title"] for message in messages] == ["Explosion in Mosul"]
    assert [message.facts["reason"] for message in story.ops.messages] == ["notice"]


async def test_a_receiver_that_was_removed_is_dead_not_lost(story: Story) -> None:
    """R11: an alert for a receiver that left the config is told to the operators, not kept for ever."""
    story.desk.errors = [TransientSendError("desk", "refused")]
    story.publish(NEWS)
    await story.poll()
    story.receivers = "receivers: {ops: {console: {}}}\n"
    story.settings = "routes: [{to: [ops]}]\n"
    story.channels = {"ops": story.ops}
    await story.restart()
    await story.pass_time(seconds=10)
    await story.pass_time(seconds=1)
    assert {message.facts["reason"] for message in story.ops.messages} == {"opened", "notice"}


async def test_a_stop_waits_for_the_send_that_is_under_way(story: Story) -> None:
    """H2: told to stop while a chat takes its time, the daemon notes that it took the message: nothing to repeat."""
    slow = SlowChannel()
    deliverer = story.running.deliverer
    deliverer._channels["desk"] = slow
    story.publish(NEWS)
    await story.running.poll_all()
    await asyncio.wait_for(slow.asked.wait(), 5)
    stopping = asyncio.create_task(story.running.stop())
    while not deliverer._stopping:  # noqa: ASYNC110  nothing tells when it is
        await asyncio.sleep(0)
    for _ in range(20):  # turns of the loop: whoever would not wait is gone by then
        await asyncio.sleep(0)
    slow.let.set()
    await asyncio.wait_for(stopping, 5)
    await story.begin()
    assert [one.state for one in await story.deliveries() if one.receiver == "desk"] == [DeliveryState.SENT]
    assert await story.pass_time(hours=1) == []


async def test_a_crash_between_send_and_record_leads_to_one_labelled_repeat(story: Story) -> None:
    """S1: the process dies after the chat took the message and before that was noted: one repeat, labelled."""

    class Deaf(RecordingChannel):
        async def send(self, message: Message) -> tuple[str, ...]:
            await super().send(message)
            taken.set()
            return await asyncio.Future()

    taken = asyncio.Event()
    deaf = Deaf()
    story.running.deliverer._channels["desk"] = deaf
    story.publish(NEWS)
    await story.running.poll_all()
    await asyncio.wait_for(taken.wait(), 5)
    await story.running.deliverer.stop(within=timedelta())
    await story.restart()
    assert await story.pass_time(seconds=50) == []
    (message,) = await story.pass_time(seconds=11)
    assert "possible repeat" in message.text
    assert "possible repeat" not in deaf.texts[0]
    assert await story.pass_time(hours=1) == []


async def test_a_crash_before_the_commit_leads_to_the_same_poll_again(story: Story) -> None:
    """S2, S3: a poll whose transaction dies takes the validators with it: the item comes again and alerts once."""
    before = await story.state()
    story.publish(NEWS)
    enqueue = story.running.store._run

    def dies(work: object, *, commit: bool) -> object:
        def half(tx: object) -> None:
            work(tx)  # type: ignore[operator]
            raise Killed

        return enqueue(half if commit else work, commit=commit)  # type: ignore[arg-type]

    story.running.store._run = dies  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await story.running.poller.poll(story.running.config.feeds[0])
    del story.running.store._run
    assert await story.state() == before
    assert len(await story.poll()) == 1


async def test_a_bug_in_a_channel_loses_nothing(story: Story) -> None:
    """H: an exception nobody thought of is logged and retried, labelled, and the lane goes on."""

    class Broken:
        async def send(self, message: object) -> tuple[str, ...]:
            raise ZeroDivisionError

        async def close(self) -> None:
            return None

    story.running.deliverer._channels["desk"] = Broken()
    story.publish(NEWS)
    assert await story.poll() == []
    story.running.deliverer._channels["desk"] = story.desk
    (message,) = await story.pass_time(seconds=61)
    assert "possible repeat" in message.text


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[tuple[Story, BotApi]]:
    """The daemon with a real Telegram channel against the stub Bot API, in a group and the operators' private chat."""
    async with FakeSite() as site, BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        told = Story(tmp_path, site)
        told.receivers = (
            f"channels: {{telegram: {{token_file: token, base_url: '{api.base_url}', timeout: 1s}}}}\n"
            "receivers: {desk: {telegram: {chat: -100}}, ops: {telegram: {chat: 7}}}\n"
        )
        for feed in told.feeds:
            site.publish(f"/{feed}", [told.entry("Library lends out its first telescope")])
        config = told.config()

        told.channels = build_channels(config)
        await told.begin()
        await told.poll()
        yield told, api
        await told.end()
        for channel in told.channels.values():
            await channel.close()


async def test_an_incident_is_a_thread_in_telegram(telegram: tuple[Story, BotApi]) -> None:
    """The first alert sounds and shows its words in bold; the confirmation is a silent reply to it."""
    story, api = telegram
    story.publish("Helicopter shot down east of Tadmur")
    await story.poll()
    story.publish("Ministry: helicopter crashed near Palmyra, both pilots dead", feed="paper")
    await story.poll()
    first, second = api.accepted
    assert (first.chat, first.silent, first.reply_to) == (-100, False, None)
    assert (second.silent, second.reply_to) == (True, first.message_id)
    assert first.html is not None
    assert "<b>Helicopter</b>" in first.html


async def test_telegram_is_retried_by_one_layer_only(telegram: tuple[Story, BotApi]) -> None:
    """T1, T2, T3: one attempt is one request; a hang, a reset and a flood each lead to exactly one later message."""
    story, api = telegram
    api.will(-100, flood(5), Fault.RESET, Fault.ACCEPT_THEN_HANG)
    story.publish(NEWS)
    await story.poll()
    assert api.requests == 1
    await story.pass_time(seconds=6)
    assert api.requests == 2
    await story.pass_time(minutes=2)
    assert (api.requests, len(api.accepted)) == (3, 1)
    await story.pass_time(minutes=5)
    assert (api.requests, len(api.accepted)) == (4, 2)
    assert "possible repeat" in api.accepted[1].text
    await story.pass_time(hours=1)
    assert len(api.accepted) == 2


async def test_a_group_that_became_a_supergroup_is_followed(telegram: tuple[Story, BotApi]) -> None:
    """T9: the same alert goes to the new id at once, the id is kept over a restart, and the operators are told."""
    story, api = telegram
    api.will(-100, migrated(-100200))
    story.publish(NEWS)
    await story.poll()
    await story.pass_time(seconds=1)
    assert [(one.chat, "moved" in one.text) for one in api.accepted] == [(-100200, False), (7, True)]
    await story.restart()
    story.publish("Explosion in Mosul")
    await story.poll()
    assert api.accepted[-1].chat == -100200


async def test_a_new_address_in_the_config_is_believed(telegram: tuple[Story, BotApi]) -> None:
    """T9: what an old group said of its new id is forgotten when the operators name another chat."""
    story, api = telegram
    api.will(-100, migrated(-100200))
    story.publish(NEWS)
    await story.poll()
    story.receivers = story.receivers.replace("chat: -100}", "chat: -999}")
    await story.end()
    former = dict(story.channels or {})
    story.channels = build_channels(story.config())
    await story.begin()
    story.publish("Explosion in Mosul")
    await story.poll()
    assert api.accepted[-1].chat == -999
    for channel in former.values():
        await channel.close()


async def test_a_kicked_bot_falls_back_to_the_operators(telegram: tuple[Story, BotApi]) -> None:
    """T10: 403 makes the delivery dead after one request; the alert and a notice reach the operators' chat."""
    story, api = telegram
    api.will(-100, refused(403, "Forbidden: bot was kicked from the supergroup chat"))
    story.publish(NEWS)
    await story.poll()
    await story.pass_time(seconds=1)
    assert {one.chat for one in api.accepted} == {7}
    assert len(api.accepted) == 2
    await story.pass_time(hours=1)
    assert len(api.accepted) == 2


async def test_an_entity_error_is_sent_plain_once(telegram: tuple[Story, BotApi]) -> None:
    """T5: should Telegram ever refuse our markup, the same text goes out without it."""
    story, api = telegram
    api.will(-100, refused(400, "Bad Request: can't parse entities: unexpected end tag"))
    story.publish(NEWS)
    await story.poll()
    (message,) = api.accepted
    assert message.html is None
    assert NEWS in message.text


async def test_people_whom_a_receiver_does_not_reach_are_told_once(story: Story) -> None:
    """T10: a mail that some are refused counts as sent for the others; the operators hear of it once a spell."""

    class Choosy(RecordingChannel):
        refused: tuple[str, ...] = ("no:b@e.example refused (550)",)

        async def send(self, message: Message) -> tuple[str, ...]:
            return (*await super().send(message), "to:a@e.example", *self.refused)

    choosy = story.running.deliverer._channels["desk"] = Choosy()
    told = []
    for title in (
        "Helicopter shot down near Palmyra",
        "Helicopter shot down near Aden",
        "Helicopter shot down in Chad",
    ):
        story.publish(title)
        await story.pass_time(minutes=6)
        told.append(sum("b@e.example" in text for text in story.ops.texts))
    await story.pass_time(minutes=6)
    assert (*told, sum("b@e.example" in text for text in story.ops.texts))[-1] == 1
    assert len(choosy.messages) == 3
    choosy.refused = ()
    story.publish("Helicopter shot down over Oslo")
    await story.pass_time(minutes=6)
    choosy.refused = ("no:b@e.example refused (550)",)
    story.publish("Helicopter shot down over Lima")
    await story.pass_time(minutes=6)
    await story.pass_time(minutes=6)
    assert sum("b@e.example" in text for text in story.ops.texts) == 2


async def test_somebody_who_is_put_off_is_named_and_the_receiver_is_not_down(story: Story) -> None:
    """T18: all have a mail but one, whose mailbox is full: that one is named after ten minutes, once; no fallback."""

    class Choosy(RecordingChannel):
        async def send(self, message: Message) -> tuple[str, ...]:
            parts = ("<1@desk.example>", "to:a@e.example")
            if not message.parts_sent:
                self.messages.append(message)
            if is_gone:
                raise TransientSendError("desk", "no connection")
            raise TransientSendError("desk", "put off for 1 of 2", sent=(*parts, "later:b@e.example put off (452)"))

    is_gone = False

    choosy = story.running.deliverer._channels["desk"] = Choosy()
    story.publish("Helicopter shot down near Palmyra")
    told = []
    for _ in range(12):
        await story.pass_time(minutes=1)
        told.append(sum("b@e.example: put off (452)" in text for text in story.ops.texts))
    story.publish("Helicopter shot down in Chad")
    for _ in range(30):
        await story.pass_time(minutes=2)
    assert told[3] == 0
    assert sum("b@e.example: put off (452)" in text for text in story.ops.texts) == 1
    assert not [text for text in story.ops.texts if "is down" in text or "shot down" in text]
    assert len(choosy.messages) == 2
    is_gone = True
    for _ in range(15):
        await story.pass_time(minutes=2)
    assert any("Receiver desk is down" in text for text in story.ops.texts)
