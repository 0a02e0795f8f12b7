"""NEW, REVISED, UNCHANGED, DUPLICATE: tables, and laws over every order."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.config import Feed
from daemon.items.dedup import decide, fresh_id, lookup_keys, told_before
from daemon.items.normalise import normalise
from daemon.items.owntext import lede_of
from daemon.model import Entry, Item, KnownItem, Verdict, VerdictKind
from tests.helpers.build import NOW, an_entry

DAY = timedelta(days=1)
URL = "https://example.org/news/russian-helicopter-downed-near-palmyra"
TITLE = "Russian attack helicopter downed near Palmyra, ministry says"


def seen(item: Item, **over: Any) -> KnownItem:
    """The stored view of an item."""
    known = KnownItem(
        id=item.id,
        feed=item.feed,
        source=item.source,
        url_key=item.url_key,
        guid_key=item.guid_key,
        title_key=item.title_key,
        fingerprint=item.fingerprint,
        arrived_at=item.arrived_at,
        published_at=item.published_at,
        title=item.title,
        lede=lede_of(item),
    )
    return replace(known, **over)


def an_item_in(feed: str, *, at: datetime = NOW, **over: Any) -> Item:
    """The item that an entry becomes in a feed."""
    values = {"title": TITLE, "url": URL, "guid": "1", "summary": "Both pilots died in the crash, it said.", **over}
    return normalise(an_entry(**values), Feed(id=feed, url="https://example.org/feed"), now=at)


FIRST = an_item_in("wire")

SAME_FEED: dict[str, tuple[dict[str, Any], VerdictKind, str]] = {
    "D7: gone for hours and back": ({}, VerdictKind.UNCHANGED, "guid"),
    "D1: a new guid": ({"guid": "2"}, VerdictKind.UNCHANGED, "url"),
    "D1: a new guid and new words": (
        {"guid": "2", "title": TITLE + " on Saturday"},
        VerdictKind.REVISED,
        "url",
    ),
    "D11: a new guid and another story on a live page": (
        {"guid": "2", "title": "Cup final ends in a draw"},
        VerdictKind.NEW,
        "nothing known",
    ),
    "D2: http, www, tracking": (
        {"guid": None, "url": URL.replace("https://", "http://www.") + "/?utm_source=rss"},
        VerdictKind.UNCHANGED,
        "url",
    ),
    "D2: the host moved": ({"url": URL.replace(".org", ".net")}, VerdictKind.UNCHANGED, "guid"),
    "D3: one guid, another story": (
        {"url": "https://example.org/sport/47", "title": "Cup final ends in a draw", "summary": "It rained."},
        VerdictKind.NEW,
        "nothing known",
    ),
    "D3: one guid, another address, the story reworded": (
        {"url": "https://example.org/n/47", "title": "Helicopter downed near Palmyra, ministry says"},
        VerdictKind.REVISED,
        "guid",
    ),
    "D4: no guid": ({"guid": "0"}, VerdictKind.UNCHANGED, "url"),
    "D5: another case": (
        {"guid": "A", "url": None, "title": "Quite another thing", "summary": ""},
        VerdictKind.NEW,
        "nothing known",
    ),
    "D9: an edited headline": ({"title": "Corrected: " + TITLE}, VerdictKind.REVISED, "guid"),
    "D10: an edited text": ({"summary": "Both pilots died. A missile hit them."}, VerdictKind.REVISED, "guid"),
    "D9: only form was edited": ({"title": TITLE.upper() + "!"}, VerdictKind.UNCHANGED, "guid"),
    "the same words under a new guid and URL": (
        {"guid": "9", "url": "https://example.org/b"},
        VerdictKind.UNCHANGED,
        "content",
    ),
}


@pytest.mark.parametrize(("over", "kind", "reason"), SAME_FEED.values(), ids=SAME_FEED)
def test_within_a_feed(over: dict[str, Any], kind: VerdictKind, reason: str) -> None:
    """D1–D5, D7, D9, D10: guid, then URL, then content tell whether a feed's entry is known, and whether it changed."""
    verdict = decide(an_item_in("wire", at=NOW + DAY, **over), [seen(FIRST)], now=NOW + DAY)
    assert (kind, reason) == (verdict.kind, verdict.reason)
    assert verdict.of == (None if kind is VerdictKind.NEW else FIRST.id)


