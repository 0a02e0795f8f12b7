"""Do cutting out known entries, and reading simple feeds the short way, give the same items? On real feeds, all of it.

Run: `python benchmarks/cutting.py [--every N]`. It needs the data in `../shared/data/feeds` beside the checkout. Each
file is parsed in full, once more by feedparser alone if it went the short way, and then cut down to its first, middle
and last entry; successive polls of one feed are parsed as the daemon does, with the marks of the poll before. Prints
how many files can be cut, how many went the short way, how many probes were equal, and what parsing costs both ways.
Ends with exit code 1 if a single entry differs.
"""

import argparse
import signal
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from daemon.feeds import xmlfeed
from daemon.feeds.guard import NotAFeedError, guard
from daemon.feeds.parser_child import answer
from daemon.feeds.simplefeed import SimpleFeed, read_simple

FEEDS = ROOT.parent / "shared" / "data" / "feeds"
URL = "https://publisher.example/feed"
_SHORT_WAY = "read_simple"  #: what is put in the place of itself, to see whether it was taken
SECONDS = 10  #: for one file; the daemon's parser has as long


class _TooLongError(BaseException):
    """A file that the daemon would give up."""


def read(body: bytes, known: tuple[str, ...] = ()) -> Any:
    """What the parser's child answers."""
    return answer(body, url=URL, known=known)


def simple(body: bytes) -> tuple[bool, bool]:
    """Whether a document goes the short way, and whether feedparser alone says the same."""
    went: list[bool] = []

    def watched(text: bytes) -> SimpleFeed | None:
        found = read_simple(text)
        went.append(found is not None)
        return found

    try:
        setattr(xmlfeed, _SHORT_WAY, watched)
        found = read(body)
        setattr(xmlfeed, _SHORT_WAY, lambda _text: None)
        return any(went), not any(went) or found == read(body)
    finally:
        setattr(xmlfeed, _SHORT_WAY, read_simple)


def probe(body: bytes) -> tuple[bool, int, list[str]]:
    """Whether a document is cut by its bytes, how many probes were made, and the entries that differ."""
    whole = read(body)
    if "error" in whole or not whole["entries"]:
        return False, 0, []
    entries, marks = whole["entries"], whole["marks"]
    probes = sorted({0, len(marks) // 2, len(marks) - 1})
    wrong = []
    for place in probes:
        known = tuple(mark for mark in marks if mark != marks[place])
        wanted = [entry for entry in entries if entry["mark"] == marks[place]]
        if (found := read(body, known)) != {**whole, "entries": wanted}:
            wrong.append(f"entry {place} of {len(marks)}: {_difference(found['entries'], wanted)}")
    if (nothing := read(body, tuple(marks))) != {**whole, "entries": []}:
        wrong.append(f"all cut: {nothing}"[:200])
    try:
        cut = guard(body, content_type=None).spans is not None
    except NotAFeedError:
        cut = False
    return cut, len(probes) + 1, wrong


def _difference(found: list[Any], wanted: list[Any]) -> str:
    if len(found) != len(wanted):
        return f"{len(found)} entries, not {len(wanted)}"
    names = [name for one, other in zip(found, wanted, strict=True) for name in other if one.get(name) != other[name]]
    return ", ".join(names) or "the feed's own values"


def successive(folder: Path) -> tuple[int, int, float, float]:
    """Successive polls of one feed: how many, entries that differ, CPU seconds cut and in full."""
    known: tuple[str, ...] = ()
    wrong, cut_seconds, full_seconds, polls = 0, 0.0, 0.0, 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        body = path.read_bytes()
        began = time.process_time()
        cut = read(body, known)
        between = time.process_time()
        full = read(body)
        full_seconds += time.process_time() - between
        cut_seconds += between - began
        if "error" in full:
            continue
        polls += 1
        wrong += cut["entries"] != [entry for entry in full["entries"] if entry["mark"] not in known]
        known = tuple(full["marks"])
    return polls, wrong, cut_seconds, full_seconds


def main() -> None:
    """Check every file and print the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only one file in so many")
    options = parser.parse_args()
    if not FEEDS.is_dir():
        print("no ../shared/data/feeds beside the checkout: cutting is checked by the tests alone")
        return

    def give_up(*_: object) -> None:
        raise _TooLongError

    signal.signal(signal.SIGALRM, give_up)
    files = sorted(path for path in (FEEDS / "hostile").rglob("*") if path.is_file())[:: options.every]
    feeds = cuttable = probes = failures = given_up = short = 0
    for path in files:
        signal.alarm(SECONDS)
        try:
            body = path.read_bytes()
            cut, count, wrong = probe(body)
            went, same = simple(body) if count else (False, True)
        except _TooLongError:
            given_up += 1
            continue
        finally:
            signal.alarm(0)
        feeds += bool(count)
        short += went
        wrong += [] if same else ["the short way differs from feedparser"]
        cuttable += cut and bool(count)
        probes += count
        failures += len(wrong)
        for line in wrong:
            print(f"{path.relative_to(FEEDS)}: {line}")
    print(f"{len(files)} files, {feeds} with entries, {cuttable} of them cut by their bytes, {given_up} took too long")
    print(f"{probes} probes, {short} feeds read the short way, {failures} differ")
    for folder in sorted((FEEDS / "replay").iterdir()):
        polls, differing, cut_seconds, full_seconds = successive(folder)
        failures += differing
        print(
            f"{folder.name}: {polls} polls, {differing} differ; {cut_seconds:.2f} CPU s cut, {full_seconds:.2f} in full"
        )
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
