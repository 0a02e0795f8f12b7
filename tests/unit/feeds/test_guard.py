"""What is refused or repaired before a parser sees it, at linear cost."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.guard import NotAFeedError, guard
from daemon.feeds.parser_child import answer
from tests.helpers.build import an_entry
from tests.helpers.site import atom, rss

FEED = b"<rss version='2.0'><channel><title>t</title><item><title>one</title></item></channel></rss>"


def guarded(body: bytes) -> str:
    """The text that a parser would get."""
    return guard(body, content_type=None).text


def entities(count: int) -> bytes:
    """A document that asks for one long entity again and again."""
    subset = f'<!DOCTYPE rss [<!ENTITY a "{"a" * count}">]>'.encode()
    return subset + b"<rss version='2.0'><channel><item><title>" + b"&a;" * count + b"</title></item></channel></rss>"


def entries(content: bytes, *, count: int) -> bytes:
    """A feed of entries that all hold the same."""
    return FEED.replace(b"</item>", content + b"</item>" + (b"<item>" + content + b"</item>") * (count - 1))


BOMBS: dict[str, Callable[[], bytes]] = {
    "P1 quadratic entities": lambda: entities(50_000),
    "P3 prolog": lambda: b"<?xml " + b"encoding='' " * 1_600 + b"?>" + FEED,
    "P3 prolog without end": lambda: b"<?xml " + b"encoding=''" * 400_000,
    "P4 newlines": lambda: b"\n" * 4_000_000 + FEED,
    "P4 newlines behind the prolog": lambda: b"<?xml version='1.0'?>" + b"\n" * 4_000_000 + FEED,
    "P4 newlines and comments": lambda: b"\n<!-- -->" * 400_000 + FEED,
    "P7 attributes": lambda: b"<rss " + b"".join(b"a%d='' " % n for n in range(50_000)) + b">",
    "P7 categories": lambda: FEED.replace(b"</item>", b"<category>x</category>" * 40_000 + b"</item>"),
    "P7 categories in many entries": lambda: entries(b"<category>x</category>" * 2_900, count=30),
    "P7 keywords": lambda: entries(b"<itunes:keywords>" + b"a," * 50_000 + b"</itunes:keywords>", count=1),
    "P8 nesting": lambda: FEED.replace(b"one", b"<a>" * 1_000_000),
    "P9 long name": lambda: b"<" + b"a" * 16_000_000 + b">",
    "P9 long attribute": lambda: FEED.replace(b"<item>", b"<item a='" + b"a" * 16_000_000 + b"'>"),
    "quotes without partners": lambda: b"<rss>" + b"<a '" * 500_000 + b'<a "' * 400_000,
    "DOCTYPE without end": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 300_000,
    "character references": lambda: FEED.replace(b"one", b"&#0;" * 1_000_000 + b"&#" + b"9" * 2_000_000 + b";"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little(name: str) -> None:
    """P1, P3, P4, P7, P8, P9: each is refused or disarmed in linear time, whatever its size."""
    body = BOMBS[name]()
    started = time.process_time()
    try:
        text = guarded(body)
    except NotAFeedError as error:
        text = str(error)
    assert time.process_time() - started < 4  # quadratic ones would need minutes; 0.1 s to 2 s are usual
    assert "ENTITY" not in text


def test_doctypes_are_dropped() -> None:
    """P1, P2: nothing of a DOCTYPE is left, with whatever quotes, brackets and comments it is written."""
    for doctype in (
        b"<!DOCTYPE rss>",
        b'<!DOCTYPE rss PUBLIC "-//x//y" "http://evil.test/x.dtd">',
        b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        b'<!doctype rss [<!ENTITY % p SYSTEM "http://evil.test/p.dtd"> %p; <!-- it\'s ]> --> <!ENTITY y "]>">]>',
        b"<!DOCTYPE rss [<!ENTITY a '&b;&b;'><!ENTITY b '<!-- -->'>]  >",
    ):
        text = guarded(b"<?xml version='1.0'?>\n<!-- hello -->" + doctype + b"\n" + FEED)
        assert text.endswith("?>\n" + FEED.decode())
        assert text.count("<?xml") == 1


def test_what_stands_before_the_root_is_stripped() -> None:
    """P4: white space, byte order marks, comments and stylesheets before the root are dropped."""
    head = b"\xef\xbb\xbf \r\n\t<?xml version='1.0' encoding='utf-8'?><?xml-stylesheet href='x'?>\n<!-- hi -->\n"
    assert guarded(head + FEED) == guarded(FEED)


def test_illegal_characters_and_references_are_repaired() -> None:
    """P11: controls vanish, references to characters that do not exist become U+FFFD, the others stay."""
    body = FEED.replace(b"one", b"\x00o\x08n\x1be&#99999999999999999999;&#xD800;&#0;&#x41;&#1057;&amp;")
    assert "one\ufffd\ufffd\ufffd&#x41;&#1057;&amp;" in guarded(body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\x00\xef\xbb\xbf", "empty"),
        (b"Internal Server Error", "plain text"),
        (b"<!-- nothing but this", "comment"),
        (b"<!DOCTYPE html", "DOCTYPE"),
    ],
)
def test_refusals_say_why(body: bytes, reason: str) -> None:
    """F11, P13: what cannot be a feed is refused with a reason that a person understands."""
    with pytest.raises(NotAFeedError, match=reason):
        guarded(body)


def test_a_cut_document_ends_with_its_last_whole_item() -> None:
    """P16: the partial item is cut away, and the document is closed behind the last whole one."""
    body = rss([an_entry(guid="1"), an_entry(guid="2"), an_entry(guid="3")])
    seen = guard(body[: body.rindex(b"<guid")], content_type=None)
    assert seen.truncated
    assert seen.text.count("<item>") == 2
    assert seen.text.endswith("</item></channel></rss>")


@given(st.binary(max_size=600))
def test_any_bytes_are_guarded_or_refused(body: bytes) -> None:
    """P10: the guard fails in one way only, whatever the bytes."""
    try:
        seen = guard(body, content_type=None)
    except NotAFeedError:
        return
    assert seen.text


MARKUP = re.findall(rb"\S+", b"<rss <?xml ?> <!DOCTYPE [ ] > ' \" <!-- --> <item> </item> <![CDATA[ ]]> &#1; { \xff")


@given(st.lists(st.sampled_from(MARKUP), max_size=30))
def test_any_markup_is_guarded_or_refused(parts: list[bytes]) -> None:
    """P10: the same for bytes that look like markup."""
    try:
        guard(b"".join(parts), content_type=None)
    except NotAFeedError:
        return


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"), blacklist_characters="\ufeff"), max_size=40)


@given(titles=st.lists(TEXT, max_size=4), encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32"]))
def test_guarding_keeps_every_entry(titles: list[str], encoding: str) -> None:
    """Re-encoding, and a new declaration, change no entry."""
    entries = [an_entry(guid=str(n), title="t" + title.strip()) for n, title in enumerate(titles)]
    for document in (rss(entries), atom(entries)):
        text = document.decode().removeprefix('<?xml version="1.0" encoding="utf-8"?>')
        body = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
        plain = answer(document, url="http://x.test/", content_type=None)
        assert answer(body, url="http://x.test/", content_type=None) == plain
        assert [one["guid"] for one in plain["entries"]] == [entry.guid for entry in entries]
