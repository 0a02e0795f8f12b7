"""The desk answers: buttons and commands in Telegram, over real HTTP, by people who are listed and who are not."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from daemon.errors import PermanentSendError
from daemon.incidents.lifecycle import ack
from tests.helpers.bot_api import refused
from tests.helpers.chat import RecordingChannel
from tests.helpers.desk import ANNA, BORIS, CHAT, GROUP, READER, STRANGER, Desk
from tests.helpers.site import FakeSite
from tests.helpers.story import Story


async def test_who_acks_first_has_it_and_the_other_is_told(desk: Desk) -> None:
    """B12: two people press Ack: the incident is the first one's, both hear who that is, and the message shows it."""
    message = await desk.alert()
    assert "Anna has it" in await desk.press(message, "✅ Ack", ANNA)
    assert "Anna has it since" in await desk.api.toast(
        desk.api.send_press(message, message.buttons[0][1], sender=BORIS)
    )
    now = await desk.now_reads(message)
    assert "✅ Anna has it since" in now.text
    assert now.buttons[0][0] == "✔ Close"
    assert [(act.verb, act.by) for act in await desk.acts()] == [("ack", "Anna")]


async def test_the_first_message_is_kept_up_to_date_without_a_sound(desk: Desk) -> None:
    """A further source stands in the first message, and below it as a silent reply; what fired stays as it was."""
    message = await desk.alert()
    reply = await desk.alert("Army helicopter shot down near Palmyra, ministry says", feed="paper")
    assert (reply.reply_to, reply.silent) == (message.message_id, True)
    now = await desk.now_reads(message)
    assert "2 independent sources" in now.text
    assert now.text.startswith(message.text.split("\n")[0])


async def test_a_stranger_in_the_group_changes_nothing(desk: Desk) -> None:
    """B1: who is not listed is told so in private, by a press; written commands of strangers are met with silence."""
    message = await desk.alert()
    assert "not listed; your number is 99" in await desk.press(message, "✅ Ack", STRANGER)
    silent = desk.api.say(CHAT, "/ack", sender=STRANGER, date=int(desk.story.now.timestamp()))
    assert "reader" in await desk.say("/ack", READER, to=message)
    assert all(one.reply_to != silent for one in desk.api.accepted)
    assert await desk.acts() == []


@pytest.mark.parametrize(
    "over",
    [
        {"forward_origin": {"type": "user", "date": 1, "sender_user": ANNA}},
        {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "Desk"}},
        {"via_bot": {"id": 7, "is_bot": True, "first_name": "x"}},
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        {"from": {**ANNA, "is_bot": True}},
    ],
    ids=["forwarded", "anonymous", "by a bot", "group admin", "a bot with her number"],
)
async def test_what_nobody_said_is_not_obeyed(desk: Desk, over: dict[str, Any]) -> None:
    """B5, B10: forwarded and anonymous commands, and those of bots, count for nothing, whoever seems to speak."""
    message = await desk.alert()
    reply = {"message_id": message.message_id, "date": 1, "chat": CHAT, "text": message.text}
    sender = over.pop("from", ANNA)
    now = int(desk.story.now.timestamp())
    flawed = desk.api.say(CHAT, "/ack", sender=sender, date=now, reply_to_message=reply, **over)
    assert "Open incidents 1, of them nobody's 1" in await desk.say("/status", ANNA)
    assert all(one.reply_to != flawed for one in desk.api.accepted)


async def test_an_old_command_is_refused_with_a_word(desk: Desk) -> None:
    """B9: a command from before the daemon was down for a day is not obeyed, and whoever gave it is told."""
    message = await desk.alert()
    yesterday = int((desk.story.now - timedelta(days=1)).timestamp())
    assert "too long ago: nothing was done" in await desk.say("/ack", ANNA, to=message, date=yesterday)
    assert await desk.acts() == []


async def test_what_comes_twice_is_done_once(desk: Desk) -> None:
    """B6: an update that is delivered again after a restart changes nothing more."""
    message = await desk.alert()
    await desk.press(message, "✅ Ack", ANNA)
    await desk.say("/undo", ANNA)
    updates = list(desk.api.updates)
    await desk.story.restart()
    desk.api.updates[:] = updates  # the other side shows all of them anew
    assert "Open incidents 1, of them nobody's 1" in await desk.say("/status", BORIS)
    assert [act.verb for act in await desk.acts()] == ["ack", "undo"]


