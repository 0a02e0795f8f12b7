"""Numbers that were never seen: found, paged back through, and given up by name."""

from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.gaps import MOST_GAPS, TRIES, Gap, Seen, after_earlier, after_newest, seen_of


def test_a_first_page_opens_no_gap() -> None:
    """What a channel published before we knew it is not missed."""
    assert after_newest(Seen(), {40, 41}) == Seen(41)


def test_pages_that_touch_leave_no_gap() -> None:
    """The next number, or one that was seen, closes the row."""
    assert after_newest(Seen(40), {41, 42}).gaps == ()
    assert after_newest(Seen(40), {30, 45}).gaps == ()
    assert after_newest(Seen(40), {42, 45}).gaps == (Gap(40, 42),)


def test_a_hole_of_deleted_posts_is_asked_for_once() -> None:
    """A page that shows older posts but none of the gap proves that they were deleted."""
    seen = after_newest(Seen(40), {60})
    assert after_earlier(seen, 60, {38, 39, 40}) == Seen(60)
    assert after_earlier(seen, 60, set()) == Seen(60)


def test_a_gap_shrinks_page_by_page() -> None:
    """Each page moves the end of the gap back, until it meets what was seen."""
    seen = after_newest(Seen(40), {100})
    seen = after_earlier(seen, 100, set(range(80, 100)))
    assert seen.gaps == (Gap(40, 80),)
    assert after_earlier(seen, 80, set(range(41, 80))) == Seen(100)


def test_a_page_that_leads_nowhere_is_given_up() -> None:
    """A mirror that shows the newest posts whatever it is asked costs one request, and what was missed is counted."""
    seen = after_newest(Seen(40), {100})
    assert after_earlier(seen, 100, {100, 101}) == Seen(100, missed=59)


def test_a_gap_is_given_up_after_a_few_polls() -> None:
    """What could not be had in several polls counts as missed, once."""
    seen, missed = after_newest(Seen(40), {100}), []
    for number in range(101, 101 + TRIES + 2):
        seen = after_newest(seen, {number})
        missed.append(seen.missed)
    assert missed == [*[0] * (TRIES - 1), 59, 0, 0]


def test_a_channel_that_begins_anew_is_followed() -> None:
    """Lower numbers than before are the newest all the same."""
    assert after_newest(Seen(5_000), {1, 2}) == Seen(2)


@given(st.lists(st.sets(st.integers(1, 200), max_size=8), max_size=12))
def test_memory_is_kept_whole(pages: list[set[int]]) -> None:
    """Whatever pages come, few gaps are open, each holds something, and the memory gives back what it was made of."""
    seen = Seen()
    for numbers in pages:
        seen = after_newest(seen, numbers)
        for gap in seen.gaps[:1]:
            seen = after_earlier(seen, gap.before, numbers)
        assert len(seen.gaps) <= MOST_GAPS
        assert all(gap.size > 0 for gap in seen.gaps)
        assert seen_of(seen.memory()) == Seen(seen.last, seen.gaps)
