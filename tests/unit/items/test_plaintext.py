"""Markup -> plain text: what is kept, what goes, and that hostile input costs no more than its length."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.items.plaintext import clean, plain_text, plain_title

KEPT = {
    "plain": ("Two planes landed", "Two planes landed"),
    "less than": ("a < b", "a < b"),
    "less than, tight": ("1<2 & 3>2", "1<2 & 3>2"),
    "an ampersand": ("AT&T and R&D", "AT&T and R&D"),
    "a generic type": ("Vector<int> is slow", "Vector<int> is slow"),
    "a tag that never ends": ("if a <b and c", "if a <b and c"),
    "a title about a tag": ("How the <script> tag came to be", "How the <script> tag came to be"),
    "a comment that never ends": ("before <!-- after", "before <!-- after"),
    "a question": ("so <? what", "so <? what"),
    "two openings": ("<<p>x", "< x"),
    "a non-joiner": ("می\u200cشود", "می\u200cشود"),
    "a decomposed letter": ("cafe\u0301", "café"),
}
MARKUP = {
    "inline tags leave no gap": ("Pal<b>my</b>ra", "Palmyra"),
    "blocks leave a gap": ("<p>one</p><p>two</p>", "one two"),
    "line breaks leave a gap": ("one<br>two<br/>three", "one two three"),
    "list": ("<ul><li>a<li>b</ul>", "a b"),
    "entities": ("&lt;b&gt; &amp; &copy; &#1090;", "<b> & © т"),
    "script goes with its content": ("a<script>if (b<c) { d }</script>e", "ae"),
    "style goes with its content": ("a <STYLE>p { x: y }</style> e", "a e"),
    "script after a capital that grows in lower case": ("İ<script>x</script>z", "İz"),
    "comment": ("a <!-- <p>b --> c", "a c"),
    "cdata": ("a <![CDATA[ b ]]> c", "a b c"),
    "a tag cut in the middle": ('read on <a href="https://example.org/lo', "read on"),
    "unclosed active markup": ("<svg onload=alert(1)>Bridge closed", "Bridge closed"),
    "a frame": ("<iframe src=x>fallback</iframe>", "fallback"),
    "a whole document": ("<!DOCTYPE html><html><head></head><body>x</body></html>", "x"),
    "elements of other vocabularies": ("<o:p>a</o:p><my-box>b</my-box>", "a b"),
    "table cells": ("<table>x<tr><td>a<td>b</table>", "x a b"),
    "white space": (" a\n\t b\u00a0\u2003c\x85d\x0be ", "a b c d e"),
}


@pytest.mark.parametrize(("markup", "text"), KEPT.values(), ids=KEPT)
def test_text_that_is_no_html_survives(markup: str, text: str) -> None:
    """What only looks a little like markup is kept to the letter."""
    assert text == plain_text(markup)


@pytest.mark.parametrize(("markup", "text"), MARKUP.values(), ids=MARKUP)
def test_markup_goes_and_its_words_stay(markup: str, text: str) -> None:
    """Tags disappear, blocks part words, and only scripts and styles take their content with them."""
    assert text == plain_text(markup)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("Don&amp;#039;t", "Don't"),
        ("a &amp;lt;b&amp;gt; c", "a <b> c"),
        ("this &amp that", "this & that"),
        ("x &amp;nosuchentity; y", "x &nosuchentity; y"),
    ],
)
def test_titles_that_were_escaped_twice_are_decoded_twice(title: str, text: str) -> None:
    """A title shows no entity that some publisher's software escaped once too often."""
    assert text == plain_title(title)


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x9f", "\ud800", "\ufffe", "\uffff", "\U0001ffff", "\ufdd0"])
def test_characters_that_no_database_takes_are_removed(bad: str) -> None:
    """C5: NUL, controls, lone surrogates and non-characters go, written out or as entities."""
    assert plain_text(f"a{bad}b") == "ab"
    assert not set(plain_title(f"a&#{ord(bad)};b&amp;#{ord(bad)};")) & {bad, "\x00"}


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_bidi_overrides_are_removed(code: int) -> None:
    """C5: no title can turn the text that follows it round, not by an entity either."""
    assert plain_text(f"a{chr(code)}b&#{code};c") == "abc"


@given(
    st.text()
    | st.lists(st.sampled_from(["<", "</", ">", "p", "script", "&", "amp;", "!--", "--", '"', " ", "é"])).map("".join)
)
def test_any_input_gives_one_clean_line(markup: str) -> None:
    """Whatever comes in, one line of NFC text without controls comes out, and cleaning it again changes nothing."""
    text = plain_title(markup)
    assert text == " ".join(text.split()) == unicodedata.normalize("NFC", text) == clean(text)
    assert not [one for one in text if unicodedata.category(one) in {"Cc", "Cs"}]
    text.encode()


@given(st.lists(st.text(alphabet="abcdeж ", min_size=1), min_size=1))
def test_words_between_tags_are_never_lost(words: list[str]) -> None:
    """Every word between known tags is in the text, in order."""
    markup = "".join(f"<div class='x'>{word}</div><br>" for word in words)
    assert " ".join(words).split() == plain_text(markup).split()


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 40_000,
        "<script>" * 40_000,
        "<" * 200_000,
        "<!--" * 50_000,
        '<b x="' * 40_000,
        "<a-" * 70_000,
        "&" * 200_000,
        "e" + "\u0301\u0327" * 100_000,
    ],
    ids=["nested", "scripts", "openings", "comments", "quotes", "names", "ampersands", "stacked marks"],
)
def test_hostile_markup_costs_no_more_than_its_length(markup: str) -> None:
    """C4, C6: 200 kB made to be slow take well under the seconds that a quadratic reader needs."""
    started = time.process_time()
    plain_text(markup)
    assert time.process_time() - started < 2.0