async def test_a_bug_in_a_command_is_said_and_nothing_sticks(desk: Desk) -> None:
    """B7: a code that leads nowhere is answered, and the next press works."""
    message = await desk.alert()
    assert "there is no incident" in await desk.api.toast(desk.api.send_press(message, "ack:inowhere", sender=ANNA))
    assert "I do not know" in await desk.api.toast(desk.api.send_press(message, "\x00::::/", sender=ANNA))
    assert "Anna has it" in await desk.press(message, "✅ Ack", ANNA)


async def test_a_mute_is_chosen_step_by_step_and_holds(desk: Desk) -> None:
    """Mute: what, for how long, why, and asked again for what is critical; then reports stay silent and counted."""
    message = await desk.alert()
    await desk.press(message, "🔇 Mute", ANNA)
    await desk.press(message, "🔇 rule helicopter-downed", ANNA)
    await desk.press(message, "8 h", ANNA)
    assert "CRITICAL" in await desk.press(message, "too noisy", ANNA)
    toast = await desk.press(message, "⚠ Yes", ANNA)
    assert "silences rule helicopter-downed until" in toast
    before = len(desk.api.accepted)
    desk.story.publish("Helicopter crashed in Mosul, four dead", feed="paper")
    await desk.story.pass_time(minutes=5)
    assert [one.text for one in desk.api.accepted[before:] if "Mosul" in one.text] == []
    assert "1 held back" in await desk.say("/silences", READER)
    desk.story.now += timedelta(hours=8)
    await desk.story.running.sweep_tick()
    await desk.story.running.deliver_all()
    over = desk.api.accepted[-1].text
    assert "is over" in over
    assert "Helicopter crashed in Mosul, four dead" in over


async def test_a_long_silence_waits_for_a_second_person(desk: Desk) -> None:
    """B13, R14: what is muted for more than a day holds only when somebody else agrees, and never for ever."""
    await desk.alert()
    assert "at most 14 days" in await desk.say("/mute rule:explosion 15d renovation", ANNA)
    answer = await desk.say("/mute rule:explosion 3d renovation", ANNA)
    name = answer.partition("silences")[0].split()[-1]
    assert "a second person must agree" in await desk.say(f"/agree {name}", ANNA)
    desk.story.publish("Explosion in the harbour", feed="paper")
    await desk.story.pass_time(minutes=5)
    assert "Explosion in the harbour" in desk.api.accepted[-1].text
    assert "silences rule explosion" in await desk.say(f"/agree {name}", BORIS)
    assert "Anna, with Boris" in await desk.say("/silences", READER)


async def test_why_tells_the_whole_fate(desk: Desk) -> None:
    """Why, of an alert and of a link: seen where, matched by which words, sent to whom; of a miss, what it lacked."""
    message = await desk.alert()
    told = await desk.say("/why", READER, to=message)
    assert "rule helicopter-downed" in told
    assert "by: Helicopter, shot down" in told
    assert "opened → desk: sent" in told
    missed = desk.story.publish("Helicopter tours over Palmyra reopen", feed="paper")
    await desk.story.pass_time(minutes=5)
    told = await desk.say(f"/why {missed.url}", READER)
    assert "no rule matched" in told
    assert 'nearest: rule helicopter-downed: not found: downed | "shot down"' in told


async def test_a_report_is_split_off_by_a_button(desk: Desk) -> None:
    """Split: the follow-up's own button takes its report out, for good, and undo brings it back."""
    message = await desk.alert()
    reply = await desk.alert("Army helicopter shot down near Palmyra, ministry says", feed="paper")
    assert "2 independent sources" in (await desk.now_reads(message)).text
    assert "has the report now" in await desk.press(reply, "✂ Another event", ANNA)
    assert (await desk.now_reads(message)).text == message.text
    assert (await desk.say("/open", READER)).count("\n") == 1
    assert "undone: split" in await desk.say("/undo", ANNA)
    assert "2 independent sources" in (await desk.now_reads(message)).text
    assert (await desk.say("/open", READER)).count("\n") == 0


async def test_a_message_that_cannot_be_edited_blocks_nothing(desk: Desk) -> None:
    """T15: an edit that is refused for good is given up; alerts go on, and nobody is woken for it."""
    message = await desk.alert()
    gone = refused(400, "Bad Request: message can't be edited")
    desk.api.edit_answers.extend([gone, gone])  # of the buttons, and of the text
    assert "Anna has it" in await desk.press(message, "✅ Ack", ANNA)
    assert (await desk.now_reads(message)).text == message.text
    assert "Explosion" in (await desk.alert("Explosion in the harbour", feed="paper")).text


