"""A page as such: what counts as a change of its text, and how a change is told."""

from collections import Counter
from dataclasses import replace
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.asked import Answer, Asked
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.page import MAX_SHOWN, MAX_TEXT, parse

ASKED = Asked(url="https://airport.example.org/status", content_type="text/html")


def look(page: str, before: Answer | None = None, **settings: Any) -> Answer:
    """A look at the page, after the one before."""
    memory = before["memory"] if before else {}
    return parse(page.encode(), replace(ASKED, memory=memory, settings=settings))


def test_the_first_look_only_remembers() -> None:
    """There is nothing to compare a first look with, and the same text again is no change."""
    first = look("<title>Status</title><p>All flights on time. Have a <b>nice</b> day!</p>")
    assert first["entries"] == []
    assert first["memory"]["text"] == ["All flights on time.", "Have a nice day!"]
    again = look("<title>New title</title><div>All flights\n on time.</div>Have a nice day!<script>x()</script>", first)
    assert (again["entries"], again["memory"]) == ([], first["memory"])


def test_a_change_shows_what_came_and_what_went() -> None:
    """The entry's title has the first new sentence, its body all that was added and removed."""
    first = look("<title>Status</title><p>All flights on time.</p><p>Gate 3 is open.</p>")
    now = "<title>Status</title><p>All flights cancelled &amp; more.</p><p>Gate 3 is open.</p>"
    (entry,) = look(now, first)["entries"]
    assert entry["title"] == "Status: All flights cancelled &amp; more."
    assert entry["body"] == (
        "<p>Change 1 of this page.</p><p>Added:</p><p>All flights cancelled &amp; more.</p>"
        "<p>Removed:</p><p>All flights on time.</p>"
    )
    assert entry["url"] == "https://airport.example.org/status#change-1"


def test_a_sentence_that_goes_is_a_change() -> None:
    """Text that only disappears is told as well."""
    first = look("<p>One.</p><p>Two.</p>")
    (entry,) = look("<p>One.</p>", first)["entries"]
    assert entry["title"] == "removed: Two."


def test_each_change_has_an_id_of_its_own() -> None:
    """A page that goes back and forth is told each time; the same change read twice has the same id."""
    first = look("<p>Open.</p>")
    second = look("<p>Closed.</p>", first)
    third = look("<p>Open.</p>", second)
    fourth = look("<p>Closed.</p>", third)
    guids = [one["entries"][0]["guid"] for one in (second, third, fourth)]
    assert len(set(guids)) == 3
    assert look("<p>Closed.</p>", first) == second


def test_what_moves_is_no_change() -> None:
    """The same sentences in another order say the same."""
    first = look("<p>One.</p><p>Two.</p><p>Two.</p>")
    assert look("<p>Two.</p><p>One.</p><p>Two.</p>", first)["entries"] == []
    assert len(look("<p>Two.</p><p>One.</p>", first)["entries"]) == 1


def test_clocks_and_counters_are_ignored() -> None:
    """Parts and words that the config ignores change nothing, also where they stand in the middle of a sentence."""
    settings = {"ignore": [".clock"], "ignore_text": [r"\d+ visitors"]}
    first = look("<p class=clock>12:00</p><p>Welcome, 33 visitors today.</p>", **settings)
    assert look("<p class=clock>12:01</p><p>Welcome, 34 visitors today.</p>", first, **settings)["entries"] == []
    assert look("<p class=clock>12:01</p><p>Closed, 34 visitors today.</p>", first, **settings)["entries"]


def test_one_part_can_be_watched() -> None:
    """With select: text only that part counts; if it is not there any more, the feed fails by name."""
    settings = {"select": {"text": "main"}}
    first = look("<header>Ad</header><main>Open.</main>", **settings)
    assert look("<header>Other ad</header><main>Open.</main>", first, **settings)["entries"] == []
    with pytest.raises(NotAFeedError, match="select: text"):
        look("<header>Ad</header>", first, **settings)


def test_what_has_no_text_is_no_page() -> None:
    """F11: a page that needs JavaScript, a picture, or far too much text is refused, and is no change."""
    for page in ("<script>load()</script>", "", "<p>" + "word. " * (MAX_TEXT // 5)):
        with pytest.raises(NotAFeedError):
            look(page)
    with pytest.raises(NotAFeedError, match="image/png"):
        parse(b"\x89PNG", replace(ASKED, content_type="image/png"))


def test_a_page_made_anew_is_cut() -> None:
    """Of a change that is long, the beginning is shown, and how much more there is."""
    first = look("<p>Open.</p>")
    (entry,) = look("".join(f"<p>Line {n}.</p>" for n in range(MAX_SHOWN + 7)), first)["entries"]
    assert "… and 7 more" in entry["body"]


@given(st.lists(st.sampled_from("abcde")), st.lists(st.sampled_from("abcde")))
def test_the_difference_is_exact(before: list[str], after: list[str]) -> None:
    """What was there, less what was removed and with what was added, is what is there now."""
    first = look("<p>Head.</p>" + "".join(f"<p>Word {one}.</p>" for one in before))
    answer = look("<p>Head.</p>" + "".join(f"<p>Word {one}.</p>" for one in after), first)
    body = answer["entries"][0]["body"] if answer["entries"] else ""
    added, _, removed = body.partition("<p>Removed:</p>")

    def words(html: str) -> Counter[str]:
        return Counter(one for one in "abcde" for _ in range(html.count(f"<p>Word {one}.</p>")))

    assert words(added) == Counter(after) - Counter(before)
    assert words(removed) == Counter(before) - Counter(after)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_none(noise: bytes) -> None:
    """Whatever comes, it is read or refused by name, and what it says is only ever text of the entry."""
    first = look("<p>Open.</p>")
    try:
        answer = parse(b"<p>Open.</p>" + noise, replace(ASKED, memory=first["memory"]))
    except NotAFeedError:
        return
    for entry in answer["entries"]:
        assert escape("<script") not in entry["url"]
        assert "<script" not in entry["body"]
