"""When feeds are in trouble, and what of it is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.model import FeedHealth, FeedState, Told
from daemon.pipeline.watch import Decision, decide
from tests.helpers.build import NOW

MINUTE = timedelta(minutes=1)


def fine(n: int) -> FeedState:
    """A feed that is well."""
    return FeedState(feed=f"f{n}", health=FeedHealth.LIVE, last_success_at=NOW, last_poll_at=NOW)


def failing(n: int, *, failures: int = 1, ago: timedelta = 20 * MINUTE, error: str = "no name") -> FeedState:
    """A feed that fails since then."""
    return replace(fine(n), health=FeedHealth.FAILING, failures=failures, failing_since=NOW - ago, last_error=error)


def silent(n: int, *, missing: float = 12.0, quiet: bool = False) -> FeedState:
    """A feed that answers and lacks arrivals."""
    health = FeedHealth.QUIET if quiet else FeedHealth.NOT_MODIFIED
    return replace(fine(n), health=health, silence=missing, last_new_at=NOW - timedelta(hours=9))


def decided(states: Sequence[FeedState], told: Sequence[Told] = (), *, later: timedelta = timedelta(0)) -> Decision:
    """What is told of these."""
    labels = {state.feed: state.feed.upper() for state in states}
    return decide(states, told, labels=labels, now=NOW + later)


def titles(decision: Decision) -> list[str]:
    """The subjects of what is told."""
    return [one.title for one in decision.notices]


def test_one_feed_is_told_at_its_fifth_failure() -> None:
    """F11: four failures are nobody's business, five are told, and not again while they last."""
    others = [fine(n) for n in range(1, 9)]
    assert titles(decided([failing(0, failures=4), *others])) == []
    first = decided([failing(0, failures=5), *others])
    assert titles(first) == ["Feed F0 fails"]
    again = decided([failing(0, failures=6), *others], first.told)
    assert (again.notices, again.told) == ((), ())


def test_what_is_certain_at_once_is_told_at_once() -> None:
    """F14, F16, H5: gone, quarantined, and put off for an hour or more need no second failure."""
    others = [fine(n) for n in range(1, 9)]
    for health, title in (
        (FeedHealth.GONE, "Feed F0 has ended"),
        (FeedHealth.QUARANTINED, "Feed F0 hangs the parser"),
        (FeedHealth.PREVIEW_OFF, "Feed F0 has no preview"),
    ):
        assert titles(decided([replace(failing(0), health=health), *others])) == [title]
    waits = replace(failing(0), health=FeedHealth.RATE_LIMITED, next_poll_at=NOW + 59 * MINUTE)
    assert titles(decided([waits, *others])) == []
    longer = replace(waits, next_poll_at=NOW + 60 * MINUTE)
    assert titles(decided([longer, *others])) == ["Feed F0 is put off"]


def test_a_general_failure_is_one_early_message() -> None:
    """Thirty of forty feeds that fail for a quarter of an hour are one message that names them."""
    states = [failing(n) for n in range(30)] + [fine(n) for n in range(30, 40)]
    early = decided([replace(one, failing_since=NOW - MINUTE) if one.failures else one for one in states])
    assert titles(early) == []
    decision = decided(states)
    assert titles(decision) == ["30 feeds fail together"]
    assert all(f"F{n}" in decision.notices[0].text for n in range(30))
    assert "no name (30)" in decision.notices[0].text
    assert "live 10/40" in decision.notices[0].text
    assert titles(decided(states, decision.told)) == []


def test_feeds_of_one_provider_are_one_message_too() -> None:
    """Four of a hundred feeds that began to fail together are told with the first that is certain, in one message."""
    ages = [60, 70, 80, 90]
    states = [failing(n, failures=3 + (n == 3) * 2, ago=age * MINUTE) for n, age in enumerate(ages)]
    states += [fine(n) for n in range(4, 100)]
    decision = decided(states)
    assert titles(decision) == ["4 feeds fail together"]
    assert len(decision.told) == 4


def test_unrelated_failures_are_told_apart() -> None:
    """Two feeds that fail since different days are two messages, and a passing fault beside them is none."""
    states = [failing(0, failures=9, ago=timedelta(days=2)), failing(1, failures=5, ago=timedelta(hours=3)), failing(2)]
    decision = decided([*states, *(fine(n) for n in range(3, 30))])
    assert titles(decision) == ["Feed F0 fails", "Feed F1 fails"]


