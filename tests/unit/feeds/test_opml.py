"""OPML: lists of feeds, well-formed or not, and our own read back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.asked import Asked
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.opml import MAX_FEEDS, as_tag, build_opml, parse

ASKED = Asked(url="", kind="opml")


def feeds(document: str | bytes) -> list[dict[str, Any]]:
    """What a document lists."""
    body = document if isinstance(document, bytes) else document.encode()
    found: list[dict[str, Any]] = parse(body, ASKED).get("memory", {})["feeds"]
    return found


def test_folders_become_tags() -> None:
    """Titles are names, the folders round a feed are its tags, and a folder ends with its end tag."""
    document = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
      <outline text="World News"><outline text="Mideast" title="Middle East">
        <outline type="rss" text="a" title="Harbour &amp; Sea" xmlUrl="https://a.example/?x=1&amp;y=2" language="EN_gb"
        />        </outline><outline type="rss" text="b" xmlUrl="https://b.example/"></outline>
      </outline>
      <!-- <outline text="gone" xmlUrl="https://gone.example/"/> -->
      <outline text='c' xmlUrl='https://c.example/'/></body></opml>"""
    assert feeds(document) == [
        {
            "url": "https://a.example/?x=1&y=2",
            "name": "Harbour & Sea",
            "tags": ["world-news", "middle-east"],
            "language": "en-gb",
        },
        {"url": "https://b.example/", "name": "b", "tags": ["world-news"]},
        {"url": "https://c.example/", "name": "c"},
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Business & Economy", "Business & Economy"),
        ('Daily "Pier". Front page', 'Daily "Pier". Front page'),
        ("a > b < c", "a > b < c"),
        ("&bogus; &#x26; &lt;b&gt;", "&bogus; & <b>"),
        ("two\nlines", "two lines"),
    ],
)
def test_sloppy_lists_are_read(title: str, name: str) -> None:
    """Bare ampersands, quotation marks and brackets in titles, as most lists have them, take no feed with them."""
    document = f'<opml><body><outline text="{title}" xmlUrl="https://a.example/" type="rss" />\n'
    document += '<outline text="b" xmlUrl="https://b.example/"/></body></opml>'
    assert feeds(document) == [{"url": "https://a.example/", "name": name}, {"url": "https://b.example/", "name": "b"}]


def test_an_address_behind_markup_is_found() -> None:
    """A description with raw HTML, which ends nowhere by any rule, does not hide the address behind it."""
    document = (
        '<opml><body><outline text="a" description="see <a href="https://x.example/" rel="me">x</a>."'
        ' xmlUrl="https://a.example/feed" type="rss" /><outline text="b" xmlUrl="https://b.example/"/></body></opml>'
    )
    assert [one["url"] for one in feeds(document)] == ["https://a.example/feed", "https://b.example/"]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "no OPML"),
        (b"<rss><channel/></rss>", "no OPML"),
        (b"<outline xmlUrl='https://a.example'/>", "no OPML"),
        (b"<opml><body>" + b"<outline xmlUrl='https://a.example/'/>" * (MAX_FEEDS + 1), "more than 20000 feeds"),
        (b"<opml>" + b"<outline " * 250_000, "more than 200000 tags"),
    ],
    ids=["empty", "rss", "no root", "feeds", "tags"],
)
def test_what_is_no_list_is_refused(document: bytes, reason: str) -> None:
    """Another document, or one without end, is refused with a reason."""
    with pytest.raises(NotAFeedError, match=reason):
        parse(document, ASKED)


def test_entities_mean_nothing() -> None:
    """P1, P2: no entity of the document's own is expanded, and nothing outside is read."""
    document = """<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
      <opml><body><outline text="&b;&f;" xmlUrl="https://a.example/"/></body></opml>"""
    assert feeds(document) == [{"url": "https://a.example/", "name": "&b;&f;"}]


def test_folders_make_plain_tags() -> None:
    """A folder's name becomes one word that routes can name, in any script."""
    assert [as_tag(one) for one in ("World  News", "Ближний Восток", "--", "a/b, c")] == [
        "world-news",
        "ближний-восток",
        "",
        "a-b-c",
    ]


PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=20)
NAMES = PRINTED.map(lambda text: " ".join(text.split())).filter(bool)
FEEDS = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", fullmatch=True),
        "url": st.from_regex(r"https://[a-z]{1,10}\.example/[a-z0-9?&=%.-]{0,20}", fullmatch=True),
    },
    optional={
        "name": NAMES,
        "publisher": NAMES,
        "kind": st.sampled_from(["rss", "telegram", "sitemap"]),
        "tags": st.lists(NAMES, min_size=1, max_size=4),
        "country": st.sampled_from(["UA", "NO"]),
        "language": st.sampled_from(["en", "pt-BR"]),
        "reliability": st.sampled_from("ABCDEF"),
    },
)


@given(rows=st.lists(FEEDS, max_size=5))
def test_what_is_exported_is_read_back(rows: list[dict[str, Any]]) -> None:
    """Round trip: every key that a list can say comes back as it was, whatever signs stand in it."""
    back = feeds(build_opml(rows))
    assert back == rows


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands in a list, it is read or refused; never another error."""
    for document in (f"<opml><outline {text}/></opml>", f"<opml>{text}", text):
        try:
            feeds(document.encode("utf-8", "replace"))
        except NotAFeedError:
            continue