OTHER_FEED: dict[str, tuple[dict[str, Any], VerdictKind, str]] = {
    "a syndicated copy": ({"url": "https://b.org/x", "guid": "b"}, VerdictKind.DUPLICATE, "content"),
    "the same page": ({"title": "Helicopter downed near Palmyra", "guid": "b"}, VerdictKind.DUPLICATE, "url"),
    "the same headline": (
        {"url": "https://b.org/x", "summary": "Read on at our site."},
        VerdictKind.DUPLICATE,
        "title",
    ),
    "D6: the same guid, another story": (
        {"url": "https://b.org/x", "title": "Cup final ends in a draw", "summary": "It rained."},
        VerdictKind.NEW,
        "nothing known",
    ),
    "D6: the same guid and page, another story": (
        {"title": "Cup final ends in a draw", "summary": "It rained."},
        VerdictKind.NEW,
        "nothing known",
    ),
}


@pytest.mark.parametrize(("over", "kind", "reason"), OTHER_FEED.values(), ids=OTHER_FEED)
def test_between_feeds(over: dict[str, Any], kind: VerdictKind, reason: str) -> None:
    """D6: only content, page and headline make a copy of another feed's item; a guid means nothing there."""
    verdict = decide(an_item_in("mirror", **over), [seen(FIRST)], now=NOW)
    assert (kind, reason) == (verdict.kind, verdict.reason)


LONG = (
    "Both pilots died when their aircraft was hit by a missile on Friday, the ministry said, as it fired on fighters "
    "who had taken two hills above the town."
)
OWN = "Villagers told our reporter by telephone that they had seen a parachute open before it fell behind the press."
HEADLINES: dict[str, tuple[str, str, VerdictKind]] = {
    "another text": (LONG, OWN, VerdictKind.NEW),
    "another short text": ("Both crew members died, it said.", "A farmer saw one man jump.", VerdictKind.NEW),
    "no text": (LONG, "", VerdictKind.DUPLICATE),
    "the headline again": (LONG, f"{TITLE}.", VerdictKind.DUPLICATE),
    "a teaser": (LONG, "Read on at our site.", VerdictKind.DUPLICATE),
    "edited": (LONG, f"MOSCOW – {LONG.replace('aircraft', 'helicopter')} More soon.", VerdictKind.DUPLICATE),
    "cut": (LONG, LONG[:70], VerdictKind.DUPLICATE),
    "a form with other numbers": (
        "A quake of 5.2 was measured by the institute at a depth of 10 km at 02:36.",
        "A quake of 5.2 was measured by the institute at a depth of 11 km at 07:11.",
        VerdictKind.NEW,
    ),
}


@pytest.mark.parametrize(("first", "second", "kind"), HEADLINES.values(), ids=HEADLINES)
def test_one_headline_over_two_texts_is_no_copy(first: str, second: str, kind: VerdictKind) -> None:
    """D13: an equal headline makes a copy where a text is missing, cut or edited, and not where both have their own."""
    one, other = an_item_in("wire", summary=first), an_item_in("mirror", summary=second, url="https://b.org/x")
    assert kind is decide(other, [seen(one)], now=NOW).kind
    assert kind is decide(replace(one, feed="mirror", url_key="b"), [seen(other, feed="wire")], now=NOW).kind


@pytest.mark.parametrize("summary", ["", "Read on at our site."], ids=["headlines", "a teaser"])
def test_a_headline_alone_says_nothing_after_twelve_hours(summary: str) -> None:
    """The same headline elsewhere, without a text of its own, is the same story for hours, and then perhaps another."""
    first = seen(an_item_in("wire", summary=summary))
    for hours, kind in ((11, VerdictKind.DUPLICATE), (13, VerdictKind.NEW)):
        now = NOW + timedelta(hours=hours)
        later = an_item_in("mirror", url="https://b.org/x", summary="", title=TITLE, at=now)
        assert kind is decide(later, [first], now=now).kind


