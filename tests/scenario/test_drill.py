"""The drill, from end to end: the Palmyra story over real HTTP, to the desk's own receivers."""

from datetime import timedelta
from pathlib import Path

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.config import Config
from daemon.configfile import load_config
from daemon.drill.run import run_drill
from daemon.errors import PermanentSendError
from daemon.outgoing import build_channels
from tests.helpers.bot_api import BotApi
from tests.helpers.chat import RecordingChannel
from tests.helpers.other_chats import MailServer

AT_ONCE = timedelta()


def config_of(folder: Path, text: str = "receivers: {desk: {console: {}}, ops: {console: {}}}\n") -> Config:
    """A config of these lines."""
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return load_config(folder / "config.yaml", channel_options=CHANNEL_OPTIONS)


async def test_the_story_is_one_incident_with_one_alert_and_its_thread(tmp_path: Path) -> None:
    """One alert on the first report with the words that fired it; follow-ups below; nothing twice."""
    desk = RecordingChannel()
    (result,) = await run_drill(config_of(tmp_path), {"desk": desk}, receivers=["desk"], pace=AT_ONCE)
    assert result.passed
    first, *follow_ups = desk.messages
    assert (first.facts["reason"], first.silent, first.reply_to) == ("opened", False, None)
    assert "fired by: " in first.text
    assert {"helicopter", "shot down"} <= {span["text"].casefold() for span in first.facts["evidence"]}
    assert all(message.reply_to == "chat:1" for message in follow_ups)
    assert {message.facts["incident"] for message in follow_ups} == {first.facts["incident"]}
    assert [message.facts["reason"] for message in follow_ups] == [
        "confirmed",
        "corrected",
        "extended",
        "confirmed",
        "extended",
        "confirmed",
    ]
    assert "now 4 independent sources" in follow_ups[-1].text
    assert len({message.text for message in desk.messages}) == len(desk.messages)


async def test_of_the_follow_ups_only_the_ministrys_word_sounds(tmp_path: Path) -> None:
    """An office's first confirmation of a claim is worth a sound; the rest of the thread is silent."""
    desk = RecordingChannel()
    await run_drill(config_of(tmp_path), {"desk": desk}, receivers=["desk"], pace=AT_ONCE)
    _, *follow_ups = desk.messages
    (heard,) = [message for message in follow_ups if not message.silent]
    assert heard is follow_ups[0]
    assert "Confirmed by Volga Broadcasting" in heard.text


async def test_every_message_of_the_drill_is_marked(tmp_path: Path) -> None:
    """Nobody can take a drill for an event: each message begins and ends with EXERCISE."""
    desk = RecordingChannel()
    await run_drill(config_of(tmp_path), {"desk": desk}, receivers=["desk"], pace=AT_ONCE)
    assert all(text.startswith("EXERCISE") for text in desk.texts)
    assert all("EXERCISE" in text.splitlines()[-1] for text in desk.texts)


async def test_the_drill_tells_nothing_of_look_alikes(tmp_path: Path) -> None:
    """Helicopter tours and Palmyra, New York, stand in the drill's feeds and in none of its messages."""
    desk = RecordingChannel()
    await run_drill(config_of(tmp_path), {"desk": desk}, receivers=["desk"], pace=AT_ONCE)
    assert not any("tours" in text or "New York" in text for text in desk.texts)


async def test_the_drill_touches_no_store(tmp_path: Path) -> None:
    """It never touches real incidents: the desk's store is not even opened."""
    config = config_of(tmp_path)
    await run_drill(config, {"desk": RecordingChannel(), "ops": RecordingChannel()}, pace=AT_ONCE)
    assert not config.store.exists()


async def test_the_drill_goes_to_the_receivers_of_the_routes(tmp_path: Path) -> None:
    """Whoever a route names is proven, and nobody else is woken."""
    config = config_of(
        tmp_path, "receivers: {desk: {console: {}}, ops: {console: {}}}\nroutes: [{to: ops, rules: other}]\n"
    )
    channels = {"desk": RecordingChannel(), "ops": RecordingChannel()}
    results = await run_drill(config, channels, pace=AT_ONCE)
    assert [result.receiver for result in results] == ["ops"]
    assert channels["desk"].messages == []


async def test_a_receiver_that_does_not_hear_fails_the_drill(tmp_path: Path) -> None:
    """A drill that did not arrive says so, with the reason."""
    broken = RecordingChannel(errors=[PermanentSendError("desk", "the bot was kicked")] * 20)
    (result,) = await run_drill(config_of(tmp_path), {"desk": broken}, receivers=["desk"], pace=AT_ONCE)
    assert not result.passed
    assert result.failed == ("the bot was kicked",)


async def test_a_drill_that_misses_somebody_fails(tmp_path: Path) -> None:
    """A receiver that takes every message but not for all of its people has not passed, and the table names them."""
    async with MailServer() as server:
        server.refuse_people["ben@e.example"] = "550 no such user"
        options = f"host: 127.0.0.1, port: {server.port}, security: none, sender: desk@e.example"
        people = "recipients: [anna@e.example, ben@e.example]"
        config = config_of(tmp_path, f"receivers: {{desk: {{mail: {{{options}, {people}}}}}}}\n")
        (result,) = await run_drill(config, build_channels(config), pace=AT_ONCE)
    assert result.alerts == 1
    assert result.failed == ("not for ben@e.example refused (550)",)
    assert not result.passed


async def test_the_drill_reaches_telegram(tmp_path: Path) -> None:
    """Over the real Telegram channel every message is accepted, the follow-ups as replies to the first."""
    async with BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        text = f"receivers: {{desk: {{telegram: {{chat: -100, token_file: token, base_url: '{api.base_url}'}}}}}}\n"
        config = config_of(tmp_path, text)

        channels = build_channels(config)
        (result,) = await run_drill(config, channels, pace=AT_ONCE)
        await channels["desk"].close()
        assert result.passed
        first, *rest = api.accepted
        assert not first.silent
        assert all(one.reply_to == first.message_id for one in rest)
