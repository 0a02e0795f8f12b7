"""Who hears what, when: digests by time and count, active hours, and what `watchdesk routes` says of it."""

import asyncio
from datetime import timedelta

from typer.testing import CliRunner

from daemon.cli import cli
from daemon.model import Message, Planned
from daemon.pipeline.notices import desk_alive
from tests.helpers.story import RULES, Story

DIGEST = "routes: [{to: [desk], digest: {every: 30m, count: 4}}]\n"
TREE = """\
routes:
  - to: [desk]
    min_severity: medium
    languages: [en]
    digest: {every: 30m}
    escalate: [{after: 10m, to: [ops], repeat: 5m}]
    routes:
      - {to: [ops], entities: [syria], grades: [A]}
"""
NEWS = [
    "Explosion in Aleppo bakery",
    "Explosion at Lisbon port",
    "Explosion rocks Oslo suburb",
    "Explosion in Lima mine",
]


async def restarted(story: Story, settings: str) -> None:
    """Go on with other settings."""
    story.settings = settings
    await story.restart()


async def published(story: Story, *titles: str, minutes: float = 5) -> list[Message]:
    """What the desk gets when these come."""
    for title in titles:
        story.publish(title)
    return await story.pass_time(minutes=minutes)


async def test_alerts_of_a_route_come_together_when_their_time_has_come(story: Story) -> None:
    """A digest is told when its first alert has waited so long; each is counted as told, and nothing comes twice."""
    await restarted(story, DIGEST)
    assert await published(story, *NEWS[:2]) == []
    waiting = await story.store.read(lambda tx: tx.gathered.count())
    assert waiting == 2
    (digest,) = await story.pass_time(minutes=31)
    assert "Digest: 2 incidents" in digest.text
    assert all(title in digest.text for title in NEWS[:2])
    assert await story.pass_time(minutes=31) == []
    told = [one.mute_reason or "" for one in await story.deliveries() if one.receiver == "desk"]
    assert sorted(one.startswith("rolled up:") for one in told) == [False, True, True]


async def test_a_digest_is_told_at_once_when_it_has_enough(story: Story) -> None:
    """So many alerts are told before their time is there."""
    await restarted(story, DIGEST)
    (digest,) = await published(story, *NEWS)
    assert "Digest: 4 incidents" in digest.text


async def test_what_is_critical_waits_for_no_digest(story: Story) -> None:
    """An alert of the severity `except_from` comes at once and by itself; the digest goes on waiting."""
    await restarted(story, DIGEST)
    (alert,) = await published(story, NEWS[0], "Helicopter shot down near Palmyra")
    assert "CRITICAL" in alert.text
    (single,) = await story.pass_time(minutes=31)
    assert NEWS[0] in single.text
    assert "Digest" not in single.text  # what waited alone is told in full


async def test_a_follow_up_of_what_waits_waits_with_it(story: Story) -> None:
    """Further reports of a gathered incident come in its digest, after it."""
    await restarted(story, DIGEST)
    await published(story, "Explosion in Palmyra market kills ten, says ministry")
    story.publish("Explosion in Palmyra market kills ten, ministry confirms", feed="paper")
    assert await story.pass_time(minutes=5) == []
    (digest,) = await story.pass_time(minutes=31)
    assert "Digest: 1 incident, 1 other message" in digest.text


async def test_who_is_inactive_hears_when_the_hours_begin(story: Story) -> None:
    """Outside a receiver's active hours alerts wait and come together; critical ones come at once, and none is lost."""
    story.receivers = 'receivers: {desk: {console: {}, active: {start: "15:00", end: "18:00"}}, ops: {console: {}}}\n'
    await restarted(story, "")
    (critical,) = await published(story, *NEWS[:3], "Helicopter shot down near Palmyra")
    assert "CRITICAL" in critical.text
    assert await story.pass_time(minutes=30) == []
    (digest,) = await story.pass_time(minutes=30)
    assert "Digest: 3 incidents" in digest.text
    assert len(await published(story, NEWS[3])) == 1


async def test_a_weekend_is_waited_for_whole(story: Story) -> None:
    """Hours of Tuesdays alone: what comes on Friday waits over the days between, also over a restart."""
    story.receivers = (
        'receivers: {desk: {console: {}, active: {start: "09:00", end: "18:00", days: [tue]}}, ops: {console: {}}}\n'
    )
    await restarted(story, "")
    assert await published(story, *NEWS[:2]) == []
    await story.restart()
    story.now += timedelta(days=3)
    assert await story.pass_time(hours=18) == []
    (digest,) = await story.pass_time(hours=1)
    assert "Digest: 2 incidents" in digest.text


async def test_a_receiver_says_what_wakes_it(story: Story) -> None:
    """`sound_from` high: what is medium comes without a sound."""
    story.receivers = "receivers: {desk: {console: {}, sound_from: high}, ops: {console: {}}}\n"
    await restarted(story, "")
    told = await published(story, NEWS[0], "Helicopter shot down near Palmyra")
    assert sorted((one.severity.value, one.silent) for one in told) == [("critical", False), ("medium", True)]


async def routes(story: Story, text: str) -> str:
    """What the command says of a text."""
    rules = story.folder / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "rules.yaml").write_text(RULES, encoding="utf-8")
    story.config()
    called = ["routes", text, "--config", str(story.folder / "config.yaml")]
    told = await asyncio.to_thread(CliRunner().invoke, cli, called)
    assert told.exit_code == 0, told.output
    return told.output


async def test_the_command_says_who_would_hear_and_why_not_the_others(story: Story) -> None:
    """Route by number, what does not fit, digests, hours and the levels of an escalation: all of it in words."""
    story.settings = TREE
    said = await routes(story, "An explosion was heard in the north of Palmyra this morning, say residents of the city")
    assert "language en; entities palmyra, syria" in said
    assert "✔ desk hears, in a digest" in said
    assert "route 1\n" in said
    assert "✖ ops does not: route 1.1: grades: A" in said
    assert "level 1, after 10 min without an ack: ops, again every 5 min" in said
    assert "nobody hears" in await routes(story, "A quiet day")


async def test_the_command_tells_of_hours(story: Story) -> None:
    """Who is not active now hears later, and the command says when."""
    early = 'active: {start: "00:00", end: "00:01", zone: UTC}, sound_from: critical'
    story.receivers = f"receivers: {{desk: {{console: {{}}, {early}}}, ops: {{console: {{}}}}}}\n"
    said = await routes(story, "An explosion in the port")
    assert "when its active hours begin, without a sound" in said
    assert "✖ ops does not: no route leads there" in said


async def test_a_notice_that_waits_is_told_whole(story: Story) -> None:
    """What has a text of its own, such as a shift's summary, loses nothing of it in a digest of what waited."""
    story.receivers = 'receivers: {desk: {console: {}, active: {start: "15:00", end: "18:00"}}, ops: {console: {}}}\n'
    await restarted(story, "")
    notice = Planned(alert=desk_alive("Sources live 2/2", now=story.now), receiver="desk", silent=True)
    await story.store.write(lambda tx: tx.outbox.enqueue([notice], now=story.now))
    assert await published(story, *NEWS[:2]) == []
    told = await story.pass_time(hours=1)
    assert sorted("Digest: 2 incidents" in one.text for one in told) == [False, True]
    assert any("Sources live 2/2" in one.text for one in told)
