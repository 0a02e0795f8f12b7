"""Decompression bombs of 10 GiB, fetched as a feed is fetched: what the daemon spends until it refuses.

Run: `python benchmarks/bombs.py`. The publisher is a process of its own and packs as fast as it is read. Fails unless
each bomb is refused within 0.5 s of CPU and 64 MiB of memory.
"""

import argparse
import asyncio
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

import brotli
import zstandard

from benchmarks.memory import MIB, Memory
from daemon.config import Feed, Poll
from daemon.errors import FetchError
from daemon.feeds.fetch import Fetcher
from daemon.model import FeedState

SIZE = 10 * 1024 * MIB
MOST_CPU, MOST_MEMORY = 0.5, 64  #: seconds, MiB


def zeros() -> Iterator[bytes]:
    """10 GiB of nothing."""
    piece = bytes(MIB)
    for _ in range(SIZE // MIB):
        yield piece


def deflated(pieces: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    """The pieces in zlib's format, or gzip's, or bare."""
    packer = zlib.compressobj(1, wbits=wbits)
    yield from (packed for piece in pieces if (packed := packer.compress(piece)))
    yield packer.flush()


def brotlied() -> Iterator[bytes]:
    """10 GiB in brotli."""
    packer = brotli.Compressor(quality=1)
    yield from (packed for piece in zeros() if (packed := packer.process(piece)))
    yield packer.finish()


def zstandarded() -> Iterator[bytes]:
    """10 GiB in one zstd frame."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    yield from (packed for piece in zeros() if (packed := packer.compress(piece)))
    yield packer.flush()


#: Path -> Content-Encoding, and the body.
BOMBS: dict[str, tuple[str, Callable[[], Iterator[bytes]]]] = {
    "gzip": ("gzip", lambda: deflated(zeros(), 31)),
    "deflate": ("deflate", lambda: deflated(zeros(), 15)),
    "bare deflate": ("deflate", lambda: deflated(zeros(), -15)),
    "br": ("br", brotlied),
    "zstd": ("zstd", zstandarded),
    "gzip in gzip": ("gzip", lambda: deflated(deflated(zeros(), 31), 31)),
    "gzip in gzip, both declared": ("gzip, gzip", lambda: deflated(deflated(zeros(), 31), 31)),
    "six layers": ("gzip, br, gzip, zstd, deflate, gzip", lambda: deflated(zeros(), 31)),
}


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send the bomb that is asked for, for as long as somebody reads it."""
    with suppress(ConnectionError):
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode().strip("/").replace("%20", " ")
        encoding, pack = BOMBS[path]
        writer.write(f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: {encoding}\r\n\r\n".encode())
        for piece in pack():
            writer.write(piece)
            await writer.drain()
    writer.close()


async def serve() -> None:
    """Be the publisher: print the port, and answer until killed."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def measure(port: int) -> list[str]:
    """Fetch each bomb, alone and then all at once; what cost too much."""
    wrong = []
    fetcher = Fetcher(Poll(per_host=100), contact="")
    await refused(fetcher, port, "six layers")  # whatever is loaded late is loaded
    rounds = {name: [name] for name in BOMBS} | {"twenty at once": (list(BOMBS)[:5] * 4)}
    for label, names in rounds.items():
        memory = Memory()
        memory.reset()
        before, started = memory.now(), process_time()
        reasons = await asyncio.gather(*(refused(fetcher, port, name) for name in names))
        cpu, grown = process_time() - started, memory.peak() - before
        print(f"{label:28} {cpu:5.2f} s CPU, {grown:+6.1f} MiB at the peak: {reasons[0]}")
        if None in reasons or cpu > MOST_CPU * len(names) or grown > (MOST_MEMORY if len(names) == 1 else 256):
            wrong.append(label)
    await fetcher.close()
    return wrong


async def refused(fetcher: Fetcher, port: int, name: str) -> str | None:
    """Why a bomb was refused; None if it was not."""
    url = f"http://127.0.0.1:{port}/{name.replace(' ', '%20')}"
    try:
        await fetcher.fetch(Feed(id="bomb", url=url, allow_private=True), FeedState(feed="bomb"))
    except FetchError as error:
        return error.message
    return None


def main() -> None:
    """Start the publisher, fetch, and end with 1 if a bomb cost too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    if parser.parse_args().serve:
        asyncio.run(serve())
        return
    with subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True) as server:
        try:
            wrong = asyncio.run(measure(int(server.stdout.readline() if server.stdout else 0)))
        finally:
            server.terminate()
    for one in wrong:
        print(f"FAILED: {one} costs more than {MOST_CPU} s of CPU or {MOST_MEMORY} MiB, or is not refused")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
