"""Every file of ../shared/data/feeds/hostile, and the tests' own bombs, as live feeds of the whole daemon.

Run: `python benchmarks/hostile.py [--limit N]`. The publisher is a process of its own; fetching, the parser's children,
ingest and store are the daemon's. Control feeds are polled beside them all the time, with something new at each poll.
Fails unless no poll takes longer than 10 s, nothing is logged as an error, the daemon's memory grows by no more than
20 MB, and every item of the control feeds is in the store. The daemon that is attacked has been at work for a while:
before memory is measured the control feeds have shown it every language it knows, a report that a rule matches, and so
many words that its memory of words, which is bounded, is full (as after some hours of ordinary news).
"""

import argparse
import asyncio
import gc
import logging
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.memory import Memory
from benchmarks.progress import Progress
from daemon.app import App
from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.configfile import load_config
from daemon.memory import look_for_cycles_seldom, share_one_pool
from daemon.model import Entry
from daemon.pipeline.report import PollReport
from daemon.rules.load import build_rules
from daemon.store.database import open_store
from daemon.yamlfile import parse_yaml
from tests.helpers.bombs import BOMBS
from tests.helpers.build import an_entry
from tests.helpers.chat import RecordingChannel
from tests.helpers.site import Answer, FakeSite, Request, rss
from tests.helpers.story import RULES

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "feeds" / "hostile"
CONTROLS = 50
AT_ONCE = 8
LONGEST = 10.0  #: seconds that a poll may take
GROWTH = 20  #: MiB that the daemon may grow by over the whole corpus
BOMB_GROWTH = 64  #: MiB that it may grow by over the bombs, which are as large as bodies may be
WARM = 5  #: polls of each control feed before memory is measured
WARM_WORDS = 800  #: words that nobody wrote before, in each item of those polls
#: What the control feeds write about, so that all languages are loaded before memory is measured.
WORDS = (
    "The ministry said that two bridges were closed after the storm.",
    "Министерство сообщило, что два моста закрыты после бури.",
    "Міністерство повідомило, що два мости закриті після бурі.",
    "وقالت الوزارة إن جسرين أغلقا بعد العاصفة.",
    "این وزارتخانه گفت دو پل پس از طوفان بسته شدند.",
    "המשרד מסר כי שני גשרים נסגרו לאחר הסערה.",
    "Das Ministerium teilte mit, dass zwei Brücken nach dem Sturm gesperrt sind.",
    "Bakanlık, fırtınadan sonra iki köprünün kapatıldığını söyledi.",
    "Le ministère a déclaré que deux ponts étaient fermés après la tempête.",
    "El ministerio dijo que dos puentes fueron cerrados tras la tormenta.",
)
MATCHED = "The census of the district begins."
CONSONANTS = "bcdfghjklmnpqrtvwxz"
_TYPES = {".json": "application/json", ".html": "text/html", ".pdf": "application/pdf", ".mp3": "audio/mpeg"}


def corpus() -> list[Path]:
    """All files of the corpus, in an order that does not depend on the file system."""
    return sorted(path for path in CORPUS.rglob("*") if path.is_file())


class HostileSite(FakeSite):
    """`/hostile/N`: the corpus; `/bomb/N`: our own bombs; `/control/N`: a feed with one more item at each request."""

    def __init__(self) -> None:
        super().__init__()
        self._files = corpus()
        self._bombs = list(BOMBS.values())
        self._shown: Counter[str] = Counter()

    def _answer(self, request: Request) -> Answer:
        self.requests.clear()
        _, kind, number = request.path.split("/")[:3]
        if kind == "hostile":
            path = self._files[int(number)]
            content_type = _TYPES.get(path.suffix.lower(), "text/xml")
            return Answer(body=path.read_bytes(), headers={"Content-Type": content_type})
        if kind == "bomb":
            return self._bombs[int(number)].answer(f"/bomb/{number}")
        self._shown[number] += 1
        latest = range(self._shown[number], max(0, self._shown[number] - 20), -1)
        return Answer(body=rss([control_entry(int(number), one) for one in latest]))


def control_entry(feed: int, number: int) -> Entry:
    """The item that a control feed shows for the first time at its poll of this number."""
    name, words = f"{feed}-{number}", WORDS[number % len(WORDS)]
    markup = f"<p>{words} <a href='/{name}'>{number}</a></p>" * 20
    if number <= WARM:
        markup += f"<p>{MATCHED} {' '.join(new_words(feed, number))}</p>"
    return an_entry(guid=name, url=f"https://example.org/{name}", title=control(name), summary=markup, published=None)


