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
        ("<" + "a" * 201 + ">", "name"),
        ("<a/>" * 500_001, "tags"),
    ):
        with pytest.raises(OutlineError, match=reason):
            outline(text)


def test_real_feeds_are_within_the_limits() -> None:
    """Unclosed HTML in an item, and many items with a few categories each, are ordinary."""
    item = "<item><description>one<br>two<p>three<li>four</description>" + "<category>x</category>" * 5 + "</item>"
    assert not outline("<rss><channel>" + item * 3_000 + "</channel></rss>").truncated


def test_the_root_is_the_feed_not_the_warning_before_it() -> None:
    """A server's warnings before the feed do not make it truncated."""
    seen = outline("<br /><b>Warning</b>: in line 3<rss></rss>")
    assert (seen.root, seen.truncated) == ("rss", False)


@given(st.text("<>/'\"![]-= aArs?&;\n", max_size=300))
def test_any_text_has_an_outline(text: str) -> None:
    """The walk ends, and cuts inside the text."""
    seen = outline(text)
    assert 0 <= seen.cut_at <= len(text)