SIREN_TEXT = (
    "Two towns are told to take shelter within 15 seconds, says the Home Front Command, and to stay there for ten "
    "minutes."
)
FORM = (
    "The institute measured an earthquake of magnitude 5.2 at a depth of 10 km on Friday below the mountains of "
    "central Italy."
)
CLOSED = "Drivers are asked to turn off at the last exit and to go by the coast road until all lanes are open again."
WORDS_AGAIN: dict[str, tuple[str, str, bool]] = {
    "a report with a day and a toll": (TITLE, LONG, True),
    "a headline and no more": (TITLE, "", False),
    "a siren": ("Rocket sirens sound in Sderot on Friday", SIREN_TEXT, False),
    "a seismic form": ("Magnitude 5.2 earthquake strikes central Italy", FORM, False),
    "what says neither a day nor a toll": ("Highway 6 is closed near the northern junction", CLOSED, False),
}


@pytest.mark.parametrize(("title", "summary", "is_known"), WORDS_AGAIN.values(), ids=WORDS_AGAIN)
def test_a_story_that_comes_again_in_its_very_words_was_told_before(
    title: str, summary: str, *, is_known: bool
) -> None:
    """A report of one event is known whenever and wherever it comes again; a form that recurs tells of another."""
    first = seen(an_item_in("wire", title=title, summary=summary))
    for feed in ("wire", "mirror"):
        again = an_item_in(
            feed,
            guid="b",
            url="https://b.org/x",
            title=title,
            summary=summary,
            published=NOW + 9 * DAY,
            at=NOW + 9 * DAY,
        )
        assert VerdictKind.NEW is decide(again, [first], now=NOW + 9 * DAY).kind
        assert (told_before(again, [first]) == NOW) is is_known


@pytest.mark.parametrize(("summary", "is_known"), [(LONG, True), (CLOSED, False), (SIREN_TEXT, False), (OWN, False)])
def test_an_old_text_under_a_new_headline_was_told_before(summary: str, *, is_known: bool) -> None:
    """A text that tells of one event alone is known under any headline, and found by its own key."""
    first_item = an_item_in("wire", title="Missile hits aircraft, ministry says", summary=summary)
    title = "Ministry says both pilots died when missile hit aircraft near town"
    again = an_item_in("mirror", guid="b", url="https://b.org/x", title=title, summary=summary)
    assert any(key.startswith("l:") for key in lookup_keys(again)) is is_known
    assert bool(set(lookup_keys(first_item)) & set(lookup_keys(again))) is is_known
    assert (told_before(again, [seen(first_item)]) == NOW) is is_known


def test_a_line_below_any_headline_is_no_text_of_its_story() -> None:
    """A text that tells nothing of its headline says nothing of when the story came, whatever days it names."""
    line = (
        "Sign up for the newsletter that brings the day's stories to your inbox every Monday and Friday, and for more."
    )
    first = an_item_in("wire", title="Explosion at Mosul market kills five", summary=line)
    later = an_item_in("wire", guid="b", url="https://b.org/x", title="Explosion at Palmyra museum", summary=line)
    assert set(lookup_keys(first)) & set(lookup_keys(later))
    assert told_before(later, [seen(first)]) is None


def test_what_a_feed_says_again_and_again_was_not_told_before() -> None:
    """Words that one feed used twice within three days tell of different things; slightly edited ones are the same."""
    edited = LONG.replace("aircraft", "machine")
    again = an_item_in("wire", guid="c", summary=edited, at=NOW + 9 * DAY)
    first, second = seen(an_item_in("wire", summary=LONG)), seen(an_item_in("wire", guid="b", summary=LONG), id="b")
    assert told_before(again, [first]) == NOW
    assert told_before(again, [first, replace(second, arrived_at=NOW + 2 * DAY)]) is None
    assert told_before(again, [first, replace(second, arrived_at=NOW + 5 * DAY)]) == NOW
    assert told_before(again, [first, replace(second, feed="mirror", arrived_at=NOW + DAY)]) == NOW
    assert told_before(an_item_in("wire", summary=OWN), [first]) is None


