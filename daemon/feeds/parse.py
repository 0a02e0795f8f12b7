"""Bytes -> Entry, in children that can be killed.

Parsing runs in processes of its own because nothing else can stop it: feedparser's worst cases hold the interpreter's
lock, so no thread and no timeout in this process would get a turn, and they take gigabytes.
"""

import asyncio
import json
import math
import os
import sys
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import daemon
from daemon.errors import ParseError
from daemon.feeds.asked import Asked
from daemon.feeds.frames import LENGTH, MAX_FRAME, frame
from daemon.feeds.hints import hints_of
from daemon.feeds.lanes import SLOW_AFTER, Lanes, Place
from daemon.model import Enclosure, Entry, GeoPoint, Hints, Offer

RECYCLED_AFTER = 5_000  #: feeds that one child parses: to start another costs as much as two hundred of them
SLOW_A_WORKER = 2  #: children more that may be at work on documents that take long
BODIES_A_WORKER = 4  #: that are being parsed or wait for it before nobody should fetch another
_START_WITHIN = 60.0  #: seconds; a busy machine may need a while to start Python
_MAX_BODY = 64 * 1024 * 1024  #: bytes; the child refuses less with a better reason
#: What the child's Python needs; everything else in our environment may be a secret.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_NO_HINTS = Hints()
_NO_OFFER = Offer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A feed document, in the publisher's words."""

    entries: tuple[Entry, ...]  #: as the document orders them; only whole ones, without those known by their marks
    marks: tuple[str, ...] = ()  #: of these entries, one each: the same mark, the same entry, unchanged
    known: frozenset[str] = frozenset()  #: marks of the entries that were left out
    title: str = ""
    language: str | None = None
    hints: Hints = _NO_HINTS  #: how often the publisher wants it to be read
    flaw: str | None = None  #: what is wrong with the document, though it can be read
    truncated: bool = False  #: the document breaks off: its validators must not be kept, so that the rest is fetched
    memory: Mapping[str, Any] = field(default_factory=dict)  #: what the feed's kind wants to find again; empty: nothing
    further: tuple[str, ...] = ()  #: URLs that the kind wants to read next, in the same poll
    again: bool = False  #: read the document next time, too, even if it is the same
    missed: int = 0  #: entries that are known to exist and could not be had
    offer: Offer = _NO_OFFER  #: the hubs that the document names


class Parser:
    """A pool of parsing children, started when they are needed. Close it.

    Bodies that wait for a child lie in memory, so a fetcher waits for `room` before it brings another one. A document
    that takes long gives its place to the next one (`lanes`), so that there may be a few more children for a while.
    """

    def __init__(
        self,
        workers: int,
        *,
        memory_bytes: int = 512 * 1024 * 1024,
        seconds: float = 8.0,
        slow_after: float = SLOW_AFTER,
    ) -> None:
        self._workers = workers
        self._lanes = Lanes(workers, slow=SLOW_A_WORKER * workers, slow_after=slow_after)
        self._most_bodies = BODIES_A_WORKER * workers
        self._bodies = 0
        self._room = asyncio.Event()
        self._room.set()
        self._idle: list[_Child] = []
        self._children: set[_Child] = set()
        self._memory_bytes = memory_bytes
        self._seconds = seconds

    async def room(self) -> None:
        """Wait until few enough bodies are in hand that one more may be fetched."""
        await self._room.wait()

    async def parse(self, body: bytes, *, feed: str, url: str, content_type: str | None) -> Parsed:
        """The entries of an RSS, RDF, Atom or JSON Feed document that came from `url`. Errors: as `read` has them."""
        return await self.read(body, Asked(url=url, content_type=content_type), feed=feed)

    async def read(self, body: bytes, asked: Asked, *, feed: str) -> Parsed:
        """The entries of a body of any kind.

        Errors: ParseError for whatever goes wrong with this body; the next one meets a child in good health.
        """
        if len(body) > _MAX_BODY:
            raise ParseError(feed, f"not a feed: larger than {_MAX_BODY // 1024 // 1024} MiB")
        async with self._counted(), self._lanes.place() as place:
            answer = await self._ask(body, asked, place, feed=feed)
        if "error" in answer:
            crashed, preview_off = bool(answer.get("exhausted")), bool(answer.get("preview_off"))
            raise ParseError(feed, str(answer["error"]), crashed=crashed, preview_off=preview_off)
        return _parsed(answer, asked.known)

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        self._bodies += 1
        if self._bodies >= self._most_bodies:
            self._room.clear()
        try:
            yield
        finally:
            self._bodies -= 1
            if self._bodies < self._most_bodies:
                self._room.set()

    async def close(self) -> None:
        """End all children, also those at work."""
        self._idle.clear()
        await asyncio.gather(*(child.kill() for child in self._children))
        self._children.clear()

    async def _ask(self, body: bytes, asked: Asked, place: Place, *, feed: str) -> dict[str, Any]:
        """One exchange with a child; it goes back to the pool only if it is in good health."""
        child: _Child | None = None
        healthy = False
        try:
            child = await self._child(feed)
            place.begin()
            async with asyncio.timeout(self._seconds):
                answer = await child.ask(body, asked)
            healthy = child.parsed < RECYCLED_AFTER and "spent" not in answer
        except TimeoutError as error:
            raise ParseError(feed, f"parsing took longer than {self._seconds:g} s", crashed=True) from error
        except (OSError, EOFError, ValueError) as error:
            raise ParseError(feed, "the parser crashed on it", crashed=True) from error
        finally:
            # Also when we are cancelled: a child in the middle of an exchange is of no more use.
            if child is not None:
                await self._give_back(child, healthy=healthy)
        return answer

    async def _child(self, feed: str) -> "_Child":
        """A child that waits for work, or a new one. Errors: ParseError if none can be started."""
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
            await self._give_back(child, healthy=False)
        try:
            async with asyncio.timeout(_START_WITHIN):
                child = await _Child.start(self._memory_bytes, self._seconds)
        except (OSError, EOFError, ValueError) as error:
            raise ParseError(feed, "the parser could not be started") from error
        self._children.add(child)
        return child

    async def _give_back(self, child: "_Child", *, healthy: bool) -> None:
        if healthy and len(self._idle) < self._workers:
            self._idle.append(child)
        else:
            self._children.discard(child)
            await asyncio.shield(child.kill())


