"""Entry -> Item: limits, dates, identity."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.config import Feed
from daemon.items.normalise import MAX_BODY, MAX_CATEGORIES, MAX_SUMMARY, MAX_TITLE, UNTITLED, normalise
from daemon.model import Entry, Item
from tests.helpers.build import NOW, an_entry

FEED = Feed(id="wire", url="https://example.org/feed", name="The Wire", tags=("agency",))


def an_item_of(**over: object) -> Item:
    """The item that an entry becomes in the feed of these tests."""
    return normalise(an_entry(**over), FEED, now=NOW)


def test_an_entry_becomes_an_item_in_house_form() -> None:
    """Plain text, the feed's own facts, the publisher's date and ours."""
    item = an_item_of(title="Mi-25 <b>downed</b>", author=" A. &amp; B. ", categories=("war", "<i>war</i>", ""))
    assert (item.feed, item.source, item.tags) == ("wire", "The Wire", ("agency",))
    assert item.title == "Mi-25 downed"
    assert item.summary == "A helicopter was shot down east of Palmyra."
    assert (item.author, item.categories) == ("A. & B.", ("war",))
    assert (item.published_at, item.arrived_at) == (NOW, NOW)


def test_feeds_of_one_publisher_are_one_source() -> None:
    """The source is who speaks: the publisher where the config names one."""
    feed = Feed(id="wire-en", url="https://example.org/en", name="The Wire (English)", publisher="The Wire")
    assert normalise(an_entry(), feed, now=NOW).source == "The Wire"


def test_the_same_text_in_two_fields_is_kept_once() -> None:
    """A body that repeats the summary is dropped, so that nothing is matched or shown twice."""
    assert an_item_of(summary="<p>One two</p>", body="One  two").body == ""
    assert an_item_of(summary="One two", body="One two three").body == "One two three"


def test_long_texts_are_cut_and_hashed_whole() -> None:
    """C4: stored fields have limits; a difference beyond the limit is still a revision."""
    long = {"title": "a " * MAX_TITLE, "summary": "b " * MAX_SUMMARY, "body": "c " * MAX_BODY}
    item, other = an_item_of(**long), an_item_of(**{**long, "body": long["body"] + "d"})
    assert len(item.title) <= MAX_TITLE
    assert len(item.summary) <= MAX_SUMMARY
    assert len(item.body) <= MAX_BODY
    assert (item.title, item.summary, item.body) == (other.title, other.summary, other.body)
    assert item.fingerprint != other.fingerprint


def test_forty_thousand_categories_become_fifty() -> None:
    """P7: a hostile list of categories does not get into the store."""
    assert len(an_item_of(categories=tuple(f"c{n}" for n in range(40_000))).categories) == MAX_CATEGORIES


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("A bridge fell. Nobody was hurt.", "A bridge fell."),
        ("Мост рухнул! Никто не пострадал.", "Мост рухнул!"),
        ("word " * 100, " ".join(["word"] * 24) + "…"),
        ("Short text", "Short text"),
        ("x" * 300, "x" * 120 + "…"),
        ("", UNTITLED),
    ],
)
def test_an_entry_without_title_gets_one_from_its_text(summary: str, title: str) -> None:
    """C8: the first sentence, or as many words as fit, or a word that says there is none."""
    assert title == an_item_of(title=" <p></p> ", summary=summary).title


def test_an_entry_of_nothing_has_a_stable_identity() -> None:
    """C8: no title, no link, no date, no guid: still the same id each time, and another in another feed."""
    empty = Entry()
    item = normalise(empty, FEED, now=NOW)
    assert item.id == normalise(empty, FEED, now=NOW + timedelta(days=1)).id
    assert item.id != normalise(empty, FEED.model_copy(update={"id": "other"}), now=NOW).id
    assert (item.url, item.url_key, item.guid_key, item.published_at) == (None, None, None, None)


@pytest.mark.parametrize("guid", [None, "", "  ", "\n", "0", "null", "None", "undefined"])
def test_an_empty_guid_is_no_guid(guid: str | None) -> None:
    """D4: empty, blank and falsy ids identify nothing; URL and content do."""
    assert an_item_of(guid=guid).guid_key is None


def test_guids_keep_their_case() -> None:
    """D5: ids that differ in case only are different ids; white space round them is none."""
    assert an_item_of(guid="AbC").guid_key != an_item_of(guid="abc").guid_key
    assert an_item_of(guid=" AbC\n").guid_key == an_item_of(guid="AbC").guid_key


DATES = {
    "zone": (datetime(2016, 7, 8, 15, 0, tzinfo=timezone(timedelta(hours=3))), datetime(2016, 7, 8, 12, 0, tzinfo=UTC)),
    "naive": (datetime(2016, 7, 8, 12, 0), datetime(2016, 7, 8, 12, 0, tzinfo=UTC)),  # noqa: DTZ001 - the case itself
    "an hour ahead": (NOW + timedelta(hours=1), NOW + timedelta(hours=1)),
    "two days ahead": (NOW + timedelta(days=2), NOW + timedelta(days=2)),
    "2041": (datetime(2041, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)),
    "epoch": (datetime(1970, 1, 1, tzinfo=UTC), None),
    "year 1": (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))), None),
    "year 9999": (datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-3))), None),
    "none": (None, None),
}


@pytest.mark.parametrize(("published", "kept"), DATES.values(), ids=DATES)
def test_dates_are_aware_utc_or_none(published: datetime | None, kept: datetime | None) -> None:
    """Z1: a date that cannot be is dropped, one ahead is kept to be shown; zones become UTC, naive dates are UTC."""
    item = an_item_of(published=published)
    assert kept == item.published_at
    assert item.published_at is None or item.published_at.utcoffset() == timedelta(0)
    assert item.arrived_at == NOW


def test_an_update_time_stands_in_for_a_missing_date() -> None:
    """Z1: without a usable date of publication, that of the update counts."""
    assert an_item_of(published=datetime(1970, 1, 1, tzinfo=UTC), updated=NOW).published_at == NOW


@pytest.mark.parametrize(
    ("entry", "feed", "document", "language"),
    [
        ("en-US", "ar", "ru", "en"),
        (None, "ar", "ru", "ar"),
        (None, None, "RU_ru", "ru"),
        ("und", None, "de", "de"),
        ("iw", None, None, "he"),
        ("eng", None, None, "en"),
        ("ckb", None, None, "ckb"),
        ("zz", None, None, None),
        ("English please", None, None, None),
        ("", None, None, None),
    ],
)
def test_the_nearest_declared_language_counts(
    entry: str | None, feed: str | None, document: str | None, language: str | None
) -> None:
    """The entry's word, then the config's, then the document's, as a primary subtag; nonsense is no language."""
    configured = FEED.model_copy(update={"language": feed})
    assert language == normalise(an_entry(language=entry), configured, now=NOW, language=document).language


@pytest.mark.parametrize(
    ("title", "has_key"),
    [
        ("Russian attack helicopter downed near Palmyra", True),
        ("Helicopter downed", False),
        ("a b c d e f g", False),
        ("Extraordinarily long institutional denominations", False),
    ],
)
def test_only_telling_titles_get_a_key(title: str, has_key: bool) -> None:
    """Five words and thirty characters can tell stories apart; less cannot."""
    assert has_key is (an_item_of(title=title).title_key is not None)


@given(
    st.builds(
        Entry,
        guid=st.none() | st.text(),
        url=st.none() | st.text() | st.text().map("https://example.org/{}".format),
        title=st.text(),
        summary=st.text(),
        body=st.text(),
        published=st.none() | st.datetimes(),
        language=st.none() | st.text(),
        author=st.none() | st.text(),
        categories=st.lists(st.text()).map(tuple),
    )
)
def test_every_entry_becomes_an_item(entry: Entry) -> None:
    """C5: whatever a publisher writes, the item is whole, can be stored, and is the same the next time."""
    item = normalise(entry, FEED, now=NOW)
    assert item == normalise(entry, FEED, now=NOW)
    assert item.title
    assert item.id
    repr(item).encode()
