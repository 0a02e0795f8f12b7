"""Web pages as bytes: encoding, title, language, and nesting that is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.guard import NotAFeedError
from daemon.feeds.webpage import MAX_DEPTH, read_page, web_link


@pytest.mark.parametrize("content_type", [None, "text/html", "text/html; charset=windows-1251"])
def test_a_page_is_read_in_its_own_encoding(content_type: str | None) -> None:
    """P15: HTTP says how a page is written, else its own `meta`; title and language are the page's."""
    body = '<html lang="ru-RU"><meta charset="windows-1251"><title>Порт &amp; пирс</title>'.encode("cp1251")
    page = read_page(body, content_type=content_type)
    assert (page.title, page.language) == ("Порт &amp; пирс", "ru-RU")


def test_nesting_is_refused() -> None:
    """P8: a page that opens thousands of elements and closes none is refused before it costs anything."""
    with pytest.raises(NotAFeedError, match="nested deeper"):
        read_page(b"<div>" * (MAX_DEPTH + 1), content_type=None)
    with pytest.raises(NotAFeedError, match="nested deeper"):
        read_page(b"<div></p></span>" * (MAX_DEPTH + 1), content_type=None)


def test_long_pages_are_not_deep_ones() -> None:
    """What is closed, or needs no end tag, does not count as nesting."""
    for part in (b"<div><span>x</span></div>", b"<p>x<br>", b"<li>x", b"<tr><td>x", b"<b>x", b"</div>"):
        read_page(part * (MAX_DEPTH + 1), content_type=None)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (" a.html ", "https://example.org/x/a.html"),
        ("//cdn.example.org/b", "https://cdn.example.org/b"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_links_lead_to_the_web_or_nowhere(link: str | None, url: str | None) -> None:
    """C3: a link is absolute and of the web, or it is none."""
    assert web_link("https://example.org/x/", link) == url


@given(st.text(max_size=50))
def test_any_link_is_one_or_none(link: str) -> None:
    """No text makes a link fail."""
    assert (web_link("https://example.org/", link) or "http").startswith("http")
