"""Compressed bytes -> bytes, piece by piece, so that a bomb stops at its first megabyte and not in memory. Pure.

Each decoder yields pieces of bounded size; whoever reads them counts, and stops reading at the limit.
"""

import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Protocol

import zstandard

brotli: Any = import_module("brotli")  # it has no types

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
PIECE = 64 * 1024  #: bytes; about the largest piece that a decoder yields (zstd: 8 MiB)
_MAX_MEMBERS = 100  #: gzip members or zstd frames in one body; more is no feed but a way to cost time
_ZSTD_WINDOW = 8 * 1024 * 1024  #: RFC 9659: the largest window of a zstd body on the web
_ZSTD_INPUT = 256  #: a zstd block of 4 bytes may hold 128 KiB, and the library returns all of what it was fed


class DecodeError(ValueError):
    """The body is not what its Content-Encoding says, or breaks off."""


class Decoder(Protocol):
    """Takes the body as it comes, gives it decoded."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The decoded bytes of one more chunk. Errors: DecodeError."""

    def finish(self) -> None:
        """Say that the body has ended. Errors: DecodeError if more was to come."""


def build_decoder(content_encoding: str) -> Decoder:
    """The decoder for a Content-Encoding header (empty: none).

    Errors: DecodeError for an unknown encoding, and for more than one: nobody compresses a feed twice in good faith.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    if not names:
        return _Identity()
    if len(names) > 1:
        raise DecodeError("more than one content encoding")
    build = _DECODERS.get(names[0])
    if build is None:
        raise DecodeError("a content encoding that was not asked for")
    return build()


class _Identity:
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def finish(self) -> None:
        """Nothing can be missing that the transport has not told already."""


class _Zlib:
    """Gzip (several members, trailing padding ignored) and deflate, with or without the zlib header."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._stream: zlib._Decompress | None = None
        self._held = b""  #: too few bytes to tell which format it is
        self._members = 0
        self._over = False  #: the compressed stream has ended; what follows is padding

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        waiting = self._held + chunk
        self._held = b""
        while waiting and not self._over:
            if self._stream is None:
                if len(waiting) < 2:
                    self._held = waiting
                    return
                self._stream = self._begin(waiting)
                if self._stream is None:
                    return
            try:
                piece = self._stream.decompress(waiting, PIECE)
            except zlib.error:
                raise DecodeError("the compressed body is damaged") from None
            waiting = self._stream.unconsumed_tail
            if piece:
                yield piece
            if self._stream.eof:
                waiting = self._stream.unused_data
                self._stream = None
                self._over = not self._gzip

    def _begin(self, start: bytes) -> "zlib._Decompress | None":
        """A new stream for what begins here, or None if it is padding behind the last member."""
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise DecodeError("too many gzip members")
        if self._gzip:
            if self._members > 1 and start[:2] != b"\x1f\x8b":
                self._over = True
                return None
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        has_header = start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)

    def finish(self) -> None:
        padding = self._members > 0 and len(self._held) < 2
        if self._stream is not None or (self._held and not padding):
            raise DecodeError("the compressed body breaks off")


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._fed = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        self._fed = self._fed or bool(chunk)
        if self._stream.is_finished():
            return  # padding
        try:
            piece: bytes = self._stream.process(chunk, output_buffer_limit=PIECE)
            yield piece
            while not self._stream.can_accept_more_data():
                piece = self._stream.process(b"", output_buffer_limit=PIECE)
                yield piece
        except brotli.error:
            raise DecodeError("the compressed body is damaged") from None

    def finish(self) -> None:
        if self._fed and not self._stream.is_finished():
            raise DecodeError("the compressed body breaks off")


class _Zstd:
    def __init__(self) -> None:
        self._library = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._stream: zstandard.ZstdDecompressionObj | None = None
        self._frames = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        for start in range(0, len(chunk), _ZSTD_INPUT):
            waiting = chunk[start : start + _ZSTD_INPUT]
            while waiting:
                if self._stream is None:
                    self._stream = self._begin()
                try:
                    piece = self._stream.decompress(waiting)
                except zstandard.ZstdError:
                    raise DecodeError("the compressed body is damaged") from None
                if piece:
                    yield piece
                waiting = self._stream.unused_data if self._stream.eof else b""
                if self._stream.eof:
                    self._stream = None

    def _begin(self) -> "zstandard.ZstdDecompressionObj":  # a name of the stubs only
        self._frames += 1
        if self._frames > _MAX_MEMBERS:
            raise DecodeError("too many zstd frames")
        return self._library.decompressobj()

    def finish(self) -> None:
        if self._stream is not None:
            raise DecodeError("the compressed body breaks off")


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: _Zlib(gzip=True),
    "x-gzip": lambda: _Zlib(gzip=True),
    "deflate": lambda: _Zlib(gzip=False),
    "br": _Brotli,
    "zstd": _Zstd,
}
