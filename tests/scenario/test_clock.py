"""A clock that is set ahead or back, and rules over several items: Z3 of the faults."""

from datetime import timedelta

from daemon.model import Message
from tests.helpers.story import Story
from tests.scenario.test_rates import ABSENCE, COUNT, speak, told, with_rules

NEW = "  - {id: who, severity: low, when: {first_seen: {entity: {kind: person}, within: 30d}}}\n"
SPIKE = "  - {id: s, severity: high, when: {spike: {of: fire, ratio: 3, window: 1h, baseline: 2d, at_least: 3}}}\n"
DAY, YEAR = timedelta(days=1), timedelta(days=365)


async def _step(story: Story, by: timedelta) -> None:
    """Set the clock, and let a minute pass."""
    story.now += by
    await story.pass_time(minutes=1)


async def test_what_was_counted_under_a_clock_ahead_leaves_its_window(story: Story) -> None:
    """Items that came under a clock a day ahead do not count with one that comes ten hours later."""
    await with_rules(story, COUNT)
    await _step(story, DAY)
    assert await told(story, "Fire at a mill", "Fire in a bakery") == []
    await _step(story, -DAY)
    await story.pass_time(hours=10)
    assert await told(story, "Fire on the pier") == []


async def test_a_count_hears_again_when_the_clock_is_put_right(story: Story) -> None:
    """What fired under a clock ten years ahead fires anew once it lapsed; the wrong years are not waited for."""
    await with_rules(story, COUNT)
    await _step(story, 10 * YEAR)
    assert await told(story, "Fire at a mill", "Fire in a bakery", "Fire on the pier") == ["Fire on the pier"]
    await _step(story, -10 * YEAR)
    assert await told(story, "Fire in the town hall") == []
    await story.pass_time(hours=5)
    assert await told(story, "Fire at the zoo", "Fire in a school", "Fire at a stadium") == ["Fire at a stadium"]


async def test_a_clock_that_leaps_ahead_for_a_moment_forgets_nothing(story: Story) -> None:
    """After one minute under a clock two months ahead, who was seen is still known, and what was told still holds."""
    await with_rules(story, NEW + COUNT)
    titles = ["Ivan Ivanov named minister", "Fire at a mill", "Fire in a bakery", "Fire on the pier"]
    assert await told(story, *titles) == [titles[0], titles[-1]]
    await _step(story, 60 * DAY)
    await _step(story, -60 * DAY)
    assert await told(story, "Minister Ivan Ivanov speaks out", "Fire at the zoo") == []


async def test_a_clock_that_stays_ahead_is_believed_after_an_hour(story: Story) -> None:
    """What is older than its rule looks back is forgotten, if the clock says so for an hour."""
    await with_rules(story, NEW)
    await told(story, "Ivan Ivanov named minister")
    (series,) = story.rules.series
    known = []
    for by in (60 * DAY, timedelta(minutes=30), timedelta(minutes=30)):
        await _step(story, by)
        known.append(await story.store.read(lambda tx: tx.rates.seen(series, "ivanov") is not None))
    assert known == [True, True, False]


async def test_who_was_seen_under_a_clock_ahead_is_new_again_in_time(story: Story) -> None:
    """A sight under a clock a year ahead is as old as it is, once the clock is put right."""
    await with_rules(story, NEW)
    await _step(story, YEAR)
    assert await told(story, "Ivan Ivanov named minister") == ["Ivan Ivanov named minister"]
    await _step(story, -YEAR)
    assert await told(story, "Minister Ivan Ivanov speaks out") == []
    await story.pass_time(days=31)
    assert await told(story, "Return of Ivan Ivanov to politics") == ["Return of Ivan Ivanov to politics"]


async def test_a_spike_that_began_under_a_clock_ahead_is_heard(story: Story) -> None:
    """A rule that began under a clock a year ahead has something to compare with after a day, not after a year."""
    story.now += YEAR
    await with_rules(story, SPIKE)
    await told(story, "Weather of the day")
    await _step(story, -YEAR)
    for _ in range(3):
        await story.pass_time(days=1)
    assert await told(story, "Fire at a mill", "Fire in a bakery", "Fire on the pier") == ["Fire on the pier"]


async def test_a_silence_is_told_in_time_and_once_when_the_clock_is_set_back(story: Story) -> None:
    """An hourly feed that falls silent as the clock is set back by a day is missed after hours; then not again."""
    await with_rules(story, ABSENCE)
    await speak(story, 12)
    await _step(story, -DAY)
    heard: list[list[Message]] = []
    for number in range(12):
        if number == 8:
            await _step(story, -DAY)
        await story.pass_time(minutes=50)
        heard.append(await story.poll())
    assert [len(one) for one in heard[:3]] == [0, 0, 0]
    assert sum(len(one) for one in heard[:5]) == 1
    assert sum(len(one) for one in heard) == 1
