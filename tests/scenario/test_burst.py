"""Very much at once: the critical first, the rest rolled up, nothing lost, nothing told twice."""

from collections import Counter
from pathlib import Path

from daemon.model import DeliveryState, MatchedRule, Planned, Severity
from tests.helpers.build import an_alert
from tests.helpers.site import FakeSite
from tests.helpers.story import Story

PLACES = ["Aden", "Basra", "Cairo", "Dakar", "Erbil", "Fallujah", "Gaza", "Homs", "Irbid", "Jenin", "Kirkuk", "Latakia"]


async def test_a_burst_is_rolled_up_and_the_critical_alert_comes_first(tmp_path: Path) -> None:
    """T4, T19: of sixty alerts at once the critical one comes first, the others in few messages; nothing is lost."""
    async with FakeSite() as site:
        story = Story(tmp_path, site)
        for feed in story.feeds:
            site.publish(f"/{feed}", [story.entry("Library lends out its first telescope")])
        await story.begin()
        await story.poll()
        for number in range(60):
            place = f"{PLACES[number % len(PLACES)]}{number}"
            story.publish(f"Explosion in {place} market number {number} hurts {number + 2}", guid=f"g{number}")
        story.publish(
            "Helicopter shot down near Palmyra", guid="last"
        )  # of one poll: what is taken in is queued at once
        await story.running.poll_all()
        await story.running.deliver_all()
        assert story.desk.texts[0].startswith("🔴 CRITICAL · Helicopter downed")
        assert len(story.desk.messages) < 15
        assert any("incidents of Explosion" in text for text in story.desk.texts)
        counts = Counter(one.state for one in await story.deliveries())
        incidents = await story.store.read(lambda tx: tx.incidents.open())
        heard = [await story.store.read(lambda tx, one=one: tx.outbox.heard(one.id)) for one in incidents]
        assert all("desk" in one for one in heard)
        assert set(counts) == {DeliveryState.SENT, DeliveryState.MUTED}
        await story.end()


async def test_a_roll_up_of_silent_alerts_makes_no_sound(tmp_path: Path) -> None:
    """What would have come one by one without a sound comes together without one; one that sounds makes it sound."""
    async with FakeSite() as site:
        story = Story(tmp_path, site)
        for feed in story.feeds:
            site.publish(f"/{feed}", [story.entry("Library lends out its first telescope")])
        await story.begin()
        for rule, loud in (("floods", False), ("fires", True)):
            told = [
                Planned(
                    alert=an_alert(
                        id=f"{rule}{number}",
                        incident_id=f"{rule}{number}",
                        severity=Severity.HIGH,
                        rules=(MatchedRule(id=rule, title=rule, revision="1"),),
                    ),
                    receiver="desk",
                    silent=not (loud and number == 7),
                )
                for number in range(12)
            ]
            now = story.now
            await story.store.write(lambda tx, told=told, now=now: tx.outbox.enqueue(told, now=now))
        await story.running.deliver_all()
        for rule, silent in (("floods", True), ("fires", False)):
            assert [one.silent for one in story.desk.messages if f"12 incidents of {rule}" in one.text] == [silent]
        await story.end()
