"""Feed documents of the drill, read back by a feed parser."""

import calendar
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import feedparser
import pytest

from daemon.drill.render import render_feed
from daemon.drill.story import StoryFeed
from tests.helpers.build import an_entry

NOW = datetime(2016, 7, 8, 14, 0, tzinfo=UTC)
URL = "http://127.0.0.1:8080/wire"
FEED = StoryFeed(id="wire", name="Wire & <Co>", publisher="Wire", tags=(), format="rss", language="ru")
ENTRIES = (
    an_entry(guid="b&b", title="Вертолёт <Ми-25> & more", summary='He said "no" & <left>', published=NOW),
    an_entry(guid="a", title="تدمر", summary="نص", published=NOW - timedelta(hours=1)),
)


def rendered(format_):
    """The example feed in one format."""
    return render_feed(replace(FEED, format=format_), ENTRIES, url=URL, updated=NOW)


@pytest.mark.parametrize(("format_", "version"), [("rss", "rss20"), ("atom", "atom10"), ("rdf", "rss10")])
def test_xml_formats_are_read_back_whole(format_, version):
    """A feed parser finds the format, the entries, and texts with markup characters as they were written."""
    document = rendered(format_)
    found = feedparser.parse(BytesIO(document.body), sanitize_html=False, resolve_relative_uris=False)
    assert found.version == version
    assert not found.bozo or "character" in str(found.bozo_exception).lower()
    assert found.feed.title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == "Wire & <Co>"
    first, second = found.entries
    assert first.title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == ENTRIES[0].title
    assert first.summary == "<p>He said &quot;no&quot; &amp; &lt;left&gt;</p>"
    assert second.title == "تدمر"
    assert [entry.link for entry in found.entries] == [entry.url for entry in ENTRIES]
    dates = [entry.get("published_parsed") or entry.updated_parsed for entry in found.entries]
    assert [datetime.fromtimestamp(calendar.timegm(date), UTC) for date in dates] == [e.published for e in ENTRIES]


@pytest.mark.parametrize("format_", ["rss", "atom"])
def test_ids_are_kept_as_they_are(format_):
    """An entry's id comes out as it went in, ampersand included."""
    found = feedparser.parse(BytesIO(rendered(format_).body))
    assert [entry.id for entry in found.entries] == ["b&b", "a"]


def test_json_feed_follows_its_specification():
    """The JSON Feed names its version and language and carries ids, plain text and dates with a zone."""
    document = rendered("json")
    values = json.loads(document.body)
    assert document.content_type.startswith("application/feed+json")
    assert values["version"] == "https://jsonfeed.org/version/1.1"
    assert values["language"] == "ru"
    assert [item["id"] for item in values["items"]] == ["b&b", "a"]
    assert values["items"][0]["content_text"] == ENTRIES[0].summary
    assert datetime.fromisoformat(values["items"][0]["date_published"]) == NOW


@pytest.mark.parametrize("format_", ["rss", "atom", "rdf", "json"])
def test_the_same_entries_give_the_same_bytes(format_):
    """Rendering is a function of its arguments, so that an unchanged feed keeps its ETag."""
    assert rendered(format_) == rendered(format_)


def test_a_revision_has_a_later_update_in_atom():
    """A revised entry keeps its date of publication and shows when it was changed."""
    revised = replace(ENTRIES[0], updated=NOW + timedelta(minutes=5))
    document = render_feed(replace(FEED, format="atom"), [revised], url=URL, updated=NOW)
    (entry,) = feedparser.parse(BytesIO(document.body)).entries
    assert calendar.timegm(entry.updated_parsed) - calendar.timegm(entry.published_parsed) == 300


def test_an_unknown_format_is_refused():
    """A format that does not exist is an error that names those that do."""
    with pytest.raises(ValueError, match="rss, atom, rdf, json"):
        rendered("gopher")


def test_an_undated_entry_is_refused():
    """Nothing is rendered that was not published."""
    with pytest.raises(ValueError, match="no date"):
        render_feed(FEED, [replace(ENTRIES[0], published=None)], url=URL, updated=NOW)
