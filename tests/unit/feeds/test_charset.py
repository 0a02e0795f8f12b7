"""Bytes -> text, whatever was declared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.charset import canonical, decode

RUSSIAN = "Сбит вертолёт к востоку от Пальмиры"
ARABIC = "إسقاط مروحية شرق تدمر"
JAPANESE = "パルミラ東方でヘリコプター撃墜"
GERMAN = "Über Palmyra wurde ein Hubschrauber abgeschossen"


def document(text: str, encoding: str, *, declared: str | None = None) -> bytes:
    """A small document in an encoding, with or without saying so."""
    prolog = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return (prolog + f"<rss><title>{text}</title></rss>").encode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (RUSSIAN, "utf-8", "UTF-8"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "iso8859-5", "ISO-8859-5"),
        (ARABIC, "cp1256", "windows-1256"),
        (ARABIC, "iso8859-6", "iso-8859-6"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        ("直升机被击落", "gb2312", "GB2312"),
        ("直升機被擊落", "big5", "Big5"),
        ("헬리콥터 격추", "euc_kr", "EUC-KR"),
        (GERMAN + " “…”", "cp1252", "ISO-8859-1"),
        (GERMAN, "utf-16", "UTF-16"),
        (GERMAN, "utf-16-le", "UTF-16"),
        (GERMAN, "utf-16-be", "UTF-16"),
        (GERMAN, "utf-32-le", "UTF-32"),
        (GERMAN, "utf-8-sig", None),
    ],
)
def test_declared_encodings_are_read(text: str, encoding: str, declared: str | None) -> None:
    """P15: what a document says of itself is believed, with and without a byte order mark."""
    assert text in decode(document(text, encoding, declared=declared), content_type=None)


def test_the_http_header_comes_before_the_declaration() -> None:
    """P15: servers that convert say so in the header, and leave the old declaration in the text."""
    body = document(RUSSIAN, "koi8-r", declared="windows-1251")
    assert RUSSIAN in decode(body, content_type="text/xml; charset=koi8-r")
    assert RUSSIAN in decode(body, content_type='application/xml;charset="KOI8-R"')


@pytest.mark.parametrize("declared", ["windows-1251", "iso-8859-1", "us-ascii", "Shift_JIS", None])
def test_valid_utf8_is_utf8_whatever_was_declared(declared: str | None) -> None:
    """P15: text that is valid UTF-8 beyond ASCII is not something else by chance."""
    body = document(ARABIC, "utf-8", declared=declared)
    assert ARABIC in decode(body, content_type="text/xml; charset=iso-8859-1")


def test_a_wrong_declaration_of_utf8_is_found_out() -> None:
    """P15: windows-1251 that calls itself UTF-8 is read as Cyrillic, windows-1252 as Western."""
    assert RUSSIAN in decode(document(RUSSIAN, "cp1251", declared="utf-8"), content_type=None)
    assert GERMAN in decode(document(GERMAN * 3, "cp1252", declared="utf-8"), content_type=None)


def test_a_damaged_byte_does_not_change_the_encoding() -> None:
    """P15: one broken character in much UTF-8 costs that character, not the text."""
    body = document(RUSSIAN * 20, "utf-8", declared="utf-8").replace("Сбит".encode(), b"\xd0\xa1\xffbit", 1)
    text = decode(body, content_type=None)
    assert text.count(RUSSIAN) == 19
    assert text.count("\ufffd") == 1


@pytest.mark.parametrize(
    "name", ["punycode", "undefined", "idna", "utf-7", "unicode_escape", "rot13", "base64", "zlib", "mbcs", "x" * 9_000]
)
def test_strange_encodings_are_never_looked_up(name: str) -> None:
    """P10: an encoding that no feed needs is treated as if nothing had been declared."""
    assert canonical(name) is None
    assert RUSSIAN in decode(document(RUSSIAN, "utf-8", declared=name), content_type=f"text/xml; charset={name}")


@pytest.mark.parametrize("name", [b"utf-8\0", b"\xff\xfe", b"\xd0\xbf", b"../../etc", b""])
def test_broken_encoding_names_are_ignored(name: bytes) -> None:
    """P10: NUL, non-ASCII and empty encoding names do no harm."""
    body = b'<?xml version="1.0" encoding="' + name + b'"?><rss>ok</rss>'
    assert "<rss>ok</rss>" in decode(body, content_type=None)


@given(st.binary(max_size=400), st.none() | st.text(max_size=60))
def test_decoding_never_fails(body: bytes, content_type: str | None) -> None:
    """P10, P15: any bytes become text, whatever the header says."""
    text = decode(body, content_type=content_type)
    text.encode("utf-8")


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\ufeff\x00"), min_size=1))
def test_utf8_survives(text: str) -> None:
    """Text in UTF-8 comes back as it went in."""
    assert decode(f"<a>{text}</a>".encode(), content_type="text/xml; charset=utf-8") == f"<a>{text}</a>"
