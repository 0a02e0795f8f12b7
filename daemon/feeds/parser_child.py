"""The child in which feeds are parsed: one body in, plain JSON out, again and again.

Started as `python -m daemon.feeds.parser_child` by `parse`, which kills it when it takes too much time or memory. It
imports no HTTP client and no database, so that it starts quickly and holds little.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Mapping, Set
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, cast

from daemon.feeds import xmlfeed  # noqa: F401  feedparser is loaded before the first body waits for it
from daemon.feeds.asked import Answer, Asked, EntryValues, PreviewOffError
from daemon.feeds.frames import LENGTH, frame
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.kinds import READERS
from daemon.feeds.splice import MARK_BYTES

READY = b'{"ready": true}'
MAX_ENTRIES = 20_000
_STATM = Path("/proc/self/statm")
SPENT_BYTES = 160 * 1024 * 1024  #: resident after an answer: four times what a child begins with


def answer(body: bytes, **header: Any) -> Mapping[str, Any]:
    """What the body's kind makes of it, or `{"error": why there is nothing}`; `header` has the fields of `Asked`.

    Law: never raises an Exception: whatever a publisher's bytes break in a parser stays this feed's failure (P10-P12).
    """
    asked = Asked(**header)
    try:
        feed = READERS[asked.kind](body, asked)
    except NotAFeedError as error:
        return {"error": f"not a feed: {error}"}
    except PreviewOffError:
        return {"error": "the channel shows no posts on the web", "preview_off": True}
    except MemoryError:
        return {"error": "parsing needs too much memory", "exhausted": True}
    except Exception as error:  # noqa: BLE001  feedparser raises a dozen kinds on hostile input
        return {"error": f"cannot be parsed ({type(error).__name__})"}
    if len(feed["entries"]) > MAX_ENTRIES:
        return {"error": f"more than {MAX_ENTRIES} entries"}
    return feed if "marks" in feed else _marked(feed, known=frozenset(asked.known))


def _marked(feed: Answer, *, known: Set[str]) -> Answer:
    """A feed that could not be cut before it was parsed: each entry's mark is made of what it says."""
    entries = [{**entry, "mark": _mark(entry)} for entry in feed["entries"]]
    fresh = [entry for entry in entries if entry["mark"] not in known]
    return cast("Answer", {**feed, "entries": fresh, "marks": [entry["mark"] for entry in entries]})


def _mark(entry: EntryValues) -> str:
    content = json.dumps(entry, sort_keys=True, check_circular=False).encode()
    return blake2b(content, digest_size=MARK_BYTES, person=b"entry").hexdigest()


def serve(source: BinaryIO, sink: BinaryIO, *, alarm_seconds: int, spent_bytes: int = SPENT_BYTES) -> None:
    """Answer until the parent closes its end, or the child is spent: memory has run out, or is in bits and pieces."""
    _send(sink, READY)
    while header := _receive(source):
        asked = json.loads(header)
        body = _receive(source)
        # If the parent dies while feedparser runs away, nobody else will end this process.
        signal.alarm(alarm_seconds)
        reply = answer(body, **asked)
        if reply.get("exhausted") or _resident_bytes() > spent_bytes:
            reply = {**reply, "spent": True}
        content = json.dumps(reply, ensure_ascii=False, check_circular=False).encode("utf-8", "replace")
        signal.alarm(0)
        _send(sink, content)
        if "spent" in reply:
            return


def _receive(source: BinaryIO) -> bytes:
    """The next frame; empty at the end."""
    length = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(length)[0]) if len(length) == LENGTH.size else b""


def _send(sink: BinaryIO, content: bytes) -> None:
    sink.write(frame(content))
    sink.flush()


def _resident_bytes() -> int:
    """Memory that this process holds now; 0 where the system does not say."""
    try:
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _limit(kind: int, value: int) -> None:
    """Lower a limit of this process for good; one that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(OSError, ValueError):  # a few systems know the limit and do not let it be set; the deadline remains
        resource.setrlimit(kind, (value, value))


def main() -> None:
    """Set the limits, and serve on the standard streams: `parser_child MEMORY_BYTES ALARM_SECONDS`."""
    memory_bytes, alarm_seconds = int(sys.argv[1]), int(sys.argv[2])
    _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes our input
    # What a library prints must not get between the frames.
    with os.fdopen(os.dup(1), "wb") as sink:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, sink, alarm_seconds=alarm_seconds)


if __name__ == "__main__":
    main()
