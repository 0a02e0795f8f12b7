"""What a replay found, rule by rule: results of `replay_items` -> a table for people."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Any

from rich.table import Table

from daemon.pipeline.rehearse import Past

_MAX_FEEDS = 5  #: named in one row


class Tally:
    """Counts while the results go by."""

    def __init__(self) -> None:
        self._items = 0
        self._waiting: deque[str] = deque()  #: feeds of the items that have no result yet
        self._severity: dict[str, str] = {}
        self._matches: Counter[str] = Counter()
        self._incidents: dict[str, set[str]] = defaultdict(set)
        self._feeds: dict[str, Counter[str]] = defaultdict(Counter)

    def noting(self, items: Iterable[tuple[object, Past]]) -> Iterator[tuple[object, Past]]:
        """Pass the items on, and note their feeds: the results come in the same order."""
        for one in items:
            self._waiting.append(one[1].feed.id)
            yield one

    def add(self, result: dict[str, Any]) -> None:
        """Count the result of the next item; an item that came unchanged was counted when it was new."""
        self._items += 1
        feed = self._waiting.popleft()
        for match in result["matches"] if result["verdict"] != "unchanged" else ():
            rule = match["rule"]
            self._severity[rule] = match["severity"]
            self._matches[rule] += 1
            self._feeds[rule][feed] += 1
            if result["incident"]:
                self._incidents[rule].add(result["incident"])

    def table(self, rules: Iterable[str]) -> Table:
        """A row for each rule that matched, the busiest first, and how many rules did not.

        An incident is one first alert; what comes to it later is a follow-up.
        """
        silent = sum(not self._matches[rule] for rule in rules)
        table = Table(box=None, pad_edge=False, header_style="bold", caption_justify="left", caption_style="")
        table.caption = f"{self._items} items; {len(self._severity)} rules matched, {silent} did not"
        for name in ("rule", "severity"):
            table.add_column(name, overflow="fold")
        for name in ("matches", "incidents"):
            table.add_column(name, justify="right")
        table.add_column("feeds", overflow="fold")
        for rule, count in sorted(self._matches.items(), key=lambda row: (-row[1], row[0])):
            if count:
                table.add_row(rule, self._severity[rule], str(count), str(len(self._incidents[rule])), self._told(rule))
        return table

    def _told(self, rule: str) -> str:
        """The feeds that it matched in, the busiest first."""
        feeds = self._feeds[rule].most_common()
        shown = ", ".join(f"{feed} {count}" for feed, count in feeds[:_MAX_FEEDS])
        return f"{shown} and {len(feeds) - _MAX_FEEDS} more" if len(feeds) > _MAX_FEEDS else shown
