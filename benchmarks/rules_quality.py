"""How well rules tell what people told: precision, recall and F1 on labelled texts, and how much a desk would hear.

`python -m benchmarks.rules_quality [--seed N]`. Each score is shown for all items, and for either half of them (by a
hash of the id): a rule pack that was bent to its texts would show a gap. The packs are in `benchmarks/packs`; MUC-4
and CrisisLex also meet the shipped rules, and so does a sample of the collected stream.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from daemon.model import Item, Match
from daemon.rules.load import load_rules
from daemon.rules.match import find
from daemon.rules.ruleset import RuleSet

DATA = Path(__file__).parents[2] / "shared" / "data"
PACKS = Path(__file__).parent / "packs"
SHIPPED = Path(__file__).parents[1] / "rules"
STREAM_SAMPLE = 8_000
_NOW = datetime(2026, 7, 1, tzinfo=UTC)

#: The lists of the authors of IndiaPoliceEvents that speak for each class, always beside a word for the police.
AUTHORS_LISTS = {
    "kill": ("kill",),
    "arrest": ("arrest",),
    "fail": ("intervene",),
    "force": ("other_force",),
    "any_action": (),
}

Row = dict[str, Any]
Labels = list[frozenset[str]]


class Quality(NamedTuple):
    """Precision, recall and F1, 0..1."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return f"{self.precision:.3f} {self.recall:.3f} {self.f1:.3f}"


def quality(said: Iterable[bool], true: Iterable[bool]) -> Quality:
    """What was said beside what is true, item by item."""
    counts = Counter(zip(said, true, strict=True))
    hits, false, missed = counts[True, True], counts[True, False], counts[False, True]
    precision, recall = hits / max(hits + false, 1), hits / max(hits + missed, 1)
    return Quality(precision, recall, 2 * hits / max(2 * hits + false + missed, 1))


def half_of(key: object) -> int:
    """0 or 1, by a hash of the id: the same in every run."""
    return sha256(str(key).encode()).digest()[0] % 2


def rows_of(path: Path) -> list[Row]:
    """The records of a file of JSON lines."""
    with gzip.open(path, mode="rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def matches_of(rules: RuleSet, text: str, *, title: str = "", language: str | None = "en") -> tuple[Match, ...]:
    """The rules that match an item of this text, through the daemon's own function."""
    item = Item(id="item", feed="set", source="set", title=title, summary=text, language=language, arrived_at=_NOW)
    return find(rules, item).matches


def fired(rules: RuleSet, texts: Iterable[str], *, language: str | None = "en") -> Labels:
    """The ids of the rules that match each text."""
    return [frozenset(match.rule.id for match in matches_of(rules, text, language=language)) for text in texts]


def chosen(matches: Sequence[Match]) -> str:
    """The rule with the longest evidence, in characters; none: empty."""
    if not matches:
        return ""
    return max(matches, key=lambda match: (sum(one.end - one.start for one in match.evidence), match.rule.id)).rule.id


def in_halves(said: Sequence[bool], true: Sequence[bool], keys: Sequence[object]) -> str:
    """The quality on all, on one half and on the other, as columns."""
    shown = [str(quality(said, true))]
    for half in (0, 1):
        inside = [number for number, key in enumerate(keys) if half_of(key) == half]
        shown.append(str(quality([said[number] for number in inside], [true[number] for number in inside])))
    return "   ".join(shown)


# --- IndiaPoliceEvents ------------------------------------------------------------------------------------------


def authors_labels(lists: dict[str, list[str]], texts: Sequence[str]) -> Labels:
    """What the authors' keyword list says: a word for the police and a word of the class, as whole words."""
    police = _any_word([*lists["police"], *lists["police_acronyms"]])
    words = {label: _any_word(chain(*(lists[name] for name in names))) for label, names in AUTHORS_LISTS.items()}
    return [
        frozenset(label for label, names in AUTHORS_LISTS.items() if not names or words[label].search(text))
        if police.search(text)
        else frozenset()
        for text in texts
    ]


def _any_word(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word.strip()) for word in words)})\b", re.IGNORECASE)


def india_police(folder: Path) -> None:
    """Sentences and documents, our rules beside the authors' list."""
    rules = load_rules(PACKS / "india_police")
    lists = json.loads((folder / "india_police_manual_keyword_list.json").read_text(encoding="utf-8"))
    for level, text, labels in (("sents", "sent_text", "sent_labels"), ("docs", "doc_text", "doc_labels")):
        rows = rows_of(folder / f"india_police_{level}.jsonl.gz")
        texts = [row[text] for row in rows]
        ours, theirs = fired(rules, texts), authors_labels(lists, texts)
        print(f"\nIndiaPoliceEvents, {len(rows)} {level}   all: P R F1      one half            other half")
        gains = []
        for label in AUTHORS_LISTS:
            true = [label.upper() in row[labels] for row in rows]
            keys = [row["doc_id"] for row in rows]
            for name, found in (("rules", ours), ("authors' list", theirs)):
                print(f"  {label:<11}{name:<15}{in_halves([label in one for one in found], true, keys)}")
            gains.append(_f1_of(label, ours, true) - _f1_of(label, theirs, true))
        print(f"  F1 above the authors' list: {sum(gains) / len(gains):+.3f} on average, {min(gains):+.3f} at least")


