"""What becomes of items that the shipped rules find in the collected stream, and whose events somebody told apart.

Run: `python benchmarks/matched.py`. The other sets have no rules and no places; here reports of one kind are held
against each other, night after night of a war. The weeks before 8 June were learned from (`train_kindred.py`), the
others not.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import incident_sets
from benchmarks.incident_peers import EXACT, TfIdf, clusters
from benchmarks.incident_scores import b_cubed
from benchmarks.incident_sets import DATA, Document
from daemon.cli.replay import past_of, replay_past
from daemon.pipeline.rehearse import Past
from daemon.rules.load import RuleSet, load_rules

_HERE = Path(__file__).parent
_LABELS = _HERE / "matched_events.csv"
_LEARNED_UNTIL = "2026-06-08"
_OF_NO_EVENT = "-none"  #: ends the name of what tells of a war, not of an event of it
_GRID = tuple(step / 100 for step in range(8, 62, 3))


def documents() -> list[Document]:
    """The labelled items, in the order in which they were collected; an item that is collected twice, once."""
    events = labels()
    found: dict[str, Document] = {}
    for one in incident_sets.stream(incident_sets.stream_weeks()):
        if one.id in events and one.id not in found:
            learned = (one.arrived or "") < _LEARNED_UNTIL
            found[one.id] = incident_sets.labelled(one, event=events[one.id], tuned=learned)
    return list(found.values())


def labels() -> dict[str, str]:
    """The id of an item -> the name of the event that it tells of, as somebody read it."""
    with _LABELS.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["event"] for row in csv.DictReader(file)}


@cache
def shipped_rules() -> RuleSet:
    """The rules that the project ships."""
    return load_rules(_HERE.parent / "rules")


def past(found: Sequence[Document]) -> Iterator[tuple[object, Past]]:
    """The items as they came, when they were collected."""
    for one in found:
        yield one.id, past_of(one.fields, now=datetime.fromisoformat(one.arrived or ""))


def ours(found: Sequence[Document]) -> list[str]:
    """The incident of each item; of one that no rule finds any more, a name of its own."""
    told = replay_past(past(found), shipped_rules(), join_all=False)
    return [str(one["incident"] or one["id"]) for one in told]


class Joins(NamedTuple):
    """What became of reports of which something was told before, by number."""

    right: int = 0
    wrong: int = 0  #: the incident told of other events alone
    loose: int = 0  #: the report tells of no one event
    again: int = 0  #: it opened an incident though its event had one


def joins_of(marks: Sequence[str], events: Sequence[str]) -> Joins:
    """The joins that these marks make, in the order of the reports."""
    held: dict[str, list[str]] = {}
    told: set[str] = set()
    found: Counter[str] = Counter()
    for mark, event in zip(marks, events, strict=True):
        before = held.setdefault(mark, [])
        if before:
            found["right" if event in before else "loose" if event.endswith(_OF_NO_EVENT) else "wrong"] += 1
        elif event in told:
            found["again"] += 1
        before.append(event)
        told.add(event)
    return Joins(**found)


def row(name: str, found: Sequence[Document], marks: Sequence[str]) -> None:
    """Print how well these marks tell events apart."""
    events = [one.event for one in found]
    joins = joins_of(marks, events)
    share = joins.wrong / max(1, joins.right + joins.wrong + joins.loose)
    print(
        f"  {name:24} {b_cubed(marks, events)} | {joins.right:5} {joins.wrong:5} {share:6.1%} {joins.loose:5} ", end=""
    )
    print(f"{joins.again:5}", flush=True)


def main() -> None:
    """Print a table for each half."""
    if not DATA.is_dir():
        print(f"no data at {DATA.name}: skipped")
        return
    whole = documents()
    learned = [one for one in whole if one.tuned]
    for name, half in (("learned from", learned), ("not learned from", [one for one in whole if not one.tuned])):
        print(f"\nmatched items, {name}: {len(half)} items, {len({one.event for one in half})} events")
        print(f"  {'':24} B3 precision recall F1 | joins right, wrong, of all, of no event; events told again")
        row("ours", half, ours(half))
        for peer in EXACT:
            row(peer.name, half, [str(one) for one in clusters(half, peer)])
        tuning, events = TfIdf(learned), [one.event for one in learned]
        bar = max(_GRID, key=lambda bar: b_cubed([str(one) for one in tuning.clusters(learned, bar)], events).f1)
        row(f"TF-IDF single pass {bar:.2f}", half, [str(one) for one in TfIdf(half).clusters(half, bar)])


if __name__ == "__main__":
    main()
