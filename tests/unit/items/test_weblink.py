"""URLs to show, and URLs to compare."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.items import weblink
from daemon.items.weblink import MAX_URL, names_one_page, shown_url, url_key

REFUSED = [
    "https://example.org/\x9b2J",
    "https://example.o\x94rg/1",
    "https://example.org/\u202egpj.exe",
    "https://example.org/a\u2028b",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "tg://resolve?domain=x",
    "file:///etc/passwd",
    "vbscript:x",
    "//example.org/a",
    "/news/1",
    "",
    "   ",
    "http://",
    "http://[::1",
    "http://host:99999/",
    "http://host:x/",
    "http://a b/",
    "http://a.b/\x00",
    "http://a.b\\@c.d/",
    "http://a.b/\ud800",
    "https://example.org/" + "x" * MAX_URL,
]
SAME = [
    ("http://example.org/a", "https://example.org/a"),
    ("https://www.example.org/a", "https://example.org/a"),
    ("https://Example.ORG/a", "https://example.org/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "https://example.org/a"),
    ("https://example.org/a/", "https://example.org/a"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org/a?utm_source=rss&utm_medium=feed", "https://example.org/a"),
    ("https://example.org/a?fbclid=1&gclid=2&mc_cid=3&at_medium=RSS", "https://example.org/a"),
    ("https://example.org/a?ref=rss", "https://example.org/a"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org/a#comments", "https://example.org/a"),
    ("https://example.org/a#xtor=RSS-1", "https://example.org/a"),
    ("https://example.org/a;jsessionid=1F?b=1", "https://example.org/a?b=1"),
    ("https://example.org/%7Ea", "https://example.org/~a"),
    ("https://m.example.org/a", "https://example.org/a"),
    ("https://www.amp.example.org/a/", "https://example.org/a"),
    ("https://mobile.example.org/a?b=1", "https://example.org/a?b=1"),
    ("https://example.org/a/amp/", "https://example.org/a"),
    ("https://example.org/a?outputType=amp", "https://example.org/a"),
    ("https://amp.example.org/a?amp=1&fbclid=2", "https://example.org/a"),
    ("https://пример.рф/a", "https://xn--e1afmkfd.xn--p1ai/a"),
    (" https://example.org/a\n", "https://example.org/a"),
]
DIFFERENT = [
    ("https://example.org/a", "https://example.org/b"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org/?id=1", "https://example.org/?id=2"),
    ("https://example.org/a?ref=17", "https://example.org/a"),
    ("https://example.org:8443/a", "https://example.org/a"),
    ("https://example.org/live#post-1", "https://example.org/live#post-2"),
    ("https://example.org/#!/news/1", "https://example.org/#!/news/2"),
    ("https://news.example.org/a", "https://example.org/a"),
    ("https://m.org/a", "https://org/a"),
    ("https://example.org/amplifier", "https://example.org/"),
    ("https://example.org/camp", "https://example.org/c"),
]


@pytest.mark.parametrize("url", REFUSED)
def test_only_web_addresses_become_links(url: str) -> None:
    """C3: what is no http or https URL is no link at all."""
    assert shown_url(url) is None
    assert url_key(url) is None


@pytest.mark.parametrize("url", ["https://Example.org/A?utm_source=x#y", "http://www.example.org:80/ä"])
def test_the_shown_url_is_the_publishers_own(url: str) -> None:
    """C3: a link is shown as the publisher wrote it, tracking included."""
    assert url == shown_url(f" {url}\n")


@pytest.mark.parametrize(("url", "other"), SAME)
def test_spellings_of_one_address_have_one_key(url: str, other: str) -> None:
    """D2: scheme, www, default port, tracking, order of parameters, a trailing slash and pages for phones are one."""
    assert url_key(url) == url_key(other) is not None


@pytest.mark.parametrize(("url", "other"), DIFFERENT)
def test_different_pages_have_different_keys(url: str, other: str) -> None:
    """D2: nothing that names another page is folded away."""
    assert url_key(url) != url_key(other)


@given(
    st.builds(
        "{}://{}{}/{}?{}#{}".format,
        st.sampled_from(["http", "https", "HTTPS"]),
        st.sampled_from(
            [
                "example.org",
                "www.example.org",
                "m.amp.x.y",
                "m.org",
                "пример.рф",
                "[::1]",
                "WWW.www.x.y.",
                "127.0.0.1",
                "a_b.c",
            ]
        ),
        st.sampled_from(["", ":80", ":443", ":8080", ":"]),
        st.text(max_size=20),
        st.text(max_size=20),
        st.text(max_size=8),
    )
    | st.text().map("https://{}".format)
)
def test_a_key_is_its_own_key(url: str) -> None:
    """D2: the key of a key is the key itself, whatever the URL holds; no URL raises."""
    key = url_key(url)
    assert key is None or key == url_key(f"https://{key}")


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("example.org/world/2016/07/09/russian-helicopter-downed-near-palmyra", True),
        ("example.org/article?id=482913", True),
        ("example.org/news/482913", True),
        ("example.org/articles/c1k2zekj8y9o", True),
        ("example.org", False),
        ("example.org/news", False),
        ("example.org/about-us", False),
    ],
)
def test_a_storys_own_address_is_told_from_a_section(key: str, answer: bool) -> None:
    """D3: an address with a slug or a number is one story's; a front page or section is shared by many."""
    assert names_one_page(key) is answer


@given(
    host=st.sampled_from(
        (
            "example.org",
            "www.example.org",
            "www.www.a-b.co.uk",
            "x1.example.info",
            "1.example",
            "www.com",
            "a--b.example",
        )
    ),
    parts=st.lists(st.sampled_from(("a", "A_b", "x.html", "2026", "-", "~u", "..", ".", "a.b.c", "")), max_size=5),
    scheme=st.sampled_from(("http", "https", "HTTP")),
    end=st.sampled_from(("", "/", "//")),
)
def test_a_plain_address_has_the_key_of_the_long_way(host: str, parts: list[str], scheme: str, end: str) -> None:
    """What is canonical as it stands needs no canonicalising: both ways give one key."""
    url = "/".join((f"{scheme}://{host}", *parts)) + end
    assert url_key(url) == weblink._canonical(urlsplit(url))