def test_an_item_from_the_future_hides_none_after_it() -> None:
    """Z2: no publisher's date is a high-water mark: after an item of 2041 the next one is as new as ever."""
    future = an_item_in("wire", guid="2041", url=None, title="Dated far ahead", published=NOW.replace(year=2041))
    assert future.published_at == NOW.replace(year=2041)
    assert VerdictKind.NEW is decide(FIRST, [seen(future)], now=NOW).kind


SIREN = {"title": "Rocket sirens sound in Sderot, residents take shelter", "summary": ""}
REPEATS: dict[str, tuple[dict[str, Any], VerdictKind]] = {
    "another date": ({"published": NOW + 5 * DAY}, VerdictKind.NEW),
    "the same date": ({"published": NOW}, VerdictKind.UNCHANGED),
    "the date was lost": ({"published": None}, VerdictKind.NEW),
    "another date on one page of alerts": (
        {"published": NOW + 5 * DAY, "url": "https://example.org/alerts"},
        VerdictKind.NEW,
    ),
}


@pytest.mark.parametrize(("over", "kind"), REPEATS.values(), ids=REPEATS)
def test_an_alert_that_sounds_again_is_new(over: dict[str, Any], kind: VerdictKind) -> None:
    """D1, D3: the same words under a new guid and a new URL, or page of alerts, are the same entry at one date only."""
    page = {"url": "https://example.org/alerts"} if "url" in over else {"url": "https://example.org/a/1000"}
    first = an_item_in("wire", guid="a", **SIREN, **page)
    again = an_item_in("wire", **{"guid": "b", "url": "https://example.org/a/1005", **SIREN, **over}, at=NOW + 5 * DAY)
    assert kind is decide(again, [seen(first)], now=NOW + 5 * DAY).kind


@pytest.mark.parametrize(("hours", "kind"), [(20, VerdictKind.UNCHANGED), (30, VerdictKind.NEW)])
def test_undated_alerts_sound_again_after_a_day(hours: int, kind: VerdictKind) -> None:
    """Without dates, arrival decides whether the same words under new names are a new alert."""
    at = NOW + timedelta(hours=hours)
    first = an_item_in("wire", guid="a", url="https://example.org/a/1", published=None, **SIREN)
    again = an_item_in("wire", guid="b", url="https://example.org/a/2", published=None, **SIREN, at=at)
    assert kind is decide(again, [seen(first)], now=at).kind


@pytest.mark.parametrize(("date", "kind"), [(NOW + 2 * DAY, VerdictKind.NEW), (NOW, VerdictKind.UNCHANGED)])
def test_where_only_words_name_an_entry_a_later_date_makes_another(date: datetime, kind: VerdictKind) -> None:
    """D4: an entry without guid and URL is known by its words, unless they come again with a date days later."""
    first = an_item_in("wire", guid=None, url=None, **SIREN)
    again = an_item_in("wire", guid=None, url=None, published=date, **SIREN, at=NOW + 2 * DAY)
    assert kind is decide(again, [seen(first)], now=NOW + 2 * DAY).kind


def test_two_feeds_of_sirens_hide_no_alert() -> None:
    """D13: of two feeds with the same words each day, the later one of a day is the copy, and no day is lost."""
    first = an_item_in("wire", guid="a", url="https://example.org/a/1", **SIREN)
    copy = seen(an_item_in("mirror", guid="x", url="https://b.org/1", **SIREN), duplicate_of=first.id)
    again = an_item_in("wire", guid="b", url="https://example.org/a/2", published=NOW + DAY, **SIREN, at=NOW + DAY)
    assert VerdictKind.NEW is decide(again, [seen(first), copy], now=NOW + DAY).kind
    theirs = an_item_in("mirror", guid="y", url="https://b.org/2", published=NOW + DAY, **SIREN, at=NOW + DAY)
    verdict = decide(theirs, [seen(first), copy, seen(again)], now=NOW + DAY)
    assert (verdict.kind, verdict.of) == (VerdictKind.DUPLICATE, again.id)


def test_equal_words_elsewhere_are_no_copy_after_three_days() -> None:
    """The same text in another feed is a copy for three days, and then perhaps told anew."""
    later = an_item_in("mirror", url="https://b.org/x", guid="b", at=NOW + 4 * DAY)
    assert VerdictKind.NEW is decide(later, [seen(FIRST)], now=NOW + 4 * DAY).kind