async def test_only_chats_of_receivers_offer_commands(desk: Desk) -> None:
    """The menu of commands is set for the desk's own chat, and for no other."""
    await desk.say("/help", READER)
    assert set(desk.api.offered) == {GROUP}
    assert {"status", "why", "held", "handover"} <= set(desk.api.offered[GROUP])


async def test_the_handover_says_what_the_next_shift_must_know(desk: Desk) -> None:
    """Handover: what is open and whose, what is muted, what is broken, what rang, what was done."""
    message = await desk.alert()
    await desk.press(message, "✅ Ack", ANNA)
    told = await desk.say("/handover", READER)
    for words in (
        "Open: 1, nobody's 0",
        "Anna has it",
        "Muted: nothing",
        "Busiest rules: helicopter-downed 1",
        "ack by Anna",
    ):
        assert words in told


async def test_nobody_acks_and_the_next_level_hears_until_somebody_does(tmp_path: Path) -> None:
    """Escalation: after its time the next receiver hears, with a sound, again and again; an ack ends it."""
    async with FakeSite() as site:
        steps = "[{after: 10m, to: [duty], repeat: 10m}]"
        story = Story(tmp_path, site, settings=f"routes: [{{to: [desk], escalate: {steps}}}]\n")
        story.receivers = "receivers: {desk: {console: {}}, ops: {console: {}}, duty: {console: {}}}\n"
        duty = RecordingChannel()
        story.channels = {"desk": story.desk, "ops": story.ops, "duty": duty}
        for feed in story.feeds:
            site.publish(f"/{feed}", [story.entry("Library lends out its first telescope")])
        await story.begin()
        await story.poll()
        story.publish("Helicopter shot down near Palmyra")
        await story.pass_time(minutes=5)
        for _ in range(25):
            await story.pass_time(minutes=1)
        assert ["Nobody has it since" in text for text in duty.texts] == [True, True]
        assert [message.silent for message in duty.messages] == [False, False]
        (incident,) = await story.store.read(lambda tx: tx.incidents.open())
        now = story.now
        await story.store.write(lambda tx: tx.incidents.save(ack(incident, by="Anna", now=now)))
        for _ in range(25):
            await story.pass_time(minutes=1)
        assert len(duty.messages) == 2
        assert len(story.desk.messages) == 1
        await story.end()


async def test_a_title_in_an_answer_is_no_command_to_tap(desk: Desk) -> None:
    """C11: a publisher's words in /open cannot lure anybody into a command; our own commands can be tapped."""
    await desk.alert("Helicopter shot down near Palmyra: tap /undo for photos")
    told = await desk.say("/open", READER)
    assert "/undo" not in told
    assert "/ack" in await desk.say("/help", ANNA)


async def test_a_flood_of_asks_is_met_with_silence(desk: Desk) -> None:
    """B11: more than a hand can write in a minute is not answered; a minute later it is."""
    message = await desk.alert()
    for _ in range(30):
        await desk.press(message, "❓ Why", READER)
    now = int(desk.story.now.timestamp())
    ignored = desk.api.say(CHAT, "/status", sender=READER, date=now)
    assert "Sources live" in await desk.say("/status", ANNA)
    assert all(one.reply_to != ignored for one in desk.api.accepted)


async def test_a_chat_that_takes_no_menu_keeps_nobody_from_being_heard(desk: Desk) -> None:
    """A bot that was sent away from one group still hears all others."""
    desk.api.menu_answers.append(refused(403, "Forbidden: bot was kicked from the supergroup chat"))
    await desk.story.restart()
    message = await desk.alert()
    assert "Anna has it" in await desk.press(message, "✅ Ack", ANNA)


async def test_another_program_on_the_same_bot_does_not_end_the_hearing(desk: Desk) -> None:
    """B8: a conflict is waited out, and nobody is woken for one that passes."""
    message = await desk.alert()
    desk.api.update_answers.append(refused(409, "Conflict: terminated by other getUpdates request"))
    ear, _ = desk.story.running.listener._ears[0]
    with pytest.raises(PermanentSendError, match="another program"):
        await desk.story.running.listener.hear_once(ear, wait=False)
    assert "Anna has it" in await desk.press(message, "✅ Ack", ANNA)
    assert [one for one in await desk.story.deliveries() if "not heard" in one.alert.title] == []