def new_words(feed: int, number: int) -> list[str]:
    """Made-up words, others for each feed and number."""
    first = (feed * WARM + number) * WARM_WORDS
    return [spelled(place) for place in range(first, first + WARM_WORDS)]


def spelled(number: int) -> str:
    """A number below two million as a word of five syllables, another for each."""
    word = ""
    for vowel in "aeiou":
        number, place = divmod(number, len(CONSONANTS))
        word += CONSONANTS[place] + vowel
    return word


def control(name: str) -> str:
    """The title of a control item."""
    return f"Control {name} of the wire"


@dataclass
class Outcomes:
    """What became of the polls."""

    by_kind: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    longest: tuple[int, str] = (0, "")  #: milliseconds, and which feed
    controls: list[int] = field(default_factory=list)  #: milliseconds of each poll of a control feed
    polls: Counter[str] = field(default_factory=Counter)  #: polls of each control feed
    progress: Progress = field(default_factory=Progress)

    def add(self, kind: str, name: str, report: PollReport) -> None:
        """Count one poll."""
        self.longest = max(self.longest, (report.milliseconds, name))
        self.by_kind[kind][outcome(report)] += 1


def outcome(report: PollReport) -> str:
    """A poll's end in a word or two."""
    if report.outcome != "failed":
        return "cut, taken" if report.error else "taken" if report.new else "empty or known"
    reason = report.error or ""
    for sign, word in (("not a feed", "not a feed"), ("empty body", "not a feed"), ("bug", "BUG")):
        if sign in reason:
            return word
    return "given up" if "longer than" in reason or "memory" in reason or "crash" in reason else "refused"


class Errors(logging.Handler):
    """Keeps what was logged as an error, by the daemon or by the loop."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.lines.append(f"{record.name}: {record.getMessage()} {getattr(record, 'feed', '')} {record.exc_info or ''}")


def write_config(folder: Path, base: str, hostile: int) -> Path:
    """A config with a feed for each hostile file and bomb, and the control feeds."""
    names = [f"hostile/{n}" for n in range(hostile)] + [f"bomb/{n}" for n in range(len(BOMBS))]
    names += [f"control/{n}" for n in range(CONTROLS)]
    feeds = [f"  - {{id: {name.replace('/', '-')}, url: '{base}/{name}', allow_private: true}}" for name in names]
    path = folder / "config.yaml"
    path.write_text(
        "receivers: {desk: {console: {}}}\noperators: desk\nroutes: [{to: [desk]}]\n"
        "poll: {timeout: 5s, concurrency: 20, per_host: 20}\nfeeds:\n" + "\n".join(feeds) + "\n",
        encoding="utf-8",
    )
    return path


async def poll_hostile(app: App, kind: str, names: list[str], found: Outcomes, *, at_once: int) -> None:
    """Poll the corpus or the bombs once, so many at once, and the control feeds again and again beside them."""
    feeds = {feed.id: feed for feed in app.config.feeds}
    places = asyncio.Semaphore(at_once)

    async def one(number: int, name: str) -> None:
        async with places:
            report = await app.poller.start(feeds[f"{kind}-{number}"])
        found.add(name.partition("/")[0] if kind == "hostile" else "(own bombs)", name, report)

    beside = asyncio.create_task(poll_controls(app, found))
    await asyncio.gather(*(one(number, name) for number, name in enumerate(names)))
    beside.cancel()
    await asyncio.gather(beside, return_exceptions=True)
    await app.poller.drain()
    found.progress.end()


async def poll_controls(app: App, found: Outcomes) -> None:
    """Poll the control feeds, one after the other, for ever."""
    memory = Memory()
    while True:
        for feed in [feed for feed in app.config.feeds if feed.id.startswith("control")]:
            report = await app.poller.start(feed)
            found.polls[feed.id] += 1
            found.controls.append(report.milliseconds)
            done = sum(sum(counts.values()) for counts in found.by_kind.values())
            said = f"{done} hostile polls, {len(found.controls)} of control feeds, {memory.now():.0f} MiB"
            found.progress.say(said)


async def settle(app: App, rounds: int) -> None:
    """Poll the control feeds so often that whatever is loaded late has been loaded."""
    for feed in [feed for feed in app.config.feeds if feed.id.startswith("control")] * rounds:
        await app.poller.start(feed)
    gc.collect()


@dataclass(frozen=True)
class Phase:
    """What polling one kind did to the daemon's memory, in MiB."""

    kind: str
    limit: int
    growth: float
    peak: float


