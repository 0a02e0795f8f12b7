"""What a further look at the page of an alerted item tells."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.pipeline.lookagain import Known, News, Seen, after_look, first_look, leads_home
from daemon.store.pages import WatchedPage
from tests.helpers.build import NOW

DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)
TITLE = "Helicopter shot down near Palmyra"
NEW = WatchedPage(item_id="a", feed="wire", url="https://e.example/news/1", alerted_at=NOW, next_at=first_look(NOW))
KNOWN = replace(NEW, looks=1, headline=TITLE)
FINE, GONE, NOTHING = Seen(headline=TITLE), Seen(gone=True), Seen()


def look(page: WatchedPage, *seen: Seen, known: str = TITLE) -> tuple[WatchedPage, list[News]]:
    """The page after some looks, each at its time, and what they told."""
    told = []
    for one in seen:
        page, news = after_look(page, one, known=Known(title=known), watched_for=DAY, now=page.next_at or NOW)
        told += [news] if news else []
    return page, told


@pytest.mark.parametrize(
    ("page", "seen", "kinds"),
    [
        (NEW, [FINE, FINE, FINE], []),
        (KNOWN, [Seen(headline="Helicopter lands safely near Palmyra")], ["headline"]),
        (KNOWN, [Seen(headline="Helicopter lands safely near Palmyra")] * 3, ["headline"]),
        (KNOWN, [Seen(headline="HELICOPTER shot down, near Palmyra!")], []),
        (KNOWN, [Seen(headline="LIVE: helicopter down, latest updates")], []),
        (KNOWN, [GONE], []),
        (KNOWN, [GONE, FINE, GONE], []),
        (KNOWN, [GONE, GONE], ["removal"]),
        (NEW, [GONE, GONE, GONE], []),
        (KNOWN, [NOTHING, NOTHING, FINE], []),
        (KNOWN, [Seen(headline=f"CORRECTION: {TITLE}")], ["correction"]),
        (KNOWN, [Seen(headline=TITLE, opening="Correction: an earlier version named another town.")], ["correction"]),
        (KNOWN, [Seen(headline="Agency retracts helicopter report")] * 2, ["retraction"]),
        (NEW, [Seen(headline=f"CORRECTION: {TITLE}")] * 3, []),
    ],
)
def test_each_change_is_told_once(page: WatchedPage, seen: list[Seen], kinds: list[str]) -> None:
    """A changed headline, a removal that two looks in a row see, a correction: once each; a hiccup says nothing."""
    assert [one.kind for one in look(page, *seen)[1]] == kinds


def test_a_headline_that_the_feed_told_of_is_told_already() -> None:
    """The feed's own revision was followed up when it came."""
    seen = Seen(headline="Helicopter lands safely near Palmyra")
    assert look(KNOWN, seen, known="Helicopter lands safely near Palmyra")[1] == []


def test_looks_grow_rare_and_end_after_their_time() -> None:
    """Eight looks in a day, each at twice the distance of the one before, and none after it."""
    page, times = NEW, []
    while page.next_at:
        times.append((page.next_at - NOW) / MINUTE)
        page, _ = look(page, FINE)
    assert times == [10, 30, 60, 120, 240, 480, 960, 1440]


def test_what_seems_gone_is_looked_at_soon_and_then_left() -> None:
    """Five minutes later it is certain; what is gone, or never was there, is not asked for again."""
    once, _ = look(KNOWN, GONE)
    assert once.next_at is not None
    assert KNOWN.next_at is not None
    assert once.next_at - KNOWN.next_at == 5 * MINUTE
    assert look(KNOWN, GONE, GONE)[0].next_at is None
    assert look(NEW, GONE, GONE)[0].next_at is None


@pytest.mark.parametrize(
    ("came", "home"),
    [("https://e.example/", True), ("https://www.e.example", True), ("https://e.example/news/1-a", False)],
)
def test_a_page_that_leads_home_is_gone(came: str, home: bool) -> None:
    """Who is led to the start page finds no story there; another address of the story is the story."""
    assert leads_home(NEW.url, came) is home
    assert not leads_home("https://e.example/", "https://e.example/")
