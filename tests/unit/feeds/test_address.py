"""Which addresses and URLs are let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from daemon.feeds.address import parse_url, same_origin
from daemon.network import is_private

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2130706433",
    "0177.0.0.1",
    "127.1",
    "localhost",
    "",
]
PUBLIC = ["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known_in_every_disguise(address: str) -> None:
    """F3: no spelling of an address outside the public internet passes for a public one."""
    assert is_private(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    """An address on the public internet may be dialled, also an IPv4 one in IPv6 dress."""
    assert not is_private(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_mapping_never_hides_a_private_address(address: object) -> None:
    """F3: an IPv4 address is judged alike in all of its forms."""
    assert is_private(str(address))
    assert is_private(f"::ffff:{address}")
    assert is_private(f"64:ff9b::{address}")


@pytest.mark.parametrize(
    "text",
    [
        "http://ok.test\\@127.0.0.1/",
        "http://ok.test\t/",
        "http://ok\n.test/",
        "http://[::1",
        "http://::1/",
        "http://user@ok.test/",
        "http://user:pass@ok.test/",
        "http://@ok.test/",
        "http://ok.test:99999/",
        "http://ok.test:port/",
        "http:///path",
        "http://",
        "//ok.test/",
        "ok.test",
        "http://ok test/",
        "http://ok%00.test/",
        "http://[fe80::1%25eth0]/",
        "http://a..b/",
        "http://ok.test/\x00",
        "http://ok.test/\r\nHost: evil",
    ],
)
def test_ambiguous_urls_are_refused(text: str) -> None:
    """F4, F17: a URL that two parsers could read in two ways is not fetched."""
    with pytest.raises(ValueError, match=r"URL|http and https"):
        parse_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://0x7f.1/",
        "http://127.0.0.1./",
        "http://1.2.3.256/",
    ],
)
def test_numbers_that_some_resolvers_take_for_addresses_are_refused(text: str) -> None:
    """F3: an address has one spelling, four decimal numbers; any other never reaches a resolver."""
    with pytest.raises(ValueError, match="unusual spelling"):
        parse_url(text)


@pytest.mark.parametrize("text", ["http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://[::ffff:127.0.0.1]/"])
def test_unicode_dress_does_not_hide_a_private_address(text: str) -> None:
    """F3: an address in other digits or dots is refused, or read as the private address that it is."""
    try:
        host = parse_url(text).raw_host or ""
    except ValueError:
        return
    assert is_private(host)


@pytest.mark.parametrize(
    "text",
    [
        *("file:///etc/passwd", "feed:file:///etc/passwd", "source:file:///etc/passwd", "feed:http://ok.test/"),
        *("gopher://ok.test/", "data:text/xml,x", "ftp://ok.test/"),
    ],
)
def test_only_web_schemes_are_fetched(text: str) -> None:
    """F5: nothing but http and https is fetched."""
    with pytest.raises(ValueError, match="only http and https"):
        parse_url(text)


def test_relative_redirects_are_joined() -> None:
    """A relative Location leads to the same host; spaces in a path are encoded, fragments dropped."""
    base = URL("https://ok.test/a/feed.xml")
    assert str(parse_url("../b c.xml#top", base=base)) == "https://ok.test/b%20c.xml"
    assert str(parse_url("//other.test/x", base=base)) == "https://other.test/x"


@pytest.mark.parametrize("text", ["http:///127.0.0.1/", "http:127.0.0.1", "https:/feed"])
def test_a_redirect_with_a_scheme_names_its_host(text: str) -> None:
    """F4: what some take for a host and others for a path of the same host is refused in a redirect, too."""
    with pytest.raises(ValueError, match="no host"):
        parse_url(text, base=URL("http://ok.test/feed"))


def test_international_names_are_sent_in_ascii() -> None:
    """A name in any script becomes the ASCII form that is resolved."""
    assert parse_url("https://пример.рф/лента").raw_host == "xn--e1afmkfd.xn--p1ai"


def test_an_origin_is_scheme_host_and_port() -> None:
    """F7: credentials stay with scheme, host and port; the default port may be written or not."""
    base = URL("https://ok.test/a")
    assert same_origin(base, URL("https://ok.test:443/b"))
    for other in ("http://ok.test/a", "https://ok.test:8443/a", "https://www.ok.test/a"):
        assert not same_origin(base, URL(other))


@given(st.text(max_size=60).map(lambda text: "http://" + text))
def test_parsing_a_url_only_ever_fails_with_a_reason(text: str) -> None:
    """F4: whatever stands in a Location header gives a URL with a plain host, or a ValueError."""
    try:
        url = parse_url(text)
    except ValueError:
        return
    assert url.scheme in {"http", "https"}
    assert url.raw_host
    assert url.user is None
