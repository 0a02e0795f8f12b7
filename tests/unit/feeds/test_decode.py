"""Content encodings: exact for honest bodies, small for bombs."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.feeds.decode import DecodeError, build_decoder

MIB = 1024 * 1024


def raw_deflate(body: bytes) -> bytes:
    """Deflate as some servers send it: without the zlib header."""
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeezer.compress(body) + squeezer.flush()


ENCODERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("identity", bytes),
    ("", bytes),
]


def decoded(encoding: str, body: bytes, *, chunk: int = 1_000) -> bytes:
    """The body as a reader gets it."""
    decoder = build_decoder(encoding)
    pieces = [piece for at in range(0, len(body), chunk) for piece in decoder.feed(body[at : at + chunk])]
    decoder.finish()
    return b"".join(pieces)


@settings(max_examples=40)
@given(body=st.binary(max_size=5_000), chunk=st.integers(1, 700), which=st.sampled_from(ENCODERS))
def test_decoding_undoes_encoding(body: bytes, chunk: int, which: tuple[str, Callable[[bytes], bytes]]) -> None:
    """Every encoding gives the body back, however it was cut into chunks."""
    encoding, encode = which
    assert decoded(encoding, encode(body), chunk=chunk) == body


def test_members_and_padding_are_read_like_browsers_do() -> None:
    """Several gzip members or zstd frames are one body; zeros behind the last member are padding."""
    assert decoded("gzip", gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 50) == b"one two"
    assert decoded("gzip", gzip.compress(b"one") + b"\0") == b"one"
    assert decoded("zstd", zstandard.compress(b"one ") + zstandard.compress(b"two")) == b"one two"


@pytest.mark.parametrize(("encoding", "encode"), ENCODERS[:6])
def test_a_body_that_breaks_off_is_an_error(encoding: str, encode: Callable[[bytes], bytes]) -> None:
    """F10: a compressed body without its end is never taken for a whole one."""
    whole = encode(bytes(range(256)) * 40)
    with pytest.raises(DecodeError, match="breaks off"):
        decoded(encoding, whole[: len(whole) // 2])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_damage_is_an_error(encoding: str) -> None:
    """Bytes that are not what the header says are an error, not a body."""
    with pytest.raises(DecodeError, match=r"damaged|breaks off"):
        decoded(encoding, b"\x1f<rss>this was never compressed</rss>" * 9)


@pytest.mark.parametrize("header", ["gzip, gzip", "gzip,br", "deflate, gzip, br, zstd, gzip, gzip"])
def test_stacked_encodings_are_refused(header: str) -> None:
    """F8: a body that was encoded more than once is refused unread."""
    with pytest.raises(DecodeError, match="more than one"):
        build_decoder(header)


def test_unknown_encodings_are_refused() -> None:
    """An encoding that was not asked for is refused."""
    with pytest.raises(DecodeError, match="not asked for"):
        build_decoder("compress")


@pytest.mark.parametrize(("encoding", "encode"), [ENCODERS[0], ENCODERS[2], ENCODERS[3], ENCODERS[4], ENCODERS[5]])
def test_a_bomb_costs_no_more_than_what_is_read_of_it(encoding: str, encode: Callable[[bytes], bytes]) -> None:
    """F8: of a bomb of 64 MiB the first 8 MiB can be read in a few megabytes of memory."""
    bomb = encode(bytes(64 * MIB))
    decoder = build_decoder(encoding)
    tracemalloc.start()
    seen, largest = 0, 0
    for at in range(0, len(bomb), 65_536):
        for piece in decoder.feed(bomb[at : at + 65_536]):
            seen, largest = seen + len(piece), max(largest, len(piece))
            if seen > 8 * MIB:
                break
        if seen > 8 * MIB:
            break
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen > 8 * MIB
    assert largest <= 9 * MIB
    assert peak < 40 * MIB


def test_floods_of_empty_members_are_refused() -> None:
    """F8: a body of thousands of empty members is stopped, for each of them costs time and gives nothing."""
    with pytest.raises(DecodeError, match="too many"):
        decoded("gzip", gzip.compress(b"") * 1_000)
    with pytest.raises(DecodeError, match="too many"):
        decoded("zstd", zstandard.compress(b"") * 1_000)
