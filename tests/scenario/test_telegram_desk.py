"""What a desk's Telegram chat gets beside alerts: menus by role, drills, pictures; and what must not stop it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.alerts.rollup import URGENT
from daemon.cli.serving import asked_drill
from daemon.pipeline.live import MOST_REFUSED
from tests.helpers.bot_api import flood, refused
from tests.helpers.desk import ANNA, BORIS, GROUP, PEOPLE, READER, Desk, a_desk

TWO = (
    "receivers:\n"
    "  desk: {telegram: {token_file: token, base_url: '{base}', chat: -7, topic: 2}}\n"
    "  night: {telegram: {token_file: token, base_url: '{base}', chat: -7, topic: 3}}\n"
    "  ops: {console: {}}\n"
)
TREES = ("ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine")
STRANGE = [
    {"message": {"message_id": "x", "date": 1, "chat": {"id": GROUP, "type": "supergroup"}}},
    {"message": 7},
    {"callback_query": {"id": "1", "from": {"id": 11}}},
    {"chat_boost": {}},
    {"edited_message": None},
]


@pytest.mark.parametrize("strange", STRANGE, ids=lambda one: next(iter(one)))
async def test_an_update_that_nobody_can_read_is_skipped(
    desk: Desk, strange: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    """What trips the library is asked for once, said with its number, and what comes after it is heard."""
    before = "Open incidents 0" in await desk.say("/status", ANNA)
    number = len(desk.api.updates) + 1
    desk.api.updates.append({"update_id": number, **strange})
    assert before
    assert "Nothing is open" in await desk.say("/open", ANNA)
    heard = await desk.story.store.read(lambda tx: tx.acts.heard_up_to("123456"))
    assert heard is not None
    assert heard.number == number + 1
    skipped = [one for one in caplog.records if one.getMessage() == "update not readable, skipped"]
    assert all(getattr(one, "number", None) == number for one in skipped)


async def test_an_answer_waits_for_a_full_chat(desk: Desk) -> None:
    """T3: who asks in a group that takes nothing more for a moment is answered when it does, once."""
    desk.api.will(GROUP, flood(0))
    assert "Nothing is open" in await desk.say("/open", ANNA)
    assert sum("Nothing is open" in one.text for one in desk.api.accepted) == 1


async def test_everybody_is_offered_what_they_may(desk: Desk) -> None:
    """Menus: the chat offers what a reader may; who may more is offered more, by their number."""
    await desk.say("/help", READER)
    assert "ack" not in desk.api.offered[GROUP]
    assert "ack" in desk.api.offered_to[GROUP, ANNA["id"]]
    assert "drill" not in desk.api.offered_to[GROUP, ANNA["id"]]
    assert "drill" in desk.api.offered_to[GROUP, BORIS["id"]]
    assert (GROUP, READER["id"]) not in desk.api.offered_to


async def test_a_drill_can_be_asked_for_in_the_chat(desk: Desk) -> None:
    """An operator says /drill: the recorded story comes, marked EXERCISE, and the operators hear what came of it."""
    asked: list[tuple[str, ...]] = []

    async def note(receivers: object) -> None:
        asked.append(tuple(receivers))  # type: ignore[call-overload]

    desk.story.running.on_drill = note
    assert "takes the role operator" in await desk.say("/drill", ANNA)
    assert "there is no receiver nowhere" in await desk.say("/drill nowhere", BORIS)
    assert "drill to desk begins, says Boris" in await desk.say("/drill desk", BORIS)
    assert asked == [("desk",)]
    assert [act.verb for act in await desk.acts()] == ["drill"]


async def test_what_came_of_a_drill_is_told(desk: Desk) -> None:
    """The drill that was asked for is a whole one, and its verdict reaches the operators."""
    await asked_drill(desk.story.running, ["desk"])
    assert all(one.text.startswith("EXERCISE") for one in desk.api.accepted)
    (told,) = [one.alert for one in await desk.story.deliveries() if one.alert.title == "Drill ended"]
    assert told.text == "desk: passed"


async def test_a_picture_is_shown_small_and_survives_edits(desk: Desk) -> None:
    """A first alert shows its feed's picture, an edited one goes on showing it, and a follow-up shows none (C12)."""
    picture = "https://pictures.example/helicopter.jpg"
    message = await desk.alert(thumbnail=picture)
    assert message.preview == picture
    assert "Anna has it" in await desk.press(message, "✅ Ack", ANNA)
    assert (await desk.now_reads(message)).preview == picture
    further = await desk.alert("Army helicopter shot down near Palmyra, ministry says", feed="paper", thumbnail=picture)
    assert (further.preview, further.preview_off) == (None, True)


@pytest.mark.parametrize("picture", ["javascript:alert(1)", "ftp://e.example/a.jpg", "https://a b.example/", None])
async def test_what_is_no_picture_on_the_web_is_not_shown(desk: Desk, picture: str | None) -> None:
    """C3, C12: without a picture of the web nothing is previewed, whatever links stand in the text."""
    message = await desk.alert(thumbnail=picture)
    assert (message.preview, message.preview_off) == (None, True)


async def test_receivers_of_one_chat_share_what_it_may_get(tmp_path: Path) -> None:
    """Two topics of a group: together they get no more than the group's limit, and all arrive in the end."""
    titles = [f"Explosion in the district of {tree}" for tree in TREES]
    settings = f"{PEOPLE}routes: [{{to: [desk, night]}}]\n"
    async with a_desk(tmp_path, settings=settings, receivers=TWO) as desk:
        for title in titles:
            desk.story.publish(title)
        await desk.story.pass_time(minutes=5)
        assert len(desk.api.accepted) == 3
        for _ in range(70):
            desk.story.now += timedelta(seconds=1)
            await desk.story.running.deliver_all()
            if len(desk.api.accepted) == 15:
                break
        assert len(desk.api.accepted) == 15
        await desk.story.pass_time(seconds=1)
        assert len(desk.api.accepted) == 15  # the rest of the minute is for what is urgent
        for _ in range(20):
            desk.story.now += timedelta(seconds=15)
            await desk.story.running.deliver_all()
        assert sorted(one.thread for one in desk.api.accepted) == [2] * 10 + [3] * 10


async def test_an_edit_that_is_refused_for_a_day_is_given_up(desk: Desk) -> None:
    """T15: a refusal that nobody knows is tried again for about a day, and then left; alerts go on."""
    message = await desk.alert()
    desk.api.edit_answers.extend([refused(400, "Bad Request: of a new kind")] * (MOST_REFUSED + 5))
    await desk.press(message, "✅ Ack", ANNA)
    tries = 0
    while desk.api.edit_answers and tries < MOST_REFUSED + 3:
        desk.story.now += timedelta(minutes=10, seconds=1)
        await desk.story.running.deliver_all()
        tries += 1
    assert len(desk.api.edit_answers) == 4  # one was for the buttons
    assert "Explosion" in (await desk.alert("Explosion in the harbour", feed="paper")).text


async def test_answers_take_slots_of_what_a_group_may_get(desk: Desk) -> None:
    """T4: sixteen answers in a minute leave the group's last slots to what is urgent, as sixteen alerts would."""
    deliverer = desk.story.running.deliverer
    for _ in range(16):
        await desk.say("/open", ANNA)
    await asyncio.gather(*desk.story.running.listener._answers)
    pace = deliverer._pace_of("desk")
    assert pace.least_rank(desk.story.now + timedelta(seconds=10)) == URGENT
    assert pace.least_rank(desk.story.now + timedelta(seconds=62)) == 0