def test_what_a_document_still_shows_is_not_revised_by_its_neighbour() -> None:
    """D3: two entries of one document, however alike, do not take turns as versions of one item."""
    neighbour = an_item_in("wire", guid="2", title=TITLE + " on Saturday")
    same_guid = an_item_in("wire", title="Corrected: " + TITLE)
    for other in (neighbour, same_guid):
        shown = {*lookup_keys(FIRST), *lookup_keys(other)}
        assert VerdictKind.NEW is decide(other, [seen(FIRST)], now=NOW, shown=shown).kind
        assert VerdictKind.REVISED is decide(other, [seen(FIRST)], now=NOW, shown=lookup_keys(other)).kind
        for one in (FIRST, other):
            verdict = decide(one, [seen(FIRST), seen(other)], now=NOW + DAY, shown=shown)
            assert (verdict.kind, verdict.of) == (VerdictKind.UNCHANGED, one.id)


def test_a_new_item_never_gets_a_known_id() -> None:
    """D3: a story that was edited away and comes back under its guid and another address has an id of its own."""
    assert fresh_id(FIRST, []) == FIRST.id
    edited = seen(an_item_in("wire", title="Budget debate opens in parliament", summary="Today."), id=FIRST.id)
    back = an_item_in("wire", url="https://example.org/other", at=NOW + DAY)
    assert VerdictKind.NEW is decide(back, [edited], now=NOW + DAY).kind
    once = fresh_id(back, [edited])
    assert once not in {FIRST.id, fresh_id(back, [edited, replace(edited, id=once)])}
    assert once == fresh_id(back, [edited])


def test_no_feed_can_suppress_anothers_item() -> None:
    """D6: a hostile feed that copied guid and URL first does not make the victim's own entry known."""
    hostile = an_item_in("hostile", title="Cup final ends in a draw", summary="It rained.")
    assert VerdictKind.NEW is decide(FIRST, [seen(hostile)], now=NOW).kind


def test_a_copy_of_a_copy_is_a_copy_of_the_origin() -> None:
    """DUPLICATE names the oldest origin, however many copies lie between."""
    second = seen(an_item_in("b", at=NOW + DAY / 8), duplicate_of=FIRST.id)
    third = seen(an_item_in("c", at=NOW + DAY / 4), duplicate_of=second.id)
    verdict = decide(an_item_in("d", guid="d"), [third, second], now=NOW)
    assert Verdict(kind=VerdictKind.DUPLICATE, of=FIRST.id, reason="content") == verdict


def test_a_circle_of_copies_ends() -> None:
    """Damaged records do not hang the decision."""
    one, two = seen(an_item_in("b")), seen(an_item_in("c"))
    circle = [replace(one, duplicate_of=two.id), replace(two, duplicate_of=one.id)]
    assert VerdictKind.DUPLICATE is decide(an_item_in("d"), circle, now=NOW).kind


def test_feeds_of_one_publisher_copy_each_other() -> None:
    """The same text in two feeds of one publisher is a duplicate like any other."""
    known = seen(FIRST, feed="wire-world", id="origin")
    verdict = decide(FIRST, [known], now=NOW)
    assert (verdict.of, verdict.kind) == ("origin", VerdictKind.DUPLICATE)


def test_empty_entries_of_two_feeds_are_no_copies() -> None:
    """C8: that two publishers say nothing does not make one the copy of the other."""
    one = normalise(Entry(guid="1"), Feed(id="a", url="https://a.org/"), now=NOW)
    two = normalise(Entry(guid="1"), Feed(id="b", url="https://b.org/"), now=NOW)
    assert VerdictKind.NEW is decide(two, [seen(one)], now=NOW).kind
    assert VerdictKind.UNCHANGED is decide(one, [seen(one)], now=NOW).kind


def test_many_stories_may_share_one_page() -> None:
    """D3: a publisher that links every entry to its front page has as many items as guids."""
    page = {"url": "https://example.org/status"}
    one = an_item_in("wire", guid="1", title="Mail is slow", summary="", **page)
    two = an_item_in("wire", guid="2", title="Storage failed again", summary="", **page)
    assert VerdictKind.NEW is decide(two, [seen(one)], now=NOW).kind