async def run(base: str, limit: int | None) -> list[str]:
    """Poll, print the table, and say what was not as it should be."""
    share_one_pool()  # this and the next, as `watchdesk run` does
    look_for_cycles_seldom()
    errors = Errors()
    logging.getLogger().addHandler(errors)
    logging.getLogger().setLevel(logging.ERROR)
    files = [str(path.relative_to(CORPUS)) for path in corpus()[:limit]]
    with tempfile.TemporaryDirectory() as name:
        config = load_config(write_config(Path(name), base, len(files)), channel_options=CHANNEL_OPTIONS)
        rules = build_rules([parse_yaml(RULES, name="rules.yaml")])
        app = App(config, rules, open_store(config.store), channels={"desk": RecordingChannel()})
        await app.start()
        await settle(app, WARM)
        found, started = Outcomes(), monotonic()
        corpus_phase = await measured(app, "hostile", files, found, limit=GROWTH, at_once=AT_ONCE)
        # A bomb may keep a parser busy until its deadline: one at a time, so that none is blamed for another's wait.
        bombs_phase = await measured(app, "bomb", list(BOMBS), found, limit=BOMB_GROWTH, at_once=1)
        took = monotonic() - started
        titles = set(await app.store.read(lambda tx: tx.items.fates()))
        await app.stop()
    return report_on(found, errors, lost_of(found, titles), (corpus_phase, bombs_phase), took=took)


async def measured(app: App, kind: str, names: list[str], found: Outcomes, *, limit: int, at_once: int) -> Phase:
    """Poll one kind, and see what it does to memory."""
    memory = Memory()
    memory.reset()
    await app.sweep_tick()
    before = memory.now()
    await poll_hostile(app, kind, names, found, at_once=at_once)
    peak = memory.peak() - before
    gc.collect()
    await app.sweep_tick()  # as every minute
    return Phase(kind, limit, memory.now() - before, peak)


def lost_of(found: Outcomes, titles: set[str]) -> list[str]:
    """The control items that were shown and are not in the store."""
    return [
        title
        for number in range(CONTROLS)
        for one in range(1, found.polls[f"control-{number}"] + WARM + 1)
        if (title := control(f"{number}-{one}")) not in titles
    ]


def report_on(found: Outcomes, errors: Errors, lost: list[str], phases: tuple[Phase, ...], *, took: float) -> list[str]:
    """Print what was found; what was not as it should be."""
    table(found)
    waits = sorted(found.controls)
    median, longest = waits[len(waits) // 2], found.longest[0] / 1000
    print(f"{took:.0f} s; {len(waits)} polls of {CONTROLS} control feeds: median {median} ms, longest {waits[-1]} ms")
    print(f"longest hostile poll {longest:.1f} s ({found.longest[1]}); control items lost: {len(lost)}")
    for phase in phases:
        print(f"daemon's memory, {phase.kind}: {phase.growth:+.1f} MiB after, {phase.peak:+.1f} MiB at its peak")
    checks = {
        f"{len(errors.lines)} errors logged, the first: {errors.lines[:1]}": not errors.lines,
        f"{len(lost)} control items lost: {lost[:5]}": not lost,
        f"a poll took longer than {LONGEST:g} s": longest <= LONGEST,
        "a poll ended in a bug": not any(counts["BUG"] for counts in found.by_kind.values()),
        **{f"memory grew by more than {one.limit} MiB ({one.kind})": one.growth <= one.limit for one in phases},
    }
    return [said for said, fine in checks.items() if not fine]


def table(found: Outcomes) -> None:
    """Print the outcomes by kind of feed."""
    columns = sorted({word for counts in found.by_kind.values() for word in counts})
    print(f"{'':18}" + "".join(f"{word:>16}" for word in columns))
    for kind, counts in sorted(found.by_kind.items()):
        print(f"{kind:18}" + "".join(f"{counts[word] or '':>16}" for word in columns))


async def serve() -> None:
    """Be the publisher: print the address, and answer until the pipe to the parent closes."""
    async with HostileSite() as site:
        print(site.url(""), flush=True)
        await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Start the publisher, poll, and end with 1 if something was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=None, help="only so many files of the corpus")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve())
        return
    if not corpus():
        print("hostile: no ../shared/data/feeds/hostile beside this checkout, nothing to do")
        return
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            base = server.stdout.readline().strip() if server.stdout else ""
            wrong = asyncio.run(run(base, arguments.limit))
        finally:
            server.terminate()
    for one in wrong:
        print(f"FAILED: {one}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