def test_silence_is_told_alone_or_together() -> None:
    """F12: one quiet feed is told by itself; where a third of the feeds lacks arrivals, none must be certain."""
    others = [fine(n) for n in range(1, 10)]
    assert titles(decided([silent(0, quiet=True), *others])) == ["Feed F0 has gone quiet"]
    assert titles(decided([silent(0), *others])) == []
    together = decided([*(silent(n) for n in range(4)), *(fine(n) for n in range(4, 10))])
    assert titles(together) == ["4 feeds have gone quiet together"]


def test_a_return_is_told_once() -> None:
    """The first success after a told failure is told, and the trouble forgotten; an untold one ends in silence."""
    others = [fine(n) for n in range(1, 9)]
    told = decided([failing(0, failures=5), *others]).told
    back = decided([fine(0), *others], told)
    assert titles(back) == ["Feed F0 is back"]
    assert back.over == told
    assert titles(decided([fine(0), *others])) == []


def test_a_group_comes_back_as_one_message() -> None:
    """Feeds that were told together are told back together; those still out are tried at once, not after six hours."""
    states = [failing(n) for n in range(8)]
    told = decided(states).told
    some = [replace(fine(0), last_success_at=NOW + MINUTE), *states[1:]]
    waiting = decided(some, told, later=2 * MINUTE)
    assert titles(waiting) == []
    assert set(waiting.hurry) == {f"f{n}" for n in range(1, 8)}
    all_back = decided([fine(n) for n in range(8)], told, later=5 * MINUTE)
    assert titles(all_back) == ["8 feeds are back"]
    assert len(all_back.over) == 8


def test_a_group_that_comes_back_in_part_is_told_after_an_hour() -> None:
    """Who stays out for an hour after the first is back is named as still in trouble, and told back by itself."""
    states = [failing(n) for n in range(8)]
    told = decided(states).told
    first = [fine(0), *states[1:]]
    noted = decided(first, told, later=MINUTE)
    waiting = [*noted.told, *told[1:]]
    some = [replace(fine(n), last_success_at=NOW + timedelta(hours=1)) for n in range(7)]
    assert titles(decided([*some, states[7]], waiting, later=timedelta(hours=1))) == []
    part = decided([*some, states[7]], waiting, later=timedelta(hours=1) + MINUTE)
    assert (titles(part), part.hurry) == (["7 feeds are back"], ())
    assert "Still in trouble: F7" in part.notices[0].text
    left = [one for one in told if one.feed not in {over.feed for over in part.over}]
    last = decided([fine(n) for n in range(8)], left, later=timedelta(hours=2))
    assert titles(last) == ["Feed F7 is back"]


def test_who_posts_seldom_falls_silent_with_the_others() -> None:
    """F12: of feeds that fall silent together one of a slower habit is named with them, not days later by itself."""
    slow = replace(silent(3, missing=5.0), last_new_at=NOW - timedelta(hours=10))
    others = [fine(n) for n in range(4, 9)]
    together = decided([*(silent(n) for n in range(3)), slow, *others])
    assert titles(together) == ["4 feeds have gone quiet together"]
    long_ago = replace(slow, last_new_at=NOW - timedelta(days=3))
    assert titles(decided([*(silent(n) for n in range(3)), long_ago, *others])) == ["3 feeds have gone quiet together"]
    assert titles(decided([slow, *others])) == []
    still = decided([*(silent(n) for n in range(3)), slow, *others], together.told)
    assert (still.notices, still.over) == ((), ())


def test_a_feed_that_is_polled_no_more_is_forgotten() -> None:
    """What was told of a feed that left the config is dropped without a word."""
    told = decided([failing(0, failures=5), *(fine(n) for n in range(1, 9))]).told
    decision = decided([fine(n) for n in range(1, 9)], told)
    assert (decision.notices, decision.over) == ((), told)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 200)), min_size=1, max_size=40))
def test_nothing_is_told_twice(feeds: list[tuple[int, int]]) -> None:
    """Whatever fails, asking again at once tells nothing; and no feed is in two messages."""
    states = [failing(n, failures=f, ago=ago * MINUTE) if f else fine(n) for n, (f, ago) in enumerate(feeds)]
    first = decided(states)
    assert len({one.feed for one in first.told}) == len(first.told)
    assert not any(state.failures >= 5 and state.feed not in {one.feed for one in first.told} for state in states)
