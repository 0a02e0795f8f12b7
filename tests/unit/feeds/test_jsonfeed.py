"""JSON Feed 1.0 and 1.1."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.guard import NotAFeedError
from daemon.feeds.jsonfeed import parse_json

VERSION = "https://jsonfeed.org/version/1.1"
URL = "https://example.org/feed.json"


def parsed(*items: Any, **over: Any) -> dict[str, Any]:
    """What comes of a JSON Feed with these items."""
    return parse_json(json.dumps({"version": VERSION, "title": "The Wire", "items": items, **over}), url=URL)


def entry(**item: Any) -> dict[str, Any]:
    """What comes of one item."""
    found: dict[str, Any] = parsed({"id": "1", **item})["entries"][0]
    return found


def test_an_item_becomes_an_entry() -> None:
    """Every field that an entry has is taken from where the standard puts it."""
    assert entry(
        url="https://example.org/1",
        title="Shot down",
        summary="A < B",
        content_html="<p>Shot</p>",
        content_text="Shot",
        date_published="2016-07-08T17:00:00+03:00",
        date_modified="2016-07-08T15:00:00Z",
        language="en-GB",
        authors=[{"name": "A. Writer"}, {"url": "https://example.org"}, {"name": "B. Writer"}],
        tags=["war", "war", "air", 5],
        image="/a.jpg",
        attachments=[
            {"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg; x=1", "size_in_bytes": 120},
            {"url": "javascript:alert(1)", "mime_type": "text/html"},
            {"url": "b.bin", "mime_type": 5, "size_in_bytes": -1},
        ],
    ) == {
        "guid": "1",
        "url": "https://example.org/1",
        "title": "Shot down",
        "summary": "A &lt; B",
        "body": "<p>Shot</p>",
        "published": "2016-07-08T14:00:00+00:00",
        "updated": "2016-07-08T15:00:00+00:00",
        "language": "en-GB",
        "author": "A. Writer, B. Writer",
        "categories": ["war", "air"],
        "authors": ["A. Writer", "B. Writer"],
        "enclosures": [
            {"url": "https://example.org/a.mp3", "type": "audio/mpeg", "bytes": 120},
            {"url": "https://example.org/b.bin", "type": None, "bytes": None},
        ],
        "thumbnail": "https://example.org/a.jpg",
        "point": None,
    }


def test_plain_text_is_escaped() -> None:
    """An entry's texts are HTML: what JSON Feed declares to be plain keeps its angle brackets as text."""
    found = entry(title="if a<b: <script>", content_text="x <b> & y")
    assert (found["title"], found["body"]) == ("if a&lt;b: &lt;script&gt;", "x &lt;b&gt; &amp; y")


def test_version_1_0_is_read() -> None:
    """The first version of the format, with its single author and numeric ids, is read too."""
    item = '{"id": 7, "author": {"name": "A"}, "external_url": "u"}'
    found = parse_json(f'{{"version": "https://jsonfeed.org/version/1", "items": [{item}]}}', url=URL)["entries"][0]
    assert (found["guid"], found["author"], found["url"]) == ("7", "A", "u")


@pytest.mark.parametrize("date", ["yesterday", "", 5, None, "2016-13-01T00:00:00Z", "0001-01-01T00:00:00+23:59"])
def test_a_bad_date_is_no_date(date: object) -> None:
    """A date that cannot be read leaves the entry undated."""
    assert entry(date_published=date)["published"] is None


def test_odd_items_are_left_out() -> None:
    """Items that are no objects, or say nothing, do not disturb the others."""
    assert [one["guid"] for one in parsed(None, "x", [], {}, {"id": ""}, {"id": "1"}, {"id": True})["entries"]] == ["1"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"error": "unauthorised"}', "not a JSON Feed"),
        ('{"version": "2.0", "items": []}', "not a JSON Feed"),
        ("[1, 2]", "not a JSON Feed"),
        (f'{{"version": "{VERSION}"}}', "without items"),
        (f'{{"version": "{VERSION}", "items": [{{"id": "1"', "breaks off"),
        ("{'version': 1}", "damaged"),
        ("[" * 100_000, "nested"),
        ('{"a":' * 100_000, "nested"),
    ],
)
def test_refusals_say_why(text: str, reason: str) -> None:
    """F11, P8: JSON that is no feed, breaks off or nests without end is refused with a reason."""
    with pytest.raises(NotAFeedError, match=reason):
        parse_json(text, url=URL)


def test_long_numbers_and_deep_looking_strings_do_no_harm() -> None:
    """P8: brackets inside strings are no nesting, and numbers of any length are read."""
    assert entry(title="[" * 500 + '"\\')["title"] == "[" * 500 + '"\\'
    big = f'{{"version": "{VERSION}", "items": [{{"id": {"9" * 6_000}}}]}}'
    assert parse_json(big, url=URL)["entries"][0]["guid"] == "9" * 6_000


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
FIELDS = ("id", "url", "title", "summary", "content_html", "date_published", "authors", "author", "tags", "language")


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON, max_size=3), JSON)
def test_any_json_is_read_or_refused(items: list[Any], title: Any) -> None:
    """Fields of any type give a feed of texts, never another error."""
    found = parsed(*items, title=title)
    assert isinstance(found["title"], str)
    for one in found["entries"]:
        assert all(isinstance(one[key], str) for key in ("title", "summary", "body"))
