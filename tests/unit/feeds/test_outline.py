"""Limits and truncation, seen without building a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.outline import OutlineError, outline

ITEM = "<item><title>{}</title></item>"
FEED = "<rss><channel>" + "".join(ITEM.format(n) for n in range(5)) + "</channel></rss>"


@given(st.integers(1, len(FEED) - 1))
def test_a_document_cut_anywhere_keeps_its_whole_items(cut: int) -> None:
    """P16: wherever a document breaks off, what is kept is well-formed in its items and ends with a whole one."""
    part = FEED[:cut]
    seen = outline(part)
    kept = part[: seen.cut_at] + seen.closing
    assert kept.count("<item>") == kept.count("</item>") == part.count("</item>")
    if part.startswith("<rss>") and not part.endswith("</rss"):
        assert seen.truncated
        assert kept.endswith("</rss>")


def test_a_whole_document_is_not_truncated() -> None:
    """A document whose root is closed is whole, also with something behind it, or in capitals."""
    for text in (FEED, FEED + "<!-- served in 3 ms -->", FEED.upper(), "<feed/>", "<?php ?><rss></RSS>"):
        assert not outline(text).truncated


def test_what_stands_in_cdata_and_comments_is_no_markup() -> None:
    """Tags in CDATA, comments and attribute values neither open nor close anything."""
    hidden = "<rss><![CDATA[</rss><item>]]><!-- </rss><item> --><a b='</rss>' c=\"<item>\"/>"
    seen = outline(hidden)
    assert seen.truncated
    assert seen.cut_at == len(hidden)


MENTIONS = (
    "<title>How to end a feed: </rss> is all</title>",
    "<title><![CDATA[How to end a feed: </channel></rss>]]></title>",
    "<!-- </channel></rss> --><title>x</title>",
    "<title>&lt;/channel&gt;&lt;/rss&gt;</title>",
    "<description><rss><channel></channel></rss></description>",
    "<description></p></div></rss> and <b>so on</description>",
    "<x:rss>a feed's name</x:rss>",
)


@pytest.mark.parametrize("mention", MENTIONS)
def test_a_mention_of_the_roots_end_does_not_close_the_document(mention: str) -> None:
    """P16: `</rss>` in an entry's or the channel's text, in CDATA, in a comment or nested hides no cut."""
    item = f"<item>{mention}<guid>1</guid></item>"
    for head in ("<rss><channel>", f"<rss><channel>{mention}<title>x</title>"):
        assert not outline(head + item + "</channel></rss>").truncated
        for tail in ("", "<ite", "<item>", item[:-3], item.removesuffix("</item>"), f"<item>{mention}"):
            seen = outline(head + item + tail)
            assert seen.truncated, tail
            assert (head + item + tail)[: seen.cut_at].count("<guid>1</guid></item>") == 1
            assert seen.closing == "</channel></rss>"


def test_a_feed_within_an_entry_does_not_close_the_document() -> None:
    """P16: an Atom entry may hold a whole feed; only the end of the outer one makes the document whole."""
    entry = "<entry><content><feed><title>inner</title></feed></content></entry>"
    assert outline("<feed>" + entry).truncated
    assert outline("<feed><feed></feed>").truncated
    assert not outline("<feed>" + entry + "</feed>").truncated


def test_untidy_documents_are_whole_nevertheless() -> None:
    """Tags that nobody closed, or opened, and a host's script behind the root do not make a feed seem cut."""
    for text in (
        "<rss><channel><description>a<p>b<li>c</description>" + ITEM + "</channel></rss>",
        "<rss><channel><title>t</b></i></title>" + ITEM + "</rss>",
        "<rss><channel><link>https://x.test/" + ITEM + "</channel></rss><script>let a</script>",
        "<feed><link href='/'>" + "<entry><p>a</div></entry>" + "</feed>\n<!-- 3 ms -->",
        "<rdf:RDF><channel></channel><item></item></rdf:RDF>",
        "<item></item><item></item>",
    ):
        assert not outline(text).truncated, text
    assert outline("<item></item><item>").truncated


def test_an_unfinished_cdata_section_or_comment_takes_its_item_along() -> None:
    """P16: an item that breaks off inside CDATA, a comment or a tag is not whole."""
    for tail in ("<![CDATA[half a sent", "<!-- half", "<a href='x", "</titl", "<", "<title>half"):
        text = "<rss><channel><item>one</item><item>" + tail
        seen = outline(text)
        assert text[: seen.cut_at] + seen.closing == "<rss><channel><item>one</item></channel></rss>"


def test_limits_are_kept() -> None:
    """P7, P8: depth, attributes, categories and lengths of names beyond any feed's are refused."""
    for text, reason in (
        ("<a>" * 2_001, "nested"),
        ("<a " + "b='' " * 301 + ">", "attributes"),
        ("<a " + "b " * 301 + ">", "attributes"),
        ("<item>" + "<category/>" * 3_001 + "</item>", "categories"),
        ("<item>" + "<dc:subject>x</dc:subject>" * 3_001, "categories"),
        ("<rss>" + ("<item>" + "<category/>" * 2_900 + "</item>") * 30, "categories"),
        ("<rss><itunes:keywords>" + "a," * 3_001, "categories"),
        ("<rss><item><keywords><![CDATA[" + "a," * 3_001 + "]]></keywords></item></rss>", "categories"),
        ("<rss><item><tags>" + "a&#44;" * 3_001 + "</item></rss>", "categories"),
        ("<" + "a" * 201 + ">", "name"),
        ("<a/>" * 500_001, "tags"),
    ):
        with pytest.raises(OutlineError, match=reason):
            outline(text)


def test_real_feeds_are_within_the_limits() -> None:
    """Unclosed HTML in an item, and many items with a few categories each, are ordinary."""
    item = "<item><description>one<br>two<p>three<li>four</description>" + "<category>x</category>" * 5 + "</item>"
    assert not outline("<rss><channel>" + item * 3_000 + "</channel></rss>").truncated
    many = "<item><category/><media:keywords>" + "a, " * 20 + "</media:keywords></item>"
    assert not outline("<rss><channel>" + many * 10_000 + "</channel></rss>").truncated


def test_the_root_is_the_feed_not_the_warning_before_it() -> None:
    """A server's warnings before the feed do not make it truncated."""
    seen = outline("<br /><b>Warning</b>: in line 3<rss></rss>")
    assert (seen.root, seen.truncated) == ("rss", False)


@given(st.text("<>/'\"![]-= aArs?&;\n", max_size=300))
def test_any_text_has_an_outline(text: str) -> None:
    """The walk ends, and cuts inside the text."""
    seen = outline(text)
    assert 0 <= seen.cut_at <= len(text)
