"""Pages that list stories, read by CSS selectors."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.asked import Answer, Asked
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.listing import parse

URL = "https://ministry.example.org/press/"
PAGE = """<html lang="uk"><head><title>Press</title></head><body><nav><li>Home</li></nav><ul>
<li class="release"><h3>Bridge <b>re</b>opened</h3><a href="bridge.html">more</a>
  <time datetime="2016-07-08T16:00:00+02:00">8 July</time><p>All <i>lanes</i>.</p></li>
<li class="release"><a href="/press/port#x">Port closed</a><span class="when">2 години тому</span></li>
<li class="release"><h3>No link yet</h3></li>
<li class="release"> </li>
</ul></body></html>"""


def parsed(page: str = PAGE, **select: str) -> Answer:
    """What the selectors find."""
    settings = {"select": {"item": "li.release", **select}}
    return parse(page.encode(), Asked(url=URL, settings=settings, now="2016-07-08T14:00:00+00:00"))


def test_the_usual_places_need_no_selectors() -> None:
    """With `item` alone, the heading or link is the title, the first link the address, `time` the date."""
    bridge, port, bare = parsed()["entries"]
    assert bridge["title"] == "Bridge <b>re</b>opened"
    assert bridge["guid"] == bridge["url"] == "https://ministry.example.org/press/bridge.html"
    assert bridge["published"] == "2016-07-08T14:00:00+00:00"
    assert (port["title"], port["url"]) == ("Port closed", "https://ministry.example.org/press/port#x")
    assert (bare["title"], bare["url"], bare["guid"]) == ("No link yet", None, None)
    assert parsed()["language"] == "uk"


def test_each_part_has_its_selector() -> None:
    """Date and text are taken from where the selectors point; a date in words is reckoned from now."""
    bridge, port = parsed(date="time, .when", text="p", title="a")["entries"]
    assert (bridge["title"], bridge["summary"]) == ("more", "All <i>lanes</i>.")
    assert port["published"] == "2016-07-08T12:00:00+00:00"


def test_a_link_may_be_the_item_itself() -> None:
    """An item that is a link is its own address and title."""
    (entry,) = parse(
        b"<a class=s href=//cdn.example.org/a>Flood</a>", Asked(url=URL, settings={"select": {"item": "a.s"}})
    )["entries"]
    assert (entry["title"], entry["url"]) == ("Flood", "https://cdn.example.org/a")


def test_a_base_moves_relative_links() -> None:
    """Links are relative to the page's own base, as in a browser; what leads nowhere on the web is no link."""
    page = "<base href=/other/><li class=release><a href=a>A</a><li class=release><a href='javascript:x'>B</a>"
    first, second = parsed(page)["entries"]
    assert (first["url"], second["url"]) == ("https://ministry.example.org/other/a", None)


def test_a_page_made_anew_is_told() -> None:
    """F11: if nothing fits the item any more, the feed fails by name, with the title of what came instead."""
    with pytest.raises(NotAFeedError, match=r"select: item.*Log in"):
        parsed("<title>Log in</title><p>Please")


def test_the_pages_own_encoding_counts() -> None:
    """P15: without a word from HTTP the page's `meta` says how it is written."""
    page = "<meta charset=windows-1251><li class=release><a href=a>Порт закрыт</a>".encode("cp1251")
    (entry,) = parse(page, Asked(url=URL, settings={"select": {"item": "li"}}))["entries"]
    assert entry["title"] == "Порт закрыт"


@given(st.binary(max_size=300), st.integers(0, 700), st.sampled_from(["li", "*", "a[href]", "ul > li:first-child"]))
def test_any_bytes_are_a_list_or_none(noise: bytes, at: int, item: str) -> None:
    """Whatever is put into a page, what is found are addresses of the web and text, or the page is refused by name."""
    body = PAGE.encode()
    settings: dict[str, Any] = {"select": {"item": item, "date_format": "%d.%m.%Y"}}
    for text in (noise, body[:at] + noise + body[at:]):
        try:
            answer = parse(text, Asked(url=URL, settings=settings))
        except NotAFeedError:
            continue
        assert all(one["url"] is None or one["url"].startswith("http") for one in answer["entries"])