class _Child:
    """One process; speaks in frames."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise OSError("a child without pipes")
        self._process, self._in, self._out = process, process.stdin, process.stdout
        self.parsed = 0

    @classmethod
    async def start(cls, memory_bytes: int, seconds: float) -> "_Child":
        """A child that is ready to parse. Errors: OSError or EOFError if it does not start."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # the folder we run in is the operator's: nothing may be imported from it
            "-m",
            "daemon.feeds.parser_child",
            str(memory_bytes),
            str(math.ceil(seconds) + 5),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            # A reader that is paused in a long answer never sees the end of a killed child, and `wait` waits for that.
            limit=MAX_FRAME,
            env=_environment(),
        )
        child = cls(process)
        try:
            await child._read()
        except BaseException:
            await asyncio.shield(child.kill())
            raise
        return child

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, body: bytes, asked: Asked) -> dict[str, Any]:
        """Have one body parsed. Errors: OSError, EOFError or ValueError if the child breaks down."""
        self.parsed += 1
        self._in.write(frame(json.dumps(asked.header()).encode()) + frame(body))
        await self._in.drain()
        answer = json.loads(await self._read())
        if not isinstance(answer, dict):
            raise ValueError("the child answered something else")
        return answer

    async def _read(self) -> bytes:
        (length,) = LENGTH.unpack(await self._out.readexactly(LENGTH.size))
        if length > MAX_FRAME:
            raise ValueError("the child's answer is too large")
        return await self._out.readexactly(length)

    async def kill(self) -> None:
        """End the process and wait until it is gone."""
        if self.alive:
            with suppress(ProcessLookupError):  # it ended by itself just now
                self._process.kill()
        self._in.close()
        await self._process.wait()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(daemon.__file__).parent.parent)}


def _parsed(answer: dict[str, Any], known: Collection[str] = ()) -> Parsed:
    marks = tuple(entry.pop("mark") for entry in answer["entries"])
    return Parsed(
        entries=tuple(_entry(entry) for entry in answer["entries"]),
        marks=marks,
        known=frozenset(answer["marks"]).intersection(known),
        title=answer["title"],
        language=answer["language"],
        truncated=answer["truncated"],
        memory=answer.get("memory") or {},
        further=tuple(answer.get("further") or ()),
        again=bool(answer.get("again")),
        missed=int(answer.get("missed") or 0),
        hints=hints_of(answer.get("hints") or {}),
        flaw=answer.get("flaw"),
        offer=Offer(hubs=tuple(answer.get("hubs") or ()), topic=answer.get("topic")),
    )


def _entry(values: dict[str, Any]) -> Entry:
    """The entry; what its kind left out is empty."""
    dates = {name: _instant(values.get(name)) for name in ("published", "updated")}
    several = {name: tuple(values.get(name) or ()) for name in ("categories", "authors")}
    point = values.get("point")
    made = {
        "enclosures": tuple(Enclosure(**one) for one in values.get("enclosures") or ()),
        "point": GeoPoint(latitude=point[0], longitude=point[1]) if point else None,
    }
    return Entry(**{**values, **dates, **several, **made})


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
