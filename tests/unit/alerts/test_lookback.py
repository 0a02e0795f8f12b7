"""Is a new item an old story?"""

from datetime import timedelta

import pytest

from daemon.alerts.mute import fate_of, old_story_reason
from tests.helpers.build import NOW, an_item

DAY = timedelta(days=1)


def reason(
    title: str = "Helicopter down", url: str = "https://example.org/1", first_seen: int | None = None
) -> str | None:
    """Why an item of this title and address, seen first so many days ago, is an old story."""
    seen = None if first_seen is None else NOW - first_seen * DAY
    item = an_item(title=title, url=url)
    return old_story_reason(item, alert_max_age=DAY, first_seen=seen, copied_for=3 * DAY, now=NOW)


LOOKS_BACK = {
    "On this day: helicopter shot down over the desert": True,
    "Ten years on: the crash that changed a town": True,
    "Palmyra marks the 10th anniversary of the crash": True,
    "30 years ago today a plane was lost": True,
    "В этот день: над пустыней сбит вертолёт": True,
    "في مثل هذا اليوم: إسقاط مروحية": True,
    "Bomb hits parade on anniversary of revolution": False,
    "Helicopter shot down on day of talks": False,
    "Helicopter lost two years on from ceasefire talks": False,
}


@pytest.mark.parametrize("title", LOOKS_BACK)
def test_a_look_back_is_no_news(title: str) -> None:
    """Pieces about former years are held back; news that falls on an anniversary is not."""
    assert (fate_of(reason(title) or "") == "look back") is LOOKS_BACK[title]


def test_a_text_that_comes_again_after_days_is_re_surfaced() -> None:
    """A copy within the copy window is an ordinary copy; a later one is an old story under a new date."""
    assert reason(first_seen=2) is None
    assert reason(first_seen=9) == "re-surfaced: the same text came 9 d ago"


def test_an_address_that_tells_an_older_day_is_re_dated() -> None:
    """The day in an address counts where it is clearly older than what is news; a wrong day counts nothing."""
    assert reason(url="https://example.org/2016/06/01/plane") == "re-dated: its address says 1 Jun 2016"
    assert reason(url="https://example.org/2016/07/07/plane") is None
    assert reason(url="https://example.org/2016/02/31/plane") is None
    assert reason(url="https://example.org/2015-16/plane") is None
