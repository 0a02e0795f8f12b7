"""Bombs in bytes: encodings that lie, and content that is no feed at all."""

import gzip
import io
import zipfile

from tests.helpers.bomb import Bomb, one, rss_of, xml
from tests.helpers.bombs_xml import ENDS, REFUSED, TAKEN


def declared(name: bytes, body: bytes | None = None) -> Bomb:
    """A feed that names its encoding so."""
    document = body if body is not None else one()
    return xml(lambda: b"<?xml version='1.0' encoding='" + name + b"'?>" + document, TAKEN)


def zipped() -> bytes:
    """A feed in a ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("feed.xml", one())
    return file.getvalue()


ENCODED: dict[str, Bomb] = {
    "P10 punycode": declared(b"punycode"),
    "P10 undefined": declared(b"undefined"),
    "P10 idna": declared(b"idna"),
    "P10 utf-7": declared(b"utf-7", one(title=b"+ADw-script+AD4-")),
    "P10 NUL in the name": declared(b"utf\0-8"),
    "P10 bytes in the name": declared(b"\xff\xfe\xfa"),
    "P10 a codec of bytes": declared(b"zlib_codec"),
    "P10 a path": declared(b"../../etc/passwd"),
    "P15 UTF-16 that is not": declared(b"utf-16"),
    "P15 UTF-8 that is not": declared(b"utf-8", one(title="Сбит вертолёт".encode("cp1251"))),
    "P15 charset of the header lies": xml(
        lambda: one(title="Сбит вертолёт".encode()), TAKEN, content_type="text/xml; charset=utf-32"
    ),
    "P15 charset of the header is nonsense": xml(one, TAKEN, content_type="text/xml; charset=" + "x" * 9_000),
    "P15 UTF-16 without mark": xml(lambda: one().decode().encode("utf-16-le"), TAKEN),
    "P15 UTF-16 that ends in half a character": xml(lambda: one().decode().encode("utf-16")[:-1], ENDS),
    "P15 UTF-32": xml(lambda: one().decode().encode("utf-32"), TAKEN),
    "P15 EBCDIC": xml(lambda: ("<?xml version='1.0'?>" + one().decode()).encode("cp037"), ENDS),
    "P15 overlong UTF-8": xml(lambda: one(title=b"a\xc0\xbcscript\xc0\xbeb"), TAKEN),
    "P15 every byte": xml(lambda: one(title=bytes(range(256)) * 100), ENDS),
    "P13 nothing but a byte order mark": xml(lambda: b"\xef\xbb\xbf", REFUSED),
    "P14 a path instead of a feed": xml(lambda: b"/etc/passwd", REFUSED),
    "P14 a URL instead of a feed": xml(lambda: b"http://127.0.0.1:9/feed", REFUSED),
    "F11 a login page": xml(
        lambda: b"<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>",
        'failed: not a feed: a login page came instead: "Sign in"',
        content_type="text/html",
    ),
    "F11 a page that never ends": xml(lambda: b"<html><body>" + b"<p>word" * 200_000, REFUSED),
    "F11 a ZIP archive": xml(zipped, REFUSED, content_type="application/zip"),
    "F11 a PDF": xml(lambda: b"%PDF-1.7\n" + bytes(range(256)) * 500, REFUSED, content_type="application/pdf"),
    "F11 gzip without saying so": xml(lambda: gzip.compress(rss_of(b"<item/>" * 999)), REFUSED),
    "F11 an image": xml(lambda: b"\x89PNG\r\n\x1a\n" + bytes(5_000), REFUSED, content_type="image/png"),
}
