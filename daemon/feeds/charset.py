"""A feed's bytes -> text: byte order mark, HTTP charset, XML declaration, else UTF-8, else a guess.

Only encodings on a list are ever looked up: a publisher who names `punycode`, `undefined` or 8 KB of nonsense gets the
same treatment as one who names nothing (P3, P10). Pure; every step is linear in the body.
"""

import codecs
import re
from collections.abc import Iterator

DECLARATION_WITHIN = 200  #: an XML declaration ends within so many bytes of the first `<`
_LOST_SHARE = 0.01  #: up to so much of a text may be undecodable before another encoding is tried
_SAMPLE = 200_000  #: bytes that the guess for undeclared encodings looks at

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with UTF-16's mark
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
_ALLOWED = frozenset(
    re.findall(
        r"\S+",
        "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be "
        "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 "
        "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 "
        "iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u koi8-t ptcp154 cp866 cp437 cp850 cp852 cp855 cp874 "
        "mac-roman mac-cyrillic mac-latin2 tis-620 "
        "gb18030 big5 big5hkscs cp932 euc_jp euc_jis_2004 iso2022_jp iso2022_jp_2 cp949 johab iso2022_kr hz cp037",
    )
)
#: Encodings whose supersets are what publishers mean by them.
_SUPERSETS = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-6-e": "iso8859-6",
    "utf-8-sig": "utf-8",
}
_NAME = re.compile(r"[A-Za-z0-9._:-]{1,40}\Z")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_ENCODING = re.compile(r"encoding\s?=\s?[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_PAIR = re.compile(rb"[\x80-\xff]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")


def decode(body: bytes, *, content_type: str | None) -> str:
    """The body as text, without its byte order mark.

    Law: never raises; valid UTF-8 is always read as such unless a byte order mark says otherwise; what cannot be
    decoded becomes U+FFFD.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    valid = _is_utf8(body)
    for encoding in _declared(body, content_type):
        # A single-byte charset "decodes" anything, also the UTF-8 that servers mislabel every day.
        if valid and not encoding.startswith(("utf-16", "utf-32", "iso2022", "hz")):
            continue
        text = _damaged_utf8(body) if encoding == "utf-8" else _decoded(body, encoding)
        if text is not None:
            return text
    return body.decode("utf-8") if valid else _undeclared(body)


def canonical(name: str) -> str | None:
    """The codec's own name for an encoding that feeds may use; None for any other."""
    if not _NAME.match(name):
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    found = _SUPERSETS.get(found, found)
    return found if found in _ALLOWED else None


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """What the bytes, the HTTP header and the XML declaration say, in this order."""
    names = []
    start = body[:64].lstrip(b" \t\r\n")
    if body[:4] == b"\x4c\x6f\xa7\x94":  # "<?xm" in EBCDIC
        names.append("cp037")
    names += [encoding for sign, encoding in _STARTS if start.startswith(sign)][:1]
    if http := _CHARSET.search((content_type or "")[:1_000]):
        names.append(http.group(1))
    head = body.lstrip()[:DECLARATION_WITHIN].decode("latin-1")
    if head.startswith("<?xml") and (inside := _ENCODING.search(head.partition("?>")[0])):
        names.append(inside.group(1))
    for name in names:
        encoding = canonical(name)
        if encoding is not None:
            yield encoding


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(body: bytes, encoding: str) -> str | None:
    """The text, unless more than a little of it is lost: then the declaration is wrong."""
    if encoding.startswith(("utf-16", "utf-32")) and b"\0" not in body[:200]:
        return None
    text = body.decode(encoding, "replace")
    return text if text.count("\ufffd") <= len(text) * _LOST_SHARE else None


def _damaged_utf8(body: bytes) -> str | None:
    """UTF-8 with a bad byte here and there; None if as much is lost as when the encoding is another one."""
    text = body.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    high = len(_HIGH.findall(body, 0, _SAMPLE))
    return text if lost <= max(1, min(high * 0.1, len(text) * _LOST_SHARE)) else None


def _undeclared(body: bytes) -> str:
    """UTF-8, even with some damage; else Cyrillic or Western by the look of it."""
    text = _damaged_utf8(body)
    if text is not None:
        return text
    # Cyrillic words are runs of high bytes; Western ones have them one at a time, between ASCII letters.
    paired = 2 * len(_PAIR.findall(body, 0, _SAMPLE))
    is_cyrillic = paired > len(_HIGH.findall(body, 0, _SAMPLE)) / 2
    return body.decode("cp1251" if is_cyrillic else "cp1252", "replace")