def test_short_equal_content_does_not_make_entries_one() -> None:
    """D3: "All clear" under another guid and URL is another "All clear"."""
    one = an_item_in("wire", guid="1", url="https://example.org/1", title="All clear", summary="")
    two = an_item_in("wire", guid="2", url="https://example.org/2", title="All clear", summary="")
    assert VerdictKind.NEW is decide(two, [seen(one)], now=NOW).kind


def test_two_stories_under_one_guid_do_not_take_turns() -> None:
    """D3: once both are known, each is recognised as itself at every poll."""
    other = an_item_in(
        "wire", url="https://example.org/sport/47", title="Cup final ends in a draw", summary="It rained."
    )
    known = [seen(FIRST), seen(other)]
    assert [FIRST.id, other.id] == [decide(one, known, now=NOW).of for one in (FIRST, other)]
    edited = an_item_in("wire", url="https://example.org/sport/47", title="Cup final ends in a draw after all")
    verdict = decide(edited, known, now=NOW)
    assert (verdict.of, verdict.kind) == (other.id, VerdictKind.REVISED)


ITEMS = st.lists(
    st.builds(
        lambda feed, guid, page, title, minutes: an_item_in(
            feed, guid=guid, url=page, title=title, summary="", at=NOW + timedelta(minutes=minutes)
        ),
        st.sampled_from(["wire", "mirror"]),
        st.sampled_from([None, "1", "2"]),
        st.sampled_from([None, URL, "https://example.org/sport/47"]),
        st.sampled_from([TITLE, TITLE + " again", "Cup final ends in a draw", ""]),
        st.integers(0, 3),
    ),
    max_size=6,
    unique_by=lambda item: item.id,
)


@given(ITEMS, st.randoms())
def test_the_order_of_known_items_does_not_matter(items: list[Item], random: Any) -> None:
    """D14: the store may give what it knows in any order."""
    known = [seen(item) for item in items]
    shuffled = known.copy()
    random.shuffle(shuffled)
    assert decide(FIRST, known, now=NOW) == decide(FIRST, shuffled, now=NOW)


@given(ITEMS)
def test_verdicts_name_what_they_may(items: list[Item]) -> None:
    """D6: REVISED and UNCHANGED stay within the feed; DUPLICATE leaves it; NEW names nothing."""
    feeds = {item.id: item.feed for item in items}
    verdict = decide(FIRST, [seen(item) for item in items], now=NOW)
    same_feed = {VerdictKind.REVISED: True, VerdictKind.UNCHANGED: True, VerdictKind.DUPLICATE: False}
    if verdict.kind is VerdictKind.NEW:
        assert verdict.of is None
    else:
        assert same_feed[verdict.kind] is (feeds[str(verdict.of)] == "wire")


@given(ITEMS)
def test_lookup_keys_find_all_that_matters(items: list[Item]) -> None:
    """D8: an item that shares no key with another cannot change the verdict about it."""
    keys = set(lookup_keys(FIRST))
    sharing = [seen(item) for item in items if keys & set(lookup_keys(item))]
    assert decide(FIRST, sharing, now=NOW) == decide(FIRST, [seen(item) for item in items], now=NOW)


@given(st.permutations([0, 1, 2, 3, 3]))
def test_a_document_in_any_order_holds_the_same_news(order: list[int]) -> None:
    """D14: entries shuffled by the publisher, one of them twice, are the same new items, and known the next time."""
    document = [
        an_item_in("wire", guid=str(n), url=f"https://example.org/news/{n}", title=f"Number {n} of four bridges fell")
        for n in range(4)
    ]
    known: dict[str, KnownItem] = {}
    kinds = []
    for n in order:
        verdict = decide(document[n], list(known.values()), now=NOW)
        kinds.append(verdict.kind)
        known.setdefault(document[n].id, seen(document[n]))
    assert kinds.count(VerdictKind.NEW) == 4
    assert kinds.count(VerdictKind.UNCHANGED) == 1
    assert {VerdictKind.UNCHANGED} == {decide(document[n], list(known.values()), now=NOW).kind for n in order}