def _f1_of(label: str, found: Labels, true: Sequence[bool]) -> float:
    return quality([label in one for one in found], true).f1


# --- CASE 2021 --------------------------------------------------------------------------------------------------


def case2021(folder: Path) -> None:
    """One label a snippet; where several rules fire, the longest evidence is taken."""
    rules = load_rules(PACKS / "case2021")
    rows = rows_of(folder / "case2021.jsonl.gz")
    keys = [row["id"] for row in rows]
    true = [row["label"].lower() for row in rows]
    said = [chosen(matches_of(rules, row["text"])) for row in rows]
    print(f"\nCASE 2021, {len(rows)} snippets   number, all: P R F1      one half            other half")
    for label in sorted(set(true)):
        columns = in_halves([one == label for one in said], [one == label for one in true], keys)
        print(f"  {label:<30}{true.count(label):>3}   {columns}")
    for name, measure in (("weighted F1", weighted_f1), ("macro F1", macro_f1)):
        halves = [[number for number, key in enumerate(keys) if half_of(key) == half] for half in (0, 1)]
        scores = [measure([said[n] for n in inside], [true[n] for n in inside]) for inside in halves]
        print(f"  {name}: {measure(said, true):.3f}, halves {scores[0]:.3f} and {scores[1]:.3f}")


def _f1_by_label(said: Sequence[str], true: Sequence[str]) -> dict[str, float]:
    return {
        label: quality([one == label for one in said], [one == label for one in true]).f1 for label in sorted(set(true))
    }


def weighted_f1(said: Sequence[str], true: Sequence[str]) -> float:
    """F1 of each label by its number of texts."""
    counts = Counter(true)
    return sum(score * counts[label] for label, score in _f1_by_label(said, true).items()) / max(len(true), 1)


def macro_f1(said: Sequence[str], true: Sequence[str]) -> float:
    """F1 of each label, all alike."""
    scores = _f1_by_label(said, true)
    return sum(scores.values()) / max(len(scores), 1)


# --- MUC-4 and CrisisLex ----------------------------------------------------------------------------------------


def muc4(folder: Path) -> None:
    """Is a document about an act of terror?"""
    rows = rows_of(folder / "muc4.jsonl.gz")
    keys, true = [row["id"] for row in rows], [row["relevant"] for row in rows]
    texts = [row["text"] for row in rows]
    said = {"flag everything": [True] * len(rows)}
    for name, place in (("pack muc4", PACKS / "muc4"), ("shipped rules", SHIPPED)):
        said[name] = [bool(one) for one in fired(load_rules(place), texts)]
    print(f"\nMUC-4, {len(rows)} documents, relevance   all: P R F1      one half            other half")
    for name, found in said.items():
        print(f"  {name:<17}{in_halves(found, true, keys)}")


def crisislex(folder: Path) -> None:
    """Of what the shipped rules fire on, how much is related to the disaster?"""
    rows = rows_of(folder / "crisislex_t26.jsonl.gz")
    found = fired(load_rules(SHIPPED), [row["text"] for row in rows], language=None)
    related = [row["informativeness"].startswith("Related") for row in rows]
    print(f"\nCrisisLex T26, {len(rows)} messages, {sum(related) / len(rows):.3f} of them related: shipped rules")
    print(f"  any rule: precision, recall, F1 {quality([bool(one) for one in found], related)}")
    for rule, count in Counter(chain(*found)).most_common():
        right = sum(rule in one and is_related for one, is_related in zip(found, related, strict=True))
        print(f"  {rule:<20}fired {count:>4}, precision {right / count:.3f}")


# --- the stream -------------------------------------------------------------------------------------------------


def stream(folder: Path, seed: int) -> None:
    """How many items a day the shipped rules fire on, from a sample of what was collected."""
    rows = [row for path in sorted(folder.glob("*.jsonl.gz")) for row in rows_of(path)]
    days = len({row["collectedAt"][:10] for row in rows})
    sample = sorted(rows, key=lambda row: sha256(f"{seed}:{row['id']}".encode()).digest())[:STREAM_SAMPLE]
    rules = load_rules(SHIPPED)
    began = time.process_time()
    found = [
        {
            match.rule.id
            for match in matches_of(rules, row["description"] or "", title=row["title"] or "", language=None)
        }
        for row in sample
    ]
    spent = time.process_time() - began
    a_day = len(rows) / max(len(sample), 1) / max(days, 1)
    hits = sum(map(bool, found))
    print(f"\nStream, {len(rows)} items of {days} days, {len(sample)} of them looked at in {spent:.1f} s of CPU")
    print(f"  items a day {len(rows) / days:.0f}; the shipped rules fire on {hits * a_day:.1f} a day")
    for rule, count in Counter(chain(*found)).most_common():
        print(f"  {rule:<20}{count * a_day:>5.1f} a day")


def main() -> None:
    """Measure all that is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="which sample of the stream")
    seed = parser.parse_args().seed
    if not DATA.is_dir():
        print(f"no labelled texts to measure on: {DATA} is not there")
        return
    parts: tuple[Callable[[Path], None], ...] = (india_police, case2021, muc4, crisislex)
    for part in parts:
        part(DATA / "rules")
    stream(DATA / "stream", seed)


if __name__ == "__main__":
    main()
